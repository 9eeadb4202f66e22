/* What the machine itself feels: its temperature, and whether its power supply is too weak. Read
 * from sysfs (Documentation/ABI/testing/sysfs-class-thermal, Documentation/hwmon/sysfs-interface),
 * seldom, and only when asked. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Between two readings, in microseconds. */
#define SENSOR_EVERY (60 * INT64_C(1000000))

struct sensor {
    const char *sysfs;
    int alarm; /* the Raspberry Pi's; poll it for POLLPRI: readable so when it changes; -1: none */
    bool has_temperature, has_voltage; /* there is such a sensor */
    double temperature;                /* °C, of the hottest place */
    bool under_voltage;                /* at any time since sensor_open, as far as it was seen */
    int64_t read_at;                   /* monotonic: not before */
};

#define SENSOR_NONE ((struct sensor){.sysfs = "/sys", .alarm = -1})

/* Looks for the alarm below `sysfs` ("/sys"), which must outlive the sensor. */
void sensor_open(struct sensor *sensor, const char *sysfs);
void sensor_close(struct sensor *sensor); /* fine on SENSOR_NONE */

/* Reads all, at most once in SENSOR_EVERY. `now` is monotonic. */
void sensor_read(struct sensor *sensor, int64_t now);

/* The alarm has changed. Returns whether the supply was found too weak for the first time. */
bool sensor_read_alarm(struct sensor *sensor);
