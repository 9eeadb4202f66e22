/* Items to draw in tests, one of each kind, resolved to one language. */
#pragma once

#include <stddef.h>

struct test_item {
    const char *name, *language, *json;
};

extern const struct test_item test_items[];
extern const size_t test_item_count;

/* More than fits everywhere: eight rows of four cells, eight entries, six steps, seven papers. */
extern const struct test_item long_items[];
extern const size_t long_item_count;
