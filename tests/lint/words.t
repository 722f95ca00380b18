#!/bin/sh
. "${0%/*}/../lib.sh"
. "$root/tests/lint/plant.sh"

law words
holds

printf '/* see /work/shared/x */\n' | plant corpus/a.c
caught 'corpus/a.c:1:' 'a path of one machine'

printf 'As in %s 12.\n' issue | plant README.md
caught 'README.md:1:' 'the number of a ticket'

printf '/* changed in the last session */\n' | plant corpus/a.h
caught 'corpus/a.h:1:' 'talk of sessions'

printf '/* TODO */\n' | plant corpus/a.h
caught 'corpus/a.h:1:' 'work left for later'

printf 'an issue of the paper, three sessions, the network/port\n' |
	plant README.md
clean 'the same words in another sense'

test_done
