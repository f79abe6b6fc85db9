/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "console-fixture.h"
#include "dyzur-message-widget.h"
#include "dyzur-mime-reader.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

/*
 * Reading a mail asks nobody for anything. Every mail of the corpus is read and shown, folded parts too, twice: once with
 * the hosts of all its addresses turned into a socket that listens here, once with a kernel that ends the process at the
 * first socket for IP, be it for a picture, a name or anything else.
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
test_listening (void)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  Listener listener = { 0 };

  listener_open (&listener);
  show_all (turn_hosts, &listener);
  g_test_message ("%u addresses", listener.turned);
  g_assert_cmpuint (listener.turned, >, 60);
  g_assert_false (was_called (&listener));

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
