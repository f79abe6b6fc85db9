/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "console-fixture.h"
#include "dyzur-message-widget.h"
#include "dyzur-mime-reader.h"

#include <errno.h>
#include <gmime/gmime.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

/*
 * Reading a mail asks nobody for anything. Every mail of the corpus is read and shown, folded parts too: with the hosts of
 * all its addresses turned into a socket that listens here, as they stand and under base64 and quoted-printable; and with
 * a kernel that ends the process at the first socket for IP, be it for a picture, a name or anything else. Names that are
 * looked up are counted, too.
 */

#define AT_ONCE 20

typedef char *(*TurnFunc) (const char *data,
                           gsize       size,
                           gsize      *turned_size,
                           gpointer    user_data);

static DyzurMessage *
read_mail (const char *path,
           TurnFunc    turn,
           gpointer    user_data)
{
  g_autoptr(DyzurAccountConfig) config = dyzur_account_config_new ("mail");
  DyzurMimeContext context = { .config = config, .received_at = CONSOLE_NOW };
  g_autofree char *data = NULL, *turned = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(DyzurEvent) event = NULL;
  gsize size;

  config->address = g_strdup ("sklep@sklep.test");
  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  if (turn != NULL)
    turned = turn (data, size, &size, user_data);
  bytes = g_bytes_new (turned != NULL ? turned : data, size);
  event = dyzur_mime_read (bytes, &context);
  return dyzur_message_new (g_steal_pointer (&event->message));
}

/* All that the message holds is to be seen; menus hold nothing of it. */
static void
unfold (GtkWidget *widget)
{
  if (GTK_IS_MENU_BUTTON (widget))
    return;
  if (GTK_IS_TOGGLE_BUTTON (widget))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    unfold (child);
}

static void
show_some (GPtrArray *paths,
           guint      from,
           TurnFunc   turn,
           gpointer   user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scrolled = gtk_scrolled_window_new (), *window;

  for (guint i = from; i < MIN (from + AT_ONCE, paths->len); i++)
    {
      g_autoptr(DyzurMessage) message = read_mail (g_ptr_array_index (paths, i), turn, user_data);
      GtkWidget *widget = dyzur_message_widget_new ();

      dyzur_message_widget_set_message (DYZUR_MESSAGE_WIDGET (widget), NULL, message);
      gtk_box_append (GTK_BOX (box), widget);
    }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  window = console_show (scrolled, 600, 800);
  unfold (box);
  console_settle (window);
  console_close (window);
}

static void
show_all (TurnFunc turn,
          gpointer user_data)
{
  g_autofree char *directory = g_build_filename (g_getenv ("DYZUR_SOURCE_ROOT"), "tests", "fixtures", "mail", "messages", NULL);
  g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".eml"))
      g_ptr_array_add (paths, g_build_filename (directory, name, NULL));
  g_assert_cmpuint (paths->len, >, 250);
  for (guint i = 0; i < paths->len; i += AT_ONCE)
    show_some (paths, i, turn, user_data);
}

typedef struct
{
  GSocket *socket;
  guint16  port;
  guint    turned;
} Listener;

static void
listener_open (Listener *self)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) bound = NULL;
  g_autoptr(GError) error = NULL;

  self->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_assert_true (g_socket_bind (self->socket, address, TRUE, &error));
  g_assert_true (g_socket_listen (self->socket, &error));
  bound = g_socket_get_local_address (self->socket, &error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

static gboolean
was_called (const Listener *self)
{
  return (g_socket_condition_check (self->socket, G_IO_IN) & G_IO_IN) != 0;
}

/* "//licznik.test/o.gif" → "//127.0.0.1:4711/o.gif", in whatever stands around it */
static char *
turn_hosts (const char *data,
            gsize       size,
            gsize      *turned_size,
            gpointer    user_data)
{
  Listener *self = user_data;
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < size;)
    {
      gsize n = 0;

      if (i > 1 && data[i - 1] == '/' && data[i - 2] == '/')
        while (i + n < size && (g_ascii_isalnum (data[i + n]) || data[i + n] == '.' || data[i + n] == '-'))
          n++;
      if (n < 4 || memchr (data + i, '.', n) == NULL)
        {
          g_string_append_c (out, data[i++]);
          continue;
        }
      g_string_append_printf (out, "127.0.0.1:%u", self->port);
      self->turned++;
      i += n;
    }
  *turned_size = out->len;
  return g_string_free (out, FALSE);
}

