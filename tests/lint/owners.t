#!/bin/sh
. "${0%/*}/../lib.sh"
. "$root/tests/lint/plant.sh"

law owners
holds

plant indexer/a.c <<'EOF'
#include <xapian.h>
EOF
caught 'indexer/a.c:1: <xapian.h>' 'libxapian outside the binding'

plant lib/xapian-c/xapian-c.h <<'EOF'
#include <xapian.h>
EOF
caught 'lib/xapian-c/xapian-c.h:1:' 'libxapian in a C header'

plant tests/unit/test_a.c <<'EOF'
#include <xapian.h>
EOF
caught 'tests/unit/test_a.c:1:' 'libxapian in a test'

plant query/a.c <<'EOF'

# include <libxml/parser.h>
EOF
caught 'query/a.c:2: <libxml/parser.h>' 'an XML parser in the query tool'

plant indexer/a.c <<'EOF'
#include <sqlite3.h>
EOF
caught 'indexer/a.c:1: <sqlite3.h>' 'SQLite outside lib/index'

plant corpus/a.c <<'EOF'
#include <libdeflate.h>
EOF
caught 'corpus/a.c:1: <libdeflate.h>' 'libdeflate outside lib/index'

plant lib/index/a.c <<'EOF'
#include <unicode/ubrk.h>
EOF
caught 'lib/index/a.c:1: <unicode/ubrk.h>' 'ICU in lib/index'

plant serve/worker/a.c <<'EOF'
#include <microhttpd.h>
EOF
caught 'serve/worker/a.c:1: <microhttpd.h>' 'the worker speaking HTTP'

plant lib/base/a.cc </dev/null
caught 'lib/base/a.cc:1: C++' 'C++ outside the binding'

plant lib/xapian-c/a.cc <<'EOF'
#include <xapian.h>
EOF
plant corpus/a.c <<'EOF'
#include <archive.h>
#include <zlib.h>
#include <unicode/ucnv.h>
EOF
plant lib/index/a.c <<'EOF'
#include <sqlite3.h>
#include <zstd.h>
#include <libdeflate.h>
/* #include <xapian.h> */
EOF
clean 'each by its owner'

test_done
