/* listen.h - the socket that connections come by */
#ifndef NEWSIDX_SERVE_FRONT_LISTEN_H
#define NEWSIDX_SERVE_FRONT_LISTEN_H

#include <stdbool.h>

#include "lib/base/buf.h"
#include "lib/base/status.h"

/* Whether only this machine reaches an address: 127.0.0.1, ::1, localhost.  It
 * must be numeric but for that name. */
bool listen_is_local(const char *address);

/* *fd: a socket that listens.  where gets "127.0.0.1:8417" or "[::1]:8417",
 * with the port that it has. */
enum nx_status listen_open(const char *address, unsigned port, int *fd,
                           struct buf *where, struct nx_err *err);

#endif
