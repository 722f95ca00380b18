/* xapian-c.h - Xapian, as C sees it
 *
 * C bindings of the search library Xapian (https://xapian.org), 1.4.22 and
 * later.  This header and the C library are all a caller needs: no C++ type
 * is named here, and no C++ exception passes through.
 *
 *     writing                            searching
 *     xap_writer_open                    xap_db_open
 *       xap_doc_new                        xap_query_term, _combine ...
 *         xap_doc_clear                    xap_enquire_new
 *         xap_doc_add_posting ...            xap_enquire_set_query
 *         xap_writer_add                     xap_enquire_mset
 *       xap_doc_free                           xap_mset_hit, _doc
 *       xap_writer_commit                    xap_mset_free
 *     xap_writer_close                     xap_enquire_free, _query_free ...
 *                                        xap_db_close
 *
 * Statuses.  A function returns XAP_OK, or another status and a sentence in
 * *err, which may be NULL.  Whatever would have been put in *out is then NULL
 * or unchanged, and what the function was given is as before, unless its
 * comment says otherwise.  Any function that reads a database can return
 *     XAP_STALE       the database changed under the reader: xap_db_reopen,
 *                     and ask again
 *     XAP_CORRUPT     the database is damaged
 *     XAP_IO          the system refused, or the database was closed
 *     XAP_NETWORK     a remote database did not answer as it should
 *     XAP_NOMEM       out of memory
 * and the comments list only what is special to a function.
 *
 * Ownership.  What *_new, *_open and every function with "struct xap_x **out"
 * put in *out is the caller's, to be given to xap_x_free or xap_x_close, which
 * take NULL in their stride.  Arguments are borrowed until the call returns;
 * a handle made from other handles keeps what it needs of them, so they may
 * be freed in any order.
 *
 * Strings go in as pointer and length and may hold any bytes; pointer may be
 * NULL if the length is 0.  They come out as a struct xap_str inside the handle
 * that was asked: valid until that handle is used again or freed, and followed
 * by a NUL that is not counted.
 *
 * Threads.  A handle, and everything made from it, belongs to one thread at a
 * time: what is made from one database shares its files and buffers.  Threads
 * that search the same path each open it for themselves and build their own
 * queries.
 *
 * Callbacks are called in the thread that called the library, before that call
 * returns.  They must return (no longjmp, no C++ exception) and must not use
 * the handle whose call they are in.  One that returns neither XAP_OK nor a
 * status its comment allows ends the call, which returns that same status and
 * the sentence that the callback put in *err; XAP_CALLBACK is there for
 * failures that are the caller's own business.
 */
#ifndef XAPIAN_C_H
#define XAPIAN_C_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined __GNUC__
#define XAP_API __attribute__((visibility("default")))
#else
#define XAP_API
#endif

enum xap_status {
	XAP_OK = 0,
	XAP_END,         /* no more of them; at the end of an iterator */
	XAP_NOTFOUND,    /* no such database, document or language */
	XAP_INVALID,     /* an argument, or the moment, is wrong */
	XAP_LOCKED,      /* another writer holds the database */
	XAP_STALE,       /* the database changed under the reader */
	XAP_CORRUPT,     /* the database is damaged */
	XAP_VERSION,     /* of a format this Xapian cannot read */
	XAP_UNSUPPORTED, /* not by this backend, or this kind of query */
	XAP_NETWORK,     /* a remote database: refused, lost or timed out */
	XAP_IO,          /* the system refused: disk full, no permission ... */
	XAP_NOMEM,
	XAP_CALLBACK, /* a callback gave up, for reasons of its own */
	XAP_INTERNAL, /* a fault of Xapian or of this library */
};

/* The sentence that goes with a status; cut at its end if need be. */
struct xap_error {
	char msg[512];
};

struct xap_str {
	const char *data; /* never NULL */
	size_t len;
};

typedef uint32_t xap_docid; /* 1 and up; 0 is no document */
typedef uint32_t xap_pos;   /* a word's position in its document */

struct xap_db;
struct xap_writer;
struct xap_doc;
struct xap_query;
struct xap_enquire;
struct xap_mset;
struct xap_terms;
struct xap_postings;
struct xap_positions;
struct xap_values;
struct xap_stem;

/* The name of a status, such as "stale"; never NULL. */
XAP_API const char *xap_status_name(enum xap_status st);

/* The version of libxapian that runs, such as "1.4.22". */
XAP_API const char *xap_version_string(void);

/* ---- databases -----------------------------------------------------------
 *
 * One handle reads any number of databases, its shards, as if they were one.
 * Their docids are interleaved: see xap_shard_of.
 */

/* Open for reading what is at path: a database's folder, a single-file
 * database, a stub file (an empty file is one, of no shards), or a folder with
 * a stub file named XAPIANDB.  The handle sees the last commit before it was
 * opened.  XAP_NOTFOUND, also for what is no database; XAP_CORRUPT,
 * XAP_VERSION. */
XAP_API enum xap_status xap_db_open(struct xap_db **out, const char *path,
				    struct xap_error *err);

/* Open what xapian-tcpsrv serves at host and port.  timeout_ms bounds each
 * answer, connect_timeout_ms the connecting; 0 waits for ever.  XAP_NETWORK. */
XAP_API enum xap_status xap_db_open_remote(struct xap_db **out,
					   const char *host, unsigned port,
					   unsigned timeout_ms,
					   unsigned connect_timeout_ms,
					   struct xap_error *err);

