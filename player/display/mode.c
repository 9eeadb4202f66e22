#include "display/mode.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xf86drmMode.h>

static bool choose(const drmModeConnector *connector, struct mode *ret)
{
    const drmModeModeInfo *best = NULL;
    if (connector->connection != DRM_MODE_CONNECTED)
        return false;
    for (int i = 0; i < connector->count_modes; i++) {
        const drmModeModeInfo *mode = &connector->modes[i];
        bool is_preferred = mode->type & DRM_MODE_TYPE_PREFERRED;
        if (mode->type & DRM_MODE_TYPE_USERDEF) {
            best = mode;
            break;
        }
        if (!best || (is_preferred && !(best->type & DRM_MODE_TYPE_PREFERRED)))
            best = mode;
    }
    if (!best) /* a cable whose screen has not answered yet */
        return false;
    *ret = (struct mode){best->hdisplay, best->vdisplay};
    return true;
}

bool mode_wanted(int fd, struct mode *ret)
{
    bool found = false;
    drmModeRes *resources = drmModeGetResources(fd);
    for (int i = 0; resources && i < resources->count_connectors && !found; i++) {
        drmModeConnector *connector = drmModeGetConnector(fd, resources->connectors[i]);
        found = connector && choose(connector, ret);
        drmModeFreeConnector(connector);
    }
    drmModeFreeResources(resources);
    return found;
}

bool mode_wanted_of_card(int card, struct mode *ret)
{
    char path[32];
    snprintf(path, sizeof path, "/dev/dri/card%d", card);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool found = mode_wanted(fd, ret);
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
