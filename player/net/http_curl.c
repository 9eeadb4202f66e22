#include "net/http_curl.h"

#include <assert.h>
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/param.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "net/address.h"
#include "net/http_proxy.h"
#include "net/http_trust.h"

static_assert(sizeof((struct http_transfer *)NULL)->words >= CURL_ERROR_SIZE, "words fit");
static_assert(CURL_WAIT_POLLIN == POLLIN && CURL_WAIT_POLLPRI == POLLPRI &&
                  CURL_WAIT_POLLOUT == POLLOUT,
              "libcurl's events are poll's");

enum { CONNECTIONS_MAX = 6, BUFFER_SIZE = 16384, NAP = 100 /* milliseconds */ };

struct http_curl {
    CURLM *multi;
    struct http_trust trust;
    char *proxy; /* NULL: as the environment says */
    char *agent;
    unsigned connect_seconds;
};

static size_t take_line(char *line, size_t size, size_t count, void *context)
{
    size *= count;
    return http_transfer_line(context, line, size, clock_monotonic()) ? size : size + 1;
}

static size_t take_body(char *data, size_t size, size_t count, void *context)
{
    size *= count;
    return http_transfer_body(context, data, size, clock_monotonic()) ? size : CURL_WRITEFUNC_ERROR;
}

static size_t give_body(char *data, size_t size, size_t count, void *context)
{
    ssize_t given = http_transfer_upload(context, data, size * count, clock_monotonic());
    return given < 0 ? CURL_READFUNC_ABORT : (size_t)given;
}

static int rewind_body(void *context, curl_off_t offset, int origin)
{
    struct http_transfer *transfer = context;
    if (origin != SEEK_SET || offset < 0 || offset > transfer->request.upload_size)
        return CURL_SEEKFUNC_FAIL;
    transfer->sent = offset;
    return CURL_SEEKFUNC_OK;
}

/* Through a proxy every address is the proxy's; then the names have been judged already. */
static bool may_connect(const struct http_transfer *transfer, const struct sockaddr *address)
{
    return transfer->is_proxied || http_place_is_same(&transfer->first, &transfer->place) ||
           !address_is_private(address);
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct http_transfer *transfer = context;
    if (purpose == CURLSOCKTYPE_IPCXN && may_connect(transfer, &address->addr))
        return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    transfer->was_denied = true;
    return CURL_SOCKET_BAD;
}

/* A connection that another transfer has opened may be used again: it is looked at, too. */
static int judge_connection(void *context, char *address, char *own_address, int port, int own_port)
{
    struct http_transfer *transfer = context;
    if (transfer->is_proxied || http_place_is_same(&transfer->first, &transfer->place) ||
        !address_name_is_private(address))
        return CURL_PREREQFUNC_OK;
    transfer->was_denied = true;
    return CURL_PREREQFUNC_ABORT;
}

/* A host in foreign letters is taken as it will be asked for: full-width digits are digits. */
static bool take_part(CURLU *url, CURLUPart part, char *out, size_t size)
{
    char *text = NULL;
    bool fits = curl_url_get(url, part, &text, CURLU_DEFAULT_PORT | CURLU_PUNYCODE) == CURLUE_OK &&
                (size_t)snprintf(out, size, "%s", text) < size;
    curl_free(text);
    for (char *c = out; fits && *c; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c + 'a' - 'A') : *c;
    return fits;
}

static bool read_place(CURLU *url, struct http_place *place)
{
    return take_part(url, CURLUPART_SCHEME, place->scheme, sizeof place->scheme) &&
           (strcmp(place->scheme, "http") == 0 || strcmp(place->scheme, "https") == 0) &&
           take_part(url, CURLUPART_HOST, place->host, sizeof place->host) &&
           take_part(url, CURLUPART_PORT, place->port, sizeof place->port);
}

