/* What the machine feels, from a sysfs of the test's own. */
#include "display/sensor.h"

#include <limits.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char root[] = "/tmp/bangtin-sysfs-XXXXXX";

static const char *const directories[] = {
    "class",
    "class/thermal",
    "class/thermal/thermal_zone0",
    "class/thermal/thermal_zone1",
    "class/thermal/cooling_device0",
    "class/hwmon",
    "class/hwmon/hwmon0",
    "class/hwmon/hwmon1",
};
enum { DIRECTORIES = sizeof directories / sizeof *directories };

static const char *const files[] = {
    "class/thermal/thermal_zone0/temp",
    "class/thermal/thermal_zone1/temp",
    "class/thermal/cooling_device0/temp",
    "class/hwmon/hwmon0/name",
    "class/hwmon/hwmon1/name",
    "class/hwmon/hwmon1/in0_lcrit_alarm",
};
enum { FILES = sizeof files / sizeof *files };

static void write_file(const char *name, const char *text)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", root, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void clear(void)
{
    char path[PATH_MAX];
    for (size_t i = 0; i < FILES; i++) {
        snprintf(path, sizeof path, "%s/%s", root, files[i]);
        unlink(path);
    }
}

static int set_up(void **state)
{
    (void)state;
    if (!mkdtemp(root))
        return -1;
    for (size_t i = 0; i < DIRECTORIES; i++) {
        char path[PATH_MAX];
        snprintf(path, sizeof path, "%s/%s", root, directories[i]);
        mkdir(path, 0755);
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    clear();
    for (size_t i = DIRECTORIES; i-- > 0;) {
        char path[PATH_MAX];
        snprintf(path, sizeof path, "%s/%s", root, directories[i]);
        rmdir(path);
    }
    return rmdir(root);
}

static void machines_are_read(void **state)
{
    static const struct {
        const char *name, *zones[2], *cooler, *monitor, *alarm;
        bool has_temperature;
        double temperature;
        bool has_voltage, under_voltage;
    } cases[] = {
        {"a Raspberry Pi",
         {"52582\n", NULL},
         "99000\n",
         "rpi_volt\n",
         "0\n",
         true,
         52.582,
         true,
         false},
        {"with a thin cable",
         {"52582\n", NULL},
         NULL,
         "rpi_volt\n",
         "1\n",
         true,
         52.582,
         true,
         true},
        {"a PC: the hottest place",
         {"27800\n", "61000\n"},
         NULL,
         "coretemp\n",
         "1\n",
         true,
         61,
         false,
         false},
        {"in whatever order", {"61000\n", "27800\n"}, NULL, NULL, NULL, true, 61, false, false},
        {"in a cold store", {"-5000\n", NULL}, NULL, NULL, NULL, true, -5, false, false},
        {"a sensor that is not connected",
         {"-273200\n", "40000\n"},
         NULL,
         NULL,
         NULL,
         true,
         40,
         false,
         false},
        {"nonsense", {"hot\n", "999999999999\n"}, NULL, "rpi_volt\n", NULL, false, 0, false, false},
        {"an empty file", {"", NULL}, NULL, "rpi_volt\n", "", false, 0, false, false},
        {"nothing at all", {NULL, NULL}, NULL, NULL, NULL, false, 0, false, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *texts[FILES] = {cases[i].zones[0], cases[i].zones[1], cases[i].cooler,
                                    "acpitz\n",        cases[i].monitor,  cases[i].alarm};
        struct sensor sensor;
        clear();
        for (size_t j = 0; j < FILES; j++) {
            if (texts[j])
                write_file(files[j], texts[j]);
        }
        sensor_open(&sensor, root);
        sensor_read(&sensor, 0);
        if (sensor.has_temperature != cases[i].has_temperature ||
            (sensor.has_temperature && sensor.temperature != cases[i].temperature) ||
            sensor.has_voltage != cases[i].has_voltage ||
            sensor.under_voltage != cases[i].under_voltage)
            fail_msg("%s: %d %f %d %d", cases[i].name, sensor.has_temperature, sensor.temperature,
                     sensor.has_voltage, sensor.under_voltage);
        sensor_close(&sensor);
    }
}

static void a_weak_supply_is_remembered_and_told_once(void **state)
{
    struct sensor sensor;
    (void)state;
    clear();
    write_file(files[4], "rpi_volt\n");
    write_file(files[5], "0\n");
    sensor_open(&sensor, root);
    assert_false(sensor_read_alarm(&sensor));
    struct pollfd alarm = {.fd = sensor.alarm, .events = POLLPRI};
    assert_int_equal(poll(&alarm, 1, 0), 0); /* an idle alarm wakes nobody */
    write_file(files[5], "1\n");
    assert_true(sensor_read_alarm(&sensor));
    assert_false(sensor_read_alarm(&sensor));
    write_file(files[5], "0\n");
    assert_false(sensor_read_alarm(&sensor));
    assert_true(sensor.under_voltage);
    sensor_close(&sensor);
}

static void it_is_read_once_a_minute_at_most(void **state)
{
    struct sensor sensor;
    (void)state;
    clear();
    write_file(files[0], "40000\n");
    sensor_open(&sensor, root);
    sensor_read(&sensor, 5);
    write_file(files[0], "50000\n");
    sensor_read(&sensor, 4 + SENSOR_EVERY);
    assert_true(sensor.temperature == 40);
    write_file(files[4], "rpi_volt\n"); /* a driver that comes late */
    write_file(files[5], "1\n");
    sensor_read(&sensor, 5 + SENSOR_EVERY);
    assert_true(sensor.temperature == 50);
    assert_true(sensor.under_voltage);
    sensor_close(&sensor);
    sensor_open(&sensor, "/nonexistent");
    sensor_read(&sensor, 0);
    assert_false(sensor.has_temperature || sensor.has_voltage);
    sensor_close(&sensor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(machines_are_read),
        cmocka_unit_test(a_weak_supply_is_remembered_and_told_once),
        cmocka_unit_test(it_is_read_once_a_minute_at_most),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
