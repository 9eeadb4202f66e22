#include "cli/publish.h"

#include "cli/publish_session.h"
#include "cli/say.h"

int publish_run(const struct options *options)
{
    struct publish_session session;
    const struct folder *folder = &session.check.folder;
    int status = publish_session_open(options, &session);
    if (status == EXIT_DONE)
        status = publish_session_check(&session, options->operands[0]);
    if (status == EXIT_DONE)
        status = publish_session_reach(&session, folder->directory, folder->path);
    if (status == EXIT_DONE)
        status = publish_session_plan(&session);
    if (status == EXIT_DONE)
        status = publish_session_send(&session);
    publish_session_finish(&session);
    return status;
}
