/* reference_indexer - newsidx-indexer, but with the reference writer
 *
 * The linker sends here whoever asks for the bulk writer (--wrap), so that the
 * program itself needs no way of choosing.
 */
#include "lib/index/segment.h"

enum nx_status __wrap_segment_writer_new_bulk(struct segment_writer **out,
                                              const struct segment_options *o,
                                              struct nx_err *err);

enum nx_status __wrap_segment_writer_new_bulk(struct segment_writer **out,
                                              const struct segment_options *o,
                                              struct nx_err *err)
{
	return segment_writer_new_xapian(out, o, err);
}
