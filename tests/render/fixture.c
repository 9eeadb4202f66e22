#include "fixture.h"

struct composer desk;

int desk_set_up(void **state)
{
    desk_open(&desk);
    return 0;
}

int desk_tear_down(void **state)
{
    composer_finish(&desk);
    return 0;
}