static void
turn_part_cb (GMimeObject *parent,
              GMimeObject *part,
              gpointer     user_data)
{
  g_autoptr(GMimeStream) memory = g_mime_stream_mem_new ();
  g_autoptr(GMimeStream) replaced = NULL;
  g_autoptr(GMimeDataWrapper) content = NULL;
  g_autofree char *turned = NULL;
  GByteArray *bytes;
  gsize size;

  if (!GMIME_IS_PART (part) || !g_mime_content_type_is_type (g_mime_object_get_content_type (part), "text", "*") ||
      g_mime_part_get_content (GMIME_PART (part)) == NULL)
    return;
  g_mime_data_wrapper_write_to_stream (g_mime_part_get_content (GMIME_PART (part)), memory);
  bytes = g_mime_stream_mem_get_byte_array (GMIME_STREAM_MEM (memory));
  if (bytes->len == 0)
    return;
  turned = turn_hosts ((const char *) bytes->data, bytes->len, &size, user_data);
  replaced = g_mime_stream_mem_new_with_buffer (turned, size);
  content = g_mime_data_wrapper_new_with_stream (replaced, GMIME_CONTENT_ENCODING_DEFAULT);
  g_mime_part_set_content (GMIME_PART (part), content);
  g_mime_part_set_content_encoding (GMIME_PART (part), GMIME_CONTENT_ENCODING_8BIT);
}

/* The same in all texts of a mail, however they are encoded; NULL where nothing can be made of it */
static char *
turn_decoded (const char *data,
              gsize       size,
              gsize      *turned_size,
              gpointer    user_data)
{
  g_autoptr(GMimeStream) in = g_mime_stream_mem_new_with_buffer (data, size);
  g_autoptr(GMimeStream) out = g_mime_stream_mem_new ();
  g_autoptr(GMimeParser) parser = g_mime_parser_new_with_stream (in);
  g_autoptr(GMimeMessage) message = g_mime_parser_construct_message (parser, NULL);
  GByteArray *bytes;

  if (message == NULL)
    return NULL;
  g_mime_message_foreach (message, turn_part_cb, user_data);
  g_mime_object_write_to_stream (GMIME_OBJECT (message), NULL, out);
  bytes = g_mime_stream_mem_get_byte_array (GMIME_STREAM_MEM (out));
  *turned_size = bytes->len;
  return g_memdup2 (bytes->data, MAX (bytes->len, 1));
}

/* Who looks a name up is counted, and told that there is none. */
#define COUNTING_TYPE_RESOLVER (counting_resolver_get_type ())

G_DECLARE_FINAL_TYPE (CountingResolver, counting_resolver, COUNTING, RESOLVER, GResolver)

struct _CountingResolver
{
  GResolver parent_instance;
  int       lookups;
};

G_DEFINE_FINAL_TYPE (CountingResolver, counting_resolver, G_TYPE_RESOLVER)

static GList *
refuse_name (GResolver     *resolver,
             const char    *name,
             GCancellable  *cancellable,
             GError       **error)
{
  g_atomic_int_inc (&COUNTING_RESOLVER (resolver)->lookups);
  g_set_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "nobody looks up %s here", name);
  return NULL;
}

static void
refuse_name_async (GResolver           *resolver,
                   const char          *name,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  GError *error = NULL;

  refuse_name (resolver, name, cancellable, &error);
  g_task_return_error (task, error);
}

