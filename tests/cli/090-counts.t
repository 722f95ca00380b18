#!/bin/sh
# newsidx trend, facets and batch: counts of a few articles, counted by hand.
# 904-counts.t holds the counts of real archives to a reading of them.
. "${0%/*}/../lib.sh"

# one ID DATE SOURCE SECTION AUTHORS TEXT
one()
{
	printf '{"id":"%s","published":"%s","source":"%s","section":"%s",' \
		"$1" "$2" "$3" "$4"
	printf '"authors":[%s],"title":"T","text":"%s"}\n' "$5" "$6"
}

{
	one 1 2019-01-05 Star news '"Ada Byron"' 'A ferry and a ferry.'
	one 2 2019-01-31T23:30:00-05:00 Star news '"Ada Byron","J. Watt"' 'A ferry.'
	one 3 2019-03-01 Echo, sport '"J. Watt"' 'The ferry strike.'
	one 4 2019-03-02 Echo, news '' 'A tram.'
	one 5 2019-03 Star news '' 'The ferry of March.'
	one 6 2019 Star '' '' 'A ferry of that year.'
	one 7 '' Bell news '' 'A ferry without a date. Ferry!'
	one 8 2018-12-31 Bell news '' 'Trams and a strike.'
} >news.jsonl
newsidx build -q -i idx news.jsonl
export NEWSIDX_INDEX=idx

# Lines of CSV end with a carriage return, too; long ones are cut.
csv()
{
	newsidx "$@" >raw
	code=$?
	tr -d '\r' <raw | fold -w 90
	return $code
}

test_begin 'articles by month, beside all that there are'
test_out newsidx trend --by month ferry <<'E'
month    of all  articles   share
2019-01       2         2  100.0%  █████████████████████████████████████████████
2019-02       0         0
2019-03       3         2   66.7%  █████████████████████████████████████████████
total         5         4   80.0%

6 of 8 articles.
Not in the table: 1 article of which the month is not known.
1 article without a date.
E
test_out newsidx trend --by day --since 2019-01-31 --until 2019-02-01 --hits \
	--bars hits ferry <<'E'
day         of all  articles  hits   share
2019-01-31       1         1     1  100.0%  ████████████████████████████████████
2019-02-01       0         0     0
total            1         1     1  100.0%

6 of 8 articles, with 8 hits.
Not in the table: 2 articles of which the day is not known.
1 article without a date.
2 articles before 2019-01-31 or after 2019-02-01.
E

test_begin 'weeks are those of ISO 8601'
test_out csv trend --by week --csv --since 2018-12-31 --until 2019-01-07 tram <<'E'
period,from,to,all,articles,share
2019-W01,2018-12-31,2019-01-06,2,1,0.5
2019-W02,2019-01-07,2019-01-13,0,0,
E
test_stderr_has 'not in the table: 1 article before 2019-W01 or after 2019-W02.'

test_begin 'several queries side by side'
test_out newsidx trend --by year ferry '=tram or =trams' <<'E'
               ferry                            =tram or =trams
year   of all  articles   share                 articles   share
2018        1         0    0.0%                        1  100.0%  ██▋
2019        6         5   83.3%  █████████████         1   16.7%  ██▋
total       7         5   71.4%                        2   28.6%

Not in the table: 1 article of 'ferry' without a date.
E
test_out csv trend --by year --csv --hits ferry '"a tram"' <<'E'
period,from,to,all,ferry,ferry hits,ferry share,"""a tram""","""a tram"" hits","""a tram""
 share"
2019,2019-01-01,2019-12-31,6,5,6,0.833333,1,1,0.166667
E
test_out csv trend --by year --csv --long ferry tram <<'E'
query,period,from,to,articles,all,share
ferry,2018,2018-01-01,2018-12-31,0,1,0
ferry,2019,2019-01-01,2019-12-31,5,6,0.833333
tram,2018,2018-01-01,2018-12-31,1,1,1
tram,2019,2019-01-01,2019-12-31,1,6,0.166667
E

