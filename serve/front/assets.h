/* assets.h - files that are in the program: serve/assets
 *
 * assets.c is made of them by serve/front/embed.
 */
#ifndef NEWSIDX_SERVE_FRONT_ASSETS_H
#define NEWSIDX_SERVE_FRONT_ASSETS_H

#include <stddef.h>

struct asset {
	const char *name, *type, *etag;
	const unsigned char *p;
	size_t len;
};

/* NULL if there is none of that name. */
const struct asset *asset_find(const char *name);

#endif
