/* The one thing that a picture's EXIF data must tell: which way is up. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Reads the tag Orientation of the first directory of a TIFF structure (Exif 2.32, 4.6.4: what
 * follows "Exif\0\0" in JPEG's APP1, the whole chunk in PNG's eXIf and WebP's EXIF). Returns
 * 1 … 8; 1 (upright) also where there is none or the structure makes no sense. */
unsigned exif_orientation(const uint8_t *tiff, size_t size);
