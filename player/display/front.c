#include "display/front.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "playlist/json.h"
#include "playlist/limits.h"

enum { CODE_MAX = 99, PERCENT_MAX = 100 };

static bool read_object(const char *bytes, size_t size, struct json *ret)
{
    struct json_error error;
    if (size > FRONT_BYTES_MAX || json_read(bytes, size, ret, &error) < 0)
        return false;
    if (ret->tokens[0].kind == JSON_OBJECT && ret->faults == 0)
        return true;
    json_finish(ret);
    return false;
}

/* A whole number of 0 … `limit`; where it is missing, 0. */
static bool read_number(const struct json *json, const char *name, unsigned limit, unsigned *ret)
{
    uint32_t token = json_member(json, 0, name);
    *ret = 0;
    if (!token)
        return true;
    double number = json->tokens[token].kind == JSON_NUMBER ? json_number(json, token) : -1;
    if (!(number >= 0) || number > limit || number != floor(number))
        return false;
    *ret = (unsigned)number;
    return true;
}

static bool read_flag(const struct json *json, const char *name, bool *ret)
{
    uint32_t token = json_member(json, 0, name);
    *ret = token && json->tokens[token].kind == JSON_TRUE;
    return !token || *ret || json->tokens[token].kind == JSON_FALSE;
}

static bool read_state(const struct json *json, enum front_usb_state *ret)
{
    static const char *const names[FRONT_USB_STATES] = {"none", "reading", "copying",
                                                        "done", "pulled",  "refused"};
    uint32_t token = json_member(json, 0, "state");
    for (int i = 0; token && i < FRONT_USB_STATES; i++) {
        if (json->tokens[token].kind == JSON_STRING && json_equals(json, token, names[i])) {
            *ret = (enum front_usb_state)i;
            return true;
        }
    }
    return false;
}

bool front_parse_usb(const char *bytes, size_t size, struct front_usb *ret)
{
    struct json json;
    struct front_usb usb = {0};
    bool good = read_object(bytes, size, &json);
    if (good) {
        good = read_state(&json, &usb.state) && read_number(&json, "code", CODE_MAX, &usb.code) &&
               read_number(&json, "percent", PERCENT_MAX, &usb.percent) &&
               read_flag(&json, "unsigned", &usb.is_unsigned);
        json_finish(&json);
    }
    *ret = good ? usb : (struct front_usb){0};
    return good;
}

/* Digits, dots and colons, as inet_ntop(3) writes them: nothing else gets onto the screen. */
static bool read_address(const struct json *json, uint32_t token, char out[FRONT_ADDRESS_SIZE])
{
    if (json->tokens[token].kind != JSON_STRING || json->tokens[token].size == 0 ||
        json->tokens[token].size >= FRONT_ADDRESS_SIZE)
        return false;
    size_t size = json_decode(json, token, out);
    out[size] = '\0';
    return size > 0 && strspn(out, "0123456789abcdefABCDEF.:") == size;
}

bool front_parse_device(const char *bytes, size_t size, struct front_device *ret)
{
    struct json json;
    struct front_device device = {0};
    bool good = read_object(bytes, size, &json);
    if (good) {
        uint32_t list = json_member(&json, 0, "addresses");
        good = list && json.tokens[list].kind == JSON_ARRAY;
        for (uint32_t at = good ? json_first(&json, list) : 0; at && good;
             at = json_next(&json, list, at))
            good = device.count < FRONT_ADDRESSES_MAX &&
                   read_address(&json, at, device.addresses[device.count++]);
        json_finish(&json);
    }
    *ret = good ? device : (struct front_device){0};
    return good;
}

bool front_parse_clock(const char *bytes, size_t size, struct front_clock *ret)
{
    struct json json;
    struct front_clock clock = {0};
    bool good = read_object(bytes, size, &json);
    if (good) {
        uint32_t token = json_member(&json, 0, "offset");
        good = token && json.tokens[token].kind == JSON_NUMBER;
        double number = good ? json_number(&json, token) : -1;
        good = number > 0 && number <= LIMIT_SEQUENCE && number == floor(number);
        if (good)
            clock.offset = (int64_t)number;
        json_finish(&json);
    }
    *ret = clock;
    return good;
}

int front_open(struct front *front, const char *run)
{
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/front", run);
    if (length < 0 || (size_t)length >= sizeof path)
        return -ENAMETOOLONG;
    int result = file_make_directories(path);
    if (result < 0)
        return result;
    int directory = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return -errno;
    result = watch_set(&front->watch, directory);
    if (result < 0) {
        close(directory);
        return result;
    }
    front->directory = directory;
    return 0;
}

void front_close(struct front *front)
{
    watch_finish(&front->watch);
    if (front->directory >= 0)
        close(front->directory);
    *front = FRONT_CLOSED;
}

bool front_notice(struct front *front)
{
    bool gone = false;
    if (front->directory < 0 || !watch_read(&front->watch, &gone))
        return false;
    if (gone)
        front_close(front);
    return true;
}

/* A fresh string; NULL and no bytes where the file is not there or is too large. */
static char *read_file(const struct front *front, const char *name, size_t *ret_size,
                       struct stat *ret_status)
{
    char *bytes = NULL;
    int fd = front->directory < 0 ? -1 : file_open_beneath(front->directory, name);
    *ret_size = 0;
    if (fd < 0)
        return NULL;
    if (fstat(fd, ret_status) < 0 || file_read_fd(fd, FRONT_BYTES_MAX, &bytes, ret_size) < 0)
        bytes = NULL;
    close(fd);
    return bytes;
}

void front_read_usb(const struct front *front, struct front_usb *ret, uint64_t *ret_mark,
                    int64_t *ret_age)
{
    size_t size;
    struct stat status = {0};
    char *bytes = read_file(front, "usb.json", &size, &status);
    *ret_mark = 0;
    *ret_age = 0;
    if (front_parse_usb(bytes, size, ret)) {
        const int64_t seconds = status.st_mtim.tv_sec, rest = status.st_mtim.tv_nsec;
        const int64_t marks[] = {(int64_t)status.st_ino, seconds, rest};
        int64_t age = clock_wall() - seconds * CLOCK_SECOND - rest / 1000;
        *ret_mark = hash_bytes(HASH_START, marks, sizeof marks);
        *ret_age = age > 0 ? age : 0;
    }
    free(bytes);
}

void front_read_device(const struct front *front, struct front_device *ret)
{
    size_t size;
    struct stat status;
    char *bytes = read_file(front, "device.json", &size, &status);
    front_parse_device(bytes, size, ret);
    free(bytes);
}

void front_read_clock(const struct front *front, struct front_clock *ret)
{
    size_t size;
    struct stat status;
    char *bytes = read_file(front, "clock.json", &size, &status);
    front_parse_clock(bytes, size, ret);
    free(bytes);
}
