# serve.sh - the part "serve": many browsers and programs at a time; sourced by run

# Questions of each kind of page.
ASKED=25

# Resident MiB of the server and its workers.
serve_memory()
{
	for process in $server $(pgrep -P $server); do
		sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$process/status"
	done 2>/dev/null | awk '{ n += $1 } END { printf("%.0f\n", n / 1024) }'
}

# The targets, a line each; and the answers to each alone.
serve_alone()
{
	texts questions "$tmp/questions" "$archive" $ASKED >/dev/null
	python3 -c 'import sys, urllib.parse
for line in open(sys.argv[1]):
    q = urllib.parse.quote(line.split("\t")[1], safe="")
    for page in "/?q=", "/api/v1/search?q=", "/kwic?q=", "/api/v1/facets?q=":
        print(page + q)' "$tmp/questions" >"$tmp/targets"
	n=0
	while read -r target; do
		n=$((n + 1))
		curl -sSf "$url$target" >"$tmp/targets.$n"
	done <"$tmp/targets"
}

do_serve()
{
	command -v wrk >/dev/null || {
		echo 'wrk: not here (package wrk): left out'
		return
	}
	"$NEWSIDX_BUILD/newsidx" build --quiet -i "$tmp/served" "$archive"
	"$NEWSIDX_BUILD/newsidx" serve -p 0 -i "$tmp/served" >"$tmp/serve.out" &
	server=$!
	until url=$(sed -n 's|^Serving .* at \(http://[^/]*\)/.*|\1|p' \
		"$tmp/serve.out") && [ "$url" ]; do
		kill -0 $server || die 'newsidx serve has ended'
		sleep 0.1
	done
	serve_alone
	before=$(serve_memory)
	SERVE_TARGETS=$tmp/targets wrk --timeout 30s -t 2 -c "$BENCH_CLIENTS" \
		-d "$BENCH_SECONDS" -s "$here/serve.lua" "$url" >"$tmp/wrk" &
	wrk=$!
	most=$before
	while kill -0 $wrk 2>/dev/null; do
		now=$(serve_memory)
		[ "$now" -le "$most" ] || most=$now
		sleep 0.5
	done
	wait $wrk || die "wrk failed: $(cat "$tmp/wrk")"
	kill $server
	wait $server || die 'newsidx serve did not end well'
	echo "$BENCH_CLIENTS clients for $BENCH_SECONDS s, of $(articles "$tmp/served")" \
		'articles: pages, searches, hits in context, facets; ms'
	echo
	printf '%10s%8s%8s%8s%12s%10s%10s%10s%10s\n' answers wrong busy failed \
		'a second' median p95 p99 worst
	sed -n 's/^@\t//p' "$tmp/wrk" | awk -F '\t' '{
		printf("%10d%8d%8d%8d%12.0f%10.1f%10.1f%10.1f%10.1f\n", $1, $2, $3,
			$4, $5, $6, $7, $8, $9)
		bad = $1 == 0 || $2 > 0 || $4 > 0 } END { exit bad }' ||
		wrong=1
	echo
	echo "memory of the server and its workers: $before MiB before, at most" \
		"$most MiB"
	[ -z "${wrong-}" ] || die 'not all were answered rightly'
}
