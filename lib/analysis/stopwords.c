#include "lib/analysis/stopwords.h"

#include <stdlib.h>
#include <string.h>

#include "lib/analysis/analysis.h"
#include "lib/analysis/detect_words.h"
#include "lib/base/intern.h"
#include "lib/base/mem.h"

struct stopwords {
	struct intern forms;
	uint64_t *languages; /* by form */
	size_t cap;
};

static void add(struct stopwords *s, const char *form, size_t len,
                uint64_t language)
{
	size_t known = s->forms.n;
	uint32_t id = intern_add(&s->forms, form, len);

	if (id == known) {
		s->languages = NX_GROW(s->languages, known, &s->cap);
		s->languages[id] = 0;
	}
	s->languages[id] |= language;
}

struct stopwords *stopwords_new(void)
{
	struct stopwords *s = nx_zalloc(sizeof *s);
	struct token_list l = TOKEN_LIST_INIT;
	struct analyser *a = analyser_new();

	s->forms = (struct intern)INTERN_INIT;
	for (size_t i = 0; COMMON_WORDS[i].code != NULL; i++) {
		const char *words = COMMON_WORDS[i].words;

		analyser_run(a, words, strlen(words), &l);
		for (size_t k = 0; k < l.n; k++)
			if ((l.v[k].flags & TOKEN_JOINED) == 0)
				add(s, token_form(&l, &l.v[k]), l.v[k].len,
				    (uint64_t)1 << i);
	}
	token_list_release(&l);
	analyser_free(a);
	return s;
}

void stopwords_free(struct stopwords *s)
{
	if (s == NULL)
		return;
	intern_release(&s->forms);
	free(s->languages);
	free(s);
}

uint64_t stopwords_of(const struct stopwords *s, const char *form, size_t len)
{
	uint32_t id = intern_find(&s->forms, form, len);

	return id != INTERN_NONE ? s->languages[id] : 0;
}

uint64_t stopwords_language(const char *code, size_t len)
{
	uint64_t bits = 0;

	for (size_t i = 0; COMMON_WORDS[i].code != NULL; i++)
		if (strlen(COMMON_WORDS[i].code) == len &&
		    memcmp(COMMON_WORDS[i].code, code, len) == 0)
			bits |= (uint64_t)1 << i;
	return bits;
}
