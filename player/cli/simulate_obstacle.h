/* What a screen would leave out though it is valid: an item whose variable has no value, whose
 * address may not become a code, whose file is not there. */
#pragma once

#include "cli/simulation.h"

/* Notes the obstacles of the simulation's items; `directory` is the document's folder. What only
 * the drawing shows, a broken picture, is not looked for: `check` does. */
void simulate_find_obstacles(struct simulation *simulation, int directory);