/* A handle on no databases at all, to add some to. */
XAP_API enum xap_status xap_db_new(struct xap_db **out, struct xap_error *err);

/* Append other's shards to db's, sharing them.  What was made from db before
 * does not see them.  XAP_INVALID: db is other or a writer's. */
XAP_API enum xap_status xap_db_add(struct xap_db *db,
				   const struct xap_db *other,
				   struct xap_error *err);

/* Move db, and all that shares its shards, to the latest commit.  *changed,
 * unless NULL, tells if there was one.  A stub file is not read again: to see
 * shards it has gained, open it anew. */
XAP_API enum xap_status xap_db_reopen(struct xap_db *db, bool *changed,
				      struct xap_error *err);

/* Give db back.  What was made from it keeps its shards open. */
XAP_API void xap_db_close(struct xap_db *db);

/* With n shards, document l of shard s (from 0) is known as (l - 1) * n + s + 1
 * to everything but posting sources, which see one shard and its own docids.
 * n is 1 or more; a combined docid that would not fit is cut. */
XAP_API size_t xap_db_shards(const struct xap_db *db);

static inline size_t xap_shard_of(xap_docid did, size_t n)
{
	return (size_t)(did - 1) % n;
}

static inline xap_docid xap_local_docid(xap_docid did, size_t n)
{
	return (xap_docid)((size_t)(did - 1) / n + 1);
}

static inline xap_docid xap_combined_docid(xap_docid local, size_t shard,
					   size_t n)
{
	return (xap_docid)((size_t)(local - 1) * n + shard + 1);
}

struct xap_info {
	uint32_t doccount;      /* documents */
	xap_docid lastdocid;    /* highest ever used; 0 if none was */
	uint64_t total_length;  /* sum of all wdf of all documents */
	double avlength;        /* total_length / doccount, or 0 */
	uint32_t doclength_min; /* lower bound of a document's length */
	uint32_t doclength_max; /* upper bound */
	bool has_positions;
};

XAP_API enum xap_status xap_db_info(struct xap_db *db, struct xap_info *out,
				    struct xap_error *err);

/* The UUID; those of several shards are joined by ':'. */
XAP_API enum xap_status xap_db_uuid(struct xap_db *db, struct xap_str *out,
				    struct xap_error *err);

/* The number of the commit that db sees, for a database of one shard.
 * XAP_INVALID: several shards.  XAP_UNSUPPORTED: the backend has none. */
XAP_API enum xap_status xap_db_revision(struct xap_db *db, uint64_t *out,
					struct xap_error *err);

/* Whether some process has a shard of db open for writing. */
XAP_API enum xap_status xap_db_locked(struct xap_db *db, bool *out,
				      struct xap_error *err);

/* Assure remote shards that this end lives, lest they hang up. */
XAP_API enum xap_status xap_db_keep_alive(struct xap_db *db,
					  struct xap_error *err);

/* About a term; all 0 if no document has it. */
struct xap_term_info {
	uint32_t termfreq; /* documents that have it */
	uint64_t collfreq; /* its occurrences: the sum of its wdf */
	uint32_t wdf_max;  /* upper bound of its wdf in a document */
};

XAP_API enum xap_status xap_db_term(struct xap_db *db, const char *term,
				    size_t len, struct xap_term_info *out,
				    struct xap_error *err);

/* Only the termfreq, at less cost; 0 if the term is not there. */
XAP_API enum xap_status xap_db_termfreq(struct xap_db *db, const char *term,
					size_t len, uint32_t *out,
					struct xap_error *err);

/* The sum of the wdf of document did.  XAP_NOTFOUND. */
XAP_API enum xap_status xap_db_doclength(struct xap_db *db, xap_docid did,
					 uint32_t *out, struct xap_error *err);

/* How many terms document did has.  XAP_NOTFOUND. */
XAP_API enum xap_status xap_db_unique_terms(struct xap_db *db, xap_docid did,
					    uint32_t *out,
					    struct xap_error *err);

/* How many documents have a value in slot, and bounds of those values in byte
 * order (empty if there are none).  Any of the three may be NULL.
 * XAP_UNSUPPORTED: a backend without these statistics. */
XAP_API enum xap_status xap_db_value_stats(struct xap_db *db, uint32_t slot,
					   uint32_t *freq,
					   struct xap_str *lower,
					   struct xap_str *upper,
					   struct xap_error *err);

/* The metadata under key; empty if there is none.  With several shards only
 * the first is asked.  XAP_INVALID: an empty key. */
XAP_API enum xap_status xap_db_metadata(struct xap_db *db, const char *key,
					size_t len, struct xap_str *out,
					struct xap_error *err);

/* The word of the spelling dictionary nearest to word by at most max_edits
 * edits; empty if there is none, or word is itself the best. */
XAP_API enum xap_status xap_db_suggest(struct xap_db *db, const char *word,
				       size_t len, unsigned max_edits,
				       struct xap_str *out,
				       struct xap_error *err);

/* Document did, to read, or to change and give to a writer.  Its data, values
 * and terms are fetched when asked for.  XAP_NOTFOUND. */
XAP_API enum xap_status xap_db_doc(struct xap_doc **out, struct xap_db *db,
				   xap_docid did, struct xap_error *err);

/* ---- documents -----------------------------------------------------------
 *
 * A document has data (a string for the caller's own use), values (a string
 * in each numbered slot), and terms.  A term has a wdf, how often it occurs
 * in the document, and may have positions.
 *
 * Functions that change a document return XAP_INVALID, and leave it as it was,
 * for a document that a match decider was lent, and for a term that is empty
 * or too long.
 */

