#include "serve/worker/answer.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/file.h"
#include "lib/base/limits.h"

/* Bytes of a frame of data; also what is held of a stream. */
#define PIECE 65536

void answer_init(struct answer *a, int fd)
{
	memset(a, 0, sizeof *a);
	a->fd = fd;
}

static void forget(struct answer *a)
{
	if (a->out != NULL)
		(void)fclose(a->out);
	free(a->text);
	a->out = NULL;
	a->text = NULL;
	a->len = 0;
}

void answer_release(struct answer *a)
{
	forget(a);
	buf_release(&a->frame);
}

bool answer_begin(struct answer *a, const char *type)
{
	forget(a);
	buf_clear(&a->frame);
	a->status = 200;
	a->type = type;
	a->etag[0] = a->file[0] = '\0';
	a->streams = a->begun = false;
	a->out = open_memstream(&a->text, &a->len);
	return a->out != NULL;
}

/* Send what the frame holds. */
static void flush(struct answer *a)
{
	if (!a->failed && !file_write(a->fd, a->frame.p, a->frame.len, -1))
		a->failed = true;
	buf_clear(&a->frame);
}

static void add_head(struct answer *a, bool whole, size_t size)
{
	const struct wire_head h = {
		.status = a->status,
		.whole = whole,
		.size = size,
		.type = a->type,
		.etag = a->etag,
		.file = a->file,
	};

	wire_add_head(&a->frame, &h);
}

static void add_data(struct answer *a, const char *p, size_t len)
{
	while (len > 0) {
		size_t n = len < PIECE ? len : PIECE;

		wire_add(&a->frame, WIRE_DATA, p, n);
		flush(a);
		p += n;
		len -= n;
	}
}

static ssize_t write_stream(void *ctx, const char *p, size_t len)
{
	struct answer *a = ctx;

	if (!a->begun) {
		a->begun = true;
		add_head(a, false, 0);
	}
	if (!a->head)
		add_data(a, p, len);
	/* 0 is how such a stream says that it failed. */
	return a->failed || a->head ? 0 : (ssize_t)len;
}

bool answer_stream(struct answer *a)
{
	const cookie_io_functions_t io = { .write = write_stream };
	FILE *out = fopencookie(a, "w", io);

	if (out == NULL || setvbuf(out, NULL, _IOFBF, PIECE) != 0 ||
	    fclose(a->out) != 0) {
		if (out != NULL)
			(void)fclose(out);
		return false;
	}
	a->out = out;
	a->streams = true;
	fwrite(a->text, 1, a->len, out);
	return true;
}

bool answer_send(struct answer *a)
{
	if (fclose(a->out) != 0 && !a->head)
		a->failed = true;
	a->out = NULL;
	if (!a->streams) {
		bool whole = a->len <= LIMIT_SERVE_WHOLE;

		add_head(a, whole, whole ? a->len : 0);
		add_data(a, a->text, a->len);
	} else if (!a->begun) {
		add_head(a, false, 0);
	}
	wire_add(&a->frame, WIRE_END, "", 0);
	flush(a);
	forget(a);
	return !a->failed;
}
