/* What is said of a stick, to people and to machines. */
#include <stdio.h>

#include "base/i18n.h"
#include "sync/usb.h"

static const char *const state_names[USB_STATES] = {
    [USB_NONE] = "none", [USB_READING] = "reading", [USB_COPYING] = "copying",
    [USB_DONE] = "done", [USB_PULLED] = "pulled",   [USB_REFUSED] = "refused",
};

static const struct {
    enum usb_code code;
    const char *message;
} messages[] = {
    {USB_CODE_FINE, N_("done; you may pull the stick")},
    {USB_CODE_SAME, N_("what is on the stick plays already; you may pull it")},
    {USB_CODE_CLEARED, N_("what came by stick before is shown no longer; you may pull the stick")},
    {USB_CODE_LENT, N_("what is on the stick is shown until you pull it")},
    {USB_CODE_COLLECTED, N_("the reports are on the stick; you may pull it")},
    {USB_CODE_NTFS, N_("the stick is formatted as NTFS; format it as exFAT or FAT32")},
    {USB_CODE_OTHER_FORMAT, N_("the stick is not formatted as exFAT or FAT32")},
    {USB_CODE_UNREADABLE, N_("the stick cannot be read; it may be broken")},
    {USB_CODE_NO_ACCESS, N_("the stick may not be read by this program")},
    {USB_CODE_PULLED, N_("the stick was pulled too early; plug it in again")},
    {USB_CODE_NOTHING, N_("there is nothing for this screen on the stick")},
    {USB_CODE_SEVERAL, N_("several folders of the stick have content; leave one")},
    {USB_CODE_UNSIGNED, N_("the content of the stick is not signed")},
    {USB_CODE_KEY, N_("the content is signed with a key that this screen does not trust")},
    {USB_CODE_OTHER_FEED, N_("the content is meant for other screens")},
    {USB_CODE_CHANGED, N_("the content was changed after it was signed")},
    {USB_CODE_COMMENT, N_("the signature does not say which content it is for")},
    {USB_CODE_OLDER, N_("the content is older than what plays")},
    {USB_CODE_OTHER_BYTES, N_("the content has the number of what plays, but is another")},
    {USB_CODE_LEAP, N_("the number of the content is too high")},
    {USB_CODE_ROOT_EXPIRED, N_("the root of trust has expired; it must be renewed first")},
    {USB_CODE_ROOT, N_("the root of trust on the stick is not signed as it must be")},
    {USB_CODE_DOCUMENT, N_("the document on the stick has errors")},
    {USB_CODE_MISSING, N_("a file is missing on the stick; publish to it again")},
    {USB_CODE_WRONG, N_("a file on the stick is damaged; publish to it again")},
    {USB_CODE_TYPE, N_("a file on the stick is not of the type that was signed")},
    {USB_CODE_FULL, N_("there is no room for the content of the stick on this screen's disk")},
    {USB_CODE_STORE, N_("the content cannot be written to this screen's disk")},
    {USB_CODE_NEWER, N_("newer content is just coming from the network")},
    {USB_CODE_ASIDE,
     N_("this content brought the screen down before; publish one without the fault")},
    {USB_CODE_PASSPHRASE, N_("the word in bangtin-pass.txt is not the one of this screen")},
    {USB_CODE_REPORTS, N_("the reports cannot be written to the stick; it may be full or locked")},
    {USB_CODE_MANY, N_("there are too many pictures in one folder of the stick")},
};

const char *usb_state_name(enum usb_state state)
{
    return state_names[state];
}

static const char *message_of(enum usb_code code)
{
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
        if (messages[i].code == code)
            return messages[i].message;
    }
    return "";
}

void usb_message(const struct usb *usb, char *text, size_t size)
{
    switch (usb->state) {
    case USB_NONE:
        snprintf(text, size, "%s", "");
        return;
    case USB_READING:
        snprintf(text, size, "%s", _("looking at the stick; do not pull it yet"));
        return;
    case USB_COPYING:
        snprintf(text, size, _("copying, %u %%; do not pull the stick yet"), usb_percent(usb));
        return;
    case USB_DONE:
    case USB_PULLED:
    case USB_REFUSED:
    case USB_STATES:
        break;
    }
    if (usb->detail[0])
        snprintf(text, size, "%s (%s)", _(message_of(usb->code)), usb->detail);
    else
        snprintf(text, size, "%s", _(message_of(usb->code)));
}