/* The longest term, in bytes as stored: a NUL takes two.  Xapian itself finds
 * out about a long term when it is given the document, and about NULs when it
 * commits; each time the whole batch is lost. */
#define XAP_TERM_MAX 245

#define XAP_SLOT_MAX UINT32_C(0xfffffffe)

XAP_API enum xap_status xap_doc_new(struct xap_doc **out,
				    struct xap_error *err);
XAP_API void xap_doc_free(struct xap_doc *doc);

/* Make doc as xap_doc_new made it. */
XAP_API enum xap_status xap_doc_clear(struct xap_doc *doc,
				      struct xap_error *err);

XAP_API enum xap_status xap_doc_set_data(struct xap_doc *doc, const char *data,
					 size_t len, struct xap_error *err);

/* Set the value in slot (0 to XAP_SLOT_MAX); an empty value removes it. */
XAP_API enum xap_status xap_doc_set_value(struct xap_doc *doc, uint32_t slot,
					  const char *value, size_t len,
					  struct xap_error *err);

/* Record that term occurs at pos, and add wdfinc to its wdf.  Positions may
 * come in any order, but ascending is fastest. */
XAP_API enum xap_status xap_doc_add_posting(struct xap_doc *doc,
					    const char *term, size_t len,
					    xap_pos pos, uint32_t wdfinc,
					    struct xap_error *err);

/* The same for n positions of one term, each adding wdfinc; faster.  On
 * XAP_NOMEM some may have been added. */
XAP_API enum xap_status xap_doc_add_postings(struct xap_doc *doc,
					     const char *term, size_t len,
					     const xap_pos *pos, size_t n,
					     uint32_t wdfinc,
					     struct xap_error *err);

/* Add term without a position.  wdfinc is 0 for a term that only selects and
 * should not count in ranking or the document's length. */
XAP_API enum xap_status xap_doc_add_term(struct xap_doc *doc, const char *term,
					 size_t len, uint32_t wdfinc,
					 struct xap_error *err);

/* Remove a term with all its positions.  XAP_NOTFOUND: doc does not have it. */
XAP_API enum xap_status xap_doc_remove_term(struct xap_doc *doc,
					    const char *term, size_t len,
					    struct xap_error *err);

/* The docid by which doc was found, combined over shards; 0 if it is new. */
XAP_API xap_docid xap_doc_docid(const struct xap_doc *doc);

XAP_API enum xap_status xap_doc_data(struct xap_doc *doc, struct xap_str *out,
				     struct xap_error *err);

/* The value in slot; empty if there is none. */
XAP_API enum xap_status xap_doc_value(struct xap_doc *doc, uint32_t slot,
				      struct xap_str *out,
				      struct xap_error *err);

/* The terms of doc, and its values by slot (see xap_values_next).  To change
 * doc ends what may be asked of them: they can only be freed. */
XAP_API enum xap_status xap_doc_terms(struct xap_terms **out,
				      struct xap_doc *doc,
				      struct xap_error *err);

XAP_API enum xap_status xap_doc_values(struct xap_values **out,
				       struct xap_doc *doc,
				       struct xap_error *err);

/* A number as a value whose byte order is the order of numbers: at most 9
 * bytes are written to buf, and their count is returned.  A NaN counts as 0.
 * xap_unsortable gives the number back, and some number for other bytes. */
#define XAP_SORTABLE_MAX 9
XAP_API size_t xap_sortable(double number, char buf[XAP_SORTABLE_MAX]);
XAP_API double xap_unsortable(const char *value, size_t len);

/* ---- writing -------------------------------------------------------------
 *
 * A writer's life:
 *
 *     xap_writer_open                  takes the database's write lock
 *       xap_writer_add ...             any number; readers see none of it
 *       xap_writer_commit              readers who reopen see all of it
 *     xap_writer_close                 what was not committed is discarded
 *
 * There is no begin: a writer is always in a transaction, which commit ends
 * and cancel undoes, and the next one starts by itself.  A process killed at
 * any point leaves the database as of its last commit.
 *
 * XAP_NOTFOUND and XAP_INVALID leave a writer as it was.  After any other
 * failure the batch is lost, whole, and the writer can only be closed: all
 * else returns XAP_INVALID.
 */

enum xap_open {
	/* One of these. */
	XAP_CREATE_OR_OPEN = 0,
	XAP_CREATE_OR_OVERWRITE = 1,
	XAP_CREATE = 2, /* XAP_INVALID if there is a database */
	XAP_OPEN = 3,   /* XAP_NOTFOUND if there is none */

	/* And any of these. */
	XAP_NO_SYNC = 4,      /* a commit does not wait for the disk */
	XAP_FULL_SYNC = 8,    /* a commit waits for the disk's own cache too */
	XAP_DANGEROUS = 16,   /* in place: see xap_writer_open */
	XAP_NO_TERMLIST = 32, /* no lists of a document's terms */
	XAP_RETRY_LOCK = 64,  /* wait for the lock, for ever if need be */
	XAP_IN_MEMORY = 128,  /* a new one, gone at close; path is unused */
};

