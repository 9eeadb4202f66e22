#include "render/report.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ipc/job.h"
#include "render/turn.h"
#include "render/unicode.h"

void report_box(struct report *report, const char *role, const char *text, struct rect rect,
                unsigned size, rgb ink, rgb ground)
{
    if (report->box_count == REPORT_BOXES_MAX)
        return;
    char *copy = strdup(text);
    if (copy)
        report->boxes[report->box_count++] = (struct report_box){
            .role = role, .text = copy, .rect = rect, .size = size, .ink = ink, .ground = ground};
}

void report_picture(struct report *report, const char *name, struct rect rect, unsigned own_width,
                    unsigned own_height, rgb ground)
{
    size_t before = report->box_count;
    report_box(report, "picture", name, rect, 0, ground, ground);
    if (report->box_count == before)
        return;
    report->boxes[before].own_width = own_width;
    report->boxes[before].own_height = own_height;
}

void report_overflow(struct report *report, const char *role)
{
    for (size_t i = 0; i < report->overflow_count; i++)
        if (strcmp(report->overflow[i], role) == 0)
            return;
    if (report->overflow_count < REPORT_OVERFLOW_MAX)
        report->overflow[report->overflow_count++] = role;
}

void report_finish(struct report *report)
{
    for (size_t i = 0; i < report->box_count; i++)
        free(report->boxes[i].text);
    *report = (struct report){0};
}

/* Texts may reach over the edge by a pixel or a diacritic; a rectangle stays in the picture. */
static struct turn_rect within(struct rect r, uint32_t width, uint32_t height)
{
    int left = r.x > 0 ? r.x : 0, top = r.y > 0 ? r.y : 0;
    int right = r.x + r.width < (int)width ? r.x + r.width : (int)width;
    int bottom = r.y + r.height < (int)height ? r.y + r.height : (int)height;
    left = left < right ? left : right;
    top = top < bottom ? top : bottom;
    return (struct turn_rect){(uint32_t)left, (uint32_t)top, (uint32_t)(right - left),
                              (uint32_t)(bottom - top)};
}

static bool add_rect(cJSON *object, struct rect rect, uint32_t width, uint32_t height,
                     unsigned rotate)
{
    struct turn_rect r = turn_rect(within(rect, width, height), width, height, rotate);
    return cJSON_AddNumberToObject(object, "x", r.x) && cJSON_AddNumberToObject(object, "y", r.y) &&
           cJSON_AddNumberToObject(object, "width", r.width) &&
           cJSON_AddNumberToObject(object, "height", r.height);
}

static bool add_colour(cJSON *object, const char *name, rgb c)
{
    char text[8];
    snprintf(text, sizeof text, "#%06X", c & 0xFFFFFF);
    return cJSON_AddStringToObject(object, name, text);
}

static bool add_own_size(cJSON *object, const struct report_box *box)
{
    return box->own_width == 0 || (cJSON_AddNumberToObject(object, "ownWidth", box->own_width) &&
                                   cJSON_AddNumberToObject(object, "ownHeight", box->own_height));
}

static bool add_boxes(cJSON *root, const struct report *report, uint32_t width, uint32_t height,
                      unsigned rotate)
{
    cJSON *boxes = cJSON_AddArrayToObject(root, "boxes");
    for (size_t i = 0; boxes && i < report->box_count; i++) {
        const struct report_box *box = &report->boxes[i];
        cJSON *entry = cJSON_CreateObject();
        if (!entry || !cJSON_AddItemToArray(boxes, entry))
            return false;
        if (!cJSON_AddStringToObject(entry, "role", box->role) ||
            !cJSON_AddStringToObject(entry, "text", box->text) ||
            !add_rect(entry, box->rect, width, height, rotate) ||
            !cJSON_AddNumberToObject(entry, "size", box->size) ||
            !add_colour(entry, "colour", box->ink) || !add_colour(entry, "ground", box->ground) ||
            !add_own_size(entry, box))
            return false;
    }
    return boxes != NULL;
}

static bool add_strings(cJSON *root, const struct report *report)
{
    cJSON *overflow = cJSON_AddArrayToObject(root, "overflow");
    cJSON *missing = cJSON_AddArrayToObject(root, "missing");
    if (!overflow || !missing)
        return false;
    for (size_t i = 0; i < report->overflow_count; i++)
        cJSON_AddItemToArray(overflow, cJSON_CreateString(report->overflow[i]));
    for (size_t i = 0; i < report->missing.count; i++) {
        char name[16];
        snprintf(name, sizeof name, "U+%04X", report->missing.codes[i]);
        cJSON_AddItemToArray(missing, cJSON_CreateString(name));
    }
    return true;
}

static bool add_lack(cJSON *root, uint32_t letter)
{
    char name[16];
    if (letter == 0)
        return true;
    snprintf(name, sizeof name, "U+%04X", letter);
    cJSON *lack = cJSON_AddObjectToObject(root, "lacks");
    return lack && cJSON_AddStringToObject(lack, "letter", name) &&
           cJSON_AddStringToObject(lack, "script", unicode_script(letter));
}

static bool add_clock(cJSON *root, const struct report *report, uint32_t width, uint32_t height,
                      unsigned rotate)
{
    if (!report->has_clock)
        return cJSON_AddNullToObject(root, "clock");
    cJSON *clock = cJSON_AddObjectToObject(root, "clock");
    return clock && add_rect(clock, report->clock, width, height, rotate);
}

char *report_print(const struct report *report, uint32_t width, uint32_t height, unsigned rotate)
{
    char *members = NULL;
    cJSON *root = cJSON_CreateObject();
    if (root && add_clock(root, report, width, height, rotate) &&
        add_boxes(root, report, width, height, rotate) && add_strings(root, report) &&
        add_lack(root, report->missing.letter) &&
        cJSON_AddNumberToObject(root, "pages", report->pages > 0 ? report->pages : 1) &&
        cJSON_AddNumberToObject(root, "words", fmin((double)report->words, JOB_WORDS_MAX)) &&
        (!report->is_scan || cJSON_AddTrueToObject(root, "scan")) &&
        (report->texts == 0 || cJSON_AddNumberToObject(root, "texts", report->texts))) {
        char *object = cJSON_PrintUnformatted(root);
        if (object) {
            members = strndup(object + 1, strlen(object) - 2);
            cJSON_free(object);
        }
    }
    cJSON_Delete(root);
    return members;
}
