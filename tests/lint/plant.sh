# plant.sh - proving a law: it holds for our tree, and it catches a violation
#
#     law layers
#     holds
#     plant lib/base/a.c <<'EOF' ... EOF
#     caught 'lib/base/a.c:1:' 'a sentence'
#
# Sourced after tests/lib.sh.  plant writes a file into an empty tree; caught
# and clean hold the law to that tree and then empty it again.

law()
{
	law=$root/tests/lint/laws/$1
	test_begin "law '$1'"
	mkdir tree
}

# The law finds nothing in our own tree.
holds()
{
	law_code=0
	"$law" "$root" >.out 2>.err || law_code=$?
	case $law_code in
	0) test_pass 'our tree' ;;
	77) test_skip 'our tree' "$(cat .out)" ;;
	*)
		test_fail 'our tree'
		cat .out .err | test_note ''
		;;
	esac
}

plant()
{
	mkdir -p "$(dirname "tree/$1")"
	cat >"tree/$1"
}

uproot()
{
	rm -rf tree
	mkdir tree
}

# caught 'file:line: ' NAME: the law's findings have a line with this text.
caught()
{
	law_code=0
	"$law" tree >.out 2>.err || law_code=$?
	if [ "$law_code" -eq 1 ] && grep -qF -e "$1" .out; then
		test_pass "caught: $2"
	else
		test_fail "caught: $2"
		echo "# expected: exit code 1 and a line with: $1"
		echo "#      got: exit code $law_code and"
		cat .out .err | test_note ''
	fi
	uproot
}

# clean NAME: the law has nothing against this.
clean()
{
	law_code=0
	"$law" tree >.out 2>.err || law_code=$?
	if [ "$law_code" -eq 0 ]; then
		test_pass "allowed: $1"
	else
		test_fail "allowed: $1"
		cat .out .err | test_note ''
	fi
	uproot
}