/* Open the database at path for writing.  flags are of enum xap_open.
 * block_size, for a new database, is a power of two from 2048 to 65536, or 0
 * for Xapian's choice.  A new database is of Xapian's default backend.
 *
 * XAP_DANGEROUS overwrites what readers may be reading, so that there must be
 * none, and nothing can be undone: closing commits what is pending, and being
 * killed before a commit leaves the database unusable.
 *
 * XAP_LOCKED, XAP_INVALID, XAP_VERSION; XAP_NOTFOUND also where there is no
 * folder to make it in. */
XAP_API enum xap_status xap_writer_open(struct xap_writer **out,
					const char *path, unsigned flags,
					unsigned block_size,
					struct xap_error *err);

/* Discard what is uncommitted, release the lock, free w and what
 * xap_writer_db lent.  What was made from that reads no more: XAP_IO. */
XAP_API void xap_writer_close(struct xap_writer *w);

/* Make everything since the last commit durable and visible. */
XAP_API enum xap_status xap_writer_commit(struct xap_writer *w,
					  struct xap_error *err);

/* Undo everything since the last commit.  XAP_UNSUPPORTED, and the batch stays
 * as it is, for XAP_DANGEROUS and XAP_IN_MEMORY. */
XAP_API enum xap_status xap_writer_cancel(struct xap_writer *w,
					  struct xap_error *err);

/* The database as this writer sees it, uncommitted changes included.  Lent
 * until w is closed; not to be closed. */
XAP_API struct xap_db *xap_writer_db(struct xap_writer *w);

/* Add doc under the docid after the highest so far; *did, unless NULL, is set
 * to it. */
XAP_API enum xap_status xap_writer_add(struct xap_writer *w,
				       const struct xap_doc *doc,
				       xap_docid *did, struct xap_error *err);

/* Put doc under docid did, in place of what is there, if anything.
 * XAP_INVALID: did is 0. */
XAP_API enum xap_status xap_writer_replace(struct xap_writer *w, xap_docid did,
					   const struct xap_doc *doc,
					   struct xap_error *err);

/* Put doc in place of the first document that has term, and delete the others
 * that have it; add doc if there is none.  term should be one of doc's. */
XAP_API enum xap_status xap_writer_replace_term(struct xap_writer *w,
						const char *term, size_t len,
						const struct xap_doc *doc,
						xap_docid *did,
						struct xap_error *err);

/* Delete document did.  XAP_NOTFOUND. */
XAP_API enum xap_status xap_writer_delete(struct xap_writer *w, xap_docid did,
					  struct xap_error *err);

/* Delete every document that has term; there need be none. */
XAP_API enum xap_status xap_writer_delete_term(struct xap_writer *w,
					       const char *term, size_t len,
					       struct xap_error *err);

/* Keep value under key; an empty value removes it.  XAP_INVALID: a key that is
 * empty or longer than XAP_TERM_MAX. */
XAP_API enum xap_status xap_writer_set_metadata(struct xap_writer *w,
						const char *key, size_t klen,
						const char *value, size_t vlen,
						struct xap_error *err);

/* Synonyms and spellings are words of the caller's choice; they need not be
 * terms.  XAP_INVALID: one that is empty or longer than XAP_TERM_MAX. */
XAP_API enum xap_status xap_writer_add_synonym(struct xap_writer *w,
					       const char *term, size_t tlen,
					       const char *syn, size_t slen,
					       struct xap_error *err);
XAP_API enum xap_status xap_writer_remove_synonym(struct xap_writer *w,
						  const char *term, size_t tlen,
						  const char *syn, size_t slen,
						  struct xap_error *err);
XAP_API enum xap_status xap_writer_clear_synonyms(struct xap_writer *w,
						  const char *term, size_t tlen,
						  struct xap_error *err);

/* Count freq more, or fewer, occurrences of word; it goes when none is left. */
XAP_API enum xap_status xap_writer_add_spelling(struct xap_writer *w,
						const char *word, size_t len,
						uint32_t freq,
						struct xap_error *err);
XAP_API enum xap_status xap_writer_remove_spelling(struct xap_writer *w,
						   const char *word, size_t len,
						   uint32_t freq,
						   struct xap_error *err);

/* ---- iterators -----------------------------------------------------------
 *
 * A new iterator stands before its first item.  _next moves to the next one,
 * _skip_to forward to the first that is not before what is sought (staying put
 * if it is there or beyond).  Both return XAP_OK, and the item in *out unless
 * that is NULL, or XAP_END, after which the iterator can only be freed.  The
 * functions that ask about the current item need one: before the first and
 * after the last they return XAP_INVALID.
 */

/* Every term of db that starts with prefix, in byte order. */
XAP_API enum xap_status xap_db_terms(struct xap_terms **out, struct xap_db *db,
				     const char *prefix, size_t len,
				     struct xap_error *err);

/* The terms of document did.  XAP_NOTFOUND. */
XAP_API enum xap_status xap_db_doc_terms(struct xap_terms **out,
					 struct xap_db *db, xap_docid did,
					 struct xap_error *err);

/* Keys of metadata (with several shards, the first one's), terms that have
 * synonyms, the synonyms of a term, and the words of the spelling dictionary:
 * strings in byte order.  For the last, termfreq is the word's count. */
XAP_API enum xap_status xap_db_metadata_keys(struct xap_terms **out,
					     struct xap_db *db,
					     const char *prefix, size_t len,
					     struct xap_error *err);
XAP_API enum xap_status xap_db_synonym_keys(struct xap_terms **out,
					    struct xap_db *db,
					    const char *prefix, size_t len,
					    struct xap_error *err);
