/* What the boxes that a drawing tells of must keep to, for tests (cmocka). */
#pragma once

#include <stddef.h>

#include "items.h"
#include "render/compose.h"
#include "render/rgb.h"

struct cJSON;

struct box {
    const char *role, *text;
    int x, y, width, height, size;
    rgb ink, ground;
};

/* Fail the test where the member is missing or of another kind. */
int number_of(const struct cJSON *object, const char *name);
const char *string_of(const struct cJSON *object, const char *name);
struct box box_of(const struct cJSON *entry);

/* All boxes of an answer: whole, within the margins, legible, nothing over anything else. */
void boxes_check(const struct cJSON *answer, int width, int height, const char *name);

/* The screens and boards of the contact sheet; the first SHEET_LOBBIES show whole items. */
enum { SHEET_SIZES = 8, SHEET_LOBBIES = 4 };
extern const unsigned sheet_sizes[SHEET_SIZES][2];

/* The same for all pages of an item. `see` looks at each (or NULL). */
void boxes_check_pages(struct composer *desk, const struct test_item *item, unsigned width,
                       unsigned height, void (*see)(const struct cJSON *answer, void *context),
                       void *context);
