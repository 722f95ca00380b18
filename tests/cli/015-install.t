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

test_begin 'shells find how to complete'
test_ok there/bin/newsidx completion bash
cp .out made
test_ok cmp made there/share/bash-completion/completions/newsidx
test_ok grep -q '^#compdef newsidx$' there/share/zsh/site-functions/_newsidx

test_begin 'help finds the pages of the manual'
test_ok there/bin/newsidx help operations
test_stdout_has 'newsidx-operations'
test_stdout_lacks 'not installed'

test_begin 'the units are as systemd wants them'
units=$PWD/there/lib/systemd/system
test_ok grep -qF "ExecStart=$PWD/there/bin/newsidx update " \
	"$units/newsidx-update@.service"
if command -v systemd-analyze >/dev/null 2>&1; then
	verified() {
		SYSTEMD_UNIT_PATH=$units: systemd-analyze --man=no verify \
			"$@" >verified 2>&1
		code=$?
		cat verified
		[ "$code" -eq 0 ] && [ ! -s verified ]
	}
	test_ok verified newsidx-update@srv-news.timer \
		newsidx-update@srv-news.service
	test_ok systemd-analyze security --offline=true --threshold=20 \
		"$units/newsidx-update@.service"
	# It would be found out.
	sed -i 's/^NoNewPrivileges/NoNewPrivilege/' \
		"$units/newsidx-update@.service"
	test_code 1 verified newsidx-update@srv-news.service
else
	test_skip 'systemd-analyze verify' 'there is no systemd here'
fi

test_begin 'nothing is left behind'
test_ok run_make uninstall
test_out find there ! -type d <<'OUT'
OUT

test_done
