/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Preloaded into the program under test: the C library's resolver asks the name server of names.py on the loopback. */

#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdlib.h>

int
__res_ninit (res_state state)
{
  int (*real) (res_state) = (int (*) (res_state)) dlsym (RTLD_NEXT, "__res_ninit");
  const char *port = getenv ("DYZUR_TEST_NAMES_PORT");
  int result = real (state);

  if (result != 0 || port == NULL)
    return result;
  state->nscount = 1;
  state->nsaddr_list[0].sin_family = AF_INET;
  state->nsaddr_list[0].sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  state->nsaddr_list[0].sin_port = htons ((unsigned short) atoi (port));
  return 0;
}
