/* trend_draw.h - what the parts of a plot share
 *
 * Private to trend_svg.c, which draws what is around, and trend_panel.c, which
 * draws the counts and the shares.
 */
#ifndef NEWSIDX_QUERY_TREND_DRAW_H
#define NEWSIDX_QUERY_TREND_DRAW_H

#include "query/plot.h"
#include "query/trend.h"

/* Units are CSS pixels at the drawing's own size. */
#define DRAW_WIDTH 960.0
#define DRAW_LEFT 64.0
#define DRAW_LABELS 168.0 /* room for the names of lines, on the right */
#define DRAW_LETTER 6.6   /* a column of text, on average */

struct drawing {
	FILE *out;
	const struct trend *t;
	double right;  /* where the axis of time ends */
	double top;    /* of the counts */
	double second; /* of the shares */
	double bottom;
	double most_count, most_share;
	bool hide_others; /* above, where there are too many of them */
	struct buf b;
};

/* What is drawn in one of the two panels. */
struct panel {
	double top, height;
	struct scale scale;
	bool share;
};

/* Its scale, and a column for each period of the only series, or lines. */
void draw_panel(struct drawing *d, const struct panel *p, const char *title);

/* Text, escaped; attributes are written as they stand. */
void draw_text(struct drawing *d, double x, double y, const char *attributes,
               const char *s);

/* Where a day stands; and the first day of the period behind the i-th. */
double draw_x(const struct drawing *d, int32_t day);
int32_t draw_end(const struct trend *t, size_t i);

/* Of a series; the dash is an attribute, or nothing. */
const char *draw_color(const struct trend *t, size_t k);
const char *draw_dash(const struct trend *t, size_t k);

/* Cut text to so many columns. */
void draw_cut(struct buf *b, size_t columns);

#endif
