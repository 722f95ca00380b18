#!/bin/sh
. "${0%/*}/../lib.sh"
. "$root/tests/lint/plant.sh"

law headers
holds

plant lib/base/a.h <<'EOF'
#ifndef NEWSIDX_BASE_A_H
#define NEWSIDX_BASE_A_H
size_t f(void);
#endif
EOF
caught 'lib/base/a.h:1: does not compile alone as c11' \
	'a type without its include'

plant corpus/a_b.h <<'EOF'
#ifndef A_B_H
#define A_B_H
#endif
EOF
caught 'corpus/a_b.h:1: wants the guard NEWSIDX_CORPUS_A_B_H' \
	'a guard by another name'

plant corpus/a.h <<'EOF'
int f(void);
EOF
caught 'corpus/a.h:1: wants the guard' 'no guard'

plant lib/xapian-c/xapian-c.h <<'EOF'
#ifndef XAPIAN_C_H
#define XAPIAN_C_H
int f(int class);
#endif
EOF
caught 'lib/xapian-c/xapian-c.h:1: does not compile alone as c++17' \
	'a public header that is no C++'

plant lib/xapian-c/a.hh <<'EOF'
#pragma once
std::string f();
EOF
caught 'lib/xapian-c/a.hh:1: does not compile alone as c++17' \
	'a C++ header without its include'

plant lib/base/a.h <<'EOF'
/* a.h - fine */
#ifndef NEWSIDX_BASE_A_H
#define NEWSIDX_BASE_A_H

#include <stddef.h>

size_t f(void);

#endif
EOF
plant lib/xapian-c/a.hh <<'EOF'
#pragma once
#include <string>
std::string f();
EOF
clean 'headers that stand alone'

test_done
