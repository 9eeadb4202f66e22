/* `bangtin-author`: the commands of those who make playlists. Started by `bangtin`, which has read
 * the words already and shows the help. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "cli/alert.h"
#include "cli/check.h"
#include "cli/command.h"
#include "cli/keygen.h"
#include "cli/new.h"
#include "cli/preview.h"
#include "cli/publish.h"
#include "cli/report.h"
#include "cli/say.h"
#include "cli/simulate.h"
#include "cli/status.h"
#include "cli/verify.h"

static const struct {
    const char *name;
    int (*run)(const struct options *options);
} works[] = {{"check", check_run},      {"preview", preview_run}, {"new", new_run},
             {"keygen", keygen_run},    {"publish", publish_run}, {"verify", verify_run},
             {"alert", alert_run},      {"status", status_run},   {"report", report_run},
             {"simulate", simulate_run}};

static int run(const struct options *options, const char *name)
{
    for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
        if (strcmp(works[i].name, name) == 0)
            return works[i].run(options);
    }
    return EXIT_USAGE;
}

int main(int argc, char **argv)
{
    struct options options;
    log_init("bangtin");
    i18n_init(command_language(argc, argv));
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of writing, not the end */
    const struct command *command = argc > 1 ? command_find(argv[1]) : NULL;
    if (!command) {
        say(_("this program is a part of bangtin; type \"bangtin --help\""));
        return EXIT_USAGE;
    }
    if (command_parse(command, argc, argv, 2, &options) < 0)
        return EXIT_USAGE;
    int status = run(&options, command->name);
    if ((fflush(stdout) != 0 || ferror(stdout)) && status == EXIT_DONE)
        status = EXIT_MACHINE;
    return status;
}
