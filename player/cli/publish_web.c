/* A publication onto a web server that takes PUT (RFC 9110; folders by MKCOL, RFC 4918). */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "cli/publish_exchange.h"
#include "cli/publish_name.h"
#include "cli/publish_target.h"
#include "cli/say.h"
#include "playlist/limits.h"

enum {
    LOOKS = 8,           /* questions at a time */
    RUN_LIMIT = 1000000, /* microseconds */
    ANSWER_MAX = 65536,  /* bytes of an answer that nobody reads */
    CONFLICT = 409,      /* of RFC 4918: what it would lie in is not there */
    FOLDERS = 256        /* of the pool: one for each first byte of a digest */
};

struct web_target {
    struct publish_target target;
    struct http *http;
    char *base;               /* the URL of the folder, with a slash behind it */
    bool has_folder[FOLDERS]; /* of the pool: something was put there in this run */
    bool lacks_base;          /* the server says that there is no such folder */
};

static struct web_target *web_of(struct publish_target *target)
{
    return (struct web_target *)target;
}

static int perform(struct web_target *web, const char *name, struct http_request request,
                   struct publish_exchange *ret)
{
    int result = publish_exchange_do(web->http, web->base, name, request, PUBLISH_TRIES, NULL, ret);
    if (result < 0)
        snprintf(web->target.why, PUBLISH_WHY_SIZE, "%s%s: %s", web->base, name, say_errno(result));
    return result;
}

/* Says what went wrong with the last exchange. */
static int fail(struct web_target *web, const char *name, const struct http_result *result)
{
    return publish_exchange_explain(result, web->base, name, web->target.why, PUBLISH_WHY_SIZE);
}

static int web_begin(struct publish_target *target, int64_t needed, size_t files)
{
    return 0; /* a server tells only when it is full (507) */
}

static int web_get(struct publish_target *target, const char *name, size_t limit, char **ret_data,
                   size_t *ret_size)
{
    struct web_target *web = web_of(target);
    struct publish_exchange exchange;
    struct http_request request = {.limit = (int64_t)limit, .upload_fd = -1};
    int result = perform(web, name, request, &exchange);
    if (result < 0)
        return result;
    if (exchange.result.fault == HTTP_FINE && exchange.result.status == 200) {
        /* An empty body was never written. */
        *ret_data = exchange.data ? exchange.data : strdup("");
        *ret_size = exchange.size;
        return *ret_data ? 0 : -ENOMEM;
    }
    free(exchange.data);
    if (exchange.result.fault == HTTP_FINE &&
        (exchange.result.status == 404 || exchange.result.status == 410))
        return -ENOENT;
    if (exchange.result.fault == HTTP_LARGE) {
        fail(web, name, &exchange.result);
        return -EFBIG;
    }
    return fail(web, name, &exchange.result);
}

/* What the server says of one file; 1, 0, or -errno with words. By the length alone: the digest
 * would cost a download. */
static int judge_head(struct web_target *web, const struct publish_wanted *wanted,
                      const struct http_result *head)
{
    if (head->fault != HTTP_FINE)
        return fail(web, wanted->name, head);
    return head->status == 200 && head->length == wanted->size;
}

static int look_alone(struct web_target *web, struct publish_wanted *wanted)
{
    struct publish_exchange exchange;
    struct http_request request = {.method = "HEAD", .limit = ANSWER_MAX, .upload_fd = -1};
    int result = perform(web, wanted->name, request, &exchange);
    if (result < 0)
        return result;
    free(exchange.data);
    result = judge_head(web, wanted, &exchange.result);
    wanted->is_there = result == 1;
    return result < 0 ? result : 0;
}

/* Several questions side by side: over a long line the waiting is what costs. */
struct look {
    bool is_running, is_clear;
    struct publish_wanted *wanted;
};

static void take_head(void *context, const struct http_result *head)
{
    struct look *look = context;
    look->is_running = false;
    look->is_clear = head->fault == HTTP_FINE && (head->status == 200 || head->status == 404);
    look->wanted->is_there =
        look->is_clear && head->status == 200 && head->length == look->wanted->size;
}

