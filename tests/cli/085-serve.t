#!/bin/sh
# newsidx serve: what is found by the commands is found on the page and by
# programs, also while the index is updated.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"
. "$root/tests/cli/serve.sh"

helper()
{
	name=$1
	shift
	python3 -B "$root/tests/helpers/$name.py" "$@"
}

newsidx build -q -i idx "$SAMPLE"/*.*

test_begin 'a server starts and says where'
test_ok serve_begin -i idx --name 'The Archive'
test_ok grep -q '^Serving idx at http://127.0.0.1:[0-9]*/$' serve.out
newsidx query -i idx --json --limit 50 'security w/9 guarantees' >told
newsidx query -i idx --csv --all ferry >told.csv

test_begin 'programs are told what newsidx query tells'
of_api()
{
	get '/api/v1/search?q=security+w/9+guarantees&limit=500' |
		python3 -c 'import json, sys
for r in json.load(sys.stdin)["results"]:
	del r["passage"]
	print(json.dumps(r, ensure_ascii=False))'
}
of_query()
{
	python3 -c 'import json
for r in map(json.loads, open("told")):
	del r["format_version"], r["passage"]
	print(json.dumps(r, ensure_ascii=False))'
}
of_query >expected
test_out of_api <expected

test_begin 'all results as files'
test_out get '/export?q=ferry&format=csv' <told.csv
newsidx query -i idx --json --all ferry >told.jsonl
test_out get '/api/v1/export?q=ferry' <told.jsonl
newsidx query -i idx --json --limit 0 --sort=-date ferry |
	python3 -c 'import json, sys; print([json.loads(l)["id"] for l in sys.stdin])' >told.ids
ids_of_export()
{
	get '/api/v1/export?q=ferry&sort=-date' |
		python3 -c 'import json, sys; print([json.loads(l)["id"] for l in sys.stdin])'
}
test_out ids_of_export <told.ids
newsidx kwic -i idx --json --width 60 ferry >told.hits
test_out get '/export?q=ferry&kind=hits' <told.hits
test_ok get '/export?q=ferry&format=csv' -o /dev/null -D headers
test_ok grep -q 'attachment; filename="articles.csv"' headers

test_begin 'lines that were broken to a width flow, also behind a dateline; others stay'
article_page()
{
	newsidx query -i idx --limit 1 --format '{id}' "$1" | tr -d '\n' >id
	get /article -G --data-urlencode id@id
}
article_page '"norland offers security guarantees"' >page
test_ok grep -q '^<p>Norland has offered its two$' page

test_begin 'an error names its column'
test_run get '/api/v1/search?q=ferry+headline:x'
test_stdout_has '"column":7'
test_run get '/?q=ferry+headline:x'
test_stdout_has 'data-column="7"'
test_stdout_has 'did you mean title: ?'
test_run get '/api/v1/search?q=ferry+?*&source=Delta'
test_stdout_has 'at column 7","column":7'

test_begin 'what was chosen narrows down to that very value'
test_ok helper facets "$url"

test_begin 'pages are sound, and lead to sound pages'
test_ok helper pages "$url"

test_begin 'the description of what programs may ask is true'
test_ok helper openapi "$url" '' "$root"

test_begin 'what is known already is not sent again'
get '/?q=ferry' -o /dev/null -D headers
etag=$(sed -n 's/\r$//; s/^ETag: //p' headers)
not_again() { status '/?q=ferry' -H "If-None-Match: $etag"; }
test_out not_again <<'OUT'
304
OUT

test_begin 'a process that ends takes nobody with it'
workers() { pgrep -P "$server"; }
workers >before
kill -9 $(cat before)
test_ok wait_for get '/api/v1/info' -f
workers >after
test_ok test -s after
test_ok sh -c '! grep -qxFf before after'

test_begin 'and it ends when it is told so'
test_code 0 serve_end
test_code 7 get /
test_ok test ! -s serve.err
test_run workers
test_ok test ! -s "$scratch/.out"

test_begin 'an index that is updated is served as it is at each moment'
all_with alpha >alpha.jsonl
all_with beta >beta.jsonl
mkdir news
cp alpha.jsonl news/a.jsonl
article x 2019-05-07 Tram 'It moved on.' >news/b.jsonl
newsidx build -q -i live news
test_ok serve_begin -i live
# ask NAME PATH: until the file stop is there; each answer on a line.
ask()
{
	while [ ! -e stop ]; do
		get "$2" -f || echo "failed with $?"
		echo
	done >"answers.$1"
}
total() { sed -n 's/.*"total":\([0-9]*\).*/\1/p; /failed/p' "answers.$1" | sort -u; }
ask moved '/api/v1/search?q=moved' &
one=$!
ask alpha '/api/v1/facets?q=alpha' &
two=$!
ask export '/api/v1/export?q=moved' &
three=$!
update_often()
{
	for n in 1 2 3 4 5 6 7 8; do
		cp beta.jsonl news/a.jsonl
		newsidx update -q -i live || return
		cp alpha.jsonl news/a.jsonl
		newsidx update -q -i live || return
	done
}
test_ok update_often
: >stop
wait $one $two $three
test_out total moved <<'OUT'
61
OUT
test_out total alpha <<'OUT'
0
60
OUT
lines_of_exports() { awk 'NF { n++ } !NF { print n; n = 0 }' answers.export | sort -u; }
test_out lines_of_exports <<'OUT'
61
OUT
cp beta.jsonl news/a.jsonl
newsidx update -q -i live
test_run get '/api/v1/search?q=beta&limit=0'
test_stdout_has '"total":60'

test_begin 'without its index it says so, and goes on when that is back'
mv live away
test_run status '/api/v1/search?q=moved'
test_stdout_has 503
mv away live
test_run status '/api/v1/search?q=moved'
test_stdout_has 200
test_code 0 serve_end

test_begin 'what cannot be served is refused at once'
test_code 2 newsidx serve
test_code 4 newsidx serve -i none -p 0
test_stderr_has 'there is no index at none'
test_code 2 newsidx serve -i idx --listen elsewhere
test_code 2 newsidx serve -i idx --port 70000
test_code 2 newsidx serve -i idx --listen 0.0.0.0
test_stderr_has '--token-file'
test_code 2 newsidx serve -i idx --token short

test_done
