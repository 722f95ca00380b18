#!/bin/sh
# Articles that do not say their language, or say a wrong one; and what words
# of a query have for families in an index of several languages.
. "${0%/*}/../lib.sh"
. "$root/tests/cli/news.sh"

de='Der Stadtrat hat am Montag beschlossen, dass die neue Brücke erst im'
de="$de Herbst für den Verkehr freigegeben wird. Alle Brücken der Stadt sind"
de="$de alt, und nach dem Brand am Hafen wurden drei gesperrt."
ru='Городской совет в понедельник решил, что новый мост не откроют для'
ru="$ru движения до конца осени, так как он ещё не готов."

# said NAME LANGUAGE TEXT: one that says its language.
said()
{
	printf '{"url":"https://news.example/%s","title":"%s",' "$1" "$1"
	printf '"language":"%s","text":"%s"}\n' "$2" "$3"
}

{
	article en1 2019-05-07 Ferry 'The harbour board said on Monday that the
 ferry would not run before June because the pier has not been repaired.'
	article en2 2019-05-08 Rain 'Farmers in the valley are waiting for rain,
 and some of them have already sold half of their sheep to the bank.'
	article en3 2019-05-09 Tram 'Two people were slightly hurt when a tram
 left the rails near the old market, said the police, who had been there.'
	article de 2019-05-07 'Neue Brücke' "$de"
	article ru 2019-05-07 'Мост' "$ru"
	article none 2019-05-07 Results '3-2 4-1 2-2'
	said false en "$de Es ist kalt."
	said right de "$de Es ist warm."
	said short fr 'Ferry'
	said other xx '1-0'
} | tr -d '\n' | sed 's/}{/}\n{/g' >news.jsonl
newsidx build -q -i idx news.jsonl
export NEWSIDX_INDEX=idx

# shows ID LINE: what show says of the article's language.
shows()
{
	test_ok newsidx show "url:https://news.example/$1"
	test_stdout_has "language   $2"
}

# finds 'WHICH' ARGUMENT...: the last parts of ids, in any order.
finds()
{
	wanted=$1
	shift
	newsidx query --ids "$@" | sed 's,.*/,,' | sort | tr '\n' ' ' >.out
	test_command="newsidx query --ids $*"
	printf '%s' "${wanted:+$wanted }" >wanted
	test_stdout_is <wanted
}

test_begin 'each article tells its language and how it is known'
shows en1 'en (detected)'
shows de 'de (detected)'
shows ru 'ru (detected)'
shows right 'de (declared)'
shows false 'de (corrected)'
shows short 'fr (declared)'
test_ok newsidx show url:https://news.example/none
test_stdout_lacks 'language '
test_ok newsidx show url:https://news.example/other
test_stdout_lacks 'language '
test_ok newsidx show --json url:https://news.example/false
test_stdout_has '"language":"de","language_from":"corrected"'

test_begin 'info counts them'
test_ok newsidx info
test_stdout_has 'languages  de  (3)'
test_stdout_has '           en  (3)'
test_stdout_has '           ru  (1)'
test_stdout_has '           not known  (2)'

test_begin 'the ledger names what said a wrong one'
test_ok newsidx ledger --repaired
test_stdout_has language_corrected
test_ok newsidx ledger
test_stdout_has '1 article: language_corrected'

test_begin 'lang: finds them'
finds 'de false right' lang:de
finds 'en1 en2 en3' lang:english
finds 'ru' lang:ru

test_begin 'words have the families of the language that most articles are in'
test_ok newsidx info
test_stdout_has 'families   de en fr ru (queries: de)'
finds 'de false right' brücken

test_begin 'or of the one that the query is about'
finds '' repair
finds 'en1' 'lang:en repair'
finds 'en1' --lang en repair
finds '' --lang fr 'lang:en repair'
finds 'en1' 'repair (lang:en or lang:ru)' --lang en

test_begin 'in other letters, those of a language that is written in them'
finds 'ru' мосты
finds 'ru' --lang en мосты

test_begin 'a default is for what is neither declared nor detected'
newsidx build -q -i given --language sv news.jsonl
export NEWSIDX_INDEX=given
shows none 'sv (default)'
shows de 'de (detected)'
shows false 'de (corrected)'
test_ok newsidx info
test_stdout_has '(queries: sv)'

test_done
