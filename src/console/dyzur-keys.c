/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-keys.h"

#include <string.h>

#include "dyzur-settings.h"

#include <glib/gi18n.h>

/*
 * Every verb with its keys. The shortcuts window, the palette, the tooltips, the preferences page and the window's key
 * controller all read this one table. Letters alone never reach a text field (see dyzur-window-keys.c); nothing stands
 * on AltGr or Ctrl+Alt, where Polish letters live.
 */
static const DyzurKey table[] = {
  { "win.palette", "<Control>k", N_("Find any action, conversation or person"), DYZUR_KEYS_GENERAL, 0 },
  { "win.search", "slash", N_("Search everything"), DYZUR_KEYS_GENERAL, 0 },
  { "win.find", "<Control>f", N_("Search, in a conversation there"), DYZUR_KEYS_GENERAL, 0 },
  { "win.save-search", "<Control>d", N_("Keep this search in the sidebar"), DYZUR_KEYS_GENERAL, 0 },
  { "conv.undo", "<Control>z", N_("Undo the last action"), DYZUR_KEYS_GENERAL, DYZUR_KEY_LATE },
  { "win.next-pane", "F6", N_("Next part of the window"), DYZUR_KEYS_GENERAL, 0 },
  { "win.previous-pane", "<Shift>F6", N_("Previous part of the window"), DYZUR_KEYS_GENERAL, 0 },
  { "win.toggle-sidebar", "F9", N_("Show or hide the sidebar"), DYZUR_KEYS_GENERAL, 0 },
  { "win.toggle-customer", "F10", N_("Show or hide the customer"), DYZUR_KEYS_GENERAL, 0 },
  { "app.preferences", "<Control>comma", N_("Preferences"), DYZUR_KEYS_GENERAL, 0 },
  { "app.add-account::mail", "", N_("Connect a mailbox"), DYZUR_KEYS_GENERAL, 0 },
  { "app.add-account::woocommerce", "", N_("Connect a shop"), DYZUR_KEYS_GENERAL, 0 },
  { "win.import-knowledge", "", N_("Import a knowledge base"), DYZUR_KEYS_GENERAL, 0 },
  { "app.shortcuts", "<Control>question", N_("Keyboard shortcuts"), DYZUR_KEYS_GENERAL, 0 },
  { "app.about", "", N_("About Dyżur"), DYZUR_KEYS_GENERAL, 0 },
  { "app.quit", "<Control>q", N_("Quit"), DYZUR_KEYS_GENERAL, 0 },

  { "win.next-conversation", "j <Alt>Down", N_("Next conversation"), DYZUR_KEYS_LIST, 0 },
  { "win.previous-conversation", "k <Alt>Up", N_("Previous conversation"), DYZUR_KEYS_LIST, 0 },
  { "list.first", "Home", N_("First conversation"), DYZUR_KEYS_LIST, DYZUR_KEY_FIXED },
  { "list.last", "End", N_("Last conversation"), DYZUR_KEYS_LIST, DYZUR_KEY_FIXED },
  { "list.enter", "Return", N_("Into the conversation"), DYZUR_KEYS_LIST, DYZUR_KEY_FIXED },
  { "win.back", "Escape", N_("Back"), DYZUR_KEYS_LIST, DYZUR_KEY_LATE | DYZUR_KEY_FIXED },
  { "win.select-view(1)", "<Control>1", N_("First view of the sidebar"), DYZUR_KEYS_LIST, 0 },
  { "win.select-view(2)", "<Control>2", N_("Second view"), DYZUR_KEYS_LIST, 0 },
  { "win.select-view(3)", "<Control>3", N_("Third view"), DYZUR_KEYS_LIST, 0 },
  { "win.select-view(4)", "<Control>4", N_("Fourth view"), DYZUR_KEYS_LIST, 0 },
  { "win.select-view(5)", "<Control>5", N_("Fifth view"), DYZUR_KEYS_LIST, 0 },
  { "win.select-view(6)", "<Control>6", N_("Sixth view"), DYZUR_KEYS_LIST, 0 },
  { "win.select-view(7)", "<Control>7", N_("Seventh view"), DYZUR_KEYS_LIST, 0 },
  { "win.select-view(8)", "<Control>8", N_("Eighth view"), DYZUR_KEYS_LIST, 0 },
  { "win.select-view(9)", "<Control>9", N_("Ninth view"), DYZUR_KEYS_LIST, 0 },

  { "conv.resolve", "e", N_("Resolve"), DYZUR_KEYS_CONVERSATION, 0 },
  { "conv.reopen", "o", N_("Reopen"), DYZUR_KEYS_CONVERSATION, 0 },
  { "conv.archive", "y", N_("Archive"), DYZUR_KEYS_CONVERSATION, 0 },
  { "conv.unarchive", "", N_("Move back to the inbox"), DYZUR_KEYS_CONVERSATION, 0 },
  { "conv.spam", "exclam", N_("Mark as spam"), DYZUR_KEYS_CONVERSATION, 0 },
  { "conv.not-spam", "", N_("Not spam"), DYZUR_KEYS_CONVERSATION, 0 },
  { "conv.snooze", "z", N_("Snooze"), DYZUR_KEYS_CONVERSATION, 0 },
  { "conv.assign", "a", N_("Assign"), DYZUR_KEYS_CONVERSATION, 0 },
  { "conv.assign-to-me", "m", N_("Assign to me"), DYZUR_KEYS_CONVERSATION, 0 },
  { "conv.label", "l", N_("Labels"), DYZUR_KEYS_CONVERSATION, 0 },
  { "conv.priority", "p", N_("Priority"), DYZUR_KEYS_CONVERSATION, 0 },
  { "conv.toggle-unread", "u", N_("Mark as unread"), DYZUR_KEYS_CONVERSATION, 0 },
  { "conv.split", "x", N_("Split the conversation"), DYZUR_KEYS_CONVERSATION, 0 },
  { "conv.merge", "g", N_("Merge with other conversations"), DYZUR_KEYS_CONVERSATION, 0 },
  { "conversation.previous-mark", "bracketleft", N_("Previous message with an attachment or order"),
    DYZUR_KEYS_CONVERSATION, 0 },
  { "conversation.next-mark", "bracketright", N_("Next message with an attachment or order"),
    DYZUR_KEYS_CONVERSATION, 0 },

  { "conversation.load-pictures", "", N_("Load the message's pictures from the web"), DYZUR_KEYS_CONVERSATION, 0 },
  { "conversation.print", "<Control>p", N_("Print the conversation"), DYZUR_KEYS_CONVERSATION, 0 },
  { "conversation.save-pdf", "", N_("Save the conversation as PDF"), DYZUR_KEYS_CONVERSATION, 0 },
  { "conversation.print-message", "", N_("Print one message"), DYZUR_KEYS_CONVERSATION, 0 },
  { "conversation.save-message-pdf", "", N_("Save one message as PDF"), DYZUR_KEYS_CONVERSATION, 0 },
  { "conversation.show-original", "<Control><Shift>o", N_("Show the mail as its author laid it out"),
    DYZUR_KEYS_CONVERSATION, 0 },
  { "conversation.show-source", "<Control>u", N_("Show the source of the message"), DYZUR_KEYS_CONVERSATION, 0 },

  { "conversation.find", "<Control><Shift>f", N_("Find in the conversation"), DYZUR_KEYS_CONVERSATION, 0 },
  { "conversation.find-next", "F3 <Control>g", N_("Next match"), DYZUR_KEYS_CONVERSATION, 0 },
  { "conversation.find-previous", "<Shift>F3 <Control><Shift>g", N_("Previous match"), DYZUR_KEYS_CONVERSATION, 0 },

  { "win.new-message", "<Control>n", N_("New message"), DYZUR_KEYS_WRITING, 0 },
  { "win.discard-message", "<Control><Shift>d", N_("Discard the new message"), DYZUR_KEYS_WRITING, 0 },
  { "conversation.reply", "r", N_("Reply"), DYZUR_KEYS_WRITING, 0 },
  { "composer.reply-all", "<Shift>r", N_("Reply to all"), DYZUR_KEYS_WRITING, 0 },
  { "composer.reply-sender", "", N_("Reply to the sender only"), DYZUR_KEYS_WRITING, 0 },
  { "conversation.forward", "f", N_("Forward the last message"), DYZUR_KEYS_WRITING, 0 },
  { "conversation.forward-all", "<Shift>f", N_("Forward the conversation"), DYZUR_KEYS_WRITING, 0 },
  { "conversation.note", "n", N_("Private note"), DYZUR_KEYS_WRITING, 0 },
  { "conversation.send", "<Control>Return", N_("Send"), DYZUR_KEYS_WRITING, DYZUR_KEY_IN_TEXT },
  { "conversation.send-and-resolve", "<Control><Shift>Return", N_("Send and resolve"), DYZUR_KEYS_WRITING,
    DYZUR_KEY_IN_TEXT },
  { "conversation.send-later", "<Control><Shift>l", N_("Send later"), DYZUR_KEYS_WRITING, DYZUR_KEY_IN_TEXT },
  { "conversation.send-now", "", N_("Send the planned reply now"), DYZUR_KEYS_WRITING, DYZUR_KEY_IN_TEXT },
  { "conversation.take-back", "<Control><Shift>b", N_("Take back what has not left, or was refused"),
    DYZUR_KEYS_WRITING, DYZUR_KEY_IN_TEXT },
  { "conversation.take-suggestion(1)", "<Alt>1", N_("Take the first suggestion"), DYZUR_KEYS_WRITING,
    DYZUR_KEY_IN_TEXT },
  { "conversation.take-suggestion(2)", "<Alt>2", N_("Take the second suggestion"), DYZUR_KEYS_WRITING,
    DYZUR_KEY_IN_TEXT },
  { "conversation.take-suggestion(3)", "<Alt>3", N_("Take the third suggestion"), DYZUR_KEYS_WRITING,
    DYZUR_KEY_IN_TEXT },
  { "composer.bold", "<Control>b", N_("Bold"), DYZUR_KEYS_WRITING, DYZUR_KEY_IN_TEXT },
  { "composer.italic", "<Control>i", N_("Italic"), DYZUR_KEYS_WRITING, DYZUR_KEY_IN_TEXT },
  { "composer.link", "<Control><Shift>k", N_("Link"), DYZUR_KEYS_WRITING, DYZUR_KEY_IN_TEXT },
  { "composer.list", "", N_("List"), DYZUR_KEYS_WRITING, DYZUR_KEY_IN_TEXT },
  { "composer.numbered-list", "", N_("Numbered list"), DYZUR_KEYS_WRITING, DYZUR_KEY_IN_TEXT },
  { "composer.canned", "slash", N_("Canned response (in an empty reply)"), DYZUR_KEYS_WRITING, DYZUR_KEY_FIXED },
  { "composer.mention", "at", N_("Mention a colleague (in a note)"), DYZUR_KEYS_WRITING, DYZUR_KEY_FIXED },
};