XAP_API enum xap_status xap_db_synonyms(struct xap_terms **out,
					struct xap_db *db, const char *term,
					size_t len, struct xap_error *err);
XAP_API enum xap_status xap_db_spellings(struct xap_terms **out,
					 struct xap_db *db,
					 struct xap_error *err);

XAP_API enum xap_status xap_terms_next(struct xap_terms *it,
				       struct xap_str *out,
				       struct xap_error *err);
XAP_API enum xap_status xap_terms_skip_to(struct xap_terms *it,
					  const char *term, size_t len,
					  struct xap_str *out,
					  struct xap_error *err);

/* How many documents have the current term.  XAP_INVALID: the items of this
 * list have no such number; a new document's terms have not. */
XAP_API enum xap_status xap_terms_termfreq(struct xap_terms *it, uint32_t *out,
					   struct xap_error *err);

/* The current term's wdf, for the terms of a document; else as above. */
XAP_API enum xap_status xap_terms_wdf(struct xap_terms *it, uint32_t *out,
				      struct xap_error *err);

/* The current term's positions, for the terms of a document.  *inout is as for
 * xap_db_positions. */
XAP_API enum xap_status xap_terms_positions(struct xap_positions **inout,
					    struct xap_terms *it,
					    struct xap_error *err);
XAP_API void xap_terms_free(struct xap_terms *it);

/* The documents that have term, by docid; every document if len is 0.
 * A term that no document has ends at once. */
XAP_API enum xap_status xap_db_postings(struct xap_postings **out,
					struct xap_db *db, const char *term,
					size_t len, struct xap_error *err);

XAP_API enum xap_status xap_postings_next(struct xap_postings *it,
					  xap_docid *out,
					  struct xap_error *err);
XAP_API enum xap_status xap_postings_skip_to(struct xap_postings *it,
					     xap_docid did, xap_docid *out,
					     struct xap_error *err);

/* The term's wdf in the current document, and that document's length. */
XAP_API enum xap_status xap_postings_wdf(struct xap_postings *it, uint32_t *out,
					 struct xap_error *err);
XAP_API enum xap_status xap_postings_doclength(struct xap_postings *it,
					       uint32_t *out,
					       struct xap_error *err);

/* Its positions there.  *inout is as for xap_db_positions. */
XAP_API enum xap_status xap_postings_positions(struct xap_positions **inout,
					       struct xap_postings *it,
					       struct xap_error *err);
XAP_API void xap_postings_free(struct xap_postings *it);

/* The positions, ascending, of term in document did; none if either is not
 * there.  *inout is NULL or an iterator from an earlier call of any function
 * that gives positions, which is used again: a loop over many documents need
 * not make and free one for each.  On failure such an iterator stays the
 * caller's, at its end. */
XAP_API enum xap_status xap_db_positions(struct xap_positions **inout,
					 struct xap_db *db, xap_docid did,
					 const char *term, size_t len,
					 struct xap_error *err);

XAP_API enum xap_status xap_positions_next(struct xap_positions *it,
					   xap_pos *out, struct xap_error *err);
XAP_API enum xap_status xap_positions_skip_to(struct xap_positions *it,
					      xap_pos pos, xap_pos *out,
					      struct xap_error *err);

/* Read up to max positions into pos[], from the next one on; *n says how many.
 * XAP_END, and *n is 0, when none is left. */
XAP_API enum xap_status xap_positions_read(struct xap_positions *it,
					   xap_pos *pos, size_t max, size_t *n,
					   struct xap_error *err);
XAP_API void xap_positions_free(struct xap_positions *it);

/* The values in slot of all documents that have one there, by docid. */
XAP_API enum xap_status xap_db_values(struct xap_values **out,
				      struct xap_db *db, uint32_t slot,
				      struct xap_error *err);

/* *at, unless NULL, is the docid, or for the values of one document the slot.
 * xap_values_skip_to seeks the same. */
XAP_API enum xap_status xap_values_next(struct xap_values *it, uint32_t *at,
					struct xap_str *out,
					struct xap_error *err);
XAP_API enum xap_status xap_values_skip_to(struct xap_values *it, uint32_t to,
					   uint32_t *at, struct xap_str *out,
					   struct xap_error *err);
XAP_API void xap_values_free(struct xap_values *it);

/* ---- queries -------------------------------------------------------------
 *
 * A query is a tree.  A function that combines queries borrows them: the new
 * query shares them, and each is still the caller's to free.
 *
 * A tree is walked by recursion, also when it is freed: bound its depth where
 * others write the queries.
 */

enum xap_op {
	XAP_AND,
	XAP_OR,
	XAP_XOR,
	XAP_AND_NOT,   /* the first, without the others */
	XAP_AND_MAYBE, /* the first; the others only add weight */
	XAP_FILTER,    /* as AND, with the weight of the first alone */
	XAP_NEAR,      /* all within window positions, in any order */
	XAP_PHRASE,    /* all within window positions, in this order */
	XAP_SYNONYM,   /* as OR, weighted as if one term */
	XAP_MAX,       /* as OR, with the greatest weight among them */
};

/* Documents that have term.  wqf, usually 1, is how often the query has it;
 * pos, usually 0, where.  XAP_INVALID: an empty term. */
XAP_API enum xap_status xap_query_term(struct xap_query **out, const char *term,
				       size_t len, uint32_t wqf, xap_pos pos,
				       struct xap_error *err);

