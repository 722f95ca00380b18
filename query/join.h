/* join.h - two operands and an operator become a node
 *
 * Keeps trees canonical (AND and OR flat, NOT outside AND) and refuses what
 * makes no sense, saying what would.
 */
#ifndef NEWSIDX_QUERY_JOIN_H
#define NEWSIDX_QUERY_JOIN_H

#include "query/parser.h"

/* NULL, with p->err set, if op cannot join these. */
struct node *join(struct parser *p, const struct lexeme *op, struct node *left,
                  struct node *right);

/* False, with p->err set, if the node excludes and there is nothing it could
 * exclude from. */
bool join_whole(struct parser *p, const struct node *node);

/* Likewise if it is deeper than LIMIT_QUERY_DEPTH. */
bool join_depth(struct parser *p, const struct node *node);

/* Likewise if kid cannot stand in title:(, first50( or atleast3(. */
bool join_part(struct parser *p, const struct lexeme *part,
               const struct node *kid);

#endif
