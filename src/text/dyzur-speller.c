/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-speller.h"

#include "dyzur-dictionary-private.h"
#include "dyzur-fold.h"
#include "dyzur-scan-private.h"

#include <string.h>

#define MAX_SUGGESTIONS 5
#define MAX_REMEMBERED 20000

struct _DyzurSpeller
{
  GObject          parent_instance;

  DyzurDictionary *dictionary;   /* (nullable) */
  GThreadPool     *worker;       /* one thread; NULL once closed */
  gboolean         closing;      /* atomic */

  struct
  {
    GMutex         lock;
    GHashTable    *words;        /* (element-type utf8): added by people, in lower case */
    GHashTable    *verdicts;     /* (element-type utf8 gboolean): of words looked up before */
  } shared;
};

G_DEFINE_FINAL_TYPE (DyzurSpeller, dyzur_speller, G_TYPE_OBJECT)

typedef struct
{
  DyzurSpeller *self;
  const char   *text;
  GArray       *ranges;
  gsize         skip_to;         /* words before this offset are parts of an address */
} Check;

/* What the dictionary does not have and every shop writes. */
static const char * const shop_words[] = {
  "allegro", "blik", "dpd", "inpost", "mail", "maila", "mailem", "mailu", "maile", "maili", "online", "orlen",
  "paczkomat", "paczkomatu", "paczkomacie", "paczkomaty", "paczkomatów", "paypo", "payu", "przelewy24", "sms", "smsa",
  "sms-a", "e-mail", NULL
};

/* Words with capitals inside are names (InPost), short words of capitals are abbreviations. */
static gboolean
is_name (const char *word,
         gsize       length)
{
  guint capitals = 0, small = 0;

  for (const char *p = word; p < word + length; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isdigit (c))
        return TRUE;
      if (g_unichar_isupper (c))
        capitals += p > word ? 1 : 0;
      else
        small++;
    }
  if (capitals == 0)
    return FALSE;
  return small > 0 || g_utf8_strlen (word, length) <= 4;
}

/* The caller has the lock. */
static gboolean
recall (DyzurSpeller *self,
        const char   *word,
        const char   *lower,
        gboolean     *correct)
{
  gpointer verdict;

  if (g_hash_table_contains (self->shared.words, lower) || g_strv_contains (shop_words, lower))
    *correct = TRUE;
  else if (g_hash_table_lookup_extended (self->shared.verdicts, word, NULL, &verdict))
    *correct = GPOINTER_TO_INT (verdict);
  else
    return FALSE;
  return TRUE;
}

static gboolean
is_correct (DyzurSpeller *self,
            const char   *text,
            gsize         length)
{
  g_autofree char *word = g_strndup (text, length);
  g_autofree char *lower = g_utf8_strdown (word, -1);
  gboolean known, correct;

  g_mutex_lock (&self->shared.lock);
  known = recall (self, word, lower, &correct);
  g_mutex_unlock (&self->shared.lock);
  if (known)
    return correct;
  correct = _dyzur_dictionary_knows (self->dictionary, word);
  g_mutex_lock (&self->shared.lock);
  if (g_hash_table_size (self->shared.verdicts) >= MAX_REMEMBERED)
    g_hash_table_remove_all (self->shared.verdicts);
  g_hash_table_insert (self->shared.verdicts, g_steal_pointer (&word), GINT_TO_POINTER (correct));
  g_mutex_unlock (&self->shared.lock);
  return correct;
}

/* The end of the web or e-mail address, hash tag or mention that begins at @at or with the sign before it. */
static gsize
address_length (const char *text,
                const char *at)
{
  gsize length = _dyzur_scan_url (text, at);

  if (length == 0)
    length = _dyzur_scan_email (text, at);
  if (length == 0 && at > text && strchr ("@#/_", at[-1]) != NULL)
    length = 1;
  return length;
}

static void
check_word_cb (const char *word,
               gsize       length,
               gsize       offset,
               gpointer    user_data)
{
  Check *check = user_data;
  DyzurTextRange range = { offset, offset + length };
  gsize address = offset >= check->skip_to ? address_length (check->text, word) : 0;

  if (address > 0)
    check->skip_to = offset + address;
  if (offset < check->skip_to || g_utf8_strlen (word, length) < 2 || is_name (word, length))
    return;
  if (!is_correct (check->self, word, length))
    g_array_append_val (check->ranges, range);
}

static void
check_text (DyzurSpeller *self,
            GTask        *task)
{
  g_autoptr(GArray) ranges = g_array_new (FALSE, FALSE, sizeof (DyzurTextRange));
  Check check = { self, g_task_get_task_data (task), ranges };

  if (self->dictionary != NULL)
    dyzur_foreach_word (check.text, -1, check_word_cb, &check);
  g_task_return_pointer (task, g_steal_pointer (&ranges), (GDestroyNotify) g_array_unref);
}

