// stem.cc - stemmers
#include "lib/xapian-c/guard.hh"
#include "lib/xapian-c/handles.hh"

using xapc::guard;

struct xap_stem {
	Xapian::Stem stem;
	std::string text = {};
};

enum xap_status xap_stem_new(struct xap_stem **out, const char *language,
			     struct xap_error *err)
{
	*out = nullptr;
	return guard(err, "stemmer", [&] {
		try {
			*out = new xap_stem{ Xapian::Stem(language) };
		} catch (const Xapian::InvalidArgumentError &) {
			return xapc::fail(err, XAP_NOTFOUND, language,
					  "no stemmer for this language");
		}
		return XAP_OK;
	});
}

enum xap_status xap_stem_word(struct xap_stem *stem, const char *word,
			      size_t len, struct xap_str *out,
			      struct xap_error *err)
{
	return guard(err, "stemmer", [&] {
		stem->text = stem->stem(xapc::str(word, len));
		xapc::put(out, stem->text);
		return XAP_OK;
	});
}

void xap_stem_free(struct xap_stem *stem)
{
	(void)guard(nullptr, "stemmer", [&] {
		delete stem;
		return XAP_OK;
	});
}

const char *xap_stem_languages(void)
{
	const char *names = "";

	(void)guard(nullptr, "stemmer", [&] {
		static const std::string all =
			Xapian::Stem::get_available_languages();

		names = all.c_str();
		return XAP_OK;
	});
	return names;
}
