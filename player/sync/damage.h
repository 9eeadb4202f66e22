/* What the screen has found: it reads each file before it shows it, and lists in display.json those
 * that are not what was signed. They are read again here, removed, and fetched again. */
#pragma once

struct sync;

/* Looks where display.json has changed since the last time. Cheap otherwise: one stat(2). */
void damage_look(struct sync *sync);
