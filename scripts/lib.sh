# What the scripts share; sourced by bash with `root` set to the checkout.
# shellcheck shell=bash

say() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
}

# die STATUS MESSAGE: the statuses are those of bangtin (1 input, 2 usage, 3 machine).
die() {
    local status=$1
    shift
    say "$*"
    exit "$status"
}

# Prints the comment at the top of the script that runs: its usage.
usage() {
    sed -n '2,/^[^#]/{/^#/!d;s/^# \{0,1\}//;p}' "$0"
}
