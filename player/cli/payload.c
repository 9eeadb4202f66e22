#include "cli/payload.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "playlist/limits.h"
#include "playlist/url.h"

/* How a payment begins. EMVCo, "QR Code Specification for Payment Systems: Merchant-Presented
 * Mode": the first object is the Payload Format Indicator, identifier 00, two characters, "01".
 * VietQR, VNPAY-QR and what ZaloPay calls its multi-function code are such. MoMo's own code between
 * two persons is a list of fields, "2|99|0901234567|NAME||0|0|50000||transfer_myqr". The rest are
 * schemes of applications that pay. */
static const char *const payments[] = {
    "000201", "2|99|",    "bitcoin:", "ethereum:",     "litecoin:",  "tron:",    "upi:",
    "momo:",  "zalopay:", "vnpay:",   "viettelmoney:", "shopeepay:", "smartpay:"};

/* Pages on which nothing can be done but pay. */
static const char *const cashiers[] = {
    "gateway.zalopay.vn", "qcgateway.zalopay.vn", "sbgateway.zalopay.vn", "qr.zalopay.vn",
    "social.zalopay.vn",  "zalopay.com.vn",       "me.momo.vn",           "nhantien.momo.vn",
    "payment.momo.vn",    "*.vnpayment.vn",       "pay.vnpay.vn",         "vietqr.io",
    "*.vietqr.io",        "vietqr.net",           "*.vietqr.net",         "vietqr.co",
    "*.vietqr.co",        "qr.sepay.vn",          "pay.payos.vn",         "paypal.me",
    "www.paypal.me"};

/* Fields of Viettel Money's code, which is a JSON object. */
static const char *const viettel[] = {"\"trans_amount\"", "\"transAmountList\"", "\"cust_mobile\""};

static bool begins(const char *text, size_t size, const char *with)
{
    return size >= strlen(with) && strncasecmp(text, with, strlen(with)) == 0;
}

static bool holds(const char *text, size_t size, const char *what)
{
    return memmem(text, size, what, strlen(what)) != NULL;
}

static bool is_payment(const char *text, size_t size)
{
    for (size_t i = 0; i < sizeof payments / sizeof *payments; i++) {
        if (begins(text, size, payments[i]))
            return true;
    }
    for (size_t i = 0; *text == '{' && i < sizeof viettel / sizeof *viettel; i++) {
        if (holds(text, size, viettel[i]))
            return true;
    }
    return holds(text, size, "|transfer_myqr");
}

static bool leads_to_cashier(const char *text, size_t size)
{
    char url[LIMIT_URL_BYTES + 1];
    if (size > LIMIT_URL_BYTES)
        size = LIMIT_URL_BYTES; /* its host stands in front */
    memcpy(url, text, size);
    url[size] = '\0';
    for (size_t i = 0; i < sizeof cashiers / sizeof *cashiers; i++) {
        if (url_matches_host(url, cashiers[i]))
            return true;
    }
    return false;
}

enum payload payload_kind(const char *text, size_t size)
{
    /* Telephones do not mind what stands in front of it. */
    while (size > 0 && (*text == ' ' || *text == '\t' || *text == '\r' || *text == '\n')) {
        text++;
        size--;
    }
    if (size == 0)
        return PAYLOAD_OTHER;
    if (is_payment(text, size))
        return PAYLOAD_PAYMENT;
    if (!begins(text, size, "https://") && !begins(text, size, "http://"))
        return PAYLOAD_OTHER;
    return leads_to_cashier(text, size) ? PAYLOAD_PAYMENT : PAYLOAD_WEB;
}
