/* The layouts: functions of a slide and a rectangle. They draw at any size, leave out what finds no
 * room and report it. Return 0, or -1 with sheet->fault where there is nothing to show. */
#pragma once

#include "render/sheet.h"

int layout_image(struct sheet *sheet, const struct slide *slide);
int layout_service(struct sheet *sheet, const struct slide *slide, struct rect area);
int layout_hotline(struct sheet *sheet, const struct slide *slide, struct rect area);
int layout_slogan(struct sheet *sheet, const struct slide *slide, struct rect area);
int layout_notice(struct sheet *sheet, const struct slide *slide, struct rect area);

/* Every type that has no layout of its own: headline, rows, address and code. */
int layout_general(struct sheet *sheet, const struct slide *slide, struct rect area);

/* Boards wider than 3:1, higher than 1:3, or under 400 px: name and number or address. */
int layout_compact(struct sheet *sheet, const struct slide *slide, struct rect area);

/* Chooses by the slide's type and the picture's shape, and draws the ground and the name band. */
int layout_draw(struct sheet *sheet, const struct slide *slide);
