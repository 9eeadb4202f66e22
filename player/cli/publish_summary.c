#include "cli/publish_summary.h"

#include "base/i18n.h"
#include "cli/amount.h"
#include "cli/publish_change.h"

static void print_head(FILE *out, const struct publish_plan *plan, bool is_done)
{
    const char *feed = plan->root->feed_id, *to = plan->target->name;
    long long number = (long long)plan->stamp.sequence;
    if (publish_plan_is_there(plan))
        fprintf(out, _("%s: nothing has changed; publication %lld stands at %s\n"), feed, number,
                to);
    else if (!is_done)
        fprintf(out, _("%s: this would be publication %lld at %s\n"), feed, number, to);
    else if (plan->is_unchanged)
        fprintf(out, _("%s: publication %lld, unchanged, now stands at %s\n"), feed, number, to);
    else
        fprintf(out, _("%s: publication %lld stands at %s\n"), feed, number, to);
}

static size_t media_count(const struct publish_plan *plan)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->media.count; i++)
        count += !plan->media.list[i].is_repeated;
    return count;
}

static void print_media(FILE *out, const struct publish_plan *plan, const struct publish_sent *sent,
                        bool is_done)
{
    char amount[AMOUNT_SIZE];
    size_t count = media_count(plan);
    if (count == 0)
        return;
    if (sent->media == 0) {
        fprintf(out,
                ngettext("  the %zu picture or clip is there already\n",
                         "  all %zu pictures and clips are there already\n", count),
                count);
        return;
    }
    fprintf(out,
            is_done ? ngettext("  %zu of %zu picture or clip sent, ",
                               "  %zu of %zu pictures and clips sent, ", count)
                    : ngettext("  %zu of %zu picture or clip to send, ",
                               "  %zu of %zu pictures and clips to send, ", count),
            sent->media, count);
    fprintf(out, "%s\n", amount_bytes(sent->bytes, amount));
}

static void print_validity(FILE *out, const struct publish_plan *plan)
{
    char text[MOMENT_TEXT_SIZE];
    if (plan->document->expires == TIME_ALWAYS_AFTER) {
        fprintf(out, "  %s\n", _("valid until it is replaced"));
        return;
    }
    moment_format(plan->document->expires, text);
    fprintf(out, _("  valid until %s\n"), text);
}

static void print_next(FILE *out, const struct publish_plan *plan, bool is_done,
                       const char *root_path)
{
    const char *to = plan->target->name;
    if (!is_done)
        fprintf(out, "%s\n", _("Nothing was written. Without --dry-run it is published."));
    else if (plan->target->is_stick)
        fprintf(out, "%s\n",
                _("All of it is on the stick, which is safe to remove now; plug it into the "
                  "player."));
    else if (publish_target_is_url(to))
        fprintf(out, _("Players that follow %s take it when they next ask.\n"), to);
    else
        fprintf(out, _("Next: bangtin verify %s --root %s\n"), to, root_path);
}

void publish_summary_print(FILE *out, const struct publish_plan *plan,
                           const struct publish_sent *sent, bool is_done, const char *root_path)
{
    print_head(out, plan, is_done);
    if (!publish_plan_is_there(plan) && !plan->is_overlay)
        publish_change_print(out, plan->standing.document, plan->document);
    if (!plan->is_overlay)
        print_media(out, plan, sent, is_done);
    print_validity(out, plan);
    print_next(out, plan, is_done, root_path);
}
