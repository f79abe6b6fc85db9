/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-keys.h"
#include "dyzur-settings.h"

static void
test_table (void)
{
  for (guint i = 0; i < dyzur_keys_get_length (); i++)
    {
      const DyzurKey *key = dyzur_keys_get (i);
      g_autofree char *name = NULL;
      g_autoptr(GVariant) target = NULL;

      g_assert_true (g_action_parse_detailed_name (key->action, &name, &target, NULL));
      g_assert_cmpuint (key->section, <, DYZUR_KEYS_N_SECTIONS);
      g_assert_cmpstr (dyzur_key_get_title (key), !=, "");
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (key->action, !=, dyzur_keys_get (j)->action);
    }
}

/* No built-in key breaks the rules a person's own keys have to keep, and none is given twice. */
static void
test_built_in (void)
{
  g_autoptr(GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < dyzur_keys_get_length (); i++)
    {
      const DyzurKey *key = dyzur_keys_get (i);
      g_auto(GStrv) accels = dyzur_keys_dup_accels (key->action);

      for (guint j = 0; accels[j] != NULL; j++)
        {
          guint keyval;
          GdkModifierType modifiers;

          g_assert_true (gtk_accelerator_parse (accels[j], &keyval, &modifiers));
          g_assert_cmpuint (keyval, !=, 0);
          if ((key->flags & DYZUR_KEY_FIXED) != 0)
            continue;
          g_assert_cmpstr (dyzur_keys_refuse (key, keyval, modifiers), ==, NULL);
          g_assert_true (g_hash_table_add (taken, gtk_accelerator_name (keyval, modifiers)));
        }
    }
}

static void
test_refuse (void)
{
  static const struct { const char *action, *accel; gboolean allowed; } cases[] = {
    { "conv.resolve", "e", TRUE },
    { "conv.resolve", "<Control>e", TRUE },
    { "conv.resolve", "F8", TRUE },
    { "conv.resolve", "<Shift>e", TRUE },
    { "conv.resolve", "<Alt>Down", TRUE },
    { "conv.resolve", "<Alt>1", TRUE },
    { "conv.resolve", "<Alt>e", FALSE },             /* ę on some keyboards */
    { "conv.resolve", "<Control><Alt>e", FALSE },    /* AltGr on others */
    { "conv.resolve", "<Control><Alt>Delete", FALSE },
    { "conv.resolve", "<Super>e", FALSE },
    { "conv.resolve", "eogonek", FALSE },
    { "conv.resolve", "lstroke", FALSE },
    { "conv.resolve", "<Control>aogonek", FALSE },
    { "conv.resolve", "ISO_Level3_Shift", FALSE },
    { "conv.resolve", "Return", FALSE },
    { "conv.resolve", "space", FALSE },
    { "conv.resolve", "Escape", FALSE },
    { "conv.resolve", "<Control>c", FALSE },
    { "conv.resolve", "<Control>v", FALSE },
    { "conv.resolve", "Shift_L", FALSE },
    { "conversation.send", "<Control>s", TRUE },
    { "conversation.send", "s", FALSE },
    { "conversation.send", "<Shift>s", FALSE },
    { "conversation.send", "slash", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint keyval;
      GdkModifierType modifiers;
      const char *refused;

      g_assert_true (gtk_accelerator_parse (cases[i].accel, &keyval, &modifiers));
      refused = dyzur_keys_refuse (dyzur_keys_find (cases[i].action), keyval, modifiers);
      g_test_message ("%s on %s: %s", cases[i].action, cases[i].accel, refused != NULL ? refused : "allowed");
      g_assert_true ((refused == NULL) == cases[i].allowed);
    }
}

static void
test_change (void)
{
  const char *own[] = { "<Control>e", "F8", NULL };
  const char *none[] = { NULL };
  g_auto(GStrv) accels = NULL;
  g_autofree char *label = NULL;

  dyzur_keys_reset_all ();
  g_assert_false (dyzur_keys_is_changed ("conv.resolve"));
  g_assert_true (dyzur_keys_find_user (GDK_KEY_e, 0) == dyzur_keys_find ("conv.resolve"));

  dyzur_keys_set_accels ("conv.resolve", own);
  g_assert_true (dyzur_keys_is_changed ("conv.resolve"));
  g_assert_null (dyzur_keys_find_user (GDK_KEY_e, 0));
  g_assert_true (dyzur_keys_find_user (GDK_KEY_F8, 0) == dyzur_keys_find ("conv.resolve"));
  g_assert_true (dyzur_keys_find_user (GDK_KEY_e, GDK_CONTROL_MASK) == dyzur_keys_find ("conv.resolve"));
  accels = dyzur_keys_dup_accels ("conv.resolve");
  g_assert_cmpstrv (accels, own);
  label = dyzur_keys_dup_label ("conv.resolve");
  g_assert_cmpstr (label, ==, "Ctrl+E");

  dyzur_keys_set_accels ("conv.resolve", none);
  g_assert_null (dyzur_keys_find_user (GDK_KEY_F8, 0));
  dyzur_keys_reset ("conv.resolve");
  g_assert_false (dyzur_keys_is_changed ("conv.resolve"));
  g_assert_true (dyzur_keys_find_user (GDK_KEY_e, 0) == dyzur_keys_find ("conv.resolve"));
}

/* Changed elsewhere (another program, dconf): followed as well. Nonsense in it does no harm. */
static void
test_foreign_change (void)
{
  const char *hello[] = { "h", "not a key", NULL };
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sas}"));
  g_variant_builder_add (&builder, "{s^as}", "conv.snooze", hello);
  g_variant_builder_add (&builder, "{s^as}", "no.such-action", hello);
  dyzur_settings_set_keys (g_variant_builder_end (&builder));
  g_assert_true (dyzur_keys_find_user (GDK_KEY_h, 0) == dyzur_keys_find ("conv.snooze"));
  g_assert_null (dyzur_keys_find_user (GDK_KEY_z, 0));
  dyzur_keys_reset_all ();
  g_assert_true (dyzur_keys_find_user (GDK_KEY_z, 0) == dyzur_keys_find ("conv.snooze"));
}

static void
test_tooltip (void)
{
  g_autofree char *with_key = dyzur_keys_dup_tooltip ("conv.resolve");
  g_autofree char *without = dyzur_keys_dup_tooltip ("app.about");

  g_assert_cmpstr (with_key, ==, "Resolve (E)");
  g_assert_cmpstr (without, ==, "About Dyżur");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/console/keys/table", test_table);
  g_test_add_func ("/console/keys/built-in", test_built_in);
  g_test_add_func ("/console/keys/refuse", test_refuse);
  g_test_add_func ("/console/keys/change", test_change);
  g_test_add_func ("/console/keys/foreign-change", test_foreign_change);
  g_test_add_func ("/console/keys/tooltip", test_tooltip);

  return g_test_run ();
}
