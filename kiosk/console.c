/* bangtin-console: empties the console that is its standard input and has the kernel write nothing
 * on it any more (console_ioctl(4), KD_GRAPHICS). bangtin-display.service runs it before the screen
 * process: between two of those the console is what people see, with all that the kernel had to say
 * since it was started. The mode stays when the process has gone; whoever logs in there gets the
 * text back, since getty@.service resets its console. */
#include <linux/kd.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Top left, all erased: console_codes(4). */
static const char empty[] = "\033[H\033[2J\033[3J";

int main(void)
{
    /* Erased first: where the mode is set already, after a crash, nothing is drawn until it is set
     * to text, and then the empty console. */
    bool done = write(STDIN_FILENO, empty, strlen(empty)) >= 0 &&
                ioctl(STDIN_FILENO, KDSETMODE, KD_TEXT) == 0 &&
                ioctl(STDIN_FILENO, KDSETMODE, KD_GRAPHICS) == 0;
    if (!done)
        perror("bangtin-console: standard input is no console that can be kept empty");
    return done ? 0 : 1;
}
