/* What each command takes: its options, and examples of its use. Tables of words, nothing else;
 * each ends with an empty entry. */
#pragma once

#include "cli/command.h"

extern const struct option_spec play_options[], check_options[], preview_options[],
    simulate_options[], new_options[], keygen_options[], publish_options[], alert_options[],
    verify_options[], sync_options[], status_options[], report_options[], testcard_options[];

extern const struct command_example play_examples[], check_examples[], preview_examples[],
    simulate_examples[], new_examples[], keygen_examples[], publish_examples[], alert_examples[],
    verify_examples[], sync_examples[], status_examples[], report_examples[], testcard_examples[];
