/* What is wrong with the logs of a report, and what to do. */
#include <errno.h>

#include "base/i18n.h"
#include "cli/report_source.h"
#include "cli/say.h"

int source_say_failure(const char *path, int error)
{
    switch (-error) {
    case EBADMSG:
        say(_("%s: it is no log of plays, or it is damaged; copy it once more from the machine, or "
              "name another file"),
            path);
        return EXIT_INPUT;
    case EPROTONOSUPPORT:
        say(_("%s: a newer bangtin has written it; install the same one here"), path);
        return EXIT_INPUT;
    case E2BIG:
        say(_("%s: there are too many different things in it to add up"), path);
        return EXIT_INPUT;
    case ENOENT:
        say(_("%s: %s; name the files of the report"), path, say_errno(error));
        return EXIT_INPUT;
    case EACCES:
        say(_("%s: no permission to read it; try it with sudo, or as a member of the group that "
              "the file belongs to"),
            path);
        return EXIT_MACHINE;
    default:
        say("%s: %s", path, say_errno(error));
        return EXIT_MACHINE;
    }
}

int source_say_left_out(const struct source *source)
{
    int status = EXIT_DONE;
    if (source->conflicts > 0) {
        say(ngettext("%s: %lld row of the machine %.8s stands in another file with another "
                     "content and was left out, row %lld first: one of the files was altered, or a "
                     "memory card was copied",
                     "%s: %lld rows of the machine %.8s stand in another file with another content "
                     "and were left out, row %lld first: one of the files was altered, or a memory "
                     "card was copied",
                     (unsigned long)source->conflicts),
            source->path, (long long)source->conflicts, source->device,
            (long long)source->first_conflict);
        status = EXIT_TRUST;
    }
    if (source->broken > 0) {
        say(ngettext("%s: %lld part of it was altered after it was written, and was left out",
                     "%s: %lld parts of it were altered after they were written, and were left out",
                     (unsigned long)source->broken),
            source->path, (long long)source->broken);
        status = EXIT_TRUST;
    }
    return status;
}

int source_say_unlinked(const struct source *source)
{
    if (source->unlinked == 0)
        return EXIT_DONE;
    say(_("%s: row %lld does not follow from row %lld, which stands elsewhere: one of the two was "
          "altered; both are counted"),
        source->path, (long long)source->first_unlinked + 1, (long long)source->first_unlinked);
    return EXIT_TRUST;
}
