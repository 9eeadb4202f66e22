/* A message to the worker, read: a hello or a job (ipc/job.h). */
#pragma once

#include "ipc/job.h"
#include "render/fonts.h"
#include "render/layout.h"

enum { REQUEST_ASSETS_MAX = CHANNEL_FDS_MAX };

/* A hello: where the fonts and the SVG worker are. Indices into the message's descriptors. */
struct hello {
    int svg; /* -1: none */
    struct {
        char script[8];
        enum font_weight weight;
        size_t fd;
    } fonts[CHANNEL_FDS_MAX];
    size_t font_count;
    struct theme_bases themes;
    int logo, backdrop; /* -1: none */
};

/* An asset to be compared before it is used. */
struct request_proof {
    const char *asset; /* its name */
    int fd;            /* the message's */
    unsigned char sha256[SHA256_SIZE];
    int64_t size;
};

struct request {
    enum job_kind kind;
    uint64_t number;
    uint32_t width, height;
    unsigned rotate;
    const char *language; /* or NULL */
    const char *text;     /* of a clock */
    const char *date;     /* the same, or NULL */
    unsigned page;        /* of an item that takes several, from 0 */
    const char *band;     /* or NULL */
    bool clock, is_whole;
    int code_side;
    const void *theme;      /* the document's, as theme_read takes it */
    struct slide slide;     /* of an item */
    struct band strip;      /* of a band; its texts also of a test card */
    struct warning warning; /* of an alert or a banner */
    struct strip ticker;
    uint32_t top, foot; /* px that an item leaves free */
    struct sheet_asset assets[REQUEST_ASSETS_MAX];
    size_t asset_count;
    struct request_proof proofs[REQUEST_ASSETS_MAX];
    size_t proof_count;
    void *json; /* owns the strings */
};

enum request_kind { REQUEST_BAD, REQUEST_HELLO, REQUEST_JOB };

/* Reads a message. A REQUEST_JOB is to be finished by the caller and borrows the message's
 * descriptors. REQUEST_BAD: *ret_request->number is the job's number where it has one, else 0. */
enum request_kind request_read(const struct message *message, struct hello *ret_hello,
                               struct request *ret_request);
void request_finish(struct request *request);
