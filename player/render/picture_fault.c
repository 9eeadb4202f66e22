#include "render/picture_fault.h"

#include <stdarg.h>
#include <stdio.h>

int picture_fault_set(struct picture_fault *fault, const char *code, const char *format, ...)
{
    if (!fault)
        return -1;
    fault->code = code;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(fault->message, sizeof fault->message, format, arguments);
    va_end(arguments);
    return -1;
}