static void
refuse_flags_async (GResolver                *resolver,
                    const char               *name,
                    GResolverNameLookupFlags  flags,
                    GCancellable             *cancellable,
                    GAsyncReadyCallback       callback,
                    gpointer                  user_data)
{
  refuse_name_async (resolver, name, cancellable, callback, user_data);
}

static GList *
refuse_flags (GResolver                 *resolver,
              const char                *name,
              GResolverNameLookupFlags   flags,
              GCancellable              *cancellable,
              GError                   **error)
{
  return refuse_name (resolver, name, cancellable, error);
}

static GList *
refuse_finish (GResolver     *resolver,
               GAsyncResult  *result,
               GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
counting_resolver_class_init (CountingResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name = refuse_name;
  resolver_class->lookup_by_name_async = refuse_name_async;
  resolver_class->lookup_by_name_finish = refuse_finish;
  resolver_class->lookup_by_name_with_flags = refuse_flags;
  resolver_class->lookup_by_name_with_flags_async = refuse_flags_async;
  resolver_class->lookup_by_name_with_flags_finish = refuse_finish;
}

static void
counting_resolver_init (CountingResolver *self)
{
}

static void
test_listening (void)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  g_autoptr(CountingResolver) resolver = g_object_new (COUNTING_TYPE_RESOLVER, NULL);
  g_autoptr(GResolver) usual = g_resolver_get_default ();
  Listener listener = { 0 };
  guint raw;

  g_mime_init ();
  g_resolver_set_default (G_RESOLVER (resolver));
  listener_open (&listener);
  show_all (turn_hosts, &listener);
  raw = listener.turned;
  g_assert_false (was_called (&listener));
  show_all (turn_decoded, &listener);
  g_test_message ("%u addresses as they stand, %u in decoded texts", raw, listener.turned - raw);
  g_assert_cmpuint (raw, >, 60);
  g_assert_cmpuint (listener.turned - raw, >, 60);
  g_assert_false (was_called (&listener));
  g_assert_cmpint (resolver->lookups, ==, 0);

  /* Somebody who does look a name up is noticed. */
  connection = g_socket_client_connect_to_host (client, "licznik.test", 80, NULL, NULL);
  g_assert_null (connection);
  g_assert_cmpint (resolver->lookups, >, 0);
  g_resolver_set_default (usual);

  /* Somebody who does call is noticed. */
  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", listener.port, NULL, NULL);
  g_assert_nonnull (connection);
  g_assert_true (was_called (&listener));
  g_object_unref (listener.socket);
}

/* From now on the first socket for IP ends this process, on any thread that begins later, too. */
static gboolean
forbid_sockets (void)
{
  struct sock_filter rules[] = {
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr)),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, __NR_socket, 0, 4),
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, args[0])
                                        + (G_BYTE_ORDER == G_BIG_ENDIAN ? 4 : 0)),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, AF_INET, 1, 0),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, AF_INET6, 0, 1),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = { G_N_ELEMENTS (rules), rules };

  return prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         syscall (__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
}

static void
test_forbidden (void)
{
  if (g_test_subprocess ())
    {
      if (forbid_sockets ())
        show_all (NULL, NULL);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

/* The kernel does notice. */
static void
test_control (void)
{
  if (g_test_subprocess ())
    {
      if (!forbid_sockets ())
        g_print ("not here");
      else if (socket (AF_INET6, SOCK_DGRAM, 0) >= 0 || errno != 0)
        g_print ("no harm done");
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  if (g_test_trap_has_passed ())
    {
      g_test_trap_assert_stdout ("*not here*");
      g_test_skip ("this kernel has no seccomp filters");
    }
}

int
main (int    argc,
      char **argv)
{
  console_test_init (&argc, &argv);

  g_test_add_func ("/quiet-reading/control", test_control);
  g_test_add_func ("/quiet-reading/forbidden", test_forbidden);
  g_test_add_func ("/quiet-reading/listening", test_listening);
  return g_test_run ();
}
