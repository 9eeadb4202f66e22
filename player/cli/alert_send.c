#include "cli/alert_send.h"

#include "base/i18n.h"
#include "cli/publish_overlay.h"
#include "cli/say.h"

int alert_send_folder(struct publish_session *session, struct alert_draft *draft)
{
    int status = publish_session_check(session, draft->folder.path);
    if (status == EXIT_INPUT)
        publish_overlay_say_remedy(&session->plan);
    if (status == EXIT_DONE)
        status = publish_session_plan(session);
    if (status == EXIT_DONE)
        status = publish_session_send(session);
    if (status != EXIT_DONE || options_has(session->options, "dry-run"))
        alert_draft_restore(draft);
    return status;
}

int alert_send_plan(struct publish_session *session, const struct alert_draft *draft,
                    const struct alert_change *change, struct document *changed)
{
    int status = EXIT_DONE;
    if (draft->document)
        publish_session_compare_feed(session, draft->document, draft->folder.path);
    if (change->is_new) {
        const struct alert *alert = alert_edit_find(changed, change->identifier);
        status = publish_session_check_alert(session, changed, (size_t)(alert - changed->alerts),
                                             draft->folder.directory);
    }
    return status == EXIT_DONE ? publish_session_plan_overlay(session, changed) : status;
}

int alert_send_overlay(struct publish_session *session, struct alert_draft *draft)
{
    bool has_more = draft->document && !options_has(session->options, "dry-run") &&
                    publish_overlay_leaves_changes(&session->plan, draft->document);
    int status = publish_session_send(session);
    if (status != EXIT_DONE)
        alert_draft_restore(draft);
    else if (has_more)
        say(_("%s: other changes in the folder were not sent; \"bangtin publish\" sends them"),
            draft->folder.path);
    return status;
}
