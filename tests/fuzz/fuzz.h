/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <stddef.h>
#include <stdint.h>

/* What libFuzzer calls with each input it makes, and run-files.c with each file it is given. */
int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);
