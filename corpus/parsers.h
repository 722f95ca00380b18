/* parsers.h - what libraries must do once, before several threads use them */
#ifndef NEWSIDX_CORPUS_PARSERS_H
#define NEWSIDX_CORPUS_PARSERS_H

/* Any number of times, by any thread. */
void parsers_init(void);

#endif
