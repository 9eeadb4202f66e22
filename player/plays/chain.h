/* The chain of the log: each row's hash covers the row, the words of its item and place, and the
 * hash of the row before, so that a row that was altered, removed or put elsewhere is noticed.
 *
 *   hash(0)   = SHA-256("bangtin plays 1\n" device "\n")
 *   hash(seq) = SHA-256(hash(seq - 1) n(seq) n(run) n(n) n(kind) n(start) n(shown) n(clock)
 *                       s(event) s(feed) s(item) s(version) s(language) s(type) s(title) s(topic)
 *                       s(audience) s(site) s(screen))
 *
 * n: 8 bytes, big-endian, two's complement. s: the length as n and the bytes; of what there is not
 * (NULL) the length -1 alone. A row without an item has NULL in all of its words. */
#pragma once

#include "plays/play.h"

void chain_start(const char *device, unsigned char hash[SHA256_SIZE]);

/* Goes on from `hash` over the row. `item` NULL: it has none. */
void chain_next(unsigned char hash[SHA256_SIZE], const struct play_row *row,
                const struct play_item *item, const struct play_place *place);
