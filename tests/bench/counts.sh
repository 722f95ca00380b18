# counts.sh - trends and facets, beside the plain answer; sourced by run

# Words that all, half and some of the articles have; phrases and proximities.
counted_queries()
{
	cat <<-'E'
		the
		trump
		said
		immigration
		"white house"
		trump w/10 said
		climate w/3 change
		zeppelin
	E
}

# as_commands INDEX: milliseconds of a program each, in the median of five.
as_commands()
{
	for command in 'query --count' 'query --limit 10' trend \
		'trend --split source' facets; do
		: >"$tmp/costs"
		for round in 1 2 3 4 5; do
			# shellcheck disable=SC2086
			"$tools/measure" -e "$tmp/counted" \
				"$NEWSIDX_BUILD/newsidx" $command -i "$1" >"$tmp/cost"
			nl "$tmp/cost" >>"$tmp/costs"
		done
		sort -k 1,1n -k 2,2n "$tmp/costs" | awk -v name="$command" '
			(NR - 1) % 5 == 2 { line = line sprintf(" %8.1f", $2 * 1000) }
			END { printf "%-22s%s\n", name, line }'
	done
}

counts_of()
{
	echo "$1: $(articles "$2") articles; in one process, index open," \
		"best of 5"
	echo
	"$tools/counts" "$2" "$tmp/counted" 5
	echo
	echo 'A process each, ms, median of 5; the queries as above'
	echo
	as_commands "$2"
}

do_counts()
{
	counted_queries >"$tmp/counted"
	"$NEWSIDX_BUILD/newsidx" build --quiet -i "$tmp/counts" "$archive"
	counts_of 'The archive' "$tmp/counts"
	rm -rf "$tmp/counts"
	texts repeat "$tmp/input.jsonl" "$archive" "$BENCH_COUNTS_MB" >/dev/null
	"$NEWSIDX_BUILD/newsidx" build --quiet -i "$tmp/counts" \
		"$tmp/input.jsonl"
	rm -f "$tmp/input.jsonl"
	echo
	counts_of 'Again and again' "$tmp/counts"
	rm -rf "$tmp/counts"
}
