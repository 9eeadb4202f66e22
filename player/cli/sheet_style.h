/* The style of the contact sheet. */
#pragma once

extern const char sheet_style[];
