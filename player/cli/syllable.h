/* Whether a word can be a syllable of Vietnamese: beginning, rhyme and tone by the rules of its
 * spelling (chữ Quốc ngữ), not by a dictionary. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* `codes` are the `count` letters of one word in normal form C, in any case; both ways to place the
 * tone ("hòa", "hoà") are right. An abbreviation of capital consonants with Đ ("HĐND") is taken for
 * one, too. */
bool syllable_is_vietnamese(const uint32_t *codes, size_t count);
