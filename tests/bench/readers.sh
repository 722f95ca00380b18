# readers.sh - the part "readers": people who search while updates go on; sourced
# by run

# Articles that an update replaces, all at once, in so many archives.
MARKED=100
MARKED_FILES=5

# all_with WORD FOLDER: these, each with that word.
all_with()
{
	mkdir -p "$2"
	awk -v n=$MARKED -v files=$MARKED_FILES -v word="$1" -v to="$2" 'BEGIN {
		for (i = 0; i < n; i++)
			printf("{\"url\":\"https://news.example/m%d\"," \
				"\"published\":\"2019-05-07\",\"title\":\"Ferry\"," \
				"\"text\":\"The ferrymark moved on, %s.\"}\n", i,
				word) >(to "/m" i % files ".jsonl")
	}'
}

# asked_line NAME FILE: what readers.c printed, as a line of the table.
asked_line()
{
	printf '%-22s' "$1"
	awk -F '\t' '{ printf("%10d%8d%8d%10.1f%10.1f%10.1f%10.1f\n",
		$1, $2, $3, $4, $5, $6, $7) }' "$2"
}

update_often()
{
	n=0
	while [ $n -lt "$BENCH_UPDATES" ]; do
		case $((n % 2)) in
		0) cp "$tmp"/betaword/* "$tmp/news/" ;;
		1) cp "$tmp"/alphaword/* "$tmp/news/" ;;
		esac
		"$tools/measure" "$NEWSIDX_BUILD/newsidx" update -q \
			-i "$tmp/read" || return
		n=$((n + 1))
	done
}

# ask_while COMMAND FILE: readers until it is done.
ask_while()
{
	rm -f "$tmp/stop"
	"$tools/readers" "$BENCH_READERS" "$tmp/stop" "$tmp/marked" \
		"$NEWSIDX_BUILD/newsidx" query -i "$tmp/read" --count >"$2" &
	readers=$!
	"$1" >"$2.cost"
	touch "$tmp/stop"
	wait "$readers" || wrong=1
}

a_while()
{
	sleep 15
}

do_readers()
{
	wrong=
	all_with alphaword "$tmp/alphaword"
	all_with betaword "$tmp/betaword"
	mkdir "$tmp/news"
	cp "$archive" "$tmp/news/"
	cp "$tmp"/alphaword/* "$tmp/news/"
	"$NEWSIDX_BUILD/newsidx" build --quiet -i "$tmp/read" "$tmp/news"
	# Whatever is seen of two states at once has another number.
	{
		printf '%s\t%s\n' ferrymark $MARKED
		printf '%s\t%s\n' 'alphaword or betaword' $MARKED
		printf '%s\t%s\n' '"the ferrymark moved on"' $MARKED
		printf '%s\t0\t%s\n' alphaword $MARKED
		printf '%s\t0\t%s\n' '"moved on betaword"' $MARKED
		printf '%s\t%s\n' 'ferrymark w/5 (alphaword or betaword)' $MARKED
		printf '%s\t0\n' 'alphaword betaword'
	} >"$tmp/marked"
	ask_while a_while "$tmp/quiet"
	ask_while update_often "$tmp/busy"
	echo "$BENCH_READERS readers, a process for each question, of" \
		"$(articles "$tmp/read") articles; ms"
	echo
	printf '%-22s%10s%8s%8s%10s%10s%10s%10s\n' '' questions failed wrong \
		median p95 p99 worst
	asked_line 'nobody writes' "$tmp/quiet"
	asked_line "$(wc -l <"$tmp/busy.cost") updates" "$tmp/busy"
	echo
	sort -n "$tmp/busy.cost" | awk '{ s[NR] = $1; cpu += $2; bad += $4 != 0 }
		END { printf("an update: median %.2f s, worst %.2f s, %.2f s " \
			"of CPU; %d failed\n", s[int((NR + 1) / 2)], s[NR],
			cpu / NR, bad) }'
	"$NEWSIDX_BUILD/newsidx" verify -q -i "$tmp/read" || wrong=1
	[ -z "$wrong" ] || die 'readers had something else than they should'
}
