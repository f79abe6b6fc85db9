/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-public-address-private.h"

#include <string.h>

typedef struct
{
  guint8 bytes[4];
  guint  bits;
} Range;

/* What is private, reserved or meant for many (IANA's registry of special purpose addresses) */
static const Range special[] = {
  { { 0 }, 8 }, { { 10 }, 8 }, { { 100, 64 }, 10 }, { { 127 }, 8 }, { { 169, 254 }, 16 }, { { 172, 16 }, 12 },
  { { 192, 0, 0 }, 24 }, { { 192, 0, 2 }, 24 }, { { 192, 168 }, 16 }, { { 198, 18 }, 15 }, { { 198, 51, 100 }, 24 },
  { { 203, 0, 113 }, 24 }, { { 224 }, 3 },
};

static gboolean
is_public_v4 (const guint8 *bytes)
{
  guint32 address = (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];

  for (guint i = 0; i < G_N_ELEMENTS (special); i++)
    {
      const guint8 *b = special[i].bytes;
      guint32 range = (guint32) b[0] << 24 | (guint32) b[1] << 16 | (guint32) b[2] << 8 | b[3];

      if ((address ^ range) >> (32 - special[i].bits) == 0)
        return FALSE;
    }
  return TRUE;
}

/* Global unicast is 2000::/3; within it stand tunnels that carry an IPv4 address, and addresses for documents. */
static gboolean
is_public_v6 (const guint8 *bytes)
{
  static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };
  static const guint8 nat64[12] = { 0x00, 0x64, 0xff, 0x9b };

  if (memcmp (bytes, mapped, sizeof mapped) == 0 || memcmp (bytes, nat64, sizeof nat64) == 0)
    return is_public_v4 (bytes + 12);
  if ((bytes[0] & 0xe0) != 0x20)
    return FALSE;
  if (bytes[0] == 0x20 && bytes[1] == 0x02)
    return is_public_v4 (bytes + 2);
  return !(bytes[0] == 0x20 && bytes[1] == 0x01 && (bytes[2] < 2 || (bytes[2] == 0x0d && bytes[3] == 0xb8)));
}

gboolean
_dyzur_address_is_public (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  switch (g_inet_address_get_family (address))
    {
    case G_SOCKET_FAMILY_IPV4:
      return is_public_v4 (bytes);
    case G_SOCKET_FAMILY_IPV6:
      return is_public_v6 (bytes);
    case G_SOCKET_FAMILY_INVALID:
    case G_SOCKET_FAMILY_UNIX:
    default:
      return FALSE;
    }
}
