#!/bin/sh
# The C bindings of Xapian, as somebody else's program meets them: the header,
# the two libraries, and the example of the README.
. "${0%/*}/../lib.sh"

lib=$root/lib/xapian-c
warn='-Wall -Wextra -Wpedantic'

# What is linked with a library built for a sanitizer has to be built for it.
san=
if nm "$NEWSIDX_BUILD/libxapian-c.a" 2>/dev/null | grep -q ' U __asan_init'
then
	san='-fsanitize=address,undefined'
fi

# The functions that the header declares, one a line.
declared()
{
	tr '\n\t' '  ' <"$lib/xapian-c.h" | grep -o 'XAP_API [^;(]*(' |
		grep -o 'xap_[a-z_]*(' | tr -d '(' | sort
}

exported()
{
	nm -D --defined-only "$NEWSIDX_BUILD/libxapian-c.so" |
		sed 's/.* //; s/@.*//' | grep -v '^XAPIANC_' | sort
}

build_static()
{
	${CC:-cc} -std=c11 $warn $san -I"$lib" -o static example.c \
		"$NEWSIDX_BUILD/libxapian-c.a" \
		$(pkg-config --libs xapian-core) -lstdc++ -lm
}

build_shared()
{
	${CC:-cc} -std=c11 $warn $san -I"$lib" -o shared example.c \
		-L"$NEWSIDX_BUILD" -lxapian-c -Wl,-rpath,"$NEWSIDX_BUILD"
}

test_begin 'the header is plain C, and C++'
echo '#include "xapian-c.h"' >header.c
cp header.c header.cc
test_ok ${CC:-cc} -std=c11 $warn -Wstrict-prototypes -Werror -I"$lib" \
	-fsyntax-only header.c
test_ok ${CXX:-c++} -std=c++11 $warn -Werror -I"$lib" -fsyntax-only header.cc

test_begin 'the shared library exports what the header declares'
declared >declared
test_ok test -s declared
test_out exported <declared

test_begin 'the example of the README finds its phrase'
sed -n '/^```c$/,/^```$/p' "$lib/README.md" | grep -v '^```' >example.c
for kind in static shared; do
	test_ok build_$kind
	test_out ./$kind <<'EOF'
document 1, 100%
document 2, 100%
EOF
done

test_begin 'and says why where it cannot write'
rm -rf news
echo 'no database' >news
test_code 1 ./static
test_stderr_has news

test_done
