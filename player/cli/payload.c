#include "cli/payload.h"

#include <string.h>
#include <strings.h>

/* EMVCo, "QR Code Specification for Payment Systems: Merchant-Presented Mode": the first object is
 * the Payload Format Indicator, identifier 00, two characters, "01". */
static const char payment[] = "000201";

/* Schemes of other ways to pay. */
static const char *const purses[] = {"bitcoin:", "ethereum:", "upi:", "momo:"};

static int begins(const char *text, size_t size, const char *with)
{
    return size >= strlen(with) && strncasecmp(text, with, strlen(with)) == 0;
}

enum payload payload_kind(const char *text, size_t size)
{
    /* Telephones do not mind what stands in front of it. */
    while (size > 0 && (*text == ' ' || *text == '\t' || *text == '\r' || *text == '\n')) {
        text++;
        size--;
    }
    if (begins(text, size, payment))
        return PAYLOAD_PAYMENT;
    for (size_t i = 0; i < sizeof purses / sizeof *purses; i++) {
        if (begins(text, size, purses[i]))
            return PAYLOAD_PAYMENT;
    }
    return begins(text, size, "https://") || begins(text, size, "http://") ? PAYLOAD_WEB
                                                                           : PAYLOAD_OTHER;
}