test_begin 'by source, each beside its own articles'
test_out csv trend --by year --csv --split source --top 1 ferry <<'E'
period,from,to,Star,Star all,Star share,others,others all,others share
2019,2019-01-01,2019-12-31,4,4,1,1,2,0.5
E
test_out csv trend --by year --csv --long --split section --top 1 ferry <<'E'
query,section,period,from,to,articles,all,share
ferry,news,2019,2019-01-01,2019-12-31,3,4,0.75
ferry,not known,2019,2019-01-01,2019-12-31,1,1,1
ferry,others,2019,2019-01-01,2019-12-31,1,1,1
E

test_begin 'JSON tells of what is in no period'
test_ok newsidx trend --by day --since 2019-03 --json --hits ferry
test_stdout_has '"all":{"articles":8,"undated":1,"less_known":2,"outside":4}'
test_stdout_has '"articles":6,"hits":8,"undated":1,"less_known":2,"outside":2'
test_stdout_has \
	'{"period":"2019-03-01","from":"2019-03-01","to":"2019-03-01","articles"'

test_begin 'all articles'
test_out csv trend --by year --csv '' <<'E'
period,from,to,all,articles,share
2018,2018-01-01,2018-12-31,1,1,1
2019,2019-01-01,2019-12-31,6,6,1
E

is_xml()
{
	python3 -c 'import sys, xml.dom.minidom as m; m.parse(sys.argv[1])' "$1"
}

test_begin 'a plot'
test_ok newsidx trend --svg plot.svg --by month ferry '"<evil> & \strike"'
test_stdout_has 'of all'
test_ok is_xml plot.svg
test_ok grep -q '&lt;evil&gt; &amp;' plot.svg
test_ok grep -q '<title id="name">ferry' plot.svg
test_ok test ! -e plot.svg.tmp
newsidx trend --svg=- --by month ferry '"<evil> & \strike"' >.out
test_stdout_is <plot.svg
test_ok newsidx trend --svg one.svg --by month ferry
test_ok is_xml one.svg
test_ok grep -q '<title>2019-03: 2 of 3, 66.7%</title>' one.svg
test_ok grep -q 'Not in the plot: 1 article of which the month' one.svg
ln -s . folder
test_code 2 newsidx trend --svg folder ferry
test_stderr_has 'folder is no file; --svg=- prints the plot'
test_code 1 newsidx trend --svg none.svg zeppelin
test_ok is_xml none.svg

test_begin 'nothing matches'
test_code 1 newsidx trend zeppelin
test_stdout_has '0 of 8 articles.'
test_code 1 newsidx trend ferru
test_stdout_has 'No article has "ferru"; did you mean ferry?'
test_code 1 newsidx trend --csv zeppelin
test_code 1 newsidx facets zeppelin
test_stdout_has '0 articles.'

test_begin 'facets'
test_out newsidx facets --hits --by source,author,year ferry <<'E'
6 articles, 8 hits.

source: 3
  Star          4  5 hits   66.7%  ██████████████████████████████
  Bell          1  2 hits   16.7%  ███████▌
  Echo,         1  1 hit    16.7%  ███████▌

author: 2
  Ada Byron     2  3 hits   33.3%  ██████████████████████████████
  J. Watt       2  2 hits   33.3%  ██████████████████████████████
  (none)        3  4 hits   50.0%

year: 1
  2019          5  6 hits   83.3%  ██████████████████████████████
  (none)        1  2 hits   16.7%
E
test_out csv facets --csv --limit 1 --by source,section ferry <<'E'
facet,value,articles,share
source,Star,4,0.666667
section,news,4,0.666667
section,,1,0.166667
E
test_out csv facets --json --by source --limit 1 ferry <<'E'
{"format_version":1,"query":"ferry","articles":6,"facets":[{"name":"source","different":3,
"without":0,"values":[{"value":"Star","articles":4,"share":0.666667}]}]}
E
test_ok newsidx facets --by place ferry
test_stdout_has 'place: no article has one'

cat >queries <<'E'
# boats and rails

ferry
Trams	tram or trams
none	zeppelin
E