static const char * const section_titles[DYZUR_KEYS_N_SECTIONS] = {
  [DYZUR_KEYS_GENERAL] = N_("Everywhere"),
  [DYZUR_KEYS_LIST] = N_("Conversation list"),
  [DYZUR_KEYS_CONVERSATION] = N_("Conversation"),
  [DYZUR_KEYS_WRITING] = N_("Writing"),
};

/* The person's own keys, parsed once per change of the setting. */
typedef struct
{
  guint           keyval;
  GdkModifierType modifiers;
  const DyzurKey *key;
} Binding;

static GArray *bindings;

static GStrv
lookup_accels (GVariantDict   *changed,
               const DyzurKey *key)
{
  GStrv accels = NULL;

  if (changed != NULL && (key->flags & DYZUR_KEY_FIXED) == 0 &&
      g_variant_dict_lookup (changed, key->action, "^as", &accels))
    return accels;
  return *key->keys != '\0' ? g_strsplit (key->keys, " ", -1) : g_new0 (char *, 1);
}

/* a{sas} and a{sv} differ; what is looked up here are plain entries. */
static GVariantDict *
load_changed (void)
{
  GVariantDict *dict = g_variant_dict_new (NULL);
  g_autoptr(GVariant) saved = dyzur_settings_dup_keys ();
  GVariantIter iter;
  const char *action;
  GVariant *accels;

  g_variant_iter_init (&iter, saved);
  while (g_variant_iter_next (&iter, "{&s@as}", &action, &accels))
    {
      g_variant_dict_insert_value (dict, action, accels);
      g_variant_unref (accels);
    }
  return dict;
}

