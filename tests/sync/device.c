/* Which of a machine's addresses are told. */
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "sync/device.h"

enum { INTERFACES_MAX = 8 };

static struct sockaddr *read_address(const char *text, struct sockaddr_in6 *room)
{
    struct sockaddr_in *ip = (struct sockaddr_in *)(void *)room;
    if (!text)
        return NULL;
    if (inet_pton(AF_INET, text, &ip->sin_addr) == 1) {
        ip->sin_family = AF_INET;
    } else {
        assert_int_equal(inet_pton(AF_INET6, text, &room->sin6_addr), 1);
        room->sin6_family = AF_INET6;
    }
    return (struct sockaddr *)(void *)room;
}

static void these_addresses_are_told(void **state)
{
    static const struct {
        const char *name, *told;
        struct {
            const char *address; /* NULL: none, as of a tunnel */
            unsigned flags;
        } interfaces[INTERFACES_MAX];
    } cases[] = {
        {"no interface", "", {{0}}},
        {"a cable",
         "\"192.168.1.20\"",
         {{"127.0.0.1", IFF_UP | IFF_LOOPBACK}, {"192.168.1.20", IFF_UP}}},
        {"IPv4 before IPv6",
         "\"10.0.0.2\", \"2001:db8::2\"",
         {{"2001:db8::2", IFF_UP}, {"10.0.0.2", IFF_UP}}},
        {"not of a cable alone",
         "\"170.254.0.1\", \"169.253.0.1\"",
         {{"169.254.7.7", IFF_UP},
          {"fe80::1", IFF_UP},
          {"170.254.0.1", IFF_UP},
          {"169.253.0.1", IFF_UP}}},
        {"not of the machine itself",
         "",
         {{"127.0.0.1", IFF_UP | IFF_LOOPBACK}, {"::1", IFF_UP | IFF_LOOPBACK}}},
        {"not of what is down", "", {{"192.168.1.20", 0}}},
        {"without an address",
         "\"10.0.0.2\"",
         {{NULL, IFF_UP | IFF_POINTOPOINT}, {"10.0.0.2", IFF_UP}}},
        {"four at most",
         "\"10.0.0.1\", \"10.0.0.2\", \"10.0.0.3\", \"2001:db8:aaaa:bbbb:cccc:dddd:eeee:ff01\"",
         {{"2001:db8:aaaa:bbbb:cccc:dddd:eeee:ff01", IFF_UP},
          {"10.0.0.1", IFF_UP},
          {"10.0.0.2", IFF_UP},
          {"2001:db8:aaaa:bbbb:cccc:dddd:eeee:ff02", IFF_UP},
          {"10.0.0.3", IFF_UP}}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ifaddrs list[INTERFACES_MAX] = {0};
        struct sockaddr_in6 addresses[INTERFACES_MAX] = {0};
        char text[DEVICE_TEXT_SIZE], wanted[DEVICE_TEXT_SIZE];
        for (size_t j = 0; j < INTERFACES_MAX; j++) { /* those behind the last one are down */
            list[j].ifa_next = j + 1 < INTERFACES_MAX ? &list[j + 1] : NULL;
            list[j].ifa_flags = cases[i].interfaces[j].flags;
            list[j].ifa_addr = read_address(cases[i].interfaces[j].address, &addresses[j]);
        }
        snprintf(wanted, sizeof wanted, "{\"addresses\": [%s]}\n", cases[i].told);
        device_compose(list, text);
        if (strcmp(text, wanted) != 0)
            fail_msg("%s: %s", cases[i].name, text);
    }
}

static void without_a_list_none_is_told(void **state)
{
    char text[DEVICE_TEXT_SIZE];
    (void)state;
    assert_int_equal(device_compose(NULL, text), 0);
    assert_string_equal(text, "{\"addresses\": []}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(these_addresses_are_told),
        cmocka_unit_test(without_a_list_none_is_told),
    };
    return cmocka_run_group_tests_name("sync: device", tests, NULL, NULL);
}
