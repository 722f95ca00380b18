#!/bin/sh
. "${0%/*}/../lib.sh"
. "$root/tests/lint/plant.sh"

law shell
holds

printf '#!/bin/sh\nif\n' | plant tests/a.t
chmod +x tree/tests/a.t
caught 'tests/a.t:1:' 'a script that does not parse'

printf 'if\n' | plant tests/lib.sh
caught 'tests/lib.sh:1:' 'a sourced one that does not parse'

printf '#!/bin/sh\n:\n' | plant tests/a.t
caught 'tests/a.t:1: cannot be run' 'a script that is not executable'

printf '#!/bin/bash\n:\n' | plant tests/run
chmod +x tree/tests/run
caught 'tests/run:1: scripts are for /bin/sh' 'another shell'

printf '#!/bin/sh\n:\n' | plant tests/a.t
chmod +x tree/tests/a.t
printf 'x=1\n' | plant tests/lib.sh
clean 'scripts that parse'

test_done
