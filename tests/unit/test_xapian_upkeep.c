/* What xapian-c.h promises of compacting, checking and remote databases. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>

#include "tests/unit/xapian_help.h"

/* Of no consequence: libxapian 1.4.22 deletes a table of one class as one of
 * another when it checks a database, and leaks when compaction ends early. */
__attribute__((visibility("default"))) const char *
__asan_default_options(void);
__attribute__((visibility("default"))) const char *
__lsan_default_suppressions(void);
const char *__asan_default_options(void)
{
	return "new_delete_type_mismatch=0";
}

const char *__lsan_default_suppressions(void)
{
	return "leak:libxapian.so\n";
}

/* Two databases whose docids do not overlap: 1 to 3, and 11 and 12.  Both have
 * metadata "both" and one key of their own. */
static struct xap_db *pair(void **state)
{
	struct xap_error e = { "" };
	struct xap_writer *w = writer(in(*state, "a"));
	struct xap_doc *doc = doc_of("harbour dover", "12");
	struct xap_db *db, *b;

	add(w, "ferry strike", "1");
	add(w, "strike", "2");
	add(w, "dover", "3");
	OK(xap_writer_set_metadata(w, "both", 4, "a", 1, &e));
	OK(xap_writer_set_metadata(w, "only-a", 6, "yes", 3, &e));
	OK(xap_writer_add_synonym(w, "boat", 4, "ferry", 5, &e));
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);

	w = writer(in(*state, "b"));
	OK(xap_writer_replace(w, 11, doc, &e));
	OK(xap_writer_replace(w, 12, doc, &e));
	OK(xap_writer_set_metadata(w, "both", 4, "b", 1, &e));
	OK(xap_writer_set_metadata(w, "only-b", 6, "yes", 3, &e));
	OK(xap_writer_add_synonym(w, "boat", 4, "ship", 4, &e));
	OK(xap_writer_commit(w, &e));
	xap_writer_close(w);
	xap_doc_free(doc);

	db = reader(in(*state, "a"));
	b = reader(in(*state, "b"));
	OK(xap_db_add(db, b, &e));
	xap_db_close(b);
	return db;
}

static void assert_metadata(struct xap_db *db, const char *key,
			    const char *want)
{
	struct xap_error e = { "" };
	struct xap_str s;

	OK(xap_db_metadata(db, key, strlen(key), &s, &e));
	assert_str(s, want);
}

static void assert_sound(const char *path)
{
	struct xap_error e = { "" };
	size_t errors = 99;

	OK(xap_check(path, 0, NULL, NULL, &errors, &e));
	assert_int_equal(errors, 0);
}

static void compacting_keeps_docids(void **state)
{
	const char *dest = in(*state, "dest");
	struct xap_error e = { "" };
	struct xap_db *db = pair(state);

	OK(xap_compact(db, dest, XAP_COMPACT_FULL | XAP_COMPACT_NO_RENUMBER, 0,
		       NULL, NULL, &e));
	xap_db_close(db);
	db = reader(dest);
	assert_int_equal(xap_db_shards(db), 1);
	assert_string_equal(find(db, term("dover")), "3 11 12 ");
	assert_string_equal(find(db, two(XAP_PHRASE, "harbour", "dover", 0)),
			    "11 12 ");
	assert_metadata(db, "both", "a");
	assert_metadata(db, "only-a", "yes");
	assert_metadata(db, "only-b", "yes");
	xap_db_close(db);
	assert_sound(dest);
}

static void compacting_renumbers(void **state)
{
	const char *dest = in(*state, "dest");
	struct xap_error e = { "" };
	struct xap_terms *it;
	struct xap_db *db = pair(state);
	struct xap_str s;

	OK(xap_compact(db, dest, XAP_COMPACT_STANDARD | XAP_COMPACT_MULTIPASS,
		       2048, NULL, NULL, &e));
	xap_db_close(db);
	db = reader(dest);
	assert_int_equal(count(db), 5);
	OK(xap_db_synonyms(&it, db, "boat", 4, &e));
	OK(xap_terms_next(it, &s, &e));
	assert_str(s, "ferry");
	OK(xap_terms_next(it, &s, &e));
	assert_str(s, "ship");
	xap_terms_free(it);
	xap_db_close(db);
	assert_sound(dest);
}

static void overlapping_docids_are_refused(void **state)
{
	struct xap_error e = { "" };
	struct xap_db *db = pair(state), *again = reader(in(*state, "a"));

	OK(xap_db_add(db, again, &e));
	xap_db_close(again);
	assert_int_equal(xap_compact(db, in(*state, "dest"),
				     XAP_COMPACT_NO_RENUMBER, 0, NULL, NULL,
				     &e),
			 XAP_INVALID);
	assert_int_equal(
		xap_compact(db, in(*state, "dest"), 64, 0, NULL, NULL, &e),
		XAP_INVALID);
	xap_db_close(db);
}

