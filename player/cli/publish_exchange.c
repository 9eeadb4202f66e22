#include "cli/publish_exchange.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"

enum {
    PAUSE_FIRST = 300, /* milliseconds in front of the second try */
    PAUSE_GROWTH = 4,  /* and how much longer the next one is */
    PAUSE_MAX = 30000, /* also where the server asks for more */
    RUN_LIMIT = 200000 /* microseconds: the bar moves so often at least */
};

static int take_body(void *context, const void *data, size_t size)
{
    struct publish_exchange *exchange = context;
    if (size > exchange->limit - exchange->size)
        return -EFBIG;
    char *larger = realloc(exchange->data, exchange->size + size + 1);
    if (!larger)
        return -ENOMEM;
    memcpy(larger + exchange->size, data, size);
    exchange->data = larger;
    exchange->size += size;
    larger[exchange->size] = '\0';
    return 0;
}

static void take_end(void *context, const struct http_result *result)
{
    struct publish_exchange *exchange = context;
    exchange->result = *result;
    exchange->is_done = true;
}

/* What another try may mend. */
static bool is_transient(const struct http_result *result)
{
    static const int statuses[] = {408, 425, 429, 500, 502, 503, 504};
    switch (result->fault) {
    case HTTP_RESOLVE:
    case HTTP_CONNECT:
    case HTTP_STALL:
    case HTTP_CUT:
        return true;
    case HTTP_FINE:
        break;
    case HTTP_TLS:
    case HTTP_LARGE:
    case HTTP_ENCODED:
    case HTTP_RANGE:
    case HTTP_REDIRECT:
    case HTTP_ADDRESS:
    case HTTP_HEADERS:
    case HTTP_WRITE:
    case HTTP_OTHER:
    case HTTP_FAULTS:
        return false;
    }
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        if (result->status == statuses[i])
            return true;
    }
    return false;
}

static void tell(struct publish_upload *upload, int64_t sent)
{
    if (!upload || !upload->moved || sent <= upload->told)
        return;
    upload->moved(upload->context, sent - upload->told);
    upload->told = sent;
}

static void try_once(struct http *http, struct http_request *request, struct publish_upload *upload,
                     struct publish_exchange *exchange)
{
    free(exchange->data);
    *exchange = (struct publish_exchange){.limit = (size_t)request->limit};
    request->context = exchange;
    const struct http_transfer *transfer = http_start(http, request);
    if (!transfer) {
        exchange->result = (struct http_result){.fault = HTTP_OTHER};
        return;
    }
    while (!exchange->is_done) {
        tell(upload, http_sent(transfer));
        http_run(http, NULL, 0, RUN_LIMIT);
    }
    if (publish_exchange_is_good(&exchange->result))
        tell(upload, request->upload_size);
}

/* A folder is named with a slash behind it. NULL where there is no such URL, or no memory. */
static char *compose_url(const char *base, const char *name, const char *method)
{
    char *url, *folder;
    if (http_join(base, name, &url) < 0)
        return NULL;
    if (!method || strcmp(method, "MKCOL") != 0)
        return url;
    if (asprintf(&folder, "%s/", url) < 0)
        folder = NULL;
    free(url);
    return folder;
}

int publish_exchange_do(struct http *http, const char *base, const char *name,
                        struct http_request request, int tries, struct publish_upload *upload,
                        struct publish_exchange *ret)
{
    char *url = compose_url(base, name, request.method);
    if (!url)
        return -ENOMEM; /* base and names are sound */
    *ret = (struct publish_exchange){0};
    request.url = url;
    request.use_netrc = true;
    request.write = take_body;
    request.done = take_end;
    int pause = PAUSE_FIRST;
    for (int i = 1;; i++) {
        try_once(http, &request, upload, ret);
        if (i >= tries || !is_transient(&ret->result))
            break;
        int asked = ret->result.retry_after * 1000, wait = asked > pause ? asked : pause;
        poll(NULL, 0, wait < PAUSE_MAX ? wait : PAUSE_MAX);
        pause *= PAUSE_GROWTH;
    }
    free(url);
    return 0;
}

/* Words for what a server says. */
static const struct {
    int status;
    int error;
    const char *words;
} answers[] = {
    {401, -EACCES,
     N_("the server wants a name and a password; write a line \"machine HOST login NAME password "
        "WORD\" into ~/.netrc")},
    {403, -EACCES, N_("the server does not let this user write there")},
    {404, -ENOENT, N_("this folder is not there on the server; make it first")},
    {405, -ENOTSUP,
     N_("the server takes no PUT there; switch WebDAV on for this folder, or is the URL wrong?")},
    {409, -ENOENT, N_("this folder is not there on the server; make it first")},
    {413, -EFBIG,
     N_("the file is too large for the server; raise its limit (client_max_body_size of nginx)")},
    {423, -EBUSY, N_("the file is locked on the server")},
    {501, -ENOTSUP, N_("the server takes no PUT there; switch WebDAV on for this folder")},
    {507, -ENOSPC, N_("the server's disk is full")},
};

int publish_exchange_explain(const struct http_result *result, const char *base, const char *name,
                             char *why, size_t size)
{
    if (result->fault != HTTP_FINE) {
        snprintf(why, size, "%s%s: %s%s%s%s", base, name, _(http_fault_message(result->fault)),
                 *result->detail ? " (" : "", result->detail, *result->detail ? ")" : "");
        return result->fault == HTTP_WRITE && result->error < 0 ? result->error : -EIO;
    }
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        if (answers[i].status == result->status) {
            snprintf(why, size, "%s%s: %s (%d)", base, name, _(answers[i].words), result->status);
            return answers[i].error;
        }
    }
    if (result->status >= 300 && result->status < 400)
        snprintf(why, size,
                 _("%s%s: the server sends elsewhere (%d); give the address that it sends to"),
                 base, name, result->status);
    else
        snprintf(why, size, _("%s%s: the server answers %d"), base, name, result->status);
    return -EIO;
}

bool publish_exchange_is_good(const struct http_result *result)
{
    return result->fault == HTTP_FINE && result->status >= 200 && result->status < 300;
}
