/* An alert on its way to the screens: with its whole folder, or laid over what stands there. */
#pragma once

#include "cli/alert_draft.h"
#include "cli/publish_session.h"

/* Each returns an exit status after saying what is wrong. A draft that was changed is put back
 * where sending fails, so that the same command can simply be given again. */

/* Checks and publishes the folder of the draft, as `bangtin publish`. The session has reached its
 * target. */
int alert_send_folder(struct publish_session *session, struct alert_draft *draft);

/* Checks the alert, and numbers, composes and signs `changed`: what stands at the target with the
 * change in it; borrowed until the session is finished. Nothing is written. */
int alert_send_plan(struct publish_session *session, const struct alert_draft *draft,
                    const struct alert_change *change, struct document *changed);

/* Sends what was planned. Says where the folder holds more that was not sent. */
int alert_send_overlay(struct publish_session *session, struct alert_draft *draft);
