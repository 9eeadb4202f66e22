/* The macros of libraries that cppcheck must know to read the code; it does not read their headers.
 */
#define cJSON_ArrayForEach(element, array)                                                         \
    for (element = (array)->child; element; element = element->next)
