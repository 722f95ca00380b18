/* pool.h - the processes that answer, and what waits for them
 *
 *     pool_open               starts the first, and waits for it
 *       pool_add ...          a job; job->changed is called when it came on
 *       pool_fds, pool_run    around poll()
 *       pool_drop             nobody wants the answer any more
 *     pool_close
 *
 * A worker does one job after the other.  It is a process of its own because
 * some of what a question may do can only be ended by ending the process: loops
 * inside libxapian, too much memory.  Then this question has no answer, and
 * another worker takes the place.
 *
 * Nothing here blocks but pool_open.
 */
#ifndef NEWSIDX_SERVE_FRONT_POOL_H
#define NEWSIDX_SERVE_FRONT_POOL_H

#include <poll.h>
#include <stdbool.h>

#include "lib/base/limits.h"
#include "lib/base/status.h"
#include "serve/common/wire.h"

struct pool;
struct worker;

enum job_state {
	JOB_WAITS,
	JOB_ASKED,
	JOB_WHOLE,  /* head and all of data are there */
	JOB_STREAM, /* head is there, data comes bit by bit */
	JOB_FAILED, /* status and why say with what */
};

struct job {
	/* The caller's. */
	struct wire_ask ask;
	bool heavy; /* may take long: only half of the workers do such */
	void (*changed)(struct job *j);
	void *ctx;

	enum job_state state;
	struct wire_head head;
	struct buf data; /* what came; data.p + taken is the next byte */
	size_t taken;
	bool ended, broken; /* JOB_STREAM: all came; or no more will */
	unsigned status;    /* JOB_FAILED */
	const char *why;

	struct worker *worker;
	struct job *next;
	double since; /* that it waits, that it was asked */
	struct buf head_text;
};

struct pool_options {
	const char *index, *name;
	unsigned workers, timeout;
	unsigned most; /* jobs that may wait */
};

/* The index cannot be read: what the worker ended with, in *code; it has said
 * why. */
enum nx_status pool_open(struct pool **out, const struct pool_options *o,
                         int *code, struct nx_err *err);

/* Ends the workers at once; jobs must have been dropped. */
void pool_close(struct pool *p);

/* The job is p's until pool_drop, which must come before it is freed. */
void pool_add(struct pool *p, struct job *j);
void pool_drop(struct pool *p, struct job *j);

/* JOB_STREAM: the caller has taken n bytes more. */
void pool_taken(struct pool *p, struct job *j, size_t n);

/* Append what is to be polled; at most LIMIT_SERVE_WORKERS.  Returns how many;
 * *ms is lowered to when pool_run is due without any of them. */
size_t pool_fds(struct pool *p, struct pollfd *fds, int *ms);
void pool_run(struct pool *p);

/* Jobs that wait or are being worked on. */
size_t pool_busy(const struct pool *p);

/* A worker is of another version: the program was replaced under the server. */
bool pool_outdated(const struct pool *p);

#endif
