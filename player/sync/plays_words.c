/* What sync.json says of the log. */
#include <cjson/cJSON.h>
#include <errno.h>
#include <string.h>

#include "playlist/moment.h"
#include "sync/plays.h"

static void add_time(cJSON *object, const char *name, int64_t instant)
{
    char text[MOMENT_TEXT_SIZE];
    moment_format(instant, text);
    if (instant == 0)
        cJSON_AddNullToObject(object, name);
    else
        cJSON_AddStringToObject(object, name, text);
}

static void add_problem(cJSON *object, int64_t since, const char *message)
{
    if (since == 0) {
        cJSON_AddNullToObject(object, "problem");
        return;
    }
    cJSON *problem = cJSON_AddObjectToObject(object, "problem");
    cJSON_AddStringToObject(problem, "message", message);
    add_time(problem, "since", since);
}

const char *plays_error(int error)
{
    return error == EPROTONOSUPPORT ? "a newer bangtin has written it"
           : error == EBADMSG       ? "it is damaged"
                                    : strerror(error);
}

void plays_report(cJSON *object, const struct plays *plays)
{
    if (!plays->is_on) {
        cJSON_AddNullToObject(object, "plays");
        return;
    }
    cJSON *entry = cJSON_AddObjectToObject(object, "plays");
    if (plays->ledger) {
        const struct play_log *log = ledger_log(plays->ledger);
        cJSON_AddStringToObject(entry, "device", log->device);
        cJSON_AddNumberToObject(entry, "rows", (double)(log->head_seq - log->base_seq));
        cJSON_AddNumberToObject(entry, "newest", (double)log->head_seq);
        cJSON_AddNumberToObject(entry, "acknowledged", (double)log->acknowledged);
        cJSON_AddNumberToObject(entry, "bytes", (double)ledger_bytes(plays->ledger));
    }
    cJSON_AddNumberToObject(entry, "waiting", (double)plays->row_count);
    cJSON_AddNumberToObject(entry, "lost", (double)(plays->lost + plays->lost_ever));
    add_problem(entry, plays->fault_at, plays_error(-plays->error));
    cJSON *upload = cJSON_AddObjectToObject(entry, "upload");
    add_time(upload, "lastGood", plays->upload.good_at);
    add_problem(upload, plays->upload.fault_at, plays->upload.detail);
}