bool http_curl_lead(struct http_transfer *transfer, const char *text)
{
    bool is_first = transfer->link == NULL;
    struct http_place place = {.scheme = "", .host = "", .port = ""};
    enum http_fault fault = is_first ? HTTP_OTHER : HTTP_REDIRECT;
    CURLU *url = curl_url();
    if (!url || curl_url_set(url, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK ||
        !read_place(url, &place)) {
        http_transfer_fail(transfer, fault, "no http or https URL that can be used");
        curl_url_cleanup(url);
        return false;
    }
    if (is_first)
        transfer->first = transfer->place = place;
    fault = http_place_judge(&transfer->first, &transfer->place, &place);
    if (fault != HTTP_FINE)
        http_transfer_fail(transfer, fault, "led from %s://%s:%s to %s://%s:%s",
                           transfer->place.scheme, transfer->place.host, transfer->place.port,
                           place.scheme, place.host, place.port);
    transfer->place = place;
    curl_url_cleanup(transfer->link);
    transfer->link = url;
    return fault == HTTP_FINE;
}

static void set_method(struct http_transfer *transfer)
{
    CURL *easy = transfer->easy;
    if (http_transfer_is(transfer, "PUT") || http_transfer_is(transfer, "POST")) {
        curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)transfer->request.upload_size);
        curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, (long)BUFFER_SIZE);
        curl_easy_setopt(easy, CURLOPT_READFUNCTION, give_body);
        curl_easy_setopt(easy, CURLOPT_READDATA, transfer);
        curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, rewind_body);
        curl_easy_setopt(easy, CURLOPT_SEEKDATA, transfer);
    }
    if (http_transfer_is(transfer, "HEAD"))
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    else if (!http_transfer_is(transfer, "GET"))
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, transfer->request.method);
}

/* CAINFO is NULL by default: the one file of all certificates would be held in memory, while of the
 * directory only those are read that are asked for. */
static bool set_trust(const struct http_curl *curl, CURL *easy)
{
    return curl_easy_setopt(easy, CURLOPT_CAINFO, curl->trust.file) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_CAPATH, curl->trust.directory) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO, curl->trust.file) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PROXY_CAPATH, curl->trust.directory) == CURLE_OK;
}

static void set_callbacks(struct http_transfer *transfer)
{
    CURL *easy = transfer->easy;
    curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->words);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_line);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, judge_connection);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
}

static const struct {
    CURLoption option;
    long value;
} options[] = {
    {CURLOPT_NOSIGNAL, 1},
    {CURLOPT_QUICK_EXIT, 1}, /* do not wait for a resolver that hangs */
    {CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1},
    {CURLOPT_FOLLOWLOCATION, 0},
    {CURLOPT_SUPPRESS_CONNECT_HEADERS, 1},
    {CURLOPT_BUFFERSIZE, BUFFER_SIZE},
    {CURLOPT_MAXAGE_CONN, HTTP_IDLE_SECONDS},
    {CURLOPT_SSL_VERIFYPEER, 1},
    {CURLOPT_SSL_VERIFYHOST, 2},
    {CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
    {CURLOPT_PROXY_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
};

static bool set_headers(struct http_transfer *transfer)
{
    char lines[HTTP_LINES_MAX][HTTP_LINE_SIZE];
    size_t count = http_transfer_headers(transfer, lines);
    for (size_t i = 0; i < count; i++) {
        struct curl_slist *longer = curl_slist_append(transfer->headers, lines[i]);
        if (!longer)
            return false;
        transfer->headers = longer;
    }
    return curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, transfer->headers) == CURLE_OK;
}

/* Each hop has a handle of its own: nothing of the one before, a password least of all, goes on. */
bool http_curl_begin(struct http_curl *curl, struct http_transfer *transfer)
{
    CURL *easy = transfer->easy = curl_easy_init();
    if (!easy)
        return false;
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        curl_easy_setopt(easy, options[i].option, options[i].value);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)curl->connect_seconds * 1000);
    if (transfer->request.use_netrc)
        curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_OPTIONAL);
    set_callbacks(transfer);
    set_method(transfer);
    const char *proxy = http_proxy_choose(curl->proxy, &transfer->place);
    transfer->is_proxied = *proxy != '\0';
    transfer->words[0] = '\0';
    http_transfer_ask(transfer, clock_monotonic());
    return set_trust(curl, easy) && set_headers(transfer) &&
           curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_USERAGENT, curl->agent) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_CURLU, transfer->link) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PROXY, proxy) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_NOPROXY, "") == CURLE_OK &&
           curl_multi_add_handle(curl->multi, easy) == CURLM_OK;
}

