#include "render/colour.h"

#include "base/log.h"

#include <math.h>
#include <stdlib.h>

#include <lcms2.h>

struct colour {
    cmsHTRANSFORM transform;
};

/* Broken profiles are our warning, not lcms's own lines. */
static void be_silent(cmsContext context, cmsUInt32Number code, const char *text)
{
    (void)context, (void)code, (void)text;
}

static cmsUInt32Number input_format(enum layout layout)
{
    switch (layout) {
    case LAYOUT_GREY:
        return TYPE_GRAY_8;
    case LAYOUT_RGB:
        return TYPE_RGB_8;
    case LAYOUT_RGBA:
        return TYPE_RGBA_8;
    case LAYOUT_CMYK:
        break;
    }
    return TYPE_CMYK_8_REV; /* 255 is no ink */
}

static bool fits(cmsHPROFILE profile, enum layout layout)
{
    cmsColorSpaceSignature space = cmsGetColorSpace(profile);
    if (layout == LAYOUT_GREY)
        return space == cmsSigGrayData;
    return space == (layout == LAYOUT_CMYK ? cmsSigCmykData : cmsSigRgbData);
}

static cmsHPROFILE make_gamma_profile(double gamma, enum layout layout)
{
    static const cmsCIExyY d65 = {0.3127, 0.3290, 1.0};
    static const cmsCIExyYTRIPLE bt709 = {{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}};
    cmsToneCurve *curve = cmsBuildGamma(NULL, gamma);
    if (!curve)
        return NULL;
    cmsToneCurve *curves[] = {curve, curve, curve};
    cmsHPROFILE profile = layout == LAYOUT_GREY ? cmsCreateGrayProfile(&d65, curve)
                                                : cmsCreateRGBProfile(&d65, &bt709, curves);
    cmsFreeToneCurve(curve);
    return profile;
}

/* A profile is sRGB if it changes nothing, whatever its name is: tried on a grid of colours. */
static bool changes_nothing(cmsHTRANSFORM transform, enum layout layout)
{
    enum { STEPS = 6, STEP = 51, TOLERANCE = 1 };
    unsigned channels = layout_channels(layout);
    for (unsigned i = 0; i < STEPS * STEPS * STEPS; i++) {
        uint8_t in[4] = {(uint8_t)(i % STEPS * STEP), (uint8_t)(i / STEPS % STEPS * STEP),
                         (uint8_t)(i / STEPS / STEPS * STEP), 255};
        uint8_t out[3];
        cmsDoTransform(transform, in, out, 1);
        for (unsigned k = 0; k < 3; k++) {
            if (abs(in[channels == 1 ? 0 : k] - out[k]) > TOLERANCE)
                return false;
        }
    }
    return true;
}

static cmsHTRANSFORM make_transform(cmsHPROFILE profile, enum layout layout)
{
    cmsHPROFILE srgb = cmsCreate_sRGBProfile();
    if (!srgb)
        return NULL;
    /* Perceptual is what a profile's maker meant for pictures; matrix profiles know no other. */
    cmsHTRANSFORM transform =
        cmsCreateTransform(profile, input_format(layout), srgb, TYPE_RGB_8, INTENT_PERCEPTUAL, 0);
    cmsCloseProfile(srgb);
    return transform;
}

struct colour *colour_create(const uint8_t *data, size_t size, double gamma, enum layout layout)
{
    struct colour *colour = NULL;
    cmsHTRANSFORM transform = NULL;
    cmsHPROFILE profile = NULL;
    cmsSetLogErrorHandler(be_silent);
    if (data && size <= UINT32_MAX)
        profile = cmsOpenProfileFromMem(data, (cmsUInt32Number)size);
    else if (gamma > 0 && layout != LAYOUT_CMYK)
        profile = make_gamma_profile(gamma, layout);
    else
        return NULL;
    if (profile && fits(profile, layout))
        transform = make_transform(profile, layout);
    if (!transform)
        log_warning("picture: its colour profile is broken or of another kind and is left out");
    else if (layout == LAYOUT_CMYK || !changes_nothing(transform, layout))
        colour = calloc(1, sizeof *colour);
    if (profile)
        cmsCloseProfile(profile);
    if (colour)
        colour->transform = transform;
    else if (transform)
        cmsDeleteTransform(transform);
    return colour;
}

void colour_destroy(struct colour *colour)
{
    if (!colour)
        return;
    cmsDeleteTransform(colour->transform);
    free(colour);
}

void colour_row(const struct colour *colour, uint8_t *to, const uint8_t *from, size_t pixels)
{
    cmsDoTransform(colour->transform, from, to, (cmsUInt32Number)pixels);
}

void colour_plain_cmyk(uint8_t *to, const uint8_t *from, size_t pixels)
{
    for (size_t i = 0; i < pixels; i++) {
        unsigned key = from[4 * i + 3];
        for (unsigned k = 0; k < 3; k++) {
            unsigned product = from[4 * i + k] * key + 128;
            to[3 * i + k] = (uint8_t)((product + (product >> 8)) >> 8);
        }
    }
}
