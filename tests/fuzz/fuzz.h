/* fuzz.h - what the fuzz targets share
 *
 * Each target is one function of libFuzzer's interface: it is given bytes and
 * must neither crash, nor hang, nor take memory without bound, and what it
 * promises of its results must hold.  The same function, linked with replay.c
 * instead of libFuzzer, reads again what was once found.
 */
#ifndef NEWSIDX_TESTS_FUZZ_FUZZ_H
#define NEWSIDX_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Called once before the first input. */
int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A promise that an input broke. */
#define PROMISE(holds, what)                                                  \
	do {                                                                  \
		if (!(holds)) {                                               \
			fprintf(stderr, "%s:%d: broken: %s\n", __FILE__,      \
			        __LINE__, (what));                            \
			abort();                                              \
		}                                                             \
	} while (0)

#endif