static void start_look(struct web_target *web, struct look *look, struct publish_wanted *wanted)
{
    struct http_request request = {.method = "HEAD",
                                   .limit = ANSWER_MAX,
                                   .upload_fd = -1,
                                   .use_netrc = true,
                                   .done = take_head,
                                   .context = look};
    char *url;
    *look = (struct look){.wanted = wanted};
    if (http_join(web->base, wanted->name, &url) < 0)
        return;
    request.url = url;
    look->is_running = http_start(web->http, &request) != NULL;
    free(url);
}

static int web_look(struct publish_target *target, struct publish_wanted *list, size_t count)
{
    struct web_target *web = web_of(target);
    int result = 0;
    for (size_t first = 0; result == 0 && first < count; first += LOOKS) {
        struct look looks[LOOKS];
        size_t some = count - first < LOOKS ? count - first : LOOKS;
        for (size_t i = 0; i < some; i++)
            start_look(web, &looks[i], &list[first + i]);
        while (http_is_busy(web->http))
            http_run(web->http, NULL, 0, RUN_LIMIT);
        /* What was not clear is asked again, with patience. */
        for (size_t i = 0; result == 0 && i < some; i++) {
            if (!looks[i].is_clear)
                result = look_alone(web, looks[i].wanted);
            if (target->moved)
                target->moved(target->context, looks[i].wanted->size);
        }
    }
    return result;
}

/* Makes the folders that `name` lies in, one by one. What is there already answers 405. Where the
 * first one meets a conflict, the folder that the URL names is not there (RFC 4918, 9.3.1). */
static void make_folders(struct web_target *web, const char *name)
{
    web->lacks_base = false;
    for (const char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/')) {
        char folder[PUBLISH_NAME_SIZE];
        struct publish_exchange exchange;
        struct http_request request = {.method = "MKCOL", .limit = ANSWER_MAX, .upload_fd = -1};
        snprintf(folder, sizeof folder, "%.*s", (int)(slash - name), name);
        if (perform(web, folder, request, &exchange) < 0)
            continue;
        free(exchange.data);
        web->lacks_base |= exchange.result.fault == HTTP_FINE &&
                           exchange.result.status == CONFLICT && !strchr(folder, '/');
    }
}

static int put_once(struct web_target *web, const char *name, struct http_request request,
                    int tries, struct publish_upload *upload, struct http_result *ret_result)
{
    struct publish_exchange exchange;
    request.method = "PUT";
    request.limit = ANSWER_MAX;
    int result = publish_exchange_do(web->http, web->base, name, request, tries, upload, &exchange);
    if (result < 0) {
        snprintf(web->target.why, PUBLISH_WHY_SIZE, "%s%s: %s", web->base, name, say_errno(result));
        return result;
    }
    free(exchange.data);
    *ret_result = exchange.result;
    return 0;
}

/* How servers say that the folder is missing: RFC 4918 wants 409; nginx answers 500. */
static bool is_about_folders(const struct http_result *answer)
{
    return answer->fault == HTTP_FINE && (answer->status == 409 || answer->status == 404 ||
                                          answer->status == 403 || answer->status == 500);
}

/* The number of the folder of the pool that the name lies in; -1: in none. */
static int folder_number(const char *name)
{
    if (strncmp(name, PUBLISH_POOL "/", sizeof PUBLISH_POOL) != 0)
        return -1;
    char digits[3] = {name[sizeof PUBLISH_POOL], name[sizeof PUBLISH_POOL + 1], '\0'};
    return (int)(strtoul(digits, NULL, 16) % FOLDERS);
}

/* Where the folder of all is missing, that is what is said, and not what follows from it. */
static int fail_file(struct web_target *web, const char *name, const struct http_result *answer)
{
    if (!web->lacks_base || !is_about_folders(answer))
        return fail(web, name, answer);
    struct http_result missing = *answer;
    missing.status = CONFLICT;
    return fail(web, "", &missing);
}

static int send_file(struct web_target *web, const char *name, struct http_request request)
{
    struct publish_upload upload = {.moved = web->target.moved, .context = web->target.context};
    struct http_result answer;
    int folder = folder_number(name);
    bool is_sure = folder < 0 || web->has_folder[folder];
    /* Into a folder that may be missing there is one try: its failure needs no pause. */
    int result = put_once(web, name, request, is_sure ? PUBLISH_TRIES : 1, &upload, &answer);
    if (result == 0 && !is_sure && !publish_exchange_is_good(&answer)) {
        if (is_about_folders(&answer))
            make_folders(web, name);
        result = put_once(web, name, request, PUBLISH_TRIES, &upload, &answer);
    }
    if (result < 0)
        return result;
    if (!publish_exchange_is_good(&answer))
        return fail_file(web, name, &answer);
    if (folder >= 0)
        web->has_folder[folder] = true;
    return 0;
}

