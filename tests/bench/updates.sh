# updates.sh - the part "updates": what an update costs beside what the index has;
# sourced by run

# Articles that come at a time, and how often.
ADDED=1000
TIMES=7

# Archives of which none has changed.
UNCHANGED=10000

# The middle one of the lines of figures of FILE.
middle()
{
	sort -n "$1" | awk '{ l[NR] = $0 } END { print l[int((NR + 1) / 2)] }'
}

# grow_index ARTICLES: updates of ADDED articles each, and a line of the table.
grow_index()
{
	rm -rf "$tmp/news" "$tmp/updated"
	mkdir "$tmp/news"
	texts short "$tmp/news/before.jsonl" "$archive" "$1" >/dev/null
	"$NEWSIDX_BUILD/newsidx" build --quiet -i "$tmp/updated" "$tmp/news"
	: >"$tmp/updates.cost"
	n=0
	while [ $n -lt $TIMES ]; do
		texts short "$tmp/news/new$n.jsonl" "$archive" $ADDED \
			$(($1 + n * ADDED)) >/dev/null
		figures "$tmp/cost" "$NEWSIDX_BUILD/newsidx" update -q \
			-i "$tmp/updated"
		cat "$tmp/cost" >>"$tmp/updates.cost"
		n=$((n + 1))
	done
	[ "$(articles "$tmp/updated")" -eq $(($1 + TIMES * ADDED)) ] ||
		die 'the updates did not bring all articles'
	set -- "$1" "$(folder_bytes "$tmp/updated")" $(middle "$tmp/updates.cost") \
		$(sort -n "$tmp/updates.cost" | tail -n 1)
	awk -v n="$1" -v size="$2" -v wall="$3" -v cpu="$4" -v peak="$5" \
		-v worst="$7" 'BEGIN {
			printf("%10d%10.1f%10.2f%10.2f%10.2f%10.0f\n", n,
				size / 1e6, wall, worst, cpu, peak / 1024) }'
}

# What has changed of the index since FILE.
written_since()
{
	find "$tmp/updated" -newer "$1" ! -name lock
}

nothing_new()
{
	rm -rf "$tmp/news" "$tmp/updated"
	mkdir "$tmp/news"
	texts short "$tmp/short" "$archive" $UNCHANGED >/dev/null
	awk -v to="$tmp/news" '{ f = to "/" NR ".jsonl"; print >f; close(f) }' \
		"$tmp/short"
	# Younger ones are not yet believed to be unchanged.
	sleep 3
	"$NEWSIDX_BUILD/newsidx" build --quiet -i "$tmp/updated" "$tmp/news"
	: >"$tmp/stamp"
	: >"$tmp/updates.cost"
	n=0
	while [ $n -lt $TIMES ]; do
		figures "$tmp/cost" "$NEWSIDX_BUILD/newsidx" update -q \
			-i "$tmp/updated"
		cat "$tmp/cost" >>"$tmp/updates.cost"
		n=$((n + 1))
	done
	written=$(written_since "$tmp/stamp")
	[ -z "$written" ] || die "an update without news wrote: $written"
	set -- $(middle "$tmp/updates.cost")
	printf "nothing new in %d archives: %.2f s, %.2f s of CPU; nothing was written\n" \
		$UNCHANGED "$1" "$2"
}

do_updates()
{
	echo "Updates of $ADDED articles: the middle one and the worst of $TIMES"
	echo
	printf '%10s%10s%10s%10s%10s%10s\n' articles index update worst CPU peak
	printf '%10s%10s%10s%10s%10s%10s\n' '' MB s s s MiB
	for n in $BENCH_INDEXES; do
		grow_index "$n"
	done
	echo
	nothing_new
}