/* All documents, and none. */
XAP_API enum xap_status xap_query_all(struct xap_query **out,
				      struct xap_error *err);
XAP_API enum xap_status xap_query_none(struct xap_query **out,
				       struct xap_error *err);

/* The n queries of sub[] combined; none at all match nothing.  window is for
 * NEAR and PHRASE, and 0 is n: the exact phrase.  Beneath those two stand
 * terms and ORs of terms; what Xapian cannot do there is XAP_UNSUPPORTED, some
 * of it only when the query runs. */
XAP_API enum xap_status xap_query_combine(struct xap_query **out,
					  enum xap_op op,
					  const struct xap_query *const *sub,
					  size_t n, uint32_t window,
					  struct xap_error *err);

/* The same for n terms, each with wqf 1. */
XAP_API enum xap_status xap_query_terms(struct xap_query **out, enum xap_op op,
					const struct xap_str *term, size_t n,
					uint32_t window, struct xap_error *err);

/* sub with its weight multiplied by factor, which is not negative; 0 makes it
 * boolean and lets Xapian skip much. */
XAP_API enum xap_status xap_query_scale(struct xap_query **out,
					const struct xap_query *sub,
					double factor, struct xap_error *err);

/* Documents whose value in slot is, byte by byte, from lo to hi inclusive,
 * or at least lo, or at most hi.  A document without a value is in no range;
 * but all documents are, with or without, at least the empty string. */
XAP_API enum xap_status xap_query_value_range(struct xap_query **out,
					      uint32_t slot, const char *lo,
					      size_t lolen, const char *hi,
					      size_t hilen,
					      struct xap_error *err);
XAP_API enum xap_status xap_query_value_ge(struct xap_query **out,
					   uint32_t slot, const char *lo,
					   size_t lolen, struct xap_error *err);
XAP_API enum xap_status xap_query_value_le(struct xap_query **out,
					   uint32_t slot, const char *hi,
					   size_t hilen, struct xap_error *err);

enum xap_wildcard {
	XAP_WILDCARD_ERROR,    /* too many: XAP_INVALID from xap_enquire_mset */
	XAP_WILDCARD_FIRST,    /* take the first in byte order */
	XAP_WILDCARD_FREQUENT, /* take those in most documents */
};

/* Documents with a term that starts with prefix.  At most max terms (0: any
 * number) are taken in each shard, limit says what if there are more, and they
 * are combined by how: XAP_OR, XAP_SYNONYM or XAP_MAX.  XAP_INVALID: another
 * how, or an empty prefix. */
XAP_API enum xap_status
xap_query_wildcard(struct xap_query **out, const char *prefix, size_t len,
		   uint32_t max, enum xap_wildcard limit, enum xap_op how,
		   struct xap_error *err);

/* How many postings lists the query stands on. */
XAP_API size_t xap_query_length(const struct xap_query *q);

/* Xapian's text for the query, for people who debug. */
XAP_API enum xap_status xap_query_describe(struct xap_query *q,
					   struct xap_str *out,
					   struct xap_error *err);
XAP_API void xap_query_free(struct xap_query *q);

/* ---- posting sources: callbacks inside a query ---------------------------
 *
 * A posting source is a list of documents, ascending by docid, that callbacks
 * make up as the search goes.  Each shard has its own list, of that shard's
 * own docids (xap_combined_docid tells the docids of results):
 *
 *     clone        a state for one shard of one search
 *       init       which shard it is; bounds
 *       next, skip_to, check, weight ...
 *     free
 *
 * The state that was given to xap_query_source is only ever cloned and, when
 * the last query with it is gone, freed.  Remote shards cannot ask it:
 * xap_enquire_mset then returns XAP_UNSUPPORTED.
 */

struct xap_source_bounds {
	/* How many documents the list has: min <= est <= max.  Preset to 0,
	 * and twice the shard's number of documents. */
	uint32_t min, est, max;

	/* No weight will be greater; preset to 0.  The lower, the more Xapian
	 * can leave out. */
	double max_weight;
};

struct xap_source_ops {
	/* A state with ctx's settings, or NULL if out of memory. */
	void *(*clone)(void *ctx);

	/* Release a state; may be NULL. */
	void (*free)(void *ctx);

	/* Stand before the first document of a shard, the shard-th (from 0) of
	 * the database searched.  db is lent until the state is freed, to be
	 * read only. */
	enum xap_status (*init)(void *ctx, struct xap_db *db, size_t shard,
				struct xap_source_bounds *bounds,
				struct xap_error *err);

	/* Move to the next document, store its docid in *at, return XAP_OK;
	 * or XAP_END.  A document whose weight would be less than min_weight
	 * may be passed over. */
	enum xap_status (*next)(void *ctx, double min_weight, xap_docid *at,
				struct xap_error *err);

	/* The same to the first document not before did, where it may stand
	 * already. */
	enum xap_status (*skip_to)(void *ctx, xap_docid did, double min_weight,
				   xap_docid *at, struct xap_error *err);

	/* Is did, which is a document of the shard, in the list?  Stores did or
	 * 0 in *at, and need not find the next one: after a 0 comes another
	 * check or skip_to, or a next that moves beyond did.  Or does what
	 * skip_to would.  May be NULL: skip_to is then called. */
	enum xap_status (*check)(void *ctx, xap_docid did, double min_weight,
				 xap_docid *at, struct xap_error *err);

	/* The weight of the current document, 0 to max_weight; may be NULL,
	 * for 0. */
	double (*weight)(void *ctx);
};

