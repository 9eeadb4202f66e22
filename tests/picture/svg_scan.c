/* svg_scan: what a drawing may hold, and which word its author gets where it may not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "render/svg_scan.h"

#define SVG "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>"

static const struct {
    const char *what, *text, *code; /* NULL: let through */
} cases[] = {
    {"shapes", SVG "<rect/><g><path d='M0 0'/></g></svg>", NULL},
    {"a declaration and a comment",
     "<?xml version='1.0' encoding='UTF-8'?><!-- <text> -->" SVG "</svg>", NULL},
    {"the DTD of SVG 1.1",
     "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' "
     "'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'>" SVG "</svg>",
     NULL},
    {"references inside", SVG "<use xlink:href='#a'/><use href=' #b'/></svg>", NULL},
    {"a link", SVG "<a href='https://longan.gov.vn'><rect/></a></svg>", NULL},
    {"words of metadata", SVG "<title>text</title><desc>a &lt;text&gt;</desc></svg>", NULL},
    {"text in CDATA", SVG "<style><![CDATA[ .text > .image {} ]]></style></svg>", NULL},
    {"a \">\" in an attribute", SVG "<g aria-label='a > b'><rect/></g></svg>", NULL},
    {"a prefix", "<s:svg xmlns:s='http://www.w3.org/2000/svg'><s:rect/></s:svg>", NULL},
    {"an old encoding's name, UTF-8", "<?xml encoding=\"utf-8\" version='1.0'?>" SVG "</svg>",
     NULL},

    {"text", SVG "<text x='1'>A</text></svg>", "svg-text"},
    {"text with a prefix", "<s:svg><s:text/></s:svg>", "svg-text"},
    {"text in a flow", SVG "<flowRoot/></svg>", "svg-text"},
    {"text behind a false comment", SVG "<g title='<!--'/><text/><g title='-->'/></svg>",
     "svg-text"},
    {"an embedded picture", SVG "<image href='data:image/png;base64,AA=='/></svg>", "svg-external"},
    {"a picture on a server", SVG "<image xlink:href='http://a/b.png'/></svg>", "svg-external"},
    {"a picture in a filter", SVG "<feImage href='#a'/></svg>", "svg-external"},
    {"a part of another file", SVG "<use href='other.svg#a'/></svg>", "svg-external"},
    {"a gradient of another file", SVG "<linearGradient xlink:href=\"file:///a#b\"/></svg>",
     "svg-external"},
    {"XInclude", SVG "<xi:include href='#a'/></svg>", "svg-external"},
    {"a style sheet", "<?xml-stylesheet href='a.css'?>" SVG "</svg>", "svg-external"},
    {"an external entity",
     "<!DOCTYPE svg [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" SVG "&e;</svg>", "svg-external"},
    {"laughs", "<!DOCTYPE svg [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>" SVG "&b;</svg>",
     "svg-external"},
    {"entities behind an identifier",
     "<!DOCTYPE svg PUBLIC '-//[//' \"x\" [<!ENTITY a 'b'>]>" SVG "</svg>", "svg-external"},
    {"another encoding", "<?xml version='1.0' encoding='UTF-16'?>" SVG "</svg>", "picture-kind"},

    {"the end missing", SVG "<g>", "picture-damaged"},
    {"an end too many", SVG "</svg></svg>", "picture-damaged"},
    {"cut in an attribute", SVG "<g title='abc", "picture-damaged"},
    {"cut in a comment", SVG "<!-- abc", "picture-damaged"},
    {"cut behind a name", SVG "<g", "picture-damaged"},
    {"cut behind \"=\"", SVG "<g a=", "picture-damaged"},
    {"an attribute without quotes", SVG "<g a=b></g></svg>", "picture-damaged"},
    {"no element", "<!-- svg -->", "picture-damaged"},
    {"nothing", "", "picture-damaged"},
};

/* In a buffer of its exact size, so that the sanitizer sees a byte too far. */
static int scan(const char *text, size_t size, struct picture_fault *fault)
{
    char *copy = malloc(size + 1);
    assert_non_null(copy);
    memcpy(copy, text, size);
    copy[size] = '\0';
    int result = svg_scan(copy, size, fault);
    free(copy);
    return result;
}

static void drawings_are_let_through_or_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct picture_fault fault = {0};
        int result = scan(cases[i].text, strlen(cases[i].text), &fault);
        const char *code = result < 0 ? fault.code : NULL;
        if (!code != !cases[i].code || (code && strcmp(code, cases[i].code) != 0))
            fail_msg("%s: %s %s", cases[i].what, code ? code : "let through", fault.message);
    }
}

static void a_cut_drawing_never_reads_beyond_its_end(void **state)
{
    (void)state;
    static const char whole[] = "<?xml version='1.0'?><!DOCTYPE svg PUBLIC 'a' 'b'>" SVG
                                "<!-- c --><g a='b' c = \"d\"><![CDATA[e]]><rect/></g></svg>";
    struct picture_fault fault;
    assert_int_equal(scan(whole, sizeof whole - 1, &fault), 0);
    for (size_t size = 0; size < sizeof whole - 1; size++)
        assert_int_equal(scan(whole, size, &fault), -1);
}

static char *repeat(const char *start, const char *middle, size_t times, const char *end)
{
    size_t size = strlen(start) + strlen(middle) * times + strlen(end);
    char *text = malloc(size + 1), *at = text;
    assert_non_null(text);
    at = stpcpy(at, start);
    for (size_t i = 0; i < times; i++)
        at = stpcpy(at, middle);
    stpcpy(at, end);
    return text;
}

static void too_many_elements_are_too_complex(void **state)
{
    (void)state;
    struct picture_fault fault;
    char *text = repeat(SVG, "<g/>", SVG_ELEMENTS_MAX - 1, "</svg>");
    assert_int_equal(scan(text, strlen(text), &fault), 0);
    free(text);
    text = repeat(SVG, "<g/>", SVG_ELEMENTS_MAX, "</svg>");
    assert_int_equal(scan(text, strlen(text), &fault), -1);
    assert_string_equal(fault.code, "svg-complex");
    free(text);
    text = repeat(SVG, "<g>", SVG_DEPTH_MAX, "</svg>");
    assert_int_equal(scan(text, strlen(text), &fault), -1);
    assert_string_equal(fault.code, "svg-complex");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drawings_are_let_through_or_named),
        cmocka_unit_test(a_cut_drawing_never_reads_beyond_its_end),
        cmocka_unit_test(too_many_elements_are_too_complex),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
