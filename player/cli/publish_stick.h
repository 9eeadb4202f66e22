/* Where on a stick a publication stands: players look for it in certain places only (sync/stick.h).
 */
#pragma once

/* Warns where players would not find, on this stick, what is published to the folder `path`, which
 * may be yet to be made: it lies too deep, or another playlist.json stands in its way. */
void publish_stick_warn(const char *path);
