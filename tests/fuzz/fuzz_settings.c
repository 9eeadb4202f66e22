/* Any bytes as a site's settings. */
#include <stdio.h>
#include <stdlib.h>

#include "playlist/site.h"
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct findings findings = {0};
    struct site *site = NULL;
    int result = site_parse((const char *)data, size, &findings, &site);
    MUST((result == 0) == (site != NULL));
    MUST(result == 0 || findings.errors > 0);
    if (site) {
        MUST(site->tag_count <= LIMIT_TAGS && site->language_count <= LIMIT_LANGUAGES);
        MUST(site->variable_count <= LIMIT_VARIABLES && site->feed_count <= LIMIT_FEEDS);
        MUST(site->screen.rotate % 90 == 0 && site->screen.rotate < 360);
        for (size_t i = 0; i < site->feed_count; i++) {
            const struct site_feed *feed = &site->feeds[i];
            MUST(feed->url || feed->root);
            MUST(feed->share >= 1 && feed->interval > 0);
        }
        site_allows_url(site, "https://dx.gov.vn/");
    }
    site_destroy(site);
    findings_finish(&findings);
    return 0;
}
