/* trec_id.h - what the document numbers of TREC and the LDC tell */
#ifndef NEWSIDX_CORPUS_FORMATS_TREC_ID_H
#define NEWSIDX_CORPUS_FORMATS_TREC_ID_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/instant.h"

/* The day that a document number holds: NYT_ENG_19960701.0002,
 * WSJ870324-0001, LA042990-0001 (month first), 20000715_AFP_ARB.0001.  False,
 * and *out all zero, where it holds none. */
bool trec_id_date(const char *id, size_t len, struct instant *out);

/* The newspaper or agency of a document number, or NULL: "Los Angeles Times"
 * for LA042990-0001.  Letters alone are not enough: the digits that the
 * collection puts behind them must be there. */
const char *trec_id_source(const char *id, size_t len);

#endif
