#include "lib/base/machine.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/base/mem.h"

/* Bytes of the files of /proc and /sys that are read. */
#define TEXT_MAX 65536

unsigned machine_cores(void)
{
	cpu_set_t set;
	long n;

	if (sched_getaffinity(0, sizeof set, &set) == 0)
		return (unsigned)CPU_COUNT(&set);
	/* More processors than the set has room for. */
	n = sysconf(_SC_NPROCESSORS_ONLN);
	return n > 0 ? (unsigned)n : 1;
}

/* The number in a file, or UINT64_MAX ("max"). */
static uint64_t number_in(const char *folder, const char *name)
{
	char *path = nx_format("%s/%s", folder, name), *end;
	struct buf text = BUF_INIT;
	uint64_t v = UINT64_MAX, n;

	if (file_read(path, TEXT_MAX, &text, NULL) == NX_OK && text.len > 0) {
		n = strtoull(text.p, &end, 10);
		if (end != text.p)
			v = n;
	}
	buf_release(&text);
	free(path);
	return v;
}

/* The lowest limit of a group and of those that it is in. */
static uint64_t lowest(const char *root, const char *group, size_t len,
                       const char *name)
{
	size_t root_len = strlen(root);
	char *path = nx_format("%s%.*s", root, (int)len, group), *slash;
	uint64_t low = UINT64_MAX, v;

	for (;;) {
		v = number_in(path, name);
		if (v < low)
			low = v;
		slash = strrchr(path, '/');
		if (slash == NULL || slash < path + root_len)
			break;
		*slash = '\0';
	}
	free(path);
	return low;
}

uint64_t machine_group_limit(const char *self, const char *root)
{
	struct buf text = BUF_INIT;
	uint64_t low = UINT64_MAX, v;
	char *v1 = nx_format("%s/memory", root);
	const char *line, *colon;

	(void)file_read(self, TEXT_MAX, &text, NULL);
	/* Lines of "number:controllers:/group", without controllers in version
	 * 2. */
	for (line = buf_str(&text); *line != '\0';) {
		size_t n = strcspn(line, "\n");

		v = UINT64_MAX;
		colon = memchr(line, '/', n);
		if (colon != NULL && strncmp(line, "0::", 3) == 0)
			v = lowest(root, colon, (size_t)(line + n - colon),
			           "memory.max");
		else if (colon != NULL &&
		         memmem(line, n, ":memory:", 8) != NULL)
			v = lowest(v1, colon, (size_t)(line + n - colon),
			           "memory.limit_in_bytes");
		if (v < low)
			low = v;
		line += n;
		line += *line == '\n';
	}
	free(v1);
	buf_release(&text);
	return low;
}

uint64_t machine_memory(void)
{
	long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
	uint64_t all = UINT64_MAX, group;

	if (pages > 0 && size > 0)
		all = (uint64_t)pages * (uint64_t)size;
	group = machine_group_limit("/proc/self/cgroup", "/sys/fs/cgroup");
	return group < all ? group : all;
}
