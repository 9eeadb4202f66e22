/* The desk of a whole test program, with what cmocka calls before and after it. */
#pragma once

#include "desk.h"

extern struct composer desk;

int desk_set_up(void **state);
int desk_tear_down(void **state);