static void single_file(void **state)
{
	const char *dest = in(*state, "one.glass");
	struct xap_error e = { "" };
	struct xap_db *db = pair(state);
	struct stat st;

	OK(xap_compact(db, dest, XAP_COMPACT_SINGLE_FILE, 0, NULL, NULL, &e));
	xap_db_close(db);
	assert_int_equal(stat(dest, &st), 0);
	assert_true(S_ISREG(st.st_mode));
	assert_int_equal(count_at(dest), 5);
}

/* ---- callbacks --------------------------------------------------------- */

struct heard {
	int progress, resolved;
	enum xap_status progress_st, resolve_st;
};

static enum xap_status progress(void *ctx, const char *table,
				const char *status, struct xap_error *err)
{
	struct heard *h = ctx;

	h->progress += *table || *status;
	if (h->progress_st != XAP_OK)
		snprintf(err->msg, sizeof err->msg, "stop");
	return h->progress_st;
}

static enum xap_status longest(void *ctx, const struct xap_str *key,
			       const struct xap_str *value, size_t n,
			       struct xap_str *out, struct xap_error *err)
{
	struct heard *h = ctx;

	(void)err;
	h->resolved++;
	assert_str(*key, "both");
	assert_int_equal(n, 2);
	assert_str(value[0], "a");
	assert_str(value[1], "b");
	*out = S("both of them");
	return h->resolve_st;
}

static const struct xap_compact_ops ops = { progress, longest };

static void compacting_asks_and_tells(void **state)
{
	const char *dest = in(*state, "dest");
	struct xap_error e = { "" };
	struct xap_db *db = pair(state);
	struct heard h = { 0 };

	OK(xap_compact(db, dest, 0, 0, &ops, &h, &e));
	xap_db_close(db);
	assert_true(h.progress > 0);
	assert_int_equal(h.resolved, 1);
	db = reader(dest);
	assert_metadata(db, "both", "both of them");
	xap_db_close(db);
}

static void failing_callback_stops_compacting(void **state)
{
	struct xap_error e = { "" };
	struct xap_db *db = pair(state);
	struct heard h = { .progress_st = XAP_CALLBACK };

	assert_int_equal(xap_compact(db, in(*state, "d1"), 0, 0, &ops, &h, &e),
			 XAP_CALLBACK);
	assert_string_equal(e.msg, "stop");
	h = (struct heard){ .resolve_st = XAP_STALE };
	assert_int_equal(xap_compact(db, in(*state, "d2"), 0, 0, &ops, &h, &e),
			 XAP_STALE);
	assert_int_equal(count(db), 5);
	xap_db_close(db);
}

/* ---- checking ---------------------------------------------------------- */

struct report {
	char text[65536];
	size_t len;
	enum xap_status st;
};

static enum xap_status collect(void *ctx, const char *text, size_t len,
			       struct xap_error *err)
{
	struct report *r = ctx;

	if (r->st != XAP_OK) {
		snprintf(err->msg, sizeof err->msg, "enough");
		return r->st;
	}
	assert_true(len < sizeof r->text - r->len);
	memcpy(r->text + r->len, text, len);
	r->len += len;
	r->text[r->len] = '\0';
	return XAP_OK;
}

static void check_reports(void **state)
{
	struct xap_error e = { "" };
	struct report *r = calloc(1, sizeof *r);
	size_t errors = 99;

	assert_non_null(r);
	xap_db_close(pair(state));
	OK(xap_check(in(*state, "a"), XAP_CHECK_STATS, collect, r, &errors,
		     &e));
	assert_int_equal(errors, 0);
	assert_non_null(strstr(r->text, "postlist"));
	r->st = XAP_CALLBACK;
	assert_int_equal(xap_check(in(*state, "a"), 0, collect, r, &errors, &e),
			 XAP_CALLBACK);
	assert_string_equal(e.msg, "enough");
	assert_int_equal(
		xap_check(in(*state, "none"), 0, NULL, NULL, &errors, &e),
		XAP_NOTFOUND);
	assert_int_equal(xap_check(in(*state, "a"), 1, NULL, NULL, &errors, &e),
			 XAP_INVALID);
	free(r);
}

