/* xml_help.h - what tests of formats in XML share */
#ifndef NEWSIDX_TESTS_UNIT_XML_HELP_H
#define NEWSIDX_TESTS_UNIT_XML_HELP_H

#include "tests/unit/corpus_help.h"
#include "tests/unit/mutate.h"

#define STR(s) (s), sizeof(s) - 1

/* The cases with bytes of them changed, lost and doubled. */
static void check_mutations(const struct format *format, const char *path)
{
	mutate(format, path, "<>/&;\"'=![-? x\n\xff", 200);
}

#endif
