/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-scanner.h"
#include "dyzur-store-private.h"

G_BEGIN_DECLS

/**
 * DyzurSearch:
 * @deadline: monotonic, µs; what was found by then is the answer; likewise @work_end in the
 *   thread's own time, and @enough_end when there is enough to show
 * @instead: (nullable): what was looked for because nothing has the word that was typed
 * @patient: nobody waits: find all there is rather than some of it soon
 * @hits: (element-type DyzurHitRecord)
 * @summary: what is to be told of all that was found
 * @ids: (nullable) (element-type gint64): the conversations alone are wanted, here, and no @hits
 *
 * One search under way on a reader.
 */
typedef struct
{
  char          *text;
  char          *me;
  DyzurAnalyzer *analyzer;
  guint          limit;
  gboolean       patient;

  DyzurDb       *db;
  DyzurQuery    *query;
  GPtrArray     *matchers;     /* (element-type DyzurMatcher): at most DYZUR_MAX_MATCHERS */
  DyzurScanner  *scanner;
  gint64         now;
  gint64         deadline;
  gint64         work_end;
  gint64         enough_end;
  char          *instead;
  GPtrArray     *hits;
  GArray        *ids;

  DyzurSearchSummary *summary;
} DyzurSearch;

typedef struct _DyzurSearchFilter DyzurSearchFilter;

/* What a filter looks at: a message in its conversation */
typedef struct
{
  gint64           message_id;
  gint64           conversation_id;
  DyzurMessageKind kind;
  gint64           sent_at;
  const char      *author_id;
  const char      *author_name;
  const char      *recipients;
  const char      *text;
  gboolean         automatic;
} DyzurSearchCandidate;

/* dyzur-search-words.c */
gboolean   _dyzur_search_make_matchers  (DyzurSearch           *search,
                                         GError               **error);
char      *_dyzur_search_to_match       (GPtrArray             *matchers);
gboolean   _dyzur_search_correct        (DyzurSearch           *search,
                                         gboolean              *corrected,
                                         GError               **error);

/* dyzur-search-text.c */
double     _dyzur_search_score          (GPtrArray             *matchers,
                                         GArray                *subject,
                                         GArray                *text,
                                         GArray                *author,
                                         gsize                  length);
char      *_dyzur_search_snippet        (const char            *text,
                                         GArray                *matches,
                                         GArray                *spans);

/* dyzur-search-filter.c */
DyzurSearchFilter *
           _dyzur_search_filter_new     (DyzurSearch           *search,
                                         GError               **error);
void       _dyzur_search_filter_free    (DyzurSearchFilter     *self);
/* First of the conversation, then of a message in it that passed so far */
gboolean   _dyzur_search_filter_check_conversation (DyzurSearchFilter *self,
                                                    gint64             conversation_id,
                                                    gboolean          *passes,
                                                    GError           **error);
gboolean   _dyzur_search_filter_check_message (DyzurSearchFilter          *self,
                                               const DyzurSearchCandidate *candidate,
                                               gboolean                   *passes,
                                               GError                    **error);
void       _dyzur_search_filter_look_up (DyzurSearchFilter     *self,
                                         gint64                 conversation_id,
                                         DyzurChannel          *channel,
                                         DyzurStatus           *status);
/* Whether it tells messages of one conversation apart */
gboolean   _dyzur_search_filter_is_of_message (const DyzurQueryFilter *filter);
void       _dyzur_search_filter_range   (DyzurSearchFilter     *self,
                                         gint64                *from,
                                         gint64                *until);
/*
 * dyzur-search-scope.c. (element-type gint64): the conversations that can pass at all, the newest first; *@whole: these
 * are all of them, otherwise there are more behind. *@ids stays NULL when no filter narrows them down.
 */
gboolean   _dyzur_search_scope          (DyzurSearch           *search,
                                         DyzurSearchFilter     *filter,
                                         GArray               **ids,
                                         gboolean              *whole,
                                         GError               **error);
/*
 * Words that name customers, when others are left: these are elsewhere from now on. *@ids: (nullable) (element-type
 * gint64): conversations of the customers, the newest first
 */
gboolean   _dyzur_search_scope_of_customers (DyzurSearch       *search,
                                             GArray           **ids,
                                             GError           **error);
/* (nullable): set of gint64: contacts a filter of the query stands for */
GHashTable *
           _dyzur_search_filter_get_contacts (DyzurSearchFilter *self,
                                              guint              i);

/* dyzur-search-messages.c: hits of messages, grouped by conversation, and the summary of these */
gboolean   _dyzur_search_messages       (DyzurSearch           *search,
                                         GError               **error);
gboolean   _dyzur_search_in_conversation (DyzurSearch          *search,
                                          gint64                conversation_id,
                                          GArray               *ids,
                                          GError              **error);
/* dyzur-search-things.c: everything else */
gboolean   _dyzur_search_orders         (DyzurSearch           *search,
                                         GError               **error);
gboolean   _dyzur_search_contacts       (DyzurSearch           *search,
                                         GError               **error);
gboolean   _dyzur_search_knowledge      (DyzurSearch           *search,
                                         GError               **error);
/* (element-type gint64): contacts that have every word of @value, the last one maybe only begun */
GArray    *_dyzur_search_find_contacts  (DyzurDb               *db,
                                         DyzurAnalyzer         *analyzer,
                                         const char            *value,
                                         guint                  limit,
                                         GError               **error);
/* (element-type gint64): nr of orders whose number or parcel begins with @value */
GArray    *_dyzur_search_find_orders    (DyzurDb               *db,
                                         const char            *value,
                                         guint                  limit,
                                         GError               **error);
/* dyzur-store-search.c */
DyzurSearch *
           _dyzur_search_new            (DyzurAnalyzer         *analyzer,
                                         const char            *text,
                                         const char            *me);
void       _dyzur_search_free           (DyzurSearch           *search);
/* Understands the query, on the reader */
gboolean   _dyzur_search_begin          (DyzurSearch           *search,
                                         DyzurDb               *db,
                                         GError               **error);
gboolean   _dyzur_search_is_over        (DyzurSearch           *search,
                                         gboolean               has_enough);
gboolean   _dyzur_search_conversations  (DyzurDb               *db,
                                         DyzurAnalyzer         *analyzer,
                                         const char            *query,
                                         const char            *me,
                                         guint                  limit,
                                         GArray                *ids,
                                         GError               **error);
/* The first string behind all that begin with @prefix */
char      *_dyzur_search_behind         (const char            *prefix);

G_END_DECLS
