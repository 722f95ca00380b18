#!/bin/sh
. "${0%/*}/../lib.sh"
. "$root/tests/lint/plant.sh"

law layers
holds

plant lib/base/low.c <<'EOF'
#include "lib/analysis/high.h"
EOF
plant lib/analysis/high.h </dev/null
caught 'lib/base/low.c:1: may not include' 'the base on a layer above it'

plant corpus/a.c <<'EOF'
/* "lib/base/ok.h" */
#include <stdio.h>
#include "indexer/b.h"
EOF
plant indexer/b.h </dev/null
caught 'corpus/a.c:3: may not include' 'corpus on the indexer'

plant query/a.c <<'EOF'
#include "corpus/b.h"
EOF
plant corpus/b.h </dev/null
caught 'query/a.c:1: may not include' 'the query tool on a parser'

plant serve/front/a.c <<'EOF'
#include "query/b.h"
EOF
plant query/b.h </dev/null
caught 'serve/front/a.c:1: may not include' 'what speaks HTTP on the index'

plant corpus/a.c <<'EOF'
#include "a.h"
EOF
plant corpus/a.h </dev/null
caught 'corpus/a.c:1: may not include' 'a path from the own folder'

plant corpus/a.c <<'EOF'
#include "corpus/../query/a.h"
EOF
plant query/a.h </dev/null
caught 'corpus/a.c:1: may not include' 'a way around'

plant lib/base/a.c <<'EOF'
#include "lib/base/missing.h"
EOF
caught 'lib/base/a.c:1: there is no' 'a header that is not there'

plant misc/a.c </dev/null
caught 'misc/a.c:1: belongs to no layer' 'a folder outside the house'

plant indexer/a.c <<'EOF'
#include "corpus/b.h"
#include "lib/base/c.h"
/*
#include "query/no.h"
*/
EOF
plant corpus/b.h </dev/null
plant lib/base/c.h </dev/null
clean 'downward, and what is only in a comment'

test_done
