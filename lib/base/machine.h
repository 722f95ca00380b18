/* machine.h - what this process may use of the machine */
#ifndef NEWSIDX_BASE_MACHINE_H
#define NEWSIDX_BASE_MACHINE_H

#include <stdint.h>

/* Processors that are online and that it may run on; at least 1. */
unsigned machine_cores(void);

/* Bytes of memory: the machine's, or what its control group leaves it. */
uint64_t machine_memory(void);

/* The lowest memory limit of the control groups that a process is in, as self
 * (/proc/self/cgroup) names them below root (/sys/fs/cgroup), version 1 or 2;
 * UINT64_MAX for none. */
uint64_t machine_group_limit(const char *self, const char *root);

#endif
