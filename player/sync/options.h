/* The command line of bangtin-sync, which `bangtin sync` and the service unit write. */
#pragma once

#include <stdbool.h>

struct options {
    const char *site;  /* settings file; NULL: where settings are */
    const char *store; /* NULL: where stores are */
    const char *run;   /* NULL: where state files are */
    const char *feed;  /* this address in place of the settings' feeds; NULL: those */
    const char *root;  /* the root file of `feed` */
    bool is_unsigned;  /* `feed` needs no signature: for trials */
    bool once;         /* one poll of each feed, then exit */
};

/* Reads the arguments. Returns 0, or -1 after saying what is wrong. Strings stay the arguments'. */
int options_parse(int argc, char *argv[], struct options *ret);