static int web_put(struct publish_target *target, const char *name, const void *data, size_t size)
{
    struct http_request request = {.upload_fd = -1, .upload = data, .upload_size = (int64_t)size};
    return send_file(web_of(target), name, request);
}

static int web_put_file(struct publish_target *target, const char *name, int from, int64_t size,
                        const unsigned char sha256[SHA256_SIZE])
{
    struct http_request request = {.upload_fd = from, .upload_size = size};
    return send_file(web_of(target), name, request);
}

static int web_settle(struct publish_target *target)
{
    return 0; /* the server's own affair */
}

static int web_list(struct publish_target *target, void (*each)(void *context, const char *name),
                    void *context)
{
    return -ENOTSUP;
}

static int web_remove(struct publish_target *target, const char *name)
{
    struct web_target *web = web_of(target);
    struct publish_exchange exchange;
    struct http_request request = {.method = "DELETE", .limit = ANSWER_MAX, .upload_fd = -1};
    int result = perform(web, name, request, &exchange);
    if (result < 0)
        return result;
    free(exchange.data);
    if (publish_exchange_is_good(&exchange.result) || exchange.result.status == 404 ||
        exchange.result.status == 410)
        return 0;
    return fail(web, name, &exchange.result);
}

static int web_finish(struct publish_target *target)
{
    return 0;
}

static void web_destroy(struct publish_target *target)
{
    if (!target)
        return;
    struct web_target *web = web_of(target);
    http_destroy(web->http);
    free(web->base);
    free(web);
}

static const struct publish_target_way web_way = {
    .begin = web_begin,
    .get = web_get,
    .look = web_look,
    .put = web_put,
    .put_file = web_put_file,
    .settle = web_settle,
    .list = web_list,
    .remove = web_remove,
    .finish = web_finish,
    .destroy = web_destroy,
};

bool publish_target_is_url(const char *to)
{
    return strstr(to, "://") != NULL;
}

/* "https://host/a", "https://host/a/" and "https://host/a/playlist.json" are the same folder. */
static char *folder_url(const char *url)
{
    static const char document[] = "/" PUBLISH_DOCUMENT;
    size_t size = strlen(url), tail = strlen(document);
    char *base;
    if (size > tail && strcmp(url + size - tail, document) == 0)
        size -= tail;
    while (size > 0 && url[size - 1] == '/')
        size--;
    return asprintf(&base, "%.*s/", (int)size, url) < 0 ? NULL : base;
}

/* Why the URL is none that can be published to; NULL where it is fine. */
static const char *url_fault(const char *url)
{
    size_t scheme = strncasecmp(url, "https://", 8) == 0  ? 8
                    : strncasecmp(url, "http://", 7) == 0 ? 7
                                                          : 0;
    if (scheme == 0 || strcspn(url + scheme, "/?#") == 0)
        return N_("only http:// and https:// addresses can be published to");
    if (strlen(url) > LIMIT_URL_BYTES || strpbrk(url, "?# "))
        return N_("name a folder of the server, without \"?\" or \"#\"");
    if (memchr(url + scheme, '@', strcspn(url + scheme, "/")))
        return N_("name and password do not belong here, where others read them; write them into "
                  "~/.netrc");
    return NULL;
}

struct publish_target *publish_target_web(const char *url)
{
    const char *fault = url_fault(url);
    if (fault) {
        say("%s: %s", url, _(fault));
        return NULL;
    }
    struct web_target *web = calloc(1, sizeof *web);
    if (web) {
        web->target = (struct publish_target){.way = &web_way, .name = url, .block = 1};
        web->base = folder_url(url);
        web->http = http_create(NULL);
    }
    if (web && web->base && web->http)
        return &web->target;
    if (web)
        web_destroy(&web->target);
    say("%s", say_errno(ENOMEM));
    return NULL;
}