static void
suggest_words (DyzurSpeller *self,
               GTask        *task)
{
  const char *word = g_task_get_task_data (task);
  GStrv words = self->dictionary != NULL ? _dyzur_dictionary_suggest (self->dictionary, word, MAX_SUGGESTIONS)
                                         : g_new0 (char *, 1);

  g_task_return_pointer (task, words, (GDestroyNotify) g_strfreev);
}

static void
work (gpointer data,
      gpointer user_data)
{
  g_autoptr(GTask) task = data;
  DyzurSpeller *self = g_task_get_source_object (task);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (g_atomic_int_get (&self->closing))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The speller was closed");
  else if (g_task_get_source_tag (task) == dyzur_speller_check_async)
    check_text (self, task);
  else
    suggest_words (self, task);
}

static void
start (DyzurSpeller        *self,
       const char          *text,
       gpointer             tag,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, g_utf8_make_valid (text, -1), g_free);
  g_thread_pool_push (self->worker, task, NULL);
}

static void
dyzur_speller_finalize (GObject *object)
{
  DyzurSpeller *self = DYZUR_SPELLER (object);

  g_assert (self->worker == NULL);
  g_clear_pointer (&self->dictionary, _dyzur_dictionary_unref);
  g_hash_table_unref (self->shared.words);
  g_hash_table_unref (self->shared.verdicts);
  g_mutex_clear (&self->shared.lock);

  G_OBJECT_CLASS (dyzur_speller_parent_class)->finalize (object);
}

static void
dyzur_speller_class_init (DyzurSpellerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyzur_speller_finalize;
}

static void
dyzur_speller_init (DyzurSpeller *self)
{
  g_mutex_init (&self->shared.lock);
  self->shared.words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->shared.verdicts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->worker = g_thread_pool_new (work, NULL, 1, FALSE, NULL);
}

/**
 * dyzur_speller_new:
 * @language: ISO 639-1
 *
 * Returns: (transfer full): end it with dyzur_speller_close(). The dictionary is read when first needed
 */
DyzurSpeller *
dyzur_speller_new (const char *language)
{
  DyzurSpeller *self = g_object_new (DYZUR_TYPE_SPELLER, NULL);

  self->dictionary = _dyzur_dictionary_get (language);
  return self;
}

/**
 * dyzur_speller_close:
 *
 * Waits for what the worker does at this moment (at most some 0.3 s) and ends it; what waits behind comes back as
 * cancelled. Call it once, before the last reference goes.
 */
void
dyzur_speller_close (DyzurSpeller *self)
{
  g_return_if_fail (DYZUR_IS_SPELLER (self));

  g_atomic_int_set (&self->closing, TRUE);
  if (self->worker != NULL)
    g_thread_pool_free (g_steal_pointer (&self->worker), FALSE, TRUE);
}

/**
 * dyzur_speller_add_word:
 *
 * Takes @word, in any case, for correct from now on. Who wants to keep it stores it.
 */
void
dyzur_speller_add_word (DyzurSpeller *self,
                        const char   *word)
{
  g_return_if_fail (DYZUR_IS_SPELLER (self));

  g_mutex_lock (&self->shared.lock);
  g_hash_table_add (self->shared.words, g_utf8_strdown (word, -1));
  g_mutex_unlock (&self->shared.lock);
}

/**
 * dyzur_speller_check_async:
 * @text: looked at word by word; addresses, words with digits, abbreviations and names like InPost are passed over
 */
void
dyzur_speller_check_async (DyzurSpeller        *self,
                           const char          *text,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (DYZUR_IS_SPELLER (self));
  g_return_if_fail (text != NULL && self->worker != NULL);

  start (self, text, dyzur_speller_check_async, cancellable, callback, user_data);
}

/**
 * dyzur_speller_check_finish:
 *
 * Returns: (transfer full) (element-type DyzurTextRange): the misspelt words, in order
 */
GArray *
dyzur_speller_check_finish (DyzurSpeller  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * dyzur_speller_suggest_async:
 *
 * Looks for what @word was meant to be; takes up to 0.3 s.
 */
void
dyzur_speller_suggest_async (DyzurSpeller        *self,
                             const char          *word,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (DYZUR_IS_SPELLER (self));
  g_return_if_fail (word != NULL && self->worker != NULL);

  start (self, word, dyzur_speller_suggest_async, cancellable, callback, user_data);
}

/**
 * dyzur_speller_suggest_finish:
 *
 * Returns: (transfer full): at most five words, likeliest first
 */
GStrv
dyzur_speller_suggest_finish (DyzurSpeller  *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