/* A query for the documents of a posting source.  On success the query owns
 * ctx; on failure the caller still does.  ops is borrowed for the life of the
 * query and of all queries it was combined into. */
XAP_API enum xap_status xap_query_source(struct xap_query **out,
					 const struct xap_source_ops *ops,
					 void *ctx, struct xap_error *err);

/* ---- searching -----------------------------------------------------------
 *
 * An enquire asks a database one query after another; what is set stays set.
 */

XAP_API enum xap_status xap_enquire_new(struct xap_enquire **out,
					const struct xap_db *db,
					struct xap_error *err);
XAP_API void xap_enquire_free(struct xap_enquire *e);

/* qlen is the query's length for weighting; 0: as many terms as it has. */
XAP_API enum xap_status xap_enquire_set_query(struct xap_enquire *e,
					      const struct xap_query *q,
					      uint32_t qlen,
					      struct xap_error *err);

enum xap_weight_scheme {
	XAP_BM25,     /* k1 k2 k3 b min_normlen; what a new enquire has */
	XAP_BM25PLUS, /* and delta */
	XAP_TRAD,     /* k1 alone */
	XAP_BOOL,     /* every weight is 0 */
};

struct xap_weight {
	enum xap_weight_scheme scheme;
	double k1, k2, k3, b, min_normlen, delta;
};

/* Xapian's defaults: struct xap_weight w = XAP_WEIGHT(XAP_BM25); */
#define XAP_WEIGHT(scheme)                           \
	{                                            \
		scheme, 1.0, 0.0, 1.0, 0.5, 0.5, 1.0 \
	}

/* A parameter out of its range is moved to the nearest that is in it. */
XAP_API enum xap_status xap_enquire_set_weight(struct xap_enquire *e,
					       const struct xap_weight *w,
					       struct xap_error *err);

enum xap_sort {
	XAP_BY_RELEVANCE, /* slot and reverse are unused */
	XAP_BY_VALUE,
	XAP_BY_VALUE_RELEVANCE, /* relevance where values are equal */
	XAP_BY_RELEVANCE_VALUE,
};

/* Results by the bytes of the values in slot; reverse puts the greatest
 * first.  A document without a value has the empty, least one. */
XAP_API enum xap_status xap_enquire_set_sort(struct xap_enquire *e,
					     enum xap_sort sort, uint32_t slot,
					     bool reverse,
					     struct xap_error *err);

enum xap_order {
	XAP_ASCENDING, /* what a new enquire has */
	XAP_DESCENDING,
	XAP_ANY_ORDER, /* whichever is least work */
};

/* The order of documents that are otherwise equal. */
XAP_API enum xap_status xap_enquire_set_docid_order(struct xap_enquire *e,
						    enum xap_order order,
						    struct xap_error *err);

/* Leave out what is below percent (see struct xap_hit), or below weight; 0 and
 * 0 leave nothing out. */
XAP_API enum xap_status xap_enquire_set_cutoff(struct xap_enquire *e,
					       int percent, double weight,
					       struct xap_error *err);

/* Of documents with the same value in slot keep the best max; 0 keeps all.
 * Those without a value are all kept. */
XAP_API enum xap_status xap_enquire_set_collapse(struct xap_enquire *e,
						 uint32_t slot, uint32_t max,
						 struct xap_error *err);

/* After so many seconds stop looking beyond what was asked for (see
 * check_at_least below); 0: never. */
XAP_API enum xap_status xap_enquire_set_time_limit(struct xap_enquire *e,
						   double seconds,
						   struct xap_error *err);

/* From now on count the values in slot among the documents considered, for
 * xap_mset_counts. */
XAP_API enum xap_status xap_enquire_count_values(struct xap_enquire *e,
						 uint32_t slot,
						 struct xap_error *err);
XAP_API enum xap_status xap_enquire_count_none(struct xap_enquire *e,
					       struct xap_error *err);

/* A match decider has the last word on each document that the query matches
 * and that could still be among the results.  doc is lent for the call, only
 * to be read, and what is made from it is to be freed before the call returns;
 * its docid, and did, are combined over shards.  Sets *accept,
 * preset to true, and returns XAP_OK.  Remote shards cannot ask it:
 * XAP_UNSUPPORTED. */
typedef enum xap_status (*xap_decide_fn)(void *ctx, xap_docid did,
					 struct xap_doc *doc, bool *accept,
					 struct xap_error *err);

/* Run the query: results first, first + 1 ... (from 0), at most max of them.
 * At least check_at_least matching documents are considered, if there are as
 * many, before Xapian estimates the rest; UINT32_MAX counts exactly.  decide
 * may be NULL.  XAP_UNSUPPORTED, XAP_INVALID: see what the query holds; or
 * what a callback returned. */
XAP_API enum xap_status xap_enquire_mset(struct xap_mset **out,
					 struct xap_enquire *e, uint32_t first,
					 uint32_t max, uint32_t check_at_least,
					 xap_decide_fn decide, void *ctx,
					 struct xap_error *err);

/* Which terms of the query document did has, in the query's order. */
XAP_API enum xap_status xap_enquire_matching_terms(struct xap_terms **out,
						   struct xap_enquire *e,
						   xap_docid did,
						   struct xap_error *err);

XAP_API void xap_mset_free(struct xap_mset *m);

struct xap_matches {
	uint32_t size; /* results in this mset */

