/* paths.c - what a call is about */
#include "tests/fault/fault.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void fault_path_of(int fd, char *out, size_t room)
{
	char link[64];
	ssize_t n;

	(void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	n = readlink(link, out, room - 1);
	out[n > 0 ? n : 0] = '\0';
}

void fault_absolute(int dir, const char *path, char *out, size_t room)
{
	size_t n;

	out[0] = '\0';
	if (path[0] != '/' && dir == AT_FDCWD && getcwd(out, room) == NULL)
		out[0] = '\0';
	else if (path[0] != '/' && dir != AT_FDCWD)
		fault_path_of(dir, out, room);
	n = strlen(out);
	(void)snprintf(out + n, room - n, "%s%s", n > 0 ? "/" : "", path);
}
