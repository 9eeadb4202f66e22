#include "display/sensor.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TEXT_BYTES = 64 };
/* Sensors that are not there answer with 0 K or the like. */
#define COLDEST (-60.0)
#define HOTTEST 200.0

/* Opens the attribute `name` of the device `entry` of a class; -1: there is none. */
static int open_attribute(const struct sensor *sensor, const char *class, const char *entry,
                          const char *name)
{
    char path[PATH_MAX];
    int length =
        snprintf(path, sizeof path, "%s/class/%s/%s/%s", sensor->sysfs, class, entry, name);
    return length < (int)sizeof path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
}

static bool read_text(int fd, char text[TEXT_BYTES])
{
    ssize_t size = pread(fd, text, TEXT_BYTES - 1, 0);
    if (size <= 0)
        return false;
    text[size] = '\0';
    text[strcspn(text, "\n")] = '\0';
    return true;
}

static bool read_attribute(const struct sensor *sensor, const char *class, const char *entry,
                           const char *name, char text[TEXT_BYTES])
{
    int fd = open_attribute(sensor, class, entry, name);
    if (fd < 0)
        return false;
    bool done = read_text(fd, text);
    close(fd);
    return done;
}

/* NULL: there is no such class here. */
static DIR *open_class(const struct sensor *sensor, const char *class)
{
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/class/%s", sensor->sysfs, class);
    return length < (int)sizeof path ? opendir(path) : NULL;
}

static void read_temperature(struct sensor *sensor)
{
    DIR *zones = open_class(sensor, "thermal");
    bool found = false;
    for (struct dirent *entry; zones && (entry = readdir(zones));) {
        char text[TEXT_BYTES], *end;
        if (strncmp(entry->d_name, "thermal_zone", strlen("thermal_zone")) != 0 ||
            !read_attribute(sensor, "thermal", entry->d_name, "temp", text))
            continue;
        double degrees = (double)strtol(text, &end, 10) / 1000;
        if (end == text || degrees < COLDEST || degrees > HOTTEST)
            continue;
        if (!found || degrees > sensor->temperature)
            sensor->temperature = degrees;
        found = true;
    }
    if (zones)
        closedir(zones);
    sensor->has_temperature = found;
}

/* The firmware of a Raspberry Pi watches its voltage; its driver is called so. */
static int find_alarm(const struct sensor *sensor)
{
    DIR *monitors = open_class(sensor, "hwmon");
    int fd = -1;
    for (struct dirent *entry; monitors && fd < 0 && (entry = readdir(monitors));) {
        char name[TEXT_BYTES];
        if (entry->d_name[0] != '.' &&
            read_attribute(sensor, "hwmon", entry->d_name, "name", name) &&
            strcmp(name, "rpi_volt") == 0)
            fd = open_attribute(sensor, "hwmon", entry->d_name, "in0_lcrit_alarm");
    }
    if (monitors)
        closedir(monitors);
    return fd;
}

void sensor_open(struct sensor *sensor, const char *sysfs)
{
    *sensor = SENSOR_NONE;
    sensor->sysfs = sysfs;
    sensor->alarm = find_alarm(sensor);
    sensor_read_alarm(sensor); /* a change is told of from the first reading on */
}

void sensor_close(struct sensor *sensor)
{
    if (sensor->alarm >= 0)
        close(sensor->alarm);
    sensor->alarm = -1;
}

bool sensor_read_alarm(struct sensor *sensor)
{
    char text[TEXT_BYTES];
    if (sensor->alarm < 0)
        return false;
    sensor->has_voltage = read_text(sensor->alarm, text);
    if (!sensor->has_voltage) { /* its driver has gone: nobody is to be woken by that for ever */
        sensor_close(sensor);
        return false;
    }
    bool was_weak = sensor->under_voltage;
    sensor->under_voltage |= strcmp(text, "0") != 0;
    return sensor->under_voltage && !was_weak;
}

void sensor_read(struct sensor *sensor, int64_t now)
{
    if (now < sensor->read_at)
        return;
    sensor->read_at = now + SENSOR_EVERY;
    if (sensor->alarm < 0) /* its driver may have come after us */
        sensor->alarm = find_alarm(sensor);
    read_temperature(sensor);
    sensor_read_alarm(sensor);
}
