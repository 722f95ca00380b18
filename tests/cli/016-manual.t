#!/bin/sh
# The manual pages are well-formed, and tell of every option that the programs
# have and of no other.
. "${0%/*}/../lib.sh"

# manual PAGE: as people read it, without overstriking.
manual() {
	groff -man -Tutf8 -P-cbou "$root/docs/$1"
}

options_in() {
	grep -oE '(^|[^[:alnum:]-])--[a-z][a-z-]+' "$1" | grep -oE -- '--.*' |
		sort -u
}

for page in newsidx.1 newsidx-build.1 newsidx-query.1 newsidx-kwic.1 \
	newsidx-trend.1 newsidx-facets.1 newsidx-batch.1 \
	newsidx-collocates.1 newsidx-similar.1 \
	newsidx-ledger.1 newsidx-verify.1 newsidx-optimize.1 \
	newsidx-update.1 newsidx-source.1 newsidx-alert.1 newsidx-serve.1 \
	newsidx-backup.1 newsidx-repair.1 newsidx-operations.7 \
	newsidx-formats.7 newsidx-query-language.7; do
	test_begin "$page is well-formed"
	test_ok groff -man -Tutf8 -ww -z "$root/docs/$page"
	test_ok test ! -s "$scratch/.err"
done

# check PAGE COMMANDS [OTHERS]: OTHERS, an extended regular expression, are
# options of other commands, which are mentioned.
check() {
	test_begin "$1 tells of the options of $2"
	manual "$1" >page
	for command in $2; do
		newsidx "$command" --help
	done >help
	options_in page | grep -vxE -- "--(${3:-none})" >told
	options_in help | grep -vxE -- "--(help|${3:-none})" >there
	test_ok diff there told
}

check newsidx-build.1 build
check newsidx-query.1 'query show info'
check newsidx-kwic.1 kwic
check newsidx-trend.1 trend
check newsidx-facets.1 facets
check newsidx-batch.1 batch
check newsidx-collocates.1 collocates
check newsidx-similar.1 similar
check newsidx-ledger.1 ledger
check newsidx-verify.1 verify
check newsidx-optimize.1 optimize
check newsidx-backup.1 backup
check newsidx-repair.1 repair
check newsidx-update.1 update
check newsidx-source.1 source
check newsidx-alert.1 alert 'alerts|retry|force'
check newsidx-serve.1 serve

test_begin 'every command is named by newsidx help and by newsidx(1)'
newsidx help >help
manual newsidx.1 >page
for command in build query kwic show info ledger verify optimize backup \
	repair update source alert serve formats trend facets batch collocates similar; do
	test_ok grep -q "^  $command " help
	test_ok grep -qw "$command" page
done

test_begin 'the explanations of options stand below each other'
for command in build query kwic show info ledger verify optimize backup \
	repair update source alert serve formats trend facets batch collocates similar; do
	newsidx "$command" --help | grep -E '^ {2,6}-' >help
	# Two blanks or more, then the 27th column.
	test_ok sh -c '! grep -vE "^.{24}  [^ ]" help'
done

test_done
