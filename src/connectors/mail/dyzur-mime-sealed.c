/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-sealed.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Signed and encrypted mail. No key is ever touched here: what is encrypted is said to be, what is signed is read, and
 * the signature stays a file beside it.
 */

#define MAX_DEPTH 16

typedef struct
{
  const guint8 *p;
  const guint8 *end;
} Der;

/**
 * dyzur_mime_sealed_tell:
 *
 * Adds the sentence that stands for what cannot be read.
 */
void
dyzur_mime_sealed_tell (DyzurBlocks   *blocks,
                        DyzurMimeSeal  seal)
{
  const char *sentence = seal == DYZUR_MIME_SEAL_PGP
                         ? _("This message is encrypted with OpenPGP. What it says is in the attached file, for the program that has the key.")
                         : _("This message is encrypted with S/MIME. What it says is in the attached file, for the program that has the key.");

  dyzur_blocks_add (blocks, DYZUR_BLOCK_PARAGRAPH, sentence);
}

/**
 * dyzur_mime_sealed_fold_armour:
 * @from: index of the first block to look at
 *
 * Folds away what OpenPGP writes around and below a text, and says of an encrypted one that it is.
 */
void
dyzur_mime_sealed_fold_armour (DyzurBlocks *blocks,
                               guint        from)
{
  gboolean inside = FALSE, encrypted = FALSE, opened = FALSE;

  for (guint i = from; i < dyzur_blocks_get_length (blocks); i++)
    {
      DyzurBlock *block = dyzur_blocks_edit (blocks, i);
      gboolean fence = g_str_has_prefix (block->text, "-----BEGIN PGP ") || g_str_has_prefix (block->text, "-----END PGP ");
      gboolean hash = opened && g_str_has_prefix (block->text, "Hash: ");

      opened = g_str_has_prefix (block->text, "-----BEGIN PGP SIGNED MESSAGE");
      if (g_str_has_prefix (block->text, "-----BEGIN PGP ") && !opened)
        inside = TRUE;
      encrypted |= g_str_has_prefix (block->text, "-----BEGIN PGP MESSAGE");
      if (fence || hash || inside)
        block->folded = TRUE;
      if (g_str_has_prefix (block->text, "-----END PGP "))
        inside = FALSE;
    }
  if (encrypted)
    dyzur_blocks_add (blocks, DYZUR_BLOCK_PARAGRAPH,
                      _("This message is encrypted with OpenPGP. Copy the folded text into the program that has the key."));
}

/* Enters the next element, whatever its length says; -1 when there is none */
static int
der_next (Der *der,
          Der *content)
{
  gsize length = 0;
  int tag;

  if (der->end - der->p < 2)
    return -1;
  tag = *der->p++;
  if (*der->p < 0x80)
    length = *der->p++;
  else if (*der->p == 0x80)
    {
      der->p++;
      length = der->end - der->p; /* up to the end-of-contents mark, which nobody checks here */
    }
  else
    {
      guint n = *der->p++ & 0x7f;

      if (n > 4 || (gsize) (der->end - der->p) < n)
        return -1;
      while (n-- > 0)
        length = length << 8 | *der->p++;
    }
  length = MIN (length, (gsize) (der->end - der->p));
  content->p = der->p;
  content->end = der->p + length;
  der->p += length;
  return tag;
}

/* The bytes of an OCTET STRING, also of one in pieces */
static void
append_octets (GByteArray *out,
               int         tag,
               Der         content,
               guint       depth)
{
  Der piece;

  if (tag == 0x04)
    g_byte_array_append (out, content.p, content.end - content.p);
  else if (tag == 0x24 && depth < MAX_DEPTH)
    while ((tag = der_next (&content, &piece)) == 0x04 || tag == 0x24)
      append_octets (out, tag, piece, depth + 1);
}

/**
 * dyzur_mime_sealed_unwrap:
 * @cms: PKCS #7 / CMS (RFC 5652)
 *
 * Returns: (transfer full) (nullable): what an opaque signature is wrapped around: a part of a mail; %NULL when it is
 *   encrypted, or nothing at all
 */
GBytes *
dyzur_mime_sealed_unwrap (GBytes *cms)
{
  static const guint8 signed_data[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02 };
  gsize size;
  const guint8 *data = g_bytes_get_data (cms, &size);
  Der der = { data, data }, info, oid, wrapped, content, element, octets;
  g_autoptr(GByteArray) out = g_byte_array_new ();
  int tag;

  if (data == NULL)
    return NULL;
  der.end += size;
  if (der_next (&der, &info) != 0x30 || der_next (&info, &oid) != 0x06 || oid.end - oid.p != sizeof signed_data ||
      memcmp (oid.p, signed_data, sizeof signed_data) != 0)
    return NULL;
  if (der_next (&info, &wrapped) != 0xa0 || der_next (&wrapped, &content) != 0x30 || der_next (&content, &element) != 0x02 ||
      der_next (&content, &element) != 0x31 || der_next (&content, &element) != 0x30)
    return NULL;
  if (der_next (&element, &oid) != 0x06 || der_next (&element, &wrapped) != 0xa0)
    return NULL;
  tag = der_next (&wrapped, &octets);
  if (tag < 0)
    return NULL;
  append_octets (out, tag, octets, 0);
  return out->len > 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&out)) : NULL;
}