void http_curl_release(struct http_curl *curl, struct http_transfer *transfer)
{
    if (transfer->easy) {
        curl_multi_remove_handle(curl->multi, transfer->easy);
        curl_easy_cleanup(transfer->easy);
    }
    curl_slist_free_all(transfer->headers);
    transfer->easy = transfer->headers = NULL;
}

void http_curl_forget(struct http_curl *curl, struct http_transfer *transfer)
{
    http_curl_release(curl, transfer);
    curl_url_cleanup(transfer->link);
    transfer->link = NULL;
}

static const struct {
    CURLcode code;
    enum http_fault fault;
} codes[] = {
    {CURLE_COULDNT_RESOLVE_HOST, HTTP_RESOLVE},
    {CURLE_COULDNT_RESOLVE_PROXY, HTTP_RESOLVE},
    {CURLE_COULDNT_CONNECT, HTTP_CONNECT},
    {CURLE_PROXY, HTTP_CONNECT},
    {CURLE_SSL_CONNECT_ERROR, HTTP_TLS},
    {CURLE_PEER_FAILED_VERIFICATION, HTTP_TLS},
    {CURLE_SSL_CACERT_BADFILE, HTTP_TLS},
    {CURLE_SSL_CERTPROBLEM, HTTP_TLS},
    {CURLE_SSL_CIPHER, HTTP_TLS},
    {CURLE_SSL_ISSUER_ERROR, HTTP_TLS},
    {CURLE_PARTIAL_FILE, HTTP_CUT},
    {CURLE_GOT_NOTHING, HTTP_CUT},
    {CURLE_RECV_ERROR, HTTP_CUT},
    {CURLE_SEND_ERROR, HTTP_CUT},
    {CURLE_WEIRD_SERVER_REPLY, HTTP_HEADERS},
    {CURLE_UNSUPPORTED_PROTOCOL, HTTP_HEADERS}, /* HTTP/0.9: the scheme has been judged */
    {CURLE_BAD_CONTENT_ENCODING, HTTP_ENCODED},
};

/* `stage`: a CURLINFO of the moment at which it was passed. */
static bool has_passed(CURL *easy, CURLINFO stage)
{
    curl_off_t at = 0;
    curl_easy_getinfo(easy, stage, &at);
    return at > 0;
}

/* A proxy that will not let through is as good as no connection. */
static bool proxy_refused(CURL *easy)
{
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &status);
    return status >= 300;
}

static enum http_fault judge_code(const struct http_transfer *transfer, CURLcode code)
{
    if (transfer->was_denied && transfer->answer.status == 0)
        return HTTP_ADDRESS;
    if (code == CURLE_OPERATION_TIMEDOUT)
        return has_passed(transfer->easy, CURLINFO_NAMELOOKUP_TIME_T) ? HTTP_CONNECT : HTTP_RESOLVE;
    if (code == CURLE_OUT_OF_MEMORY && has_passed(transfer->easy, CURLINFO_PRETRANSFER_TIME_T))
        return HTTP_HEADERS; /* so libcurl calls a line of the head that is too long */
    if (proxy_refused(transfer->easy))
        return HTTP_CONNECT;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (codes[i].code == code)
            return codes[i].fault;
    }
    return HTTP_OTHER;
}

