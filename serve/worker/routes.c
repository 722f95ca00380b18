#include "serve/common/problem.h"
#include "serve/worker/worker.h"

const struct route routes[] = {
	{ "/", HTML_TYPE, page_search },
	{ "/article", HTML_TYPE, page_article },
	{ "/kwic", HTML_TYPE, page_kwic },
	{ "/export", JSON_TYPE, export_all },
	{ "/api/v1/search", JSON_TYPE, api_search },
	{ "/api/v1/article", JSON_TYPE, api_article },
	{ "/api/v1/kwic", JSON_TYPE, api_kwic },
	{ "/api/v1/facets", JSON_TYPE, api_facets },
	{ "/api/v1/timeline", JSON_TYPE, api_timeline },
	{ "/api/v1/export", JSON_TYPE, export_all },
	{ "/api/v1/info", JSON_TYPE, api_info },
	{ NULL, NULL, NULL },
};
