/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mock-shop.h"

#include <string.h>

#include "dyzur-json.h"
#include "dyzur-mock-server.h"

#define API "/wp-json/wc/v3"
#define JSON "application/json; charset=UTF-8"

typedef struct
{
  guint  status;
  char  *type;
  char  *body;
} Answer;

/* All that was recorded, read once by a process and never changed. */
typedef struct
{
  GHashTable *answers;              /* "GET /path?a=1&b=2" → Answer */
  GHashTable *errors;               /* fixture's name → Answer */
  GPtrArray  *orders;               /* (element-type DyzurJson): each order once, newest first */
} Recording;

struct _DyzurMockShop
{
  DyzurMockServer *server;
  const Recording *recording;

  GMutex           mutex;           /* guards what follows */
  GHashTable      *put;             /* path → Answer */
  GPtrArray       *log;
  Answer          *failure;         /* (nullable) */
  gboolean         ignore_filters;
  guint            delay;
};

static Answer *
answer_new (guint       status,
            const char *type,
            const char *body)
{
  Answer *self = g_new0 (Answer, 1);

  self->status = status;
  self->type = g_strdup (type);
  self->body = g_strdup (body);
  return self;
}

static void
answer_free (gpointer data)
{
  Answer *self = data;

  if (self == NULL)
    return;
  g_free (self->type);
  g_free (self->body);
  g_free (self);
}

static char *
print (const DyzurJson *json)
{
  g_autoptr(GVariant) value = dyzur_json_to_variant (json);

  return dyzur_json_print (value, FALSE);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* "GET /path?a=1&b=2": the order of parameters does not matter, nor does who asks. */
static char *
request_key (const char *method,
             const char *path,
             GHashTable *query)
{
  g_autoptr(GPtrArray) pairs = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;
  GHashTableIter iter;
  gpointer name, value;

  if (query != NULL)
    {
      g_hash_table_iter_init (&iter, query);
      while (g_hash_table_iter_next (&iter, &name, &value))
        if (!g_str_has_prefix (name, "oauth_") && !g_str_has_prefix (name, "consumer_"))
          g_ptr_array_add (pairs, g_strconcat (name, "=", value, NULL));
    }
  g_ptr_array_sort (pairs, compare_texts);
  g_ptr_array_add (pairs, NULL);
  joined = g_strjoinv ("&", (char **) pairs->pdata);
  return g_strconcat (method, " ", path, *joined != '\0' ? "?" : "", joined, NULL);
}

static GHashTable *
read_query (const DyzurJson *json)
{
  GHashTable *query = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto(GStrv) names = dyzur_json_dup_members (json);

  for (guint i = 0; names[i] != NULL; i++)
    g_hash_table_insert (query, g_strdup (names[i]), dyzur_json_dup_text (json, names[i]));
  return query;
}

static gint64
order_id (gconstpointer order)
{
  return dyzur_json_to_integer (order, "id", 0);
}

static DyzurJson *
find_order (const Recording *self,
            gint64           id)
{
  for (guint i = 0; i < self->orders->len; i++)
    if (order_id (g_ptr_array_index (self->orders, i)) == id)
      return g_ptr_array_index (self->orders, i);
  return NULL;
}

static void
learn_order (Recording       *self,
             const DyzurJson *json)
{
  g_autofree char *text = NULL;

  /* Only whole ones: some lists were asked for a few fields. */
  if (dyzur_json_peek (json, "billing") == NULL || dyzur_json_peek (json, "shipping_lines") == NULL ||
      find_order (self, order_id (json)) != NULL)
    return;
  text = print (json);
  g_ptr_array_add (self->orders, dyzur_json_parse_text (text, NULL));
}

static void
load_fixture (Recording  *self,
              const char *dir,
              const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autofree char *text = NULL, *method = NULL, *where = NULL, *body = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurJson) root = NULL;
  g_autoptr(GHashTable) query = NULL;
  const DyzurJson *request, *content;
  guint status;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  root = dyzur_json_parse_text (text, &error);
  g_assert_no_error (error);
  request = dyzur_json_peek (root, "request");
  content = dyzur_json_peek (root, "body");
  method = dyzur_json_dup_text (request, "method");
  where = dyzur_json_dup_text (request, "path");
  query = read_query (dyzur_json_peek (request, "query"));
  status = (guint) dyzur_json_to_integer (root, "status", 0);
  body = print (content);

  if (g_str_has_prefix (name, "error_"))
    {
      g_hash_table_insert (self->errors, g_strndup (name, strlen (name) - strlen (".json")),
                           answer_new (status, JSON, body));
      return;
    }
  g_hash_table_insert (self->answers, request_key (method, where, query), answer_new (status, JSON, body));
  learn_order (self, content);
  for (guint i = 0; i < dyzur_json_get_length (content); i++)
    learn_order (self, dyzur_json_get_element (content, i));
}

