#include "cli/alert_draft.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cli/opened.h"
#include "cli/say.h"

int alert_draft_open(const char *path, bool may_be_broken, struct alert_draft *ret)
{
    struct alert_draft draft = ALERT_DRAFT_NONE;
    struct findings findings = {0};
    if (!may_be_broken || folder_open(path, &draft.folder) < 0) {
        int status = opened_document(path, &draft.folder, &draft.document);
        if (status == EXIT_DONE)
            *ret = draft;
        return status;
    }
    if (document_parse(draft.folder.bytes, draft.folder.size, &findings, &draft.document) < 0)
        draft.document = NULL;
    findings_finish(&findings);
    *ret = draft;
    return EXIT_DONE;
}

/* The file with this document in it; its mark of byte order, where it has one, stays. */
static int write_document(struct alert_draft *draft, const struct document *document)
{
    const struct folder *folder = &draft->folder;
    size_t head = folder->size - draft->document->size;
    char *whole = malloc(head + document->size + 1);
    if (!whole)
        return -ENOMEM;
    memcpy(whole, folder->bytes, head);
    memcpy(whole + head, document->bytes, document->size);
    int result = file_replace(folder->path, whole, head + document->size);
    free(whole);
    return result;
}

/* Between reading and writing lie a password and a network: somebody may have saved the file. */
static int refresh(struct alert_draft *draft)
{
    struct folder *folder = &draft->folder;
    struct findings findings = {0};
    char *bytes;
    size_t size;
    int result = file_read(folder->path, LIMIT_DOCUMENT_BYTES, &bytes, &size);
    if (result < 0)
        return result;
    if (size == folder->size && memcmp(bytes, folder->bytes, size) == 0) {
        free(bytes);
        return 0;
    }
    free(folder->bytes);
    folder->bytes = bytes;
    folder->size = size;
    document_destroy(draft->document);
    draft->document = NULL;
    document_parse(bytes, size, &findings, &draft->document);
    findings_finish(&findings);
    return 0;
}

int alert_draft_change(struct alert_draft *draft, const struct alert_change *change)
{
    struct folder *folder = &draft->folder;
    struct document *document = NULL;
    int result = refresh(draft), status = EXIT_DONE;
    if (result == 0 && !draft->document) {
        say(_("%s: it cannot be read as it stands; \"bangtin check\" says why"), folder->path);
        return EXIT_INPUT;
    }
    if (result == 0)
        status = alert_edit(draft->document, folder->path, change, &document);
    if (result == 0 && status == EXIT_DONE)
        result = write_document(draft, document);
    if (result < 0) {
        say("%s: %s", folder->path, say_errno(result));
        document_destroy(document);
        return EXIT_MACHINE;
    }
    if (status != EXIT_DONE)
        return status;
    document_destroy(draft->document);
    draft->document = document;
    free(draft->previous);
    draft->previous = folder->bytes;
    draft->previous_size = folder->size;
    folder->bytes = NULL;
    folder->size = 0;
    return EXIT_DONE;
}

void alert_draft_restore(struct alert_draft *draft)
{
    char *bytes;
    size_t size;
    if (!draft->previous || file_read(draft->folder.path, LIMIT_DOCUMENT_BYTES, &bytes, &size) < 0)
        return;
    bool is_ours =
        size >= draft->document->size && memcmp(bytes + size - draft->document->size,
                                                draft->document->bytes, draft->document->size) == 0;
    int result =
        is_ours ? file_replace(draft->folder.path, draft->previous, draft->previous_size) : 0;
    if (is_ours && result == 0)
        say(_("nothing was published; the draft is as it was before"));
    else
        say(_("nothing was published, but %s holds the change"), draft->folder.path);
    free(bytes);
}

void alert_draft_finish(struct alert_draft *draft)
{
    document_destroy(draft->document);
    free(draft->previous);
    folder_finish(&draft->folder);
    *draft = ALERT_DRAFT_NONE;
}