	/* Documents that match, after collapsing, as far as it is known. */
	uint32_t lower, estimated, upper;

	/* The same before collapsing. */
	uint32_t uncollapsed_lower, uncollapsed_estimated, uncollapsed_upper;

	double max_possible; /* weight that a document might have */
	double max_attained; /* greatest weight that one had */
};

XAP_API void xap_mset_matches(const struct xap_mset *m,
			      struct xap_matches *out);

struct xap_hit {
	xap_docid did;
	uint32_t rank; /* from 0, over all results */
	double weight;
	int percent;              /* 100 for a match of all terms, at best */
	uint32_t collapsed_count; /* at least so many were collapsed into it */
};

/* Result i, 0 to size - 1.  XAP_INVALID: i is beyond. */
XAP_API enum xap_status xap_mset_hit(struct xap_mset *m, uint32_t i,
				     struct xap_hit *out,
				     struct xap_error *err);
XAP_API enum xap_status xap_mset_doc(struct xap_doc **out, struct xap_mset *m,
				     uint32_t i, struct xap_error *err);
XAP_API enum xap_status xap_mset_collapse_key(struct xap_mset *m, uint32_t i,
					      struct xap_str *out,
					      struct xap_error *err);

/* Ask remote shards for all results' documents at once. */
XAP_API enum xap_status xap_mset_fetch(struct xap_mset *m,
				       struct xap_error *err);

/* How many documents of the database have a term of the query. */
XAP_API enum xap_status xap_mset_termfreq(struct xap_mset *m, const char *term,
					  size_t len, uint32_t *out,
					  struct xap_error *err);

/* The values counted in slot: strings whose termfreq is their count.  Those of
 * most documents first, at most top of them; or all in byte order if top is 0.
 * *considered, unless NULL, is how many documents were looked at.
 * XAP_NOTFOUND: the slot was not counted. */
XAP_API enum xap_status xap_mset_counts(struct xap_terms **out,
					struct xap_mset *m, uint32_t slot,
					size_t top, uint32_t *considered,
					struct xap_error *err);

/* ---- stemmers ------------------------------------------------------------ */

/* language is a name or code such as "english" or "en"; "none" changes
 * nothing.  XAP_NOTFOUND. */
XAP_API enum xap_status xap_stem_new(struct xap_stem **out,
				     const char *language,
				     struct xap_error *err);

/* The stem of word, which is folded UTF-8. */
XAP_API enum xap_status xap_stem_word(struct xap_stem *stem, const char *word,
				      size_t len, struct xap_str *out,
				      struct xap_error *err);
XAP_API void xap_stem_free(struct xap_stem *stem);

/* The names there are, separated by blanks; never NULL. */
XAP_API const char *xap_stem_languages(void);

/* ---- upkeep -------------------------------------------------------------- */

enum xap_compact {
	/* One of these. */
	XAP_COMPACT_STANDARD = 0,
	XAP_COMPACT_FULL = 1,   /* no room is left */
	XAP_COMPACT_FULLER = 2, /* only if it will never be updated again */

	/* And any of these. */
	XAP_COMPACT_NO_RENUMBER = 4,  /* keep docids: see xap_compact */
	XAP_COMPACT_MULTIPASS = 8,    /* faster for many; more room meanwhile */
	XAP_COMPACT_SINGLE_FILE = 16, /* dest is a file */
};

struct xap_compact_ops {
	/* Hears how it goes; table and status may be empty.  May be NULL. */
	enum xap_status (*progress)(void *ctx, const char *table,
				    const char *status, struct xap_error *err);

	/* Several shards have this key of metadata: set *out, which is borrowed
	 * until the next call, to the value to keep; an empty one keeps none.
	 * Is asked about some of the shards at a time in multipass mode.  May
	 * be NULL: the first shard's is kept. */
	enum xap_status (*resolve)(void *ctx, const struct xap_str *key,
				   const struct xap_str *value, size_t n,
				   struct xap_str *out, struct xap_error *err);
};

/* Write one compact database at dest, a new path or a database to be replaced,
 * with everything that the shards of db hold as of their last commit.
 *
 * Docids follow one another, shard after shard.  With XAP_COMPACT_NO_RENUMBER
 * each document keeps the docid it has in its own shard; the shards' ranges of
 * docids must not overlap (XAP_INVALID).
 *
 * flags are of enum xap_compact, block_size is as in xap_writer_open; ops may
 * be NULL.  On failure dest is to be deleted by the caller. */
XAP_API enum xap_status xap_compact(struct xap_db *db, const char *dest,
				    unsigned flags, unsigned block_size,
				    const struct xap_compact_ops *ops,
				    void *ctx, struct xap_error *err);

enum xap_check {
	XAP_CHECK_STATS = 8, /* report sizes and counts */
	XAP_CHECK_FIX = 16,  /* mend what can be mended */
};

/* Gets a piece of the report; they are not lines. */
typedef enum xap_status (*xap_report_fn)(void *ctx, const char *text,
					 size_t len, struct xap_error *err);

/* Check the database, stub or single table at path.  *errors is how many faults
 * were found; the call then still returns XAP_OK.  flags are of enum xap_check;
 * report may be NULL.  XAP_NOTFOUND, and XAP_CORRUPT if it cannot even be
 * looked at. */
XAP_API enum xap_status xap_check(const char *path, unsigned flags,
				  xap_report_fn report, void *ctx,
				  size_t *errors, struct xap_error *err);

#ifdef __cplusplus
}
#endif
#endif
