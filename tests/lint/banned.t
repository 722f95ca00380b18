#!/bin/sh
. "${0%/*}/../lib.sh"
. "$root/tests/lint/plant.sh"

law banned
holds

for f in strcpy strcat sprintf vsprintf gets strtok atoi atol atof alloca \
	setjmp system popen mktemp tmpnam rand malloc calloc realloc strdup; do
	plant corpus/a.c <<EOF
int f(void)
{
	return g($f (0));
}
EOF
	caught "corpus/a.c:3: $f is banned" "$f"
done

plant tests/unit/test_a.c <<'EOF'
	strcpy(a, b);
EOF
caught 'tests/unit/test_a.c:1: strcpy' 'strcpy in a test'

plant lib/base/mem.c <<'EOF'
	p = malloc(1);
EOF
plant lib/xapian-c/a.cc <<'EOF'
	p = malloc(1);
EOF
plant tests/unit/test_a.c <<'EOF'
	p = malloc(1);
EOF
plant corpus/a.c <<'EOF'
	/* strcpy(a, b) */
	puts("strcpy(a, b)");
	my_strcpy(a, b);
	x->system(1);
	snprintf(a, b, c);
	nx_strdup(c); // gets(c)
	int malloc;
EOF
clean 'the allocator, the binding, words and longer names'

test_done
