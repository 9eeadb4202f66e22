/* Letters that no font of this machine has: why an item is left out for them, and what helps. */
#pragma once

#include <stddef.h>

#include "ipc/job.h"

/* Writes it for an answer that lacks a letter, of an item in `language` (NULL: in none). */
void letters_say(const struct job_answer *answer, const char *language, char *out, size_t size);