static void check_finds_damage(void **state)
{
	struct xap_error e = { "" };
	enum xap_status st;
	size_t errors = 0;
	long size;
	FILE *f;

	xap_db_close(pair(state));
	f = fopen(in(*state, "a/postlist.glass"), "r+b");
	assert_non_null(f);
	assert_int_equal(fseek(f, 0, SEEK_END), 0);
	size = ftell(f);
	rewind(f);
	while (size-- > 0)
		fputc(0xa5, f);
	assert_int_equal(fclose(f), 0);
	st = xap_check(in(*state, "a"), 0, NULL, NULL, &errors, &e);
	assert_true(st == XAP_CORRUPT || (st == XAP_OK && errors > 0));
}

/* ---- remote ------------------------------------------------------------ */

static unsigned free_port(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t len = sizeof a;
	int s = socket(AF_INET, SOCK_STREAM, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(s, (struct sockaddr *)&a, sizeof a), 0);
	assert_int_equal(getsockname(s, (struct sockaddr *)&a, &len), 0);
	close(s);
	return ntohs(a.sin_port);
}

static pid_t serve(const char *path, unsigned port)
{
	char p[16];
	pid_t pid;

	snprintf(p, sizeof p, "%u", port);
	pid = fork();
	if (pid == 0) {
		setsid(); /* it ends its whole process group */
		execlp("xapian-tcpsrv", "xapian-tcpsrv", "--quiet",
		       "--interface", "127.0.0.1", "--port", p, path,
		       (char *)NULL);
		_exit(127);
	}
	return pid;
}

/* The remote database, once its server listens; NULL if it does not run. */
static struct xap_db *dial(unsigned port, pid_t pid)
{
	const struct timespec tick = { 0, 50 * 1000 * 1000 };
	struct xap_db *db;

	for (int i = 0; i < 200; i++) {
		if (waitpid(pid, NULL, WNOHANG) == pid)
			return NULL;
		if (xap_db_open_remote(&db, "127.0.0.1", port, 10000, 10000,
				       NULL) == XAP_OK)
			return db;
		nanosleep(&tick, NULL);
	}
	return NULL;
}

static enum xap_status never(void *ctx, xap_docid did, struct xap_doc *doc,
			     bool *accept, struct xap_error *err)
{
	(void)ctx, (void)did, (void)doc, (void)accept, (void)err;
	return XAP_CALLBACK;
}

static void ask_remote(struct xap_db *db)
{
	struct xap_error e = { "" };
	struct xap_query *q = term("dover");
	struct xap_enquire *enq;
	struct xap_doc *doc;
	struct xap_mset *m;
	struct xap_str s;

	assert_int_equal(count(db), 3);
	assert_string_equal(find(db, two(XAP_PHRASE, "ferry", "strike", 0)),
			    "1 ");
	OK(xap_db_keep_alive(db, &e));
	OK(xap_enquire_new(&enq, db, &e));
	OK(xap_enquire_set_query(enq, q, 0, &e));
	OK(xap_enquire_mset(&m, enq, 0, 10, 0, NULL, NULL, &e));
	OK(xap_mset_fetch(m, &e));
	OK(xap_mset_doc(&doc, m, 0, &e));
	OK(xap_doc_data(doc, &s, &e));
	assert_str(s, "3");
	xap_doc_free(doc);
	xap_mset_free(m);
	assert_int_equal(xap_enquire_mset(&m, enq, 0, 10, 0, never, NULL, &e),
			 XAP_UNSUPPORTED);
	assert_null(m);
	xap_enquire_free(enq);
	xap_query_free(q);
	assert_int_equal(xap_db_doc(&doc, db, 77, &e), XAP_NOTFOUND);
}

static void remote_database(void **state)
{
	unsigned port = free_port();
	struct xap_error e = { "" };
	struct xap_db *db;
	pid_t pid;

	assert_int_equal(
		xap_db_open_remote(&db, "127.0.0.1", port, 1000, 1000, &e),
		XAP_NETWORK);
	assert_null(db);
	xap_db_close(pair(state));
	pid = serve(in(*state, "a"), port);
	assert_true(pid > 0);
	db = dial(port, pid);
	if (db == NULL) {
		print_message("# no xapian-tcpsrv here\n");
		skip();
	}
	ask_remote(db);
	kill(pid, SIGTERM);
	waitpid(pid, NULL, 0);
	xap_db_close(db);
	assert_int_equal(
		xap_db_open_remote(&db, "127.0.0.1", port, 1000, 1000, &e),
		XAP_NETWORK);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(compacting_keeps_docids),
		T(compacting_renumbers),
		T(overlapping_docids_are_refused),
		T(single_file),
		T(compacting_asks_and_tells),
		T(failing_callback_stops_compacting),
		T(check_reports),
		T(check_finds_damage),
		T(remote_database),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
