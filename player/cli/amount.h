/* Amounts in words for people, in the language of the messages. */
#pragma once

#include <stdint.h>

enum { AMOUNT_SIZE = 64 };

/* A number with one decimal, "3.1" and in Vietnamese "3,1", as one argument of a message:
 * amount_decimal(3.14).text lives until the call has returned. */
struct amount_decimal {
    char text[48];
};
struct amount_decimal amount_decimal(double number);

/* "640 kB" (rounded up), "3.1 MB", "2.4 GB": powers of ten, as on the stick's label. Into `text`,
 * which is returned. */
const char *amount_bytes(int64_t bytes, char text[AMOUNT_SIZE]);
