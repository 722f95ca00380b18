#!/bin/sh
# The same of an index with positions in libxapian's table.
positions=xapian
. "${0%/*}/061-query.t"
