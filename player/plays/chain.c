#include "plays/chain.h"

#include <string.h>

static void put_number(struct sha256 *hash, int64_t number)
{
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)((uint64_t)number >> (56 - 8 * i));
    sha256_update(hash, bytes, sizeof bytes);
}

static void put_text(struct sha256 *hash, const char *text)
{
    size_t size = text ? strlen(text) : 0;
    put_number(hash, text ? (int64_t)size : -1);
    sha256_update(hash, text ? text : "", size);
}

void chain_start(const char *device, unsigned char hash[SHA256_SIZE])
{
    static const char name[] = "bangtin plays 1\n";
    struct sha256 state;
    sha256_init(&state);
    sha256_update(&state, name, sizeof name - 1);
    sha256_update(&state, device, strlen(device));
    sha256_update(&state, "\n", 1);
    sha256_final(&state, hash);
}

void chain_next(unsigned char hash[SHA256_SIZE], const struct play_row *row,
                const struct play_item *item, const struct play_place *place)
{
    static const struct play_item nothing;
    const struct play_item *words = item ? item : &nothing;
    const int64_t numbers[] = {row->seq,   (int64_t)row->run, row->n,    row->kind,
                               row->start, row->shown,        row->clock};
    const char *const texts[] = {row->event,      words->feed, words->item,  words->version,
                                 words->language, words->type, words->title, words->topic,
                                 words->audience, place->site, place->screen};
    struct sha256 state;
    sha256_init(&state);
    sha256_update(&state, hash, SHA256_SIZE);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        put_number(&state, numbers[i]);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        put_text(&state, texts[i]);
    sha256_final(&state, hash);
}