static void
forget_bindings (void)
{
  g_clear_pointer (&bindings, g_array_unref);
}

static GArray *
get_bindings (void)
{
  static gboolean watched;
  g_autoptr(GVariantDict) changed = NULL;

  if (!watched)
    g_signal_connect (dyzur_settings_get (), "changed::keys", G_CALLBACK (forget_bindings), NULL);
  watched = TRUE;
  if (bindings != NULL)
    return bindings;

  bindings = g_array_new (FALSE, FALSE, sizeof (Binding));
  changed = load_changed ();
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_auto(GStrv) accels = lookup_accels (changed, &table[i]);

      for (guint j = 0; accels[j] != NULL; j++)
        {
          Binding binding = { .key = &table[i] };

          if (gtk_accelerator_parse (accels[j], &binding.keyval, &binding.modifiers) && binding.keyval != 0)
            g_array_append_val (bindings, binding);
        }
    }
  return bindings;
}

static gboolean
is_letter (guint keyval)
{
  return g_unichar_isalpha (gdk_keyval_to_unicode (keyval));
}

/* A key that writes something when it is pressed alone. */
static gboolean
writes (guint           keyval,
        GdkModifierType modifiers)
{
  gunichar c = gdk_keyval_to_unicode (keyval);

  return (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK)) == 0 &&
         c != 0 && !g_unichar_iscntrl (c);
}

