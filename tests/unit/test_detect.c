/* Languages of texts: the table tests/cases/language.case, what becomes of
 * declared ones, and the bounds. */
#include "tests/unit/case_help.h"

#include "lib/analysis/detect.h"

static const struct language *language(const char *code)
{
	return code != NULL ? language_find(code, strlen(code)) : NULL;
}

static const char *settled(struct detector *d, const char *declared,
                           const char *text, enum language_from *from)
{
	const struct language *l;

	detector_begin(d);
	(void)detector_add(d, text, strlen(text));
	l = detector_settle(d, language(declared), from);
	return l != NULL ? l->code : "-";
}

/* "code text" */
static bool check_line(void *ctx, char *line)
{
	char *text = strchr(line, ' ');
	struct buf b = BUF_INIT;
	enum language_from from;
	const char *got;
	bool right;

	if (text == NULL)
		return false;
	*text++ = '\0';
	add_unescaped(&b, text);
	got = settled(ctx, NULL, buf_str(&b), &from);
	right = strcmp(got, line) == 0 &&
	        from == (line[0] == '-' ? LANGUAGE_NONE : LANGUAGE_DETECTED);
	if (!right)
		print_error("%s, not %s: %s\n", got, line, text);
	buf_release(&b);
	return right;
}

static void test_table(void **state)
{
	struct detector *d = detector_new();

	(void)state;
	check_lines("tests/cases/language.case", 180, check_line, d);
	detector_free(d);
}

static const char GERMAN[] =
        "Der Stadtrat hat am Montag beschlossen, dass die neue Brücke erst "
        "im Herbst für den Verkehr freigegeben wird. Nach dem Brand in der "
        "Lagerhalle am Hafen wurden drei Menschen mit leichten Verletzungen "
        "in die Klinik gebracht. ";
static const char DANISH[] =
        "Byrådet besluttede mandag, at den nye bro ikke bliver åbnet for "
        "trafik før slutningen af efteråret, siger borgmesteren, som ikke "
        "ved, hvad det kommer til at koste, når arbejdet er slut.";
static const char RUSSIAN[] =
        "Городской совет в понедельник решил, что новый мост не откроют "
        "для движения до конца осени, так как он ещё не готов. "
        "Работы начались после наводнения, и никто не говорил, что они "
        "будут продолжаться так долго, сказал мэр, но это не его вина: "
        "если бы у города были деньги, мост уже давно был бы открыт.";
static const char JAPANESE[] =
        "市議会は月曜日、新しい橋を秋の終わりまで開通させないことを決めた。"
        "港の近くの倉庫で火災があり、三人が軽いけがをした。"
        "谷の農家は何か月も雨を待っている。";
static const char CHINESE[] =
        "市议会星期一决定，新桥在秋天结束之前不会通车。"
        "港口附近的仓库发生火灾，三人受轻伤。"
        "山谷里的农民几个月来一直在等雨，有些人已经卖掉了一部分羊。";

static void test_declared(void **state)
{
	static const struct {
		const char *declared, *text, *code;
		enum language_from from;
	} T[] = {
		{ "de", GERMAN, "de", LANGUAGE_DECLARED },
		/* Nothing in the text speaks for anything. */
		{ "en", "Ferry strike 12-3", "en", LANGUAGE_DECLARED },
		{ "en", "", "en", LANGUAGE_DECLARED },
		/* A template that says en of everything. */
		{ "en", GERMAN, "de", LANGUAGE_CORRECTED },
		{ "en", RUSSIAN, "ru", LANGUAGE_CORRECTED },
		{ "ru", GERMAN, "de", LANGUAGE_CORRECTED },
		{ "en", JAPANESE, "ja", LANGUAGE_CORRECTED },
		{ "zh", JAPANESE, "ja", LANGUAGE_CORRECTED },
		{ "ja", JAPANESE, "ja", LANGUAGE_DECLARED },
		/* Japanese can do without kana, if seldom so long. */
		{ "ja", CHINESE, "ja", LANGUAGE_DECLARED },
		{ "en", CHINESE, "zh", LANGUAGE_CORRECTED },
		/* Neighbours: their sources know better. */
		{ "no", DANISH, "no", LANGUAGE_DECLARED },
		{ "da", DANISH, "da", LANGUAGE_DECLARED },
		{ "bg", RUSSIAN, "ru", LANGUAGE_CORRECTED },
		/* In letters that it is not usually written in. */
		{ "uz", RUSSIAN, "uz", LANGUAGE_DECLARED },
		/* A language without a list cannot be wrong in its script. */
		{ "la", GERMAN, "la", LANGUAGE_DECLARED },
		{ "la", RUSSIAN, "ru", LANGUAGE_CORRECTED },
		/* Too little to contradict anybody. */
		{ "en", "Городской совет в понедельник решил", "en",
		  LANGUAGE_DECLARED },
	};
	struct detector *d = detector_new();

	(void)state;
	for (size_t i = 0; i < sizeof T / sizeof *T; i++) {
		enum language_from from;
		const char *got = settled(d, T[i].declared, T[i].text, &from);

		if (strcmp(got, T[i].code) != 0 || from != T[i].from)
			fail_msg("%s declared: %s (%d), not %s (%d): %.40s",
			         T[i].declared, got, (int)from, T[i].code,
			         (int)T[i].from, T[i].text);
	}
	detector_free(d);
}

/* Parts are read one after another, and each text afresh. */
static void test_parts(void **state)
{
	struct detector *d = detector_new();
	enum language_from from;

	(void)state;
	detector_begin(d);
	assert_true(detector_add(d, "Der Rat ist", 11));
	assert_null(detector_settle(d, NULL, &from));
	assert_true(detector_add(d, GERMAN, strlen(GERMAN)));
	assert_ptr_equal(detector_settle(d, NULL, &from), language("de"));
	assert_string_equal(settled(d, NULL, RUSSIAN, &from), "ru");
	assert_string_equal(settled(d, NULL, "12", &from), "-");
	detector_free(d);
}

/* Of a long text the beginning is read: until it is clear, and no further than
 * the bound whatever stands in it. */
static void test_bounds(void **state)
{
	struct detector *d = detector_new();
	struct buf b = BUF_INIT;
	enum language_from from;

	(void)state;
	while (b.len < 3 * DETECT_BYTES)
		buf_adds(&b, GERMAN);
	detector_begin(d);
	assert_false(detector_add(d, b.p, b.len));
	buf_clear(&b);
	while (b.len < DETECT_BYTES)
		buf_adds(&b, "123 ");
	buf_adds(&b, GERMAN);
	detector_begin(d);
	assert_false(detector_add(d, b.p, b.len));
	assert_null(detector_settle(d, NULL, &from));
	assert_false(detector_add(d, GERMAN, strlen(GERMAN)));
	assert_null(detector_settle(d, NULL, &from));
	buf_release(&b);
	detector_free(d);
}

/* Any bytes at all. */
static void test_noise(void **state)
{
	struct detector *d = detector_new();
	uint32_t x = 12345;
	char noise[512];

	(void)state;
	for (int round = 0; round < 2000; round++) {
		enum language_from from;

		for (size_t i = 0; i < sizeof noise; i++) {
			x = x * 1664525 + 1013904223;
			noise[i] = (char)(x >> 24);
		}
		detector_begin(d);
		(void)detector_add(d, noise, sizeof noise);
		(void)detector_settle(d, language("en"), &from);
	}
	detector_free(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table), cmocka_unit_test(test_declared),
		cmocka_unit_test(test_parts), cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_noise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
