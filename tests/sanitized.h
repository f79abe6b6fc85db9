/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* SANITIZED: built with AddressSanitizer, where everything takes ten times as long; tests of amounts take fewer. */
#if defined (__SANITIZE_ADDRESS__)
#define SANITIZED
#elif defined (__has_feature)
#if __has_feature (address_sanitizer)
#define SANITIZED
#endif
#endif