test_begin 'many queries'
test_out csv batch queries <<'E'
name,query,articles
,ferry,6
Trams,tram or trams,2
none,zeppelin,0
E
test_out csv batch --hits --all --by month queries <<'E'
name,query,articles,hits,undated,undated hits,less_known,less_known hits,2018-12,2018-12 h
its,2019-01,2019-01 hits,2019-02,2019-02 hits,2019-03,2019-03 hits
all articles,,8,0,1,0,1,0,1,0,2,0,0,0,3,0
,ferry,6,8,1,2,1,1,0,0,2,3,0,0,2,2
Trams,tram or trams,2,2,0,0,0,0,1,1,0,0,0,0,1,1
none,zeppelin,0,0,0,0,0,0,0,0,0,0,0,0,0,0
E
printf 'ferry\ntram\n' >plain
from_input()
{
	csv batch "$@" - <plain
}
test_out from_input --by source <<'E'
query,articles,without,Star,Bell,"Echo,"
ferry,6,0,4,1,1
tram,2,0,0,1,1
E
test_out from_input --by author --long <<'E'
query,value,articles
ferry,Ada Byron,2
ferry,J. Watt,2
ferry,,3
tram,,2
E
test_out from_input --json --by year <<'E'
{"format_version":1,"line":1,"query":"ferry","articles":6,"undated":1,"less_known":0,"valu
es":[{"value":"2019","articles":5}]}
{"format_version":1,"line":2,"query":"tram","articles":2,"undated":0,"less_known":0,"value
s":[{"value":"2018","articles":1},{"value":"2019","articles":1}]}
E

test_begin 'queries with errors'
printf 'ferry\nboats\tferry or (\n\nw/5 tram\ntram\n' >faulty
test_code 2 newsidx batch faulty
test_stderr_has 'newsidx: faulty:2:16: this parenthesis is never closed'
test_stderr_has 'newsidx: faulty:4:1: '
test_out test ! -s .out </dev/null
test_code 3 csv batch --keep-going faulty
test_stderr_has 'faulty:2:16'
test_stdout_is <<'E'
name,query,articles
,ferry,6
boats,ferry or (,
,w/5 tram,
,tram,2
E
test_code 3 newsidx batch -k --json --by year faulty
test_stdout_has '{"format_version":1,"line":2,"name":"boats","query":"ferry or (","failed":true}'
test_code 3 newsidx batch -k --by author --long faulty
test_stdout_lacks boats
printf '%s\n' 'tram' '-tram' >lone
test_code 2 newsidx batch lone
test_stderr_has 'newsidx: lone:2'

test_begin 'called wrongly'
test_code 2 newsidx trend
test_code 2 newsidx trend --by hour ferry
test_code 2 newsidx trend --split source ferry tram
test_stderr_has 'one query; put it in quotes'
test_code 2 newsidx trend --split author ferry
test_code 2 newsidx trend --csv --json ferry
test_code 2 newsidx trend --svg=- --csv ferry
test_code 2 newsidx trend --long ferry
test_code 2 newsidx trend --bars hits ferry
test_code 2 newsidx trend --top 0 --split source ferry
test_code 2 newsidx trend --since 2019-13 ferry
test_stderr_has '--since=2019-13: give a day, a month or a year'
test_code 2 newsidx trend --since 2020 --until 2019 ferry
test_code 2 newsidx trend ferry '"tram'
test_stderr_has 'query 2: '
test_code 2 newsidx facets --by source,year,weather ferry
test_stderr_has 'source, section, author, place, keyword, language and year'
test_code 2 newsidx facets --csv --json ferry
test_code 2 newsidx facets
test_code 2 newsidx batch
test_code 2 newsidx batch --long queries
test_code 2 newsidx batch --long --json --by year queries
test_code 4 newsidx batch missing

if command -v script >/dev/null; then
	test_begin 'at a terminal'
	esc=$(printf '\033')
	export TERM=xterm
	unset NO_COLOR
	at_columns()
	{
		script -qec "stty cols $1; newsidx trend --by month ferry tram strike" \
			/dev/null </dev/null | tr -d '\r' |
			sed "s/$esc\[[0-9;]*m//g"
	}
	at_columns 100 >lines
	test_ok test "$(wc -L <lines)" -le 100
	test_ok test "$(grep -c '^month' lines)" -eq 1
	at_columns 60 >lines
	test_ok test "$(grep '^month\|^20\|^total' lines | wc -L)" -le 60
	test_ok test "$(grep -c '^month' lines)" -eq 2
	script -qec "newsidx trend ferry" /dev/null >.out </dev/null
	test_stdout_has "$esc[36m"
	test_ok newsidx trend ferry
	test_stdout_lacks "$esc"
fi

test_done
