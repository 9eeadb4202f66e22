#include "place.h"

#include <stdlib.h>

int place_set_up(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    assert_non_null(place);
    lab_make(place->root);
    assert_int_equal(store_open_writer(place->root, &place->store), 0);
    *state = place;
    return 0;
}

int place_tear_down(void **state)
{
    struct place *place = *state;
    store_close(&place->store);
    lab_remove(place->root);
    free(place);
    return 0;
}

void place_reopen(struct place *place)
{
    store_close(&place->store);
    assert_int_equal(store_open_writer(place->root, &place->store), 0);
}
