/* Which addresses are nobody's on the internet. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/un.h>

#include <cmocka.h>

#include "net/address.h"

static const struct {
    const char *address;
    bool is_private;
} cases[] = {
    /* Each range: the last before it, its first, its last, the first behind it. */
    {"0.0.0.0", true},
    {"0.255.255.255", true},
    {"1.0.0.0", false},
    {"9.255.255.255", false},
    {"10.0.0.0", true},
    {"10.255.255.255", true},
    {"11.0.0.0", false},
    {"100.63.255.255", false},
    {"100.64.0.0", true},
    {"100.127.255.255", true},
    {"100.128.0.0", false},
    {"126.255.255.255", false},
    {"127.0.0.0", true},
    {"127.0.0.1", true},
    {"127.255.255.255", true},
    {"128.0.0.0", false},
    {"169.253.255.255", false},
    {"169.254.0.0", true},
    {"169.254.169.254", true},
    {"169.254.255.255", true},
    {"169.255.0.0", false},
    {"172.15.255.255", false},
    {"172.16.0.0", true},
    {"172.31.255.255", true},
    {"172.32.0.0", false},
    {"191.255.255.255", false},
    {"192.0.0.0", true},
    {"192.0.0.255", true},
    {"192.0.1.0", false},
    {"192.0.2.0", true},
    {"192.0.2.255", true},
    {"192.0.3.0", false},
    {"192.88.98.255", false},
    {"192.88.99.0", true},
    {"192.88.100.0", false},
    {"192.167.255.255", false},
    {"192.168.0.0", true},
    {"192.168.255.255", true},
    {"192.169.0.0", false},
    {"198.17.255.255", false},
    {"198.18.0.0", true},
    {"198.19.255.255", true},
    {"198.20.0.0", false},
    {"198.51.99.255", false},
    {"198.51.100.0", true},
    {"198.51.101.0", false},
    {"203.0.112.255", false},
    {"203.0.113.0", true},
    {"203.0.114.0", false},
    {"223.255.255.255", false},
    {"224.0.0.0", true},
    {"239.255.255.255", true},
    {"240.0.0.0", true},
    {"255.255.255.255", true},
    {"8.8.8.8", false},
    {"::", true},
    {"::1", true},
    {"::2", true},
    {"::7f00:1", true}, /* IPv4-compatible, long dead */
    {"::ffff:127.0.0.1", true},
    {"::ffff:10.1.1.1", true},
    {"::ffff:8.8.8.8", false},
    {"64:ff9b::10.0.0.1", true},
    {"64:ff9b::8.8.8.8", false},
    {"64:ff9b:1::8.8.8.8", true},
    {"100::1", true},
    {"1fff:ffff::", true},
    {"2000::1", false},
    {"2001::1", true}, /* Teredo */
    {"2001:1ff:ffff::1", true},
    {"2001:200::1", false},
    {"2001:db7:ffff::1", false},
    {"2001:db8::1", true},
    {"2001:db9::1", false},
    {"2001:ee0::1", false}, /* a provider in Vietnam */
    {"2002:a00:1::1", true},
    {"2002:7f00:1::1", true},
    {"2002:808:808::1", false},
    {"2606:4700::1111", false},
    {"3ffe:ffff::1", false},
    {"3fff::1", true},
    {"3fff:fff::1", true},
    {"3fff:1000::1", false},
    {"4000::1", true},
    {"5f00::1", true},
    {"fc00::1", true},
    {"fdff::1", true},
    {"fe80::1", true},
    {"febf::1", true},
    {"fec0::1", true},
    {"ff02::1", true},
};

static bool judge(const char *text)
{
    struct sockaddr_in in = {.sin_family = AF_INET};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
        return address_is_private((const struct sockaddr *)&in);
    if (inet_pton(AF_INET6, text, &in6.sin6_addr) != 1)
        fail_msg("%s is no address", text);
    return address_is_private((const struct sockaddr *)&in6);
}

static void addresses_of_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (judge(cases[i].address) != cases[i].is_private ||
            address_name_is_private(cases[i].address) != cases[i].is_private)
            fail_msg("%s should be %s", cases[i].address,
                     cases[i].is_private ? "private" : "public");
    }
}

static void other_families_are_private(void **state)
{
    (void)state;
    struct sockaddr_un local = {.sun_family = AF_UNIX, .sun_path = "x"};
    assert_true(address_is_private((const struct sockaddr *)&local));
}

static void names_that_are_this_machine(void **state)
{
    (void)state;
    static const char *const inner[] = {
        "localhost",  "LocalHost",    "localhost.",       "a.localhost", "[::1]",
        "127.0.0.1.", "fe80::1%eth0", "[fe80::1%25eth0]", "[fe80::1%1]", "10.0.0.1"};
    static const char *const outer[] = {"",
                                        ".",
                                        "notlocalhost",
                                        "localhost.vn",
                                        "example.vn",
                                        "[2606:4700::1]",
                                        "8.8.8.8",
                                        "10.0.0.1.vn",
                                        "[]",
                                        "[",
                                        "127.0.0.1.nip.io"};
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++) {
        if (!address_name_is_private(inner[i]))
            fail_msg("%s should be private", inner[i]);
    }
    for (size_t i = 0; i < sizeof outer / sizeof *outer; i++) {
        if (address_name_is_private(outer[i]))
            fail_msg("%s should tell nothing", outer[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_of_the_table),
        cmocka_unit_test(other_families_are_private),
        cmocka_unit_test(names_that_are_this_machine),
    };
    return cmocka_run_group_tests_name("address", tests, NULL, NULL);
}
