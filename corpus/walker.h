/* walker.h - the state of a walk (inside walk.h)
 *
 * plan.c lists the inputs, walk.c goes through them, ahead.c lets several threads
 * do so and tells what they tell in its order, stream.c goes through the layers of
 * one file, tell.c reads a leaf by its format and speaks to the caller, shelf.c holds
 * plain text back until it is known what stands beside it.
 *
 * What ends the whole walk is kept in halt: an event's refusal, or the signal.
 * Every function here returns early while it is set.
 */
#ifndef NEWSIDX_CORPUS_WALKER_H
#define NEWSIDX_CORPUS_WALKER_H

#include "corpus/container.h"
#include "corpus/flow.h"
#include "corpus/mark.h"
#include "corpus/walk.h"
#include "lib/base/buf.h"

struct walker {
	const struct walk_options *o;
	const struct walk_events *ev;
	struct nx_err *err;
	enum nx_status halt;

	/* Of the file of the inputs that is being read. */
	const char *archive; /* its path */
	const char *root;    /* the folder of the inputs it is in, or "" */
	const char *name;    /* of the input in identities */
	struct buf key;      /* its name in identities: choose_keys, walk.c */
	size_t key_folder;   /* how much of key is the folder it is in */
	bool given;          /* named by the user, not found in a folder */
	uint64_t size;
	struct flow flow;
	enum nx_status file_st; /* what broke it off */
	struct nx_err file_err;
	const char *note; /* what is worth saying though it is no fault */
	uint64_t listed;  /* members that it counted in itself */
	bool has_digest;
	unsigned char digest[CHECKSUM_BYTES];
	const struct grown *grown; /* it goes on from there, else NULL */
	struct mark mark;          /* where it may go on another time */
	bool mark_is_end;          /* of its member */

	uint64_t done; /* bytes of the files before it */

	/* Of its unit (plan.h); and where several walkers read at once, waits
	 * until all units before that are read: false if that is not to be
	 * waited for.  NULL: they are. */
	uint64_t turn;
	bool (*wait)(struct walker *w);
};

enum verdict {
	VERDICT_OPEN,
	VERDICT_TEXT,       /* its plain text is articles */
	VERDICT_COLLECTION, /* its plain text is about the others */
};

/* A member that waits for its container's verdict. */
struct held {
	char *path;
	const struct format *format; /* NULL: not to be read, as end says */
	char *bytes;                 /* the whole text */
	size_t len;
	struct member_end end; /* of what is not to be read */
	char *reason;          /* what end.reason points at */
};

/* A container, while its members are read; or an input folder, whose plain
 * files are members of one; or a file by itself. */
struct scope {
	struct buf prefix; /* of its members' paths: "inner.zip!" */
	unsigned depth;    /* archives around its members */
	uint64_t members;
	uint64_t untold; /* listed, but beyond the bound */
	bool companions;    /* whether plain text may turn out to be one */
	enum verdict verdict;
	struct outer *outer; /* of a file in an input folder, else NULL */

	struct held *held;
	size_t n_held, cap_held, texts_held, bytes_held;
};

/* ---- walk.c ---- */

struct unit;

void walker_init(struct walker *w, const struct walk_options *o,
                 const struct walk_events *ev, struct nx_err *err);
void walker_release(struct walker *w);

/* Read the unit, or tell what is to be told of it. */
void walk_unit(struct walker *w, const struct unit *u);

/* ---- tell.c ---- */

/* Tell a member that is not read. */
void tell_unread(struct walker *w, const char *path, uint64_t size,
                 const struct member_end *end);

/* Tell a member and its records, as f reads them from r. */
void tell_articles(struct walker *w, const struct scope *s, const char *path,
                   uint64_t size, const struct format *f, struct reader *r);

void tell_begin(struct walker *w, const struct member *m);
void tell_end(struct walker *w, const struct member *m,
              const struct member_end *end);

/* ---- shelf.c ---- */

/* Tell a member that is not read in its turn: now, or behind what is held. */
void shelf_unread(struct walker *w, struct scope *s, const char *path,
                  uint64_t size, const struct member_end *end);

/* Read plain text, hold it back, or tell it as a companion. */
void shelf_text(struct walker *w, struct scope *s, const char *path,
                uint64_t size, const struct format *f, struct reader *r);

/* Something is to be told that cannot be held: decide.  is_collection says
 * whether it belongs to a collection; open_end that nothing else comes. */
void shelf_settle(struct walker *w, struct scope *s, enum verdict v);

void scope_release(struct scope *s);

/* ---- stream.c ---- */

/* Read the stream src, known as path, whatever it is.  fd is the same as a
 * seekable file, or -1. */
void stream_read(struct walker *w, struct scope *s, const char *path,
                 struct byte_source *src, int fd, uint64_t size);

/* The same of a file that has grown (w's), where src stands at its mark. */
void stream_go_on(struct walker *w, struct scope *s, const char *path,
                  struct byte_source *src, uint64_t size);

/* By which format a leaf is read that r stands at the start of, or NULL (*why
 * may be NULL); sn gets what was looked at. */
const struct format *stream_choose(const struct walk_options *o,
                                   const struct member *m, struct reader *r,
                                   struct sniff *sn, const char **why);

/* Whether the file behind src is one of a collection, as far as its first
 * bytes tell: what it is read by, or NULL (an archive, nothing known). */
const struct format *stream_probe(struct byte_source *src, const char *path);

#endif
