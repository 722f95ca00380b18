# build.sh - the parts "build" and "memory"; sourced by run

# Whether this newsidx's build has an option.
has_option()
{
	"$NEWSIDX_BUILD/newsidx" build --help | grep -q -e "--$1\\>"
}

# ---- inputs ----------------------------------------------------------------

# Everything, as $tmp/all/N.jsonl.gz.
all_inputs()
{
	mkdir "$tmp/all"
	ln -s "$archive" "$tmp/all/1.jsonl.gz"
	if [ -r "$pages" ]; then
		texts pages "$tmp/all/2.jsonl.gz" "$pages" >/dev/null
	else
		echo "no $pages: left out"
	fi
}

# inputs N: one article in N, as each system wants it, in $tmp/in.
inputs()
{
	share=$1
	rm -rf "$tmp/in"
	mkdir "$tmp/in"
	for a in "$tmp"/all/*; do
		if [ "$share" -eq 1 ]; then
			ln -s "$a" "$tmp/in/${a##*/}"
		else
			texts part "$tmp/in/${a##*/}" "$a" "$share" >/dev/null
		fi
	done
	text=$(texts dump "$tmp/in/dump" "$tmp"/in/*.gz)
	printf '%s\t%s\n' "$share" "$text" >>"$tmp/texts.tsv"
	[ -z "$fts5" ] || texts rows "$tmp/in/rows" "$tmp"/in/*.gz >/dev/null
	[ -z "$lucene" ] || texts fields "$tmp/in/fields" "$tmp"/in/*.gz >/dev/null
}

# ---- systems ---------------------------------------------------------------

# Where Lucene's classes and our driver are, or nothing.
find_lucene()
{
	lucene=
	command -v java >/dev/null && command -v javac >/dev/null || return 0
	for jar in "${LUCENE_JARS:-/usr/share/java}"/lucene-core-8*.jar \
		"${LUCENE_JARS:-/usr/share/java}"/lucene-analyzers-common-8*.jar; do
		[ -r "$jar" ] || return 0
		lucene=$lucene$jar:
	done
	lucene=$lucene$tmp/java
	mkdir -p "$tmp/java"
	javac -cp "$lucene" -d "$tmp/java" "$here/Lucene.java" ||
		die 'Lucene.java does not compile'
}

# built NAME STORED COMMAND...: a line of the table.  The command makes an index
# in $tmp/out; what others left to be written is not to hinder it.
built()
{
	name=$1
	stored=$2
	shift 2
	rm -rf "$tmp/out"
	mkdir "$tmp/out"
	sync
	figures "$tmp/cost" -s "$tmp/out" "$@"
	printf '%s\t%s\t%s\t%s\t%s\n' "$share" "$name" "$(cat "$tmp/cost")" \
		"$(folder_bytes "$tmp/out")" "$stored" >>"$tmp/build.tsv"
}

build_newsidx()
{
	stored='words, positions, sentences, families, fields, all text, ledger'
	built newsidx "$stored" "$NEWSIDX_BUILD/newsidx" build --quiet \
		-i "$tmp/out/index" "$tmp"/in/*.gz
	articles "$tmp/out/index" >"$tmp/articles"
	if has_option jobs; then
		built 'newsidx --jobs 1' 'the same, by one thread' \
			"$NEWSIDX_BUILD/newsidx" build --quiet --jobs 1 \
			-i "$tmp/out/index" "$tmp"/in/*.gz
	fi
	set --
	if has_option positions; then
		built 'newsidx, Xapian only' \
			"the same, positions in libxapian's table" \
			"$NEWSIDX_BUILD/newsidx" build --quiet --positions=xapian \
			-i "$tmp/out/index" "$tmp"/in/*.gz
		set -- --positions=xapian
	fi
	built 'reference writer' "the same, through libxapian's own API" \
		"$NEWSIDX_BUILD/tests/helpers/reference_indexer" build --quiet \
		"$@" -i "$tmp/out/index" "$tmp"/in/*.gz
}

build_scriptindex()
{
	built scriptindex 'words, positions, stems without, fields, all text' \
		scriptindex --overwrite "$tmp/out/db" "$here/news.script" \
		"$tmp/in/dump"
	[ -n "$have_compact" ] || return 0
	rm -rf "$tmp/large"
	mv "$tmp/out" "$tmp/large"
	built '+ xapian-compact' 'the same, after both programs' \
		xapian-compact "$tmp/large/db" "$tmp/out/db"
	rm -rf "$tmp/large"
}

build_fts5()
{
	stored='words, positions, id, date and source; no text'
	built "SQLite FTS5 $fts5" "$stored" \
		python3 "$here/fts5.py" build "$tmp/in/rows" "$tmp/out/db"
	built 'FTS5, optimize' 'the same, merged into one piece as newsidx is' \
		python3 "$here/fts5.py" build "$tmp/in/rows" "$tmp/out/db" optimize
}

build_lucene()
{
	built 'Lucene 8' 'words, positions, fields, all text; two threads' \
		java -Xmx2g -XX:+UseParallelGC -cp "$lucene" Lucene \
		"$tmp/in/fields" "$tmp/out" 2
}

build_all()
{
	build_newsidx
	[ -z "$have_scriptindex" ] || build_scriptindex
	[ -z "$fts5" ] || build_fts5
	[ -z "$lucene" ] || build_lucene
}

do_build()
{
	find_lucene
	all_inputs
	for n in $BENCH_SHARES; do
		inputs "$n"
		run=0
		while [ "$run" -lt "$BENCH_RUNS" ]; do
			run=$((run + 1))
			build_all
		done
	done
	echo "Building: $(cat "$tmp/articles") articles, $text bytes of" \
		"headline and body; best of $BENCH_RUNS"
	echo
	python3 "$here/report.py" build "$tmp/texts.tsv" "$tmp/build.tsv"
	rm -rf "$tmp/in" "$tmp/all" "$tmp/out"
	left_out "$have_scriptindex" scriptindex 'package xapian-omega'
	left_out "$fts5" FTS5 "python3's SQLite has none"
	left_out "$lucene" Lucene 'packages liblucene8-java, default-jdk-headless'
	has_option jobs || echo '--jobs: this newsidx has no such option'
	has_option positions || echo '--positions: this newsidx has no such option'
}

left_out()
{
	[ -n "$1" ] || echo "$2: not here ($3): left out"
}

# ---- memory ----------------------------------------------------------------

do_memory()
{
	budgets=$BENCH_MEMORY
	has_option memory || budgets=-
	: >"$tmp/memory.tsv"
	for mb in $BENCH_MB; do
		bytes=$(texts repeat "$tmp/input.jsonl" "$archive" "$mb")
		for budget in $budgets; do
			set --
			[ "$budget" = - ] || set -- --memory "$budget"
			rm -rf "$tmp/grown"
			mkdir "$tmp/grown"
			figures "$tmp/cost" -s "$tmp/grown" \
				"$NEWSIDX_BUILD/newsidx" build --quiet "$@" \
				-i "$tmp/grown/index" "$tmp/input.jsonl"
			printf '%s\t%s\t%s\t%s\t%s\n' "$bytes" "$budget" \
				"$(cat "$tmp/cost")" \
				"$(folder_bytes "$tmp/grown")" \
				"$(articles "$tmp/grown/index")" >>"$tmp/memory.tsv"
		done
		rm -rf "$tmp/grown" "$tmp/input.jsonl"
	done
	echo 'Memory of newsidx build, as its input grows'
	echo
	python3 "$here/report.py" memory "$tmp/memory.tsv"
}