static int
compare_orders (gconstpointer a,
                gconstpointer b)
{
  return (int) (order_id (*(DyzurJson * const *) b) - order_id (*(DyzurJson * const *) a));
}

static gpointer
load_fixtures (gpointer data)
{
  Recording *self = g_new0 (Recording, 1);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "woocommerce", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open (path, 0, &error);
  const char *name;

  g_assert_no_error (error);
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, answer_free);
  self->errors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, answer_free);
  self->orders = g_ptr_array_new_with_free_func ((GDestroyNotify) dyzur_json_unref);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json") && !g_str_has_prefix (name, "wc79_"))
      load_fixture (self, path, name);
  g_ptr_array_sort (self->orders, compare_orders);
  return self;
}

static gboolean
contains (const DyzurJson *address,
          const char      *term)
{
  g_auto(GStrv) names = dyzur_json_dup_members (address);
  g_autofree char *folded = g_utf8_casefold (term, -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *value = dyzur_json_dup_text (address, names[i]);
      g_autofree char *folded_value = value != NULL ? g_utf8_casefold (value, -1) : NULL;

      if (folded_value != NULL && strstr (folded_value, folded) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* Like the shop: by id, or by substring of the address. No term: everything. */
static char *
search (const Recording *self,
        const char      *term)
{
  GString *list = g_string_new ("[");

  for (guint i = 0; i < self->orders->len; i++)
    {
      DyzurJson *order = g_ptr_array_index (self->orders, i);
      g_autofree char *id = dyzur_json_dup_text (order, "id");
      g_autofree char *text = NULL;

      if (term != NULL && strcmp (id, term) != 0 && !contains (dyzur_json_peek (order, "billing"), term))
        continue;
      text = print (order);
      g_string_append_printf (list, "%s%s", list->len > 1 ? "," : "", text);
    }
  g_string_append_c (list, ']');
  return g_string_free (list, FALSE);
}

static void
send_answer (SoupServerMessage *message,
             const Answer      *answer)
{
  dyzur_mock_server_answer (message, answer->status, answer->type, answer->body);
}

static void
answer_unrecorded (DyzurMockShop     *self,
                   SoupServerMessage *message,
                   const char        *path,
                   GHashTable        *query)
{
  g_autofree char *body = NULL;
  gint64 id = 0;

  if (g_str_has_prefix (path, API "/orders/"))
    id = g_ascii_strtoll (path + strlen (API "/orders/"), NULL, 10);
  if (strcmp (path, API) == 0)
    body = g_strdup ("{\"namespace\":\"wc/v3\",\"routes\":{}}");
  else if (strcmp (path, API "/orders") == 0 && query != NULL && g_hash_table_contains (query, "page"))
    body = g_strdup ("[]");
  else if (strcmp (path, API "/orders") == 0)
    body = search (self->recording, query != NULL ? g_hash_table_lookup (query, "search") : NULL);
  else if (g_str_has_suffix (path, "/notes") || g_str_has_suffix (path, "/refunds"))
    body = g_strdup ("[]");
  else if (id != 0 && find_order (self->recording, id) != NULL)
    body = print (find_order (self->recording, id));

  if (body != NULL)
    dyzur_mock_server_answer (message, 200, JSON, body);
  else
    send_answer (message, g_hash_table_lookup (self->recording->errors, id != 0 ? "error_404_order" : "error_404_route"));
}

static gboolean
is_authorized (SoupServerMessage *message,
               GHashTable        *query)
{
  const char *header = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Authorization");

  return (header != NULL && g_str_has_prefix (header, "Basic ")) ||
         (query != NULL && (g_hash_table_contains (query, "oauth_signature") ||
                            g_hash_table_contains (query, "consumer_secret")));
}

static void
answer_request (DyzurMockShop     *self,
                SoupServerMessage *message,
                const char        *path,
                GHashTable        *query)
{
  g_autofree char *key = request_key (soup_server_message_get_method (message), path, query);
  const Answer *recorded = g_hash_table_lookup (self->recording->answers, key);
  const Answer *put = g_hash_table_lookup (self->put, strchr (key, ' ') + 1);

  if (put == NULL)
    put = g_hash_table_lookup (self->put, path);
  g_ptr_array_add (self->log, g_strdup (key));
  if (self->failure != NULL)
    send_answer (message, self->failure);
  else if (put != NULL)
    send_answer (message, put);
  else if (!is_authorized (message, query) && strcmp (path, API) != 0)
    send_answer (message, g_hash_table_lookup (self->recording->errors, "error_401_no_auth"));
  else if (recorded != NULL && !(self->ignore_filters && strcmp (path, API "/orders") == 0))
    send_answer (message, recorded);
  else
    answer_unrecorded (self, message, path, self->ignore_filters ? NULL : query);
}

static void
request_cb (DyzurMockServer   *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  DyzurMockShop *self = user_data;

  g_mutex_lock (&self->mutex);
  answer_request (self, message, path, query);
  if (self->delay > 0)
    dyzur_mock_server_delay (message, self->delay);
  g_mutex_unlock (&self->mutex);
}

/**
 * dyzur_mock_shop_new:
 *
 * Returns: (transfer full): a shop that listens already
 */
DyzurMockShop *
dyzur_mock_shop_new (void)
{
  static GOnce once = G_ONCE_INIT;
  DyzurMockShop *self = g_new0 (DyzurMockShop, 1);

  g_mutex_init (&self->mutex);
  self->recording = g_once (&once, load_fixtures, NULL);
  self->put = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, answer_free);
  self->log = g_ptr_array_new_with_free_func (g_free);
  self->server = dyzur_mock_server_new (request_cb, self, NULL);
  return self;
}

void
dyzur_mock_shop_free (DyzurMockShop *self)
{
  if (self == NULL)
    return;
  dyzur_mock_server_free (self->server);
  g_hash_table_unref (self->put);
  g_ptr_array_unref (self->log);
  answer_free (self->failure);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * dyzur_mock_shop_get_address:
 *
 * Returns: what a person would enter as the shop's address; the key may be anything like "ck_1:cs_2"
 */
const char *
dyzur_mock_shop_get_address (DyzurMockShop *self)
{
  return dyzur_mock_server_get_address (self->server);
}

guint
dyzur_mock_shop_get_requests (DyzurMockShop *self)
{
  return dyzur_mock_server_get_requests (self->server);
}

/**
 * dyzur_mock_shop_dup_log:
 *
 * Returns: (transfer full): "GET /path?a=1&b=2" of every request so far, parameters sorted, without those of the key
 */
GStrv
dyzur_mock_shop_dup_log (DyzurMockShop *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->log->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (self->log, i));
  g_mutex_unlock (&self->mutex);
  return g_strv_builder_end (builder);
}

/**
 * dyzur_mock_shop_fail:
 * @status: what every request gets from now on; 0 = all is well again
 * @type: (nullable)
 * @body: (nullable)
 */
void
dyzur_mock_shop_fail (DyzurMockShop *self,
                      guint          status,
                      const char    *type,
                      const char    *body)
{
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->failure, answer_free);
  if (status != 0)
    self->failure = answer_new (status, type, body);
  g_mutex_unlock (&self->mutex);
}

/**
 * dyzur_mock_shop_fail_like:
 * @fixture: name of a recorded error, "error_401_bad_secret"
 */
void
dyzur_mock_shop_fail_like (DyzurMockShop *self,
                           const char    *fixture)
{
  const Answer *answer = g_hash_table_lookup (self->recording->errors, fixture);

  g_assert_nonnull (answer);
  dyzur_mock_shop_fail (self, answer->status, answer->type, answer->body);
}

/**
 * dyzur_mock_shop_ignore_filters:
 * @ignore: whether a list is everything there is, whatever was asked, like the real shop's with a filter it does not know
 */
void
dyzur_mock_shop_ignore_filters (DyzurMockShop *self,
                                gboolean       ignore)
{
  g_mutex_lock (&self->mutex);
  self->ignore_filters = ignore;
  g_mutex_unlock (&self->mutex);
}

/**
 * dyzur_mock_shop_delay:
 * @ms: how long each answer is held back; 0 = not
 */
void
dyzur_mock_shop_delay (DyzurMockShop *self,
                       guint          ms)
{
  g_mutex_lock (&self->mutex);
  self->delay = ms;
  g_mutex_unlock (&self->mutex);
}

/**
 * dyzur_mock_shop_put:
 * @path: answered with @body from now on, whatever the query: "/wp-json/wc/v3/orders"; or with a query, as in the log
 */
void
dyzur_mock_shop_put (DyzurMockShop *self,
                     const char    *path,
                     guint          status,
                     const char    *body)
{
  g_mutex_lock (&self->mutex);
  g_hash_table_insert (self->put, g_strdup (path), answer_new (status, JSON, body));
  g_mutex_unlock (&self->mutex);
}
