/* status.h - what a call came to, and the sentence that says so
 *
 * A status is graded by what the caller may do next: go on, skip this article,
 * skip this archive, or stop.  The sentence for people stands beside it in a
 * struct nx_err, so that code never decides by comparing text.
 *
 * A struct nx_err is the caller's, one line long, and needs no release.  Every
 * function that takes one accepts NULL from a caller that wants no sentence.
 */
#ifndef NEWSIDX_BASE_STATUS_H
#define NEWSIDX_BASE_STATUS_H

#include <stddef.h>

enum nx_status {
	NX_OK = 0,

	/* An end that is no fault: nothing more to read, nothing found. */
	NX_END,

	/* Skip this article; whatever produced it is still good. */
	NX_BADDOC,

	/* Skip the rest of this member or archive; what came before it is
	 * good, and so is everything beside it. */
	NX_DAMAGED, /* truncated, checksum wrong, not what it says it is */
	NX_BOUND,   /* a bound of limits.h was reached */

	/* Stop. */
	NX_USAGE,       /* the user asked for something that cannot be */
	NX_EXISTS,      /* would overwrite what must not be overwritten */
	NX_NOTFOUND,    /* there is no such index, file or article */
	NX_LOCKED,      /* another process is writing */
	NX_STALE,       /* the index was replaced meanwhile: open it again */
	NX_CORRUPT,     /* the index is not what it should be */
	NX_UNSUPPORTED, /* made by a later version, or not built in */
	NX_INTERRUPTED, /* a signal asked us to stop */
	NX_TIMEOUT,     /* it took longer than it may */
	NX_IO,          /* the system refused: disk full, no permission ... */
	NX_NOMEM,
};

#define NX_ERR_MAX 1024

struct nx_err {
	char msg[NX_ERR_MAX];
};

/* Set err's sentence (cut at NX_ERR_MAX - 1 bytes, never inside a UTF-8
 * character; control characters, which a hostile file name may hold, become
 * '?') and return st, so that "return nx_fail(...)" reads as one step. */
enum nx_status nx_fail(struct nx_err *err, enum nx_status st, const char *fmt,
                       ...) __attribute__((format(printf, 3, 4)));

/* The same for a failed system call: ": " and strerror(errno) are added, and
 * the status is chosen by errno (NX_NOMEM, NX_NOTFOUND, otherwise NX_IO). */
enum nx_status nx_fail_errno(struct nx_err *err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Put "prefix: " before the sentence err already holds, and return st. */
enum nx_status nx_fail_in(struct nx_err *err, enum nx_status st,
                          const char *prefix);

/* The name of a status for programs, such as "damaged"; never NULL. */
const char *nx_status_name(enum nx_status st);

#endif
