/* fault.h - what the parts of the library share */
#ifndef NEWSIDX_TESTS_FAULT_FAULT_H
#define NEWSIDX_TESTS_FAULT_FAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Set while the library itself calls: then nothing counts. */
extern _Thread_local bool fault_inside;

/* The path of what is open, or that a call names, empty if it is not known. */
void fault_path_of(int fd, char *out, size_t room);
void fault_absolute(int dir, const char *path, char *out, size_t room);

/* What a disk would still have of the folder at path, all of it now. */
void durable_start(const char *path);

/* The file or folder behind fd was synced. */
void durable_synced(int fd);

enum durable_cut {
	CUT_LOSE,  /* whatever was not synced */
	CUT_NAMES, /* names are as they are, contents as they were synced */
	CUT_MIX,   /* of each change that was not synced, by chance */
};

/* Write the folder as a power cut would leave it to path.power. */
void durable_cut(enum durable_cut how, unsigned seed);

#endif
