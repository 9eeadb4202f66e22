/* Opening a playlist folder, with words for what goes wrong. */
#pragma once

#include <stdbool.h>

#include "ipc/folder.h"
#include "playlist/document.h"
#include "playlist/site.h"

/* Whether an error is the machine's and not the input's. */
bool opened_is_machine_error(int error);

/* Adds a finding for what folder_open or file_read of `path` has returned. */
void opened_add_failure(struct findings *findings, const char *path, int error);

/* Reads the settings of an office (site.json). Returns EXIT_DONE and the site, which the caller
 * destroys; or says what is wrong and returns another exit status. A field with a fault is said too
 * and has its default, as on the screen. */
int opened_settings(const char *path, struct site **ret_site);

/* Opens the folder and reads the document. Returns EXIT_DONE and both, for the caller to finish; or
 * says what is wrong and returns another exit status. */
int opened_document(const char *path, struct folder *ret_folder, struct document **ret_document);
