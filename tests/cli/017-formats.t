#!/bin/sh
# newsidx-formats(7) tells of every format that there is and of no other, and
# of every reason for which a record is skipped or fails.
. "${0%/*}/../lib.sh"

page=$root/docs/newsidx-formats.7

test_begin 'each format has its section, and each section its format'
newsidx formats | sed 's/ .*//' | sort >there
sed -n '/^\.Sh FORMATS/,/^\.Sh SEE/s/^\.Ss //p' "$page" | sort >told
test_ok test -s there
test_ok diff there told

test_begin 'each section tells how its format is recognised'
sed -n '/^\.Sh FORMATS/,/^\.Sh SEE/p' "$page" | awk '
	/^\.Ss / { if (name) print name; name = $2 }
	/Recognised/ { name = "" }
	END { if (name) print name }' >without
test_out cat without <<'OUT'
OUT

# Constants that are given to skipped and failed, that a fill returns, or that
# stand in the column "why" of a table.  One word alone may be anything.
reasons() {
	perl -0777 -ne '
		s{/\*.*?\*/}{}gs;
		s/"\s*\n\s*"//g;
		my $text = qr/"((?:[^"\\]|\\.)*)"/;
		my $code = qr/(?:[^;"]|"(?:[^"\\]|\\.)*")*/;
		my @found;
		while (/(?:skipped|failed|document_tell)\s*\(($code);/g) {
			my $call = $1;
			push @found, $call =~ /$text/g;
		}
		while (/\b(?:return|why =|empty =)\s($code);/g) {
			my ($value, $before) = ($1, "");
			while ($value =~ /$text|([^"]+)/g) {
				my ($string, $other) = ($1, $2);
				push @found, $string // ""
					if $before =~ /(?:^|[?:]\s*)$/;
				$before = $other // "x";
			}
		}
		while (/struct[^{;]*\{([^}]*\*why\b[^}]*)\}(.*?)\n\s*\};/gs) {
			my ($members, $rows) = ($1, $2);
			my @names = $members =~ /(\w+)\s*(?=[,;])/g;
			my ($n) = grep { $names[$_] eq "why" } 0 .. $#names;
			while ($rows =~ /\{([^{}]*)\}/g) {
				my @cells = $1 =~ /\s*("(?:[^"\\]|\\.)*"|[^,"]+)/g;
				push @found, $1 if ($cells[$n] // "") =~ /^$text/;
			}
		}
		print "$_\n" for grep { / / && !/[\\%]/ && /\w/ } @found;
	' "$root"/corpus/formats/*.c "$root/corpus/xml_records.c" \
		"$root/corpus/article.c" | sort -u
}

test_begin 'and each reason is there'
reasons >reasons
test_ok grep -qx 'cover, list of headlines' reasons
test_ok grep -qx 'revisit: as it was at an earlier visit' reasons
sed -n 's/^\.Ql //p' "$page" | sed 's/ [,.:;]$//' | sort -u >told
comm -23 reasons told >untold
test_out cat untold <<'OUT'
OUT

test_done
