#!/bin/sh
# What "make install" puts somewhere works there, and "make uninstall" takes
# all of it away again.
. "${0%/*}/../lib.sh"

test_begin 'installing into a folder of its own'
run_make() {
	make -s -C "$root" O="$NEWSIDX_BUILD" PREFIX="$PWD/there" "$1"
}
test_ok run_make install

test_begin 'the installed program finds its other half'
test_ok there/bin/newsidx build -q -i idx "$SAMPLE/wire.jsonl.gz"
test_ok there/bin/newsidx query -i idx -c security

test_begin 'and so it does when it is moved'
mv there elsewhere
test_ok elsewhere/bin/newsidx info -i idx
mv elsewhere there

test_begin 'the binding is found by pkg-config where it is'
flags() {
	PKG_CONFIG_PATH="$PWD/there/lib/pkgconfig" pkg-config --cflags xapian-c
}
test_ok flags
test_stdout_has "$PWD/there/include"

test_begin 'nothing is left behind'
test_ok run_make uninstall
test_out find there ! -type d <<'OUT'
OUT

test_done
