/* What a QR code asks a telephone to do. Pure. */
#pragma once

#include <stddef.h>

enum payload {
    PAYLOAD_WEB,     /* opens a page */
    PAYLOAD_PAYMENT, /* pays into an account: EMVCo's "Merchant-Presented Mode", which VietQR is,
                        the codes of Vietnam's purses, the pages on which they are paid */
    PAYLOAD_OTHER    /* dials, writes, joins a network, installs, or is mere text */
};

enum payload payload_kind(const char *text, size_t size);