static gboolean
is_navigation (guint           keyval,
               GdkModifierType modifiers)
{
  if ((modifiers & ~GDK_SHIFT_MASK) != 0)
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_Escape:
    case GDK_KEY_Tab:
    case GDK_KEY_ISO_Left_Tab:
    case GDK_KEY_space:
    case GDK_KEY_BackSpace:
    case GDK_KEY_Delete:
    case GDK_KEY_Up:
    case GDK_KEY_Down:
    case GDK_KEY_Left:
    case GDK_KEY_Right:
    case GDK_KEY_Home:
    case GDK_KEY_End:
    case GDK_KEY_Page_Up:
    case GDK_KEY_Page_Down:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_late (const Binding *binding)
{
  return (binding->key->flags & DYZUR_KEY_LATE) != 0 || writes (binding->keyval, binding->modifiers);
}

guint
dyzur_keys_get_length (void)
{
  return G_N_ELEMENTS (table);
}

const DyzurKey *
dyzur_keys_get (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (table), NULL);

  return &table[index];
}

/**
 * dyzur_keys_find:
 *
 * Returns: (transfer none) (nullable): the verb with this detailed action name
 */
const DyzurKey *
dyzur_keys_find (const char *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i].action, action))
      return &table[i];
  return NULL;
}

const char *
dyzur_key_get_title (const DyzurKey *self)
{
  return _(self->title);
}

const char *
dyzur_keys_get_section_title (DyzurKeySection section)
{
  g_return_val_if_fail (section < DYZUR_KEYS_N_SECTIONS, NULL);

  return _(section_titles[section]);
}

/**
 * dyzur_keys_dup_accels:
 *
 * Returns: (transfer full): the keys that work now, in GTK's form ("<Control>f"); empty when there are none
 */
GStrv
dyzur_keys_dup_accels (const char *action)
{
  const DyzurKey *key = dyzur_keys_find (action);
  g_autoptr(GVariantDict) changed = NULL;

  if (key == NULL)
    return g_new0 (char *, 1);
  changed = load_changed ();
  return lookup_accels (changed, key);
}

gboolean
dyzur_keys_is_changed (const char *action)
{
  g_autoptr(GVariantDict) changed = load_changed ();

  return g_variant_dict_contains (changed, action);
}

static void
save_changed (GVariantDict *changed)
{
  g_autoptr(GVariant) all = g_variant_ref_sink (g_variant_dict_end (changed));
  GVariantBuilder builder;
  GVariantIter iter;
  const char *action;
  GVariant *accels;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sas}"));
  g_variant_iter_init (&iter, all);
  while (g_variant_iter_next (&iter, "{&sv}", &action, &accels))
    {
      g_variant_builder_add (&builder, "{s@as}", action, accels);
      g_variant_unref (accels);
    }
  dyzur_settings_set_keys (g_variant_builder_end (&builder));
  forget_bindings ();
}

/**
 * dyzur_keys_set_accels:
 * @accels: (array zero-terminated=1): checked with dyzur_keys_refuse() by the caller; empty = no keys
 */
void
dyzur_keys_set_accels (const char         *action,
                       const char * const *accels)
{
  g_autoptr(GVariantDict) changed = load_changed ();

  g_return_if_fail (dyzur_keys_find (action) != NULL);

  g_variant_dict_insert_value (changed, action, g_variant_new_strv (accels, -1));
  save_changed (changed);
}

void
dyzur_keys_reset (const char *action)
{
  g_autoptr(GVariantDict) changed = load_changed ();

  g_variant_dict_remove (changed, action);
  save_changed (changed);
}

void
dyzur_keys_reset_all (void)
{
  dyzur_settings_set_keys (g_variant_new ("a{sas}", NULL));
  forget_bindings ();
}

/**
 * dyzur_keys_dup_label:
 *
 * Returns: (transfer full) (nullable): the first key as people read it: "Ctrl+F"
 */
