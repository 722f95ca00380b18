#!/bin/sh
# Nested queries to the samples.  The ids were found by reading the texts in
# corpus/sample/src; 904-nested.t asks a real archive.
. "${0%/*}/../lib.sh"

# ids QUERY: of all articles that match, in byte order.
ids()
{
	newsidx query -i idx --all --ids "$1" >ids
	code=$?
	LC_ALL=C sort ids
	[ "$code" -eq 1 ] || return $code
}

# finds QUERY ID...
finds()
{
	test_begin "$1"
	query=$1
	shift
	printf '%s\n' "$@" | sed '/^$/d' >wanted
	test_out ids "$query" <wanted
}

test_begin 'the samples are indexed'
test_ok newsidx build -q -i idx "$SAMPLE"/*.*

gazette=text/harbour-gazette:
star=text/evening-star:

# "help for Ukraine in the years after a ceasefire.  The draft, which Delta has
# read, carries the words SECURITY GUARANTEES"
finds '("peace deal" or ceasefire) w/10 (ukrain* pre/3 "security guarantees")' ''
finds '("peace deal" or ceasefire) w/10 (ukrain* pre/15 "security guarantees")' ''
finds '("peace deal" or ceasefire) w/10 (ukrain* pre/16 "security guarantees")' \
	json:delta:2501
# Another has the ceasefire 46 words behind "security guarantees, which Ukraine".
finds '("peace deal" or ceasefire) w/45 (ukrain* w/16 "security guarantees")' \
	json:delta:2501
finds '("peace deal" or ceasefire) w/46 (ukrain* w/16 "security guarantees")' \
	json:delta:2501 ${gazette}2025/02/18/envoys-meet.txt

# Money in the same sentence, or some paragraphs behind.
finds '("security guarantees" w/2 ukrain*) w/s (money or neighbour)' \
	${gazette}2025/02/18/envoys-meet.txt ${gazette}2025/02/21/envoys-leave.txt
finds '("security guarantees" w/2 ukrain*) not w/s money' \
	${gazette}2025/02/21/envoys-leave.txt

# "In a ballot nine out of ten were in favour of a strike.  They ask for
# guarantees that the harbour's own security staff"
finds '(ballot pre/10 strike) w/p (guarantee pre/5 security)' json:delta:2502
finds '(ballot pre/10 strike) w/s (guarantee pre/5 security)' ''
finds '(ballot pre/9 strike) w/p (guarantee pre/5 security)' ''

# Fish is in another paragraph, fruit in the same; one headline is a sentence.
finds '("harbour strike" or (strike w/6 harbour)) not w/p (fish or fruit)' \
	reuters21578:900004 ${gazette}2024/11/07/strike-ends.txt

# Three ferries each; fares rose in 2025.
finds 'atleast3(ferry) title:(ferry pre/1 (strike or crew or fare)) not date:2025' \
	${gazette}2024/11/05/ferry-strike.txt ${gazette}2024/11/07/strike-ends.txt
finds 'atleast4(ferry) title:(ferry pre/1 (strike or crew or fare))' ''

# "The sanctioned companies", "may sanction companies", "the sanctions against
# two shipping lines".
finds '(sanction w/1 compan*) w/p court' json:nw-250320-04
finds '(=sanction w/1 compan*) w/p court' ''
finds '(=sanction w/1 compan*) w/s ministry' json:nw-250320-04
finds '(=sanctions pre/3 "shipping lines") not w/10 compan*' json:nw-250320-04

# "security guards, he said, not paper guarantees"
finds '("security guard*" pre/4 "paper guarantees") w/s insur*' json:nw-250503-06
finds '("security guard*" pre/3 "paper guarantees") w/s insur*' ''

# Headlines are far from the text; a German article has Ukraine 13 words before.
finds '("security guarantees" not w/20 ukrain*) date:2025' \
	json:nw-250115-01 json:nw-250116-02 ${star}001.txt ${star}003.txt \
	text/notices:2025-05-05/compounds.txt
finds '("security guarantees" not w/12 ukrain*) date:2025 lang:de' \
	text/world:de/garantien.txt

# "Crews of the two ferries that link Port Merrow"
finds 'first9((crew pre/4 ferry) w/3 "port merrow") title:(ferry w/1 strike)' \
	${gazette}2024/11/05/ferry-strike.txt
finds 'first8((crew pre/4 ferry) w/3 "port merrow")' ''

# "The US consul paid a visit and brought oranges.  They asked us for spare
# parts"
finds '(caps(US) w/1 consul) w/p (ask* pre/3 "spare parts")' ${star}004.txt
finds '(caps(US) w/1 consul) w/s (ask* pre/3 "spare parts")' ''

# "has closed the ward that it opened for patients with Covid-19"
finds '(clos* w/2 ward) w/s (patient* pre/2 COVID-19)' ${star}005.txt

# Of the price of oil, a negotiator; the others have the barrel in another
# paragraph.
finds '((oil or gas) w/3 price*) w/p (barrel or negotiator) date:1987..2025-02' \
	json:delta:2503

test_done
