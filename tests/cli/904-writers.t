#!/bin/sh
# Of real archives the builder makes the index that the reference writer makes,
# as far as libxapian can tell: slices of them, or with NEWSIDX_WHOLE=1 all.
. "${0%/*}/../lib.sh"
need_corpora reuters21578.tar.gz allsides-1in6.tar.gz chronam-1916-01.tar.bz2
TEST_TIMEOUT=3600 # for sanitizers on a busy machine

dump=$NEWSIDX_BUILD/tests/helpers/dump
reference=$NEWSIDX_BUILD/tests/helpers/reference_indexer

forms='default'
if newsidx build --help | grep -q -e '--positions'; then
	forms='blocks xapian'
fi

# The digests of all segments of an index as one.
digests()
{
	rm -rf one
	set -- "$1"/seg/*
	if [ $# -gt 1 ]; then
		xapian-compact --no-renumber "$@" one >/dev/null 2>&1 || return 1
		set -- one
	fi
	"$dump" -d $unlisted "$1"
}

# same: idx is as ref, in what lists of terms tell only if idx keeps them.
same()
{
	unlisted=
	digests idx >/dev/null 2>&1 || unlisted=-u
	digests ref >wanted
	test_ok awk '$1 == "terms" && $2 > 1000 { n++ } END { exit !n }' wanted
	test_ok xapian-check idx/XAPIANDB
	test_out digests idx <wanted
}

# alike ARCHIVE [PATTERN]: of those members.
alike()
{
	archive=$CORPORA/$1
	what="$1${2:+, $2}"
	if [ ! -r "$archive" ]; then
		test_skip "$what" 'it is not here'
		return
	fi
	shift
	if [ -n "${NEWSIDX_WHOLE-}" ]; then
		what=${what%%,*}
		set --
	fi
	set -- ${1:+"--include=$1"} "$archive"
	rm -rf ref
	"$reference" build -q -i ref "$@" >/dev/null 2>&1
	for form in $forms; do
		test_begin "$what, positions: $form"
		rm -rf idx
		if [ "$form" = default ]; then
			newsidx build -q -i idx "$@" >/dev/null 2>&1
		else
			newsidx build -q -i idx "--positions=$form" "$@" \
				>/dev/null 2>&1
		fi
		same
	done
}

alike reuters21578.tar.gz '*reut2-003.sgm'
alike allsides-1in6.tar.gz '[0-2]*'
alike 20newsgroups-half.tar.xz 'alt.atheism/5*'
alike livedoor.tar.gz '*/dokujo-tsushin-5[0-5]*'
alike ant-arabic.tar.gz '*/JA-diverse-2*'
alike hameliz-csv.tar.xz '*HMZ-1878-*'
alike chronam-1916-01.tar.bz2 '19160101/*'
alike bbc.zip 'tech/*'
alike abc.zip
alike 10kgnad.csv.zst
alike 20170629-dpa-sample.tar.xz
alike article-pages-html.tar
alike format-samples.tar.xz
alike time/TIME.ALL.gz

test_done