char *
dyzur_keys_dup_label (const char *action)
{
  g_auto(GStrv) accels = dyzur_keys_dup_accels (action);
  guint keyval;
  GdkModifierType modifiers;

  if (accels[0] == NULL || !gtk_accelerator_parse (accels[0], &keyval, &modifiers))
    return NULL;
  return gtk_accelerator_get_label (keyval, modifiers);
}

/**
 * dyzur_keys_dup_tooltip:
 *
 * Returns: (transfer full): title and key, for a button's tooltip: "Resolve (E)"
 */
char *
dyzur_keys_dup_tooltip (const char *action)
{
  const DyzurKey *key = dyzur_keys_find (action);
  g_autofree char *label = NULL;

  g_return_val_if_fail (key != NULL, NULL);

  label = dyzur_keys_dup_label (action);
  if (label == NULL)
    return g_strdup (dyzur_key_get_title (key));
  /* Translators: a button's tooltip: what it does, then its key */
  return g_strdup_printf (_("%s (%s)"), dyzur_key_get_title (key), label);
}

/**
 * dyzur_keys_refuse:
 * @key: the verb that would get it
 *
 * Returns: (nullable): why this combination cannot be used, as a sentence; %NULL when it can
 */
const char *
dyzur_keys_refuse (const DyzurKey  *key,
                   guint            keyval,
                   GdkModifierType  modifiers)
{
  modifiers &= GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK | GDK_HYPER_MASK;

  if (keyval == GDK_KEY_ISO_Level3_Shift || keyval == GDK_KEY_Mode_switch || gdk_keyval_to_unicode (keyval) > 0x7f)
    return _("AltGr and the letters it writes stay free for typing.");
  if ((modifiers & GDK_CONTROL_MASK) != 0 && (modifiers & GDK_ALT_MASK) != 0)
    return _("Ctrl+Alt is AltGr on many keyboards and stays free for typing.");
  if ((modifiers & (GDK_SUPER_MASK | GDK_META_MASK | GDK_HYPER_MASK)) != 0)
    return _("The Super key belongs to the desktop.");
  if ((modifiers & GDK_ALT_MASK) != 0 && is_letter (keyval))
    return _("Alt with a letter stays free: many keyboards write Polish letters with it.");
  if (is_navigation (keyval, modifiers))
    return _("This key moves through the window.");
  if (!gtk_accelerator_valid (keyval, modifiers))
    return _("This key cannot be used alone.");
  if ((key->flags & DYZUR_KEY_IN_TEXT) != 0 && writes (keyval, modifiers))
    return _("This action is used while writing and needs Ctrl or Alt.");
  if ((modifiers & GDK_CONTROL_MASK) != 0 && (modifiers & ~GDK_CONTROL_MASK) == 0 &&
      keyval < 0x80 && strchr ("acvx", (int) keyval) != NULL)
    return _("Every text field needs this combination.");
  return NULL;
}

/**
 * dyzur_keys_find_user:
 *
 * Returns: (transfer none) (nullable): the verb that has this combination now
 */
const DyzurKey *
dyzur_keys_find_user (guint           keyval,
                      GdkModifierType modifiers)
{
  GArray *all = get_bindings ();

  for (guint i = 0; i < all->len; i++)
    {
      const Binding *binding = &g_array_index (all, Binding, i);

      if (binding->keyval == keyval && binding->modifiers == modifiers)
        return binding->key;
    }
  return NULL;
}

/**
 * dyzur_keys_match:
 * @event: a key press
 * @late: %TRUE after the focused widget did not want it, %FALSE before it is asked
 *
 * Keys that would write something are only found late.
 *
 * Returns: (transfer none) (nullable): the verb to do
 */
const DyzurKey *
dyzur_keys_match (GdkEvent *event,
                  gboolean  late)
{
  GArray *all = get_bindings ();

  /* The third level is AltGr: whatever it wrote is text. */
  if (gdk_key_event_get_level (event) > 1)
    return NULL;
  for (guint i = 0; i < all->len; i++)
    {
      const Binding *binding = &g_array_index (all, Binding, i);

      if ((binding->key->flags & DYZUR_KEY_FIXED) != 0 && !g_str_has_prefix (binding->key->action, "win."))
        continue;
      if (is_late (binding) == late &&
          gdk_key_event_matches (event, binding->keyval, binding->modifiers) != GDK_KEY_MATCH_NONE)
        return binding->key;
    }
  return NULL;
}
