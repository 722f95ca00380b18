/* notify.h - telling systemd how it goes (sd_notify(3), without its library) */
#ifndef NEWSIDX_SERVE_FRONT_NOTIFY_H
#define NEWSIDX_SERVE_FRONT_NOTIFY_H

/* Send a line such as "READY=1", where somebody wants to know. */
void notify(const char *line);

#endif
