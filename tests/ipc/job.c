/* What an item's job says of the screen that it is drawn for. */
#include <cjson/cJSON.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "ipc/job.h"
#include "playlist/finding.h"

static struct document *slogan(void)
{
    static const char text[] = "{\"formatVersion\":1,\"feedId\":\"f\",\"languages\":[\"vi\"],"
                               "\"playlists\":[{\"id\":\"m\",\"items\":["
                               "{\"id\":\"a\",\"type\":\"slogan\",\"text\":\"A\"}]}]}";
    struct findings findings = {0};
    struct document *document = NULL;
    assert_int_equal(document_parse(text, strlen(text), &findings, &document), 0);
    findings_finish(&findings);
    return document;
}

/* The job as a worker reads it; the caller deletes it. */
static cJSON *compose(const char *screen_json, const struct job_screen *screen,
                      uint64_t *ret_digest)
{
    char text[256];
    struct findings findings = {0};
    struct site *site = NULL;
    struct job job;
    struct document *document = slogan();
    const struct job_source source = {.directory = -1};
    int size = snprintf(text, sizeof text, "{\"screen\":{%s}}", screen_json);
    assert_int_equal(site_parse(text, (size_t)size, &findings, &site), 0);
    assert_int_equal(findings.count, 0);
    assert_int_equal(
        job_compose(1, document, &source, &document->items[0], "vi", site, screen, &job, NULL), 0);
    cJSON *json = cJSON_ParseWithLength(job.text, job.size);
    assert_non_null(json);
    *ret_digest = job.digest;
    job_finish(&job);
    findings_finish(&findings);
    site_destroy(site);
    document_destroy(document);
    return json;
}

/* -1 where there is none. */
static double number(const cJSON *json, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(json, name);
    return cJSON_IsNumber(value) ? value->valuedouble : -1;
}

static void a_code_measures_a_tenth_of_the_way(void **state)
{
    static const struct {
        const char *screen;
        uint32_t width, height;
        double side;
    } cases[] = {
        {"", 1920, 1080, 303}, /* 43 inches, 1.5 m */
        {"", 1080, 1920, 303},
        {"\"scanDistance\":3", 1920, 1080, 606},
        {"\"diagonalInches\":86", 1920, 1080, 152},
        {"\"pixelPitch\":4", 192, 96, 38},
        {"\"pixelPitch\":4,\"diagonalInches\":10", 192, 96, 38},
        {"\"pixelPitch\":4,\"scanDistance\":0.1", 192, 96, 3},
        {"\"pixelPitch\":100,\"scanDistance\":0.1", 192, 96, 1},
        /* no larger than the screen */
        {"\"pixelPitch\":0.1,\"scanDistance\":100", 192, 96, 96},
        /* the inches are those of the whole screen, not of the window in it */
        {"\"size\":\"1920x1080\"", 512, 288, 288},
        {"\"size\":\"1920x1080\",\"scanDistance\":1", 512, 288, 202},
        {"\"diagonalInches\":null", 1920, 1080, 303},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct job_screen screen = {.width = cases[i].width, .height = cases[i].height};
        uint64_t digest;
        cJSON *json = compose(cases[i].screen, &screen, &digest);
        if (number(json, "scanPixels") != cases[i].side)
            fail_msg("{%s}: %g", cases[i].screen, number(json, "scanPixels"));
        cJSON_Delete(json);
    }
}

static void each_page_is_a_picture_of_its_own(void **state)
{
    uint64_t digests[JOB_PAGES_MAX];
    for (unsigned page = 0; page < JOB_PAGES_MAX; page++) {
        const struct job_screen screen = {.width = 192, .height = 96, .page = page};
        cJSON *json = compose("", &screen, &digests[page]);
        assert_int_equal(number(json, "page"), page);
        cJSON_Delete(json);
        for (unsigned other = 0; other < page; other++)
            assert_int_not_equal(digests[other], digests[page]);
    }
}

static int open_logo(void *context, const struct asset *asset, uint64_t *ret_mark,
                     bool *ret_is_proved)
{
    if (strcmp(asset->name, "logo") != 0)
        return -ENOENT;
    *ret_mark = 7;
    *ret_is_proved = false;
    return memfd_create("logo", MFD_CLOEXEC);
}

/* A slide goes out without the theme's picture rather than not at all. */
static void the_theme_s_pictures_travel_where_they_can_be_opened(void **state)
{
#define ASSET(name)                                                                                \
    "\"" name "\":{\"href\":\"" name ".png\",\"size\":9,\"sha256\":\"abababababababababababababab" \
    "abababababababababababababababababab\"}"
    static const char text[] =
        "{\"formatVersion\":1,\"feedId\":\"f\",\"languages\":[\"vi\"],"
        "\"theme\":{\"logo\":\"logo\",\"background\":\"back\"},"
        "\"assets\":{" ASSET("logo") "," ASSET(
            "back") "},"
                    "\"playlists\":[{\"id\":\"m\",\"items\":["
                    "{\"id\":\"a\",\"type\":\"slogan\",\"text\":\"A\"},"
                    "{\"id\":\"b\",\"type\":\"image\",\"asset\":\"logo\"}]}]}";
#undef ASSET
    const struct job_source source = {.directory = -1, .open = open_logo};
    const struct job_screen screen = {.width = 640, .height = 360};
    struct findings findings = {0};
    struct document *document = NULL;
    struct job job;
    struct site *site = site_create_default();
    assert_int_equal(document_parse(text, strlen(text), &findings, &document), 0);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(
            job_compose(1, document, &source, &document->items[i], "vi", site, &screen, &job, NULL),
            0);
        cJSON *json = cJSON_ParseWithLength(job.text, job.size);
        const cJSON *assets = cJSON_GetObjectItemCaseSensitive(json, "assets");
        const cJSON *logo = cJSON_GetObjectItemCaseSensitive(assets, "logo");
        assert_int_equal(cJSON_GetArraySize(assets), 1);
        assert_int_equal(number(logo, "fd"), 0);
        assert_int_equal(number(logo, "size"), 9); /* it is compared with its digest */
        assert_int_equal(job.fd_count, 1);
        assert_int_equal(job.proofs.count, 1);
        cJSON_Delete(json);
        job_finish(&job);
    }
    findings_finish(&findings);
    site_destroy(site);
    document_destroy(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_measures_a_tenth_of_the_way),
        cmocka_unit_test(each_page_is_a_picture_of_its_own),
        cmocka_unit_test(the_theme_s_pictures_travel_where_they_can_be_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
