/* HTTP under our own limits. Requests run side by side within the caller's poll loop; none of them
 * can block it, grow without end, wander off to another machine, or be kept waiting for ever. Only
 * http_curl.c knows libcurl.
 *
 * What libcurl (7.88) does not do is done here: bytes are counted as they come (its own limits miss
 * chunked and compressed bodies), no encoding is asked for and an encoded body is refused,
 * redirects are followed by hand (at most HTTP_HOPS_MAX, http and https only, never from https to
 * http), a private, loopback or link-local address is only connected to where the first URL's own
 * host and port is asked, a 206 must begin where it was asked to, and slowness is told without
 * looking every second, so that an idle wait wakes nobody. Through a proxy an address cannot be
 * seen: there only names and literals that are private by themselves are refused. */
#pragma once

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    HTTP_HOPS_MAX = 3,
    HTTP_TAG_MAX = 256,      /* bytes of an ETag; a longer one is not kept */
    HTTP_RETRY_MAX = 3600,   /* seconds that a Retry-After may ask for */
    HTTP_STALL_SECONDS = 30, /* without HTTP_STALL_RATE bytes a second for so long: given up */
    HTTP_STALL_RATE = 1024,
    HTTP_CONNECT_SECONDS = 10, /* for finding the name, connecting and TLS together */
    HTTP_IDLE_SECONDS = 60,    /* after so long without a transfer connections are closed */
    HTTP_FDS_MAX = 16          /* descriptors that http_run takes */
};

enum http_fault {
    HTTP_FINE,     /* an answer came whole; look at `status` */
    HTTP_RESOLVE,  /* the name is not known, or the resolver hangs */
    HTTP_CONNECT,  /* refused, unreachable, no connection in time */
    HTTP_TLS,      /* certificate wrong, expired, of another name; protocol too old */
    HTTP_STALL,    /* slower than the limit, or longer than `total_seconds` */
    HTTP_CUT,      /* the connection ended before the body did */
    HTTP_LARGE,    /* more bytes than `limit` */
    HTTP_ENCODED,  /* a Content-Encoding that was not asked for */
    HTTP_RANGE,    /* a 206 of another range than was asked for */
    HTTP_REDIRECT, /* too many, or to where none may lead */
    HTTP_ADDRESS,  /* a private address that the settings do not name */
    HTTP_HEADERS,  /* malformed or too large */
    HTTP_WRITE,    /* the caller's `write` failed; `error` tells */
    HTTP_OTHER,    /* out of memory, no such protocol, … */
    HTTP_FAULTS
};

struct http_result {
    enum http_fault fault;
    int status;                  /* 200, 206, 304, …; 0 where no answer came */
    int error;                   /* of `write`, negative errno */
    int64_t received;            /* bytes of body that `write` took */
    int64_t length;              /* of the body by Content-Length; -1: not said */
    char tag[HTTP_TAG_MAX];      /* a strong ETag with its quotes, or empty */
    char weak_tag[HTTP_TAG_MAX]; /* any ETag, for If-None-Match */
    int64_t date;     /* Date of the answer, microseconds since 1970; 0: none, or not https */
    int retry_after;  /* seconds, 0 … HTTP_RETRY_MAX; 0: not said or unreadable */
    bool waited;      /* the server honours Prefer: wait (Preference-Applied, RFC 7240) */
    char detail[256]; /* for the log: libcurl's words, or ours; English */
};

struct http_request {
    const char *method; /* NULL: GET; "PUT", "POST", "DELETE", "HEAD", "MKCOL" */
    const char *url;
    const char *if_none_match; /* an ETag as it came, or NULL */
    const char *if_range;      /* a strong ETag, or NULL */
    int64_t from;              /* Range: bytes=FROM-; 0: none */
    unsigned wait_seconds;     /* Prefer: wait=N, and no stall limit until the answer; 0: none */
    int64_t limit;             /* bytes of body at most */
    unsigned total_seconds;    /* for the whole; 0: only the stall limits */
    const char *content_type;  /* of the body, or NULL */
    int upload_fd;             /* body of a PUT or POST, from its offset 0; -1: none or `upload` */
    const void *upload;        /* or these bytes, which outlive the request */
    int64_t upload_size;
    bool use_netrc; /* name and password from ~/.netrc: for people, never for a kiosk */
    /* Takes body bytes. Called only for 200 and 206; before the first call (and for an empty body)
     * `begin` is told the answer's head; either returns 0, or -errno and the transfer ends. May be
     * NULL. */
    int (*begin)(void *context, const struct http_result *head);
    int (*write)(void *context, const void *data, size_t size);
    /* Called once at the end, from http_run, unless http_cancel came first. It may start others. */
    void (*done)(void *context, const struct http_result *result);
    void *context;
};

struct http_settings {
    /* A file of certificates, or a directory of them hashed as by openssl-rehash(1), in place of
     * the system's. NULL: SSL_CERT_FILE and SSL_CERT_DIR of the environment, else /etc/ssl/certs.
     */
    const char *ca;
    const char *proxy; /* "http://host:port"; "" none at all; NULL: as the environment says */
    const char *agent; /* User-Agent; NULL: "bangtin/VERSION" */
    unsigned stall_seconds, connect_seconds; /* 0: as the constants above say; tests shorten them */
};

struct http;
struct http_transfer;

/* NULL without memory. The settings are copied; NULL: all by default. */
struct http *http_create(const struct http_settings *settings);

/* Ends all that runs, without `done`; NULL is fine. Not from within a callback. Does not wait for a
 * resolver that hangs. */
void http_destroy(struct http *http);

/* Starts; strings are copied, `upload` is not. NULL without memory; any other fault is told by
 * `done`, from http_run, too. A redirect is only followed for GET and HEAD. */
struct http_transfer *http_start(struct http *http, const struct http_request *request);

/* Ends a transfer without `done`; from within any callback but its own `done`, after which the
 * transfer is no more. */
void http_cancel(struct http *http, struct http_transfer *transfer);

/* Sleeps until something happens on a transfer, one of `fds` (at most HTTP_FDS_MAX; revents are set
 * as poll(2) does) or `timeout` microseconds have passed (-1: no limit), then moves the transfers
 * on and calls `done`. A signal ends the sleep; it may end for no visible reason, too. */
void http_run(struct http *http, struct pollfd *fds, size_t fd_count, int64_t timeout);

/* How many bytes of its upload have gone by so far; less again after a start anew. Of a transfer
 * that still runs. */
int64_t http_sent(const struct http_transfer *transfer);

/* Whether any transfer runs. */
bool http_is_busy(const struct http *http);

/* "tls", "stall", … for machines; and words for people, untranslated (marked with N_()). */
const char *http_fault_code(enum http_fault fault);
const char *http_fault_message(enum http_fault fault);

/* Composes the URL of the file `name` (relative, with "/") beside the document at `base`, its query
 * dropped: ".../a/playlist.json?x" and "pool/ab/x.jpg" give ".../a/pool/ab/x.jpg". What a URL's
 * path cannot hold is percent-encoded. *ret is fresh. 0, -ENOMEM, or -EINVAL where `base` is no
 * http or https URL, or `name` is not relative: empty, or with an empty part, "." or ".." in it. */
int http_join(const char *base, const char *name, char **ret);
