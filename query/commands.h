/* commands.h - the commands of newsidx-query */
#ifndef NEWSIDX_QUERY_COMMANDS_H
#define NEWSIDX_QUERY_COMMANDS_H

#include <stddef.h>

#include "lib/analysis/family.h"
#include "lib/base/options.h"
#include "lib/base/status.h"
#include "lib/index/index.h"

extern const struct opt query_opts[], kwic_opts[], show_opts[], info_opts[];
extern const void *const query_defaults, *const kwic_defaults;
extern const size_t query_size, kwic_size, show_size, info_size;

extern const struct opt trend_opts[], facets_opts[], batch_opts[];
extern const void *const trend_defaults, *const facets_defaults;
extern const size_t trend_size, facets_size, batch_size;

extern const struct opt collocates_opts[], similar_opts[];
extern const void *const collocates_defaults, *const similar_defaults;
extern const size_t collocates_size, similar_size;

int query_main(const void *options, const struct operands *o);
int kwic_main(const void *options, const struct operands *o);
int show_main(const void *options, const struct operands *o);
int info_main(const void *options, const struct operands *o);
int trend_main(const void *options, const struct operands *o);
int facets_main(const void *options, const struct operands *o);
int batch_main(const void *options, const struct operands *o);
int collocates_main(const void *options, const struct operands *o);
int similar_main(const void *options, const struct operands *o);

/* For newsidx-indexer only. */
extern const struct opt tell_opts[];
extern const size_t tell_size;
int tell_main(const void *options, const struct operands *o);

/* The options of all commands that ask a question, whose values of that type
 * have the members language and timeout; and color. */
#define QUESTION_OPTS(type)                                                   \
	{ 'l', "lang", "CODE", OPT_STRING, offsetof(type, language), NULL,    \
	  "language of the query's words (default: that of lang: in the "     \
	  "query, else the index's)" },                                       \
	{ 0, "timeout", "SECONDS", OPT_STRING, offsetof(type, timeout), NULL, \
	  "give a query up after so long (default: 30; 0: never)" }

#define ASKING_OPTS(type)                                                     \
	QUESTION_OPTS(type),                                                  \
	{ 0, "color", "WHEN", OPT_CHOICE, offsetof(type, color),              \
	  "auto always never", "auto (on a terminal), always or never" }

/* No --limit was given. */
#define LIMIT_UNSET UINT64_MAX

/* The operands as one query, to be freed: quoting it for the shell is easily
 * forgotten.  NULL after a complaint if there are none. */
char *query_of(const struct operands *o);

/* What --lang names, NULL for none; false after a complaint. */
bool language_named(const char *name, const struct language **l);

/* The seconds that --timeout names, NULL for the default; false after a
 * complaint. */
bool timeout_named(const char *text, double *out);

/* The exit code of a question that ended with st: complains of a failure; without
 * one, whether anything was found decides. */
int answer_code(enum nx_status st, const struct nx_err *err, bool found);

/* The index to read: given, else NEWSIDX_INDEX, else NULL after a complaint. */
const char *index_named(const char *given);

/* Open the index at path and do something with it; again, at most
 * LIMIT_REOPEN times, as long as a writer replaces it meanwhile: ask must not
 * have printed anything when it returns a failure that reopening may mend. */
typedef enum nx_status index_task(struct index *x, void *ctx,
                                  struct nx_err *err);
enum nx_status with_index(const char *path, index_task *ask, void *ctx,
                          struct nx_err *err);

/* The same for whoever asks again and again: *kept, NULL at first and the
 * caller's to close, stays open until the index is found to be another. */
enum nx_status with_kept_index(struct index **kept, const char *path,
                               index_task *ask, void *ctx, struct nx_err *err);

#endif