/* After the last byte of an answer that sends elsewhere. */
static void follow(struct http_transfer *transfer)
{
    char *text = NULL;
    curl_easy_getinfo(transfer->easy, CURLINFO_REDIRECT_URL, &text);
    if (!http_transfer_is(transfer, "GET") && !http_transfer_is(transfer, "HEAD"))
        http_transfer_fail(transfer, HTTP_REDIRECT, "a %s is not led on: name the right address",
                           transfer->request.method);
    else if (transfer->hops++ >= HTTP_HOPS_MAX)
        http_transfer_fail(transfer, HTTP_REDIRECT, "led on more than %d times", HTTP_HOPS_MAX);
    else if (!text)
        http_transfer_fail(transfer, HTTP_REDIRECT, "led on to nowhere");
    else if (http_curl_lead(transfer, text))
        transfer->state = HTTP_WAITS;
}

static void finish(struct http_curl *curl, struct http_transfer *transfer, CURLcode code)
{
    bool has_enough = code == CURLE_WRITE_ERROR && transfer->skipped > HTTP_NOISE_MAX;
    if (code != CURLE_OK && !has_enough)
        http_transfer_fail(transfer, judge_code(transfer, code), "%s",
                           *transfer->words ? transfer->words : curl_easy_strerror(code));
    transfer->state = HTTP_OVER;
    if (transfer->result.fault == HTTP_FINE && http_answer_is_redirect(&transfer->answer))
        follow(transfer);
    http_curl_release(curl, transfer);
}

void http_curl_move(struct http_curl *curl)
{
    CURLMsg *message;
    int count;
    curl_multi_perform(curl->multi, &count);
    while ((message = curl_multi_info_read(curl->multi, &count))) {
        struct http_transfer *transfer = NULL;
        CURLcode code = message->data.result; /* the message goes with the handle */
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        finish(curl, transfer, code);
    }
}

void http_curl_wait(struct http_curl *curl, struct pollfd *fds, size_t fd_count, int milliseconds)
{
    struct curl_waitfd extra[HTTP_FDS_MAX];
    assert(fd_count <= HTTP_FDS_MAX);
    for (size_t i = 0; i < fd_count; i++)
        extra[i] = (struct curl_waitfd){.fd = fds[i].fd, .events = fds[i].events};
    bool slept = curl_multi_poll(curl->multi, extra, (unsigned)fd_count, milliseconds, NULL) == 0;
    /* libcurl tells nothing of POLLHUP and POLLERR; without memory it does not even wait. */
    poll(fds, fd_count, slept ? 0 : MIN(milliseconds, NAP));
}

static CURLM *create_multi(void)
{
    CURLM *multi = curl_multi_init();
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)CONNECTIONS_MAX); /* NULL is refused */
    return multi;
}

void http_curl_close_idle(struct http_curl *curl)
{
    CURLM *fresh = create_multi();
    if (fresh) {
        curl_multi_cleanup(curl->multi);
        curl->multi = fresh;
    }
}

struct http_curl *http_curl_create(const struct http_settings *settings)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return NULL;
    struct http_curl *curl = calloc(1, sizeof *curl);
    if (!curl) {
        curl_global_cleanup();
        return NULL;
    }
    curl->connect_seconds = settings->connect_seconds;
    curl->multi = create_multi();
    curl->agent = strdup(settings->agent ? settings->agent : "bangtin/" BANGTIN_VERSION);
    curl->proxy = settings->proxy ? strdup(settings->proxy) : NULL;
    if (http_trust_init(&curl->trust, settings->ca) && curl->multi && curl->agent &&
        (curl->proxy || !settings->proxy))
        return curl;
    http_curl_destroy(curl);
    return NULL;
}

void http_curl_destroy(struct http_curl *curl)
{
    if (!curl)
        return;
    curl_multi_cleanup(curl->multi);
    http_trust_finish(&curl->trust);
    free(curl->proxy);
    free(curl->agent);
    free(curl);
    curl_global_cleanup();
}
