#include "serve/common/problem.h"

#include <string.h>

#include "lib/base/json.h"
#include "serve/common/html.h"

static const struct {
	unsigned status;
	const char *title;
} titles[] = {
	{ 400, "Bad request" },
	{ 401, "Not authorized" },
	{ 403, "Forbidden" },
	{ 404, "Not found" },
	{ 405, "Method not allowed" },
	{ 413, "Too long" },
	{ 414, "Too long" },
	{ 421, "Misdirected request" },
	{ 500, "Failed" },
	{ 503, "Not now" },
	{ 504, "Given up" },
};

bool problem_for_program(const char *path)
{
	return strncmp(path, "/api/", strlen("/api/")) == 0;
}

const char *problem_title(unsigned status)
{
	for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
		if (titles[i].status == status)
			return titles[i].title;
	return "Failed";
}

void problem_json(FILE *out, const struct problem *p)
{
	struct json j;

	json_begin(&j, out);
	json_text(&j, "type", "about:blank");
	json_text(&j, "title", problem_title(p->status));
	json_num(&j, "status", p->status);
	json_text(&j, "detail", p->detail);
	if (p->column > 0)
		json_num(&j, "column", p->column);
	json_end(&j);
}

const char *path_up(const char *path)
{
	static const char dots[] = "../../../../../../../../";
	size_t depth = 0, most = (sizeof dots - 1) / 3;

	for (const char *p = path; *p != '\0'; p++)
		depth += *p == '/' && p > path;
	return dots + 3 * (most - (depth < most ? depth : most));
}

void problem_page(FILE *out, const struct problem *p, const char *path,
                  const char *name)
{
	const struct html_frame f = {
		.title = problem_title(p->status),
		.name = name,
		.up = path_up(path),
		.body_class = "alone",
	};

	html_begin(out, &f);
	fprintf(out, "<main>\n<h1>%s</h1>\n<p>", problem_title(p->status));
	html_sentence(out, p->detail, strlen(p->detail));
	fprintf(out,
	        "</p>\n<p><a href=\"%s\">To the search page</a></p>\n"
	        "</main>\n",
	        *f.up != '\0' ? f.up : "./");
	html_end(out);
}
