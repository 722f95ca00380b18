// handles.hh - what is behind the names of xapian-c.h
//
// Xapian's own classes are counted references: a handle holds one, and what
// is made from it holds another.  Strings that a handle lends live beside it.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

#include "lib/xapian-c/xapian-c.h"

static_assert(sizeof(Xapian::docid) == sizeof(xap_docid) &&
		      sizeof(Xapian::termpos) == sizeof(xap_pos),
	      "xapian-c is made for a libxapian with 32-bit docids and "
	      "positions, as it is configured by default");

struct xap_db {
	Xapian::Database db;
	std::string text, text2;
	bool lent = false; // a writer's view, or a posting source's shard
};

struct xap_writer {
	Xapian::WritableDatabase db;
	struct xap_db view;
	bool transactions = false;
	bool broken = false;
};

struct xap_doc {
	Xapian::Document own;
	const Xapian::Document *lent = nullptr; // a match decider's, if set
	xap_docid did = 0;
	std::string text = {};

	const Xapian::Document &get() const
	{
		return lent ? *lent : own;
	}
};

struct xap_query {
	Xapian::Query q;
	std::string text = {};
};

namespace xapc
{

enum class stand { before, on, after };

// What beside the string the items of a struct xap_terms have.
enum : unsigned { HAS_FREQ = 1, HAS_WDF = 2 };

} // namespace xapc

// An iterator over a document's own terms or values looks into the document,
// which has to outlive it.
struct xap_terms {
	std::unique_ptr<const Xapian::Document> keep;
	Xapian::TermIterator it;
	unsigned has;
	xapc::stand at = xapc::stand::before;
	std::string text = {};
};

struct xap_postings {
	Xapian::PostingIterator it;
	xapc::stand at = xapc::stand::before;
	xap_docid did = 0;
};

struct xap_positions {
	Xapian::PositionIterator it;
	xapc::stand at = xapc::stand::after;
	xap_pos pos = 0;
};

struct xap_values {
	std::unique_ptr<const Xapian::Document> keep;
	Xapian::ValueIterator it;
	bool of_doc;
	xapc::stand at = xapc::stand::before;
	uint32_t key = 0;
	std::string text = {};
};

struct xap_enquire {
	Xapian::Database db;
	Xapian::Enquire enquire;
	Xapian::Query query;
	Xapian::termcount qlen;
	std::vector<Xapian::valueno> counted;
};

struct xap_mset {
	Xapian::MSet m;
	std::vector<std::pair<Xapian::valueno,
			      std::unique_ptr<Xapian::ValueCountMatchSpy>>>
		counts;
	std::string text = {};
};

namespace xapc
{

// The database that this thread searches, if it does.
extern thread_local const Xapian::Database *searched;

// Which of its shards db is.  Before Xapian 1.5 a posting source is told the
// shard, but not its number.
std::size_t shard_number(const Xapian::Database &db) noexcept;

// Makes the struct xap_terms for an iterator.
enum xap_status give_terms(struct xap_terms **out, Xapian::TermIterator it,
			   unsigned has);

// Lets *inout, made if it is NULL, stand before the first of the positions
// that begin() finds; at its end if begin() throws.
template <typename Begin> void aim(struct xap_positions **inout, Begin begin)
{
	if (*inout == nullptr) {
		*inout = new xap_positions{ begin(), stand::before };
		return;
	}
	(*inout)->at = stand::after;
	(*inout)->it = begin();
	(*inout)->at = stand::before;
}

} // namespace xapc
