/* The log of one test at a time, with what cmocka calls before and after each. */
#pragma once

#include "lab.h"

extern struct lab lab;

int lab_set_up(void **state);
int lab_tear_down(void **state);
