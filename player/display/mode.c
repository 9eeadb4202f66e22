#include "display/mode.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xf86drmMode.h>

#include "display/mode_choice.h"

enum { OFFERS_MAX = 256 };

static struct mode_offer offer_of(const drmModeModeInfo *mode)
{
    double lines = (double)mode->htotal * mode->vtotal;
    double refresh = lines > 0 ? mode->clock * 1000.0 / lines : mode->vrefresh;
    bool is_interlaced = mode->flags & DRM_MODE_FLAG_INTERLACE;
    return (struct mode_offer){.width = mode->hdisplay,
                               .height = mode->vdisplay,
                               .refresh = is_interlaced ? 2 * refresh : refresh,
                               .is_preferred = mode->type & DRM_MODE_TYPE_PREFERRED,
                               .is_named = mode->type & DRM_MODE_TYPE_USERDEF,
                               .is_interlaced = is_interlaced};
}

static bool choose(const drmModeConnector *connector, uint32_t width, uint32_t height,
                   struct mode *ret)
{
    struct mode_offer offers[OFFERS_MAX];
    size_t count = 0;
    if (connector->connection != DRM_MODE_CONNECTED)
        return false;
    for (int i = 0; i < connector->count_modes && count < OFFERS_MAX; i++)
        offers[count++] = offer_of(&connector->modes[i]);
    size_t chosen = mode_choose(offers, count, width, height);
    if (chosen == SIZE_MAX) /* a cable whose screen has not answered yet */
        return false;
    const char *type = drmModeGetConnectorTypeName(connector->connector_type);
    *ret = (struct mode){.width = offers[chosen].width,
                         .height = offers[chosen].height,
                         .refresh = offers[chosen].refresh};
    snprintf(ret->screen, sizeof ret->screen, "%s-%u", type ? type : "?",
             connector->connector_type_id);
    return true;
}

bool mode_wanted(int fd, uint32_t width, uint32_t height, struct mode *ret)
{
    bool found = false;
    drmModeRes *resources = drmModeGetResources(fd);
    for (int i = 0; resources && i < resources->count_connectors && !found; i++) {
        drmModeConnector *connector = drmModeGetConnector(fd, resources->connectors[i]);
        found = connector && choose(connector, width, height, ret);
        drmModeFreeConnector(connector);
    }
    drmModeFreeResources(resources);
    return found;
}

bool mode_wanted_of_card(int card, uint32_t width, uint32_t height, struct mode *ret)
{
    char path[32];
    snprintf(path, sizeof path, "/dev/dri/card%d", card);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool found = mode_wanted(fd, width, height, ret);
    close(fd); /* and with it its mastership, which SDL wants */
    return found;
}

static bool set_property(int fd, const drmModeConnector *connector, const char *name,
                         uint64_t value)
{
    bool done = false;
    for (int i = 0; i < connector->count_props && !done; i++) {
        drmModePropertyRes *property = drmModeGetProperty(fd, connector->props[i]);
        done =
            property && strcmp(property->name, name) == 0 &&
            drmModeConnectorSetProperty(fd, connector->connector_id, property->prop_id, value) == 0;
        drmModeFreeProperty(property);
    }
    return done;
}

bool mode_set_power(int fd, bool on)
{
    bool done = false;
    drmModeRes *resources = drmModeGetResources(fd);
    for (int i = 0; resources && i < resources->count_connectors; i++) {
        /* Not asked anew: one that hides while it is off still has its encoder. */
        drmModeConnector *connector = drmModeGetConnectorCurrent(fd, resources->connectors[i]);
        if (connector && connector->encoder_id)
            done |= set_property(fd, connector, "DPMS", on ? DRM_MODE_DPMS_ON : DRM_MODE_DPMS_OFF);
        drmModeFreeConnector(connector);
    }
    drmModeFreeResources(resources);
    return done;
}
