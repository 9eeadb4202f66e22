/* Why an item is not shown, in words. */
#pragma once

/* For a word of item_is_eligible or simulation_find_absences; what is none of them is returned as
 * it is. Translated, static. */
const char *absence_words(const char *reason);
