#include "base/i18n.h"
#include "net/http.h"

static const struct {
    const char *code, *message;
} faults[HTTP_FAULTS] = {
    [HTTP_FINE] = {"fine", N_("in order")},
    [HTTP_RESOLVE] = {"resolve", N_("the server's name cannot be found; check the address and the "
                                    "network's name server")},
    [HTTP_CONNECT] = {"connect", N_("no connection to the server; check the network, the address "
                                    "and the proxy")},
    [HTTP_TLS] = {"tls", N_("the server's certificate is wrong, expired or of another name, or its "
                            "TLS is too old; check this machine's clock and the certificates")},
    [HTTP_STALL] = {"stall", N_("the server is too slow")},
    [HTTP_CUT] = {"cut", N_("the connection ended before everything had come")},
    [HTTP_LARGE] = {"large", N_("more bytes came than there should be")},
    [HTTP_ENCODED] = {"encoded", N_("the answer is compressed, which was not asked for; switch "
                                    "that off on the server")},
    [HTTP_RANGE] = {"range", N_("the server sent another part than was asked for")},
    [HTTP_REDIRECT] = {"redirect", N_("the server sends elsewhere too often, or to where none may "
                                      "lead")},
    [HTTP_ADDRESS] = {"address", N_("the server sends to an address of an inner network; name that "
                                    "one in the settings if it is right")},
    [HTTP_HEADERS] = {"headers", N_("the answer is no proper HTTP")},
    [HTTP_WRITE] = {"write", N_("what came could not be written")},
    [HTTP_OTHER] = {"other", N_("the request could not be made")},
};

const char *http_fault_code(enum http_fault fault)
{
    return faults[fault].code;
}

const char *http_fault_message(enum http_fault fault)
{
    return faults[fault].message;
}
