/* Which certificates are trusted for TLS. */
#pragma once

#include <stdbool.h>

struct http_trust {
    char *file, *directory; /* either may be NULL; owned */
};

/* `setting`: a file or a directory; NULL: SSL_CERT_FILE and SSL_CERT_DIR of the environment, or the
 * system's directory. False without memory; then there is nothing to finish. */
bool http_trust_init(struct http_trust *trust, const char *setting);
void http_trust_finish(struct http_trust *trust);
