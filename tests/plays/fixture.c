#include "fixture.h"

struct lab lab;

int lab_set_up(void **state)
{
    return lab_open(&lab);
}

int lab_tear_down(void **state)
{
    lab_close(&lab);
    return 0;
}
