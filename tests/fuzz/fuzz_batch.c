/* Any text as a batch of the log of plays: where it is taken, every row's item and place are there.
 */
#include <string.h>

#include "plays/batch.h"
#include "target.h"

static size_t find_items(const struct batch *batch, int64_t id)
{
    size_t count = 0;
    for (size_t i = 0; i < batch->item_count; i++)
        count += batch->items[i].id == id;
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct batch batch;
    if (batch_read((const char *)data, size, &batch) < 0)
        return 0;
    MUST(batch.first >= 1 && batch.row_count >= 1 && batch.row_count <= BATCH_ROWS_MAX);
    MUST(strlen(batch.device) == PLAY_DEVICE_SIZE - 1);
    for (size_t i = 0; i < batch.row_count; i++) {
        const struct play_row *row = &batch.rows[i];
        MUST(row->seq == batch.first + (int64_t)i && row->shown >= 0);
        MUST(row->item == 0 || find_items(&batch, row->item) > 0);
    }
    for (size_t i = 0; i < batch.item_count; i++)
        MUST(strlen(batch.items[i].title) <= PLAY_TITLE_MAX);
    batch_finish(&batch);
    return 0;
}
