/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"

#include <signal.h>
#include <stdlib.h>

/* GLib's criticals end in SIGTRAP, for which libFuzzer keeps no input. */

int LLVMFuzzerInitialize (int    *argc,
                          char ***argv);

static void
trap_cb (int number)
{
  abort ();
}

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  signal (SIGTRAP, trap_cb);
  return 0;
}
