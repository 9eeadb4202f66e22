/* A store of its own, open to write, for each test. */
#pragma once

#include "lab.h"

struct place {
    char root[LAB_PATH_MAX];
    struct store store;
};

int place_set_up(void **state);
int place_tear_down(void **state);
void place_reopen(struct place *place); /* as after a kill */

#define PLACE_TEST(name) cmocka_unit_test_setup_teardown(name, place_set_up, place_tear_down)
