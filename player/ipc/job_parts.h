/* What job.c and job_words.c share. Not for others. */
#pragma once

#include "ipc/job.h"

struct cJSON;

bool job_add_shape(struct cJSON *message, uint32_t width, uint32_t height, unsigned rotate);

/* The shape, the document's theme and its defaults. */
bool job_add_screen(struct cJSON *message, const struct document *document, uint32_t width,
                    uint32_t height, unsigned rotate);

/* Whose screen it is: "band", the office's name or the publisher's; null where neither is known. */
bool job_add_band(struct cJSON *message, const struct document *document, const char *language,
                  const struct site *site);

/* Prints the message into `job` and adds its number, which takes no part in the digest; nor do the
 * proofs. 0 or -ENOMEM. */
int job_finish_text(struct cJSON *message, uint64_t number, struct job *job);
