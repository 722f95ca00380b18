/* mail.h - one message of mail or Usenet
 *
 * For formats/mail.c; formats/mail_message.c is where GMime is used.
 */
#ifndef NEWSIDX_CORPUS_FORMATS_MAIL_H
#define NEWSIDX_CORPUS_FORMATS_MAIL_H

#include <stdbool.h>
#include <stddef.h>

#include "corpus/article.h"

/* Fill a, which is clear, from the message: it may be a notice that another
 * one is withdrawn.  replaced, which is empty, gets the id of the message whose
 * place this one takes.  NULL, or why it is no article. */
const char *mail_message(const char *p, size_t len, struct article *a,
                         struct buf *replaced);

/* Make a, whose id is that of a message, the notice that it is withdrawn. */
void mail_withdraw(struct article *a, enum withdrawn why);

/* Add the text of a message to its body: soft line ends joined if it is flowed
 * (RFC 3676; delsp: with the space before them dropped), without files that are
 * encoded in it, and without the signature.  text is UTF-8 and is used up. */
void mail_text(struct buf *text, bool flowed, bool delsp, struct buf *body);

#endif
