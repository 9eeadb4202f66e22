/* The tables of the old Vietnamese code pages, as code points of Windows-1252 that one sees. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Where in a word a sign must stand to be a letter in disguise and not the sign itself. */
enum legacy_place {
    LEGACY_LETTER,  /* a letter in both readings: tells nothing */
    LEGACY_WITHIN,  /* behind a letter; with another behind it, it is sure ("Gi¸o") */
    LEGACY_BEHIND,  /* behind a letter, never sure ("kW·h") */
    LEGACY_BETWEEN, /* between letters only ("«quoted»") */
    LEGACY_AHEAD /* before a small letter ("®Þa", not "®" or "©VN"); within a word it is sure */
};

struct legacy_sign {
    uint32_t seen, meant;
    enum legacy_place place;
};

/* The sign of TCVN3 that is seen as `code`, or NULL. */
const struct legacy_sign *legacy_tcvn3(uint32_t code);

/* The letter that VNI writes as these two, or as this one; 0 for none. */
uint32_t legacy_vni_pair(uint32_t first, uint32_t second);
uint32_t legacy_vni_single(uint32_t code);

/* Whether a pair of VNI is also good Vietnamese: "oà" of "hoà". */
bool legacy_is_vietnamese_pair(uint32_t first, uint32_t second);

/* The byte that Windows-1252 has for `code`, or -1; the bytes that it leaves open are C1 controls,
 * as browsers and Windows treat them. The inverse returns 0 for none. */
int legacy_windows_1252_byte(uint32_t code);
uint32_t legacy_windows_1252(char byte);
