#include "corpus/container.h"

#include <archive.h>
#include <string.h>

#include "corpus/zip_parts.h"

#define ISO_MAGIC_AT 32769
#define TAR_BLOCK 512

static int enable_tar(struct archive *a)
{
	int r = archive_read_support_format_tar(a);

	if (r == ARCHIVE_OK)
		r = archive_read_set_format_option(
		        a, "tar", "read_concatenated_archives", "1");
	return r;
}

const struct layer layer_gzip = { "gzip", true, false, NULL };
static const struct layer bzip2 = { "bzip2", true, false,
	                            archive_read_support_filter_bzip2 };
static const struct layer xz = { "xz", true, false,
	                         archive_read_support_filter_xz };
static const struct layer lzma = { "lzma", true, false,
	                           archive_read_support_filter_lzma };
static const struct layer lzip = { "lzip", true, false,
	                           archive_read_support_filter_lzip };
static const struct layer zstd = { "zstd", true, false,
	                           archive_read_support_filter_zstd };
static const struct layer lz4 = { "lz4", true, false,
	                          archive_read_support_filter_lz4 };
static const struct layer compress = {
	"compress", true, false, archive_read_support_filter_compress
};

const struct layer layer_tar = { "tar", false, false, enable_tar };
static const struct layer cpio = { "cpio", false, false,
	                           archive_read_support_format_cpio };
static const struct layer ar = { "ar", false, false,
	                         archive_read_support_format_ar };
const struct layer layer_zip = { "zip", false, true,
	                         archive_read_support_format_zip };
static const struct layer sevenzip = { "7z", false, true,
	                               archive_read_support_format_7zip };
static const struct layer rar = { "rar", false, true,
	                          archive_read_support_format_rar };
static const struct layer rar5 = { "rar5", false, true,
	                           archive_read_support_format_rar5 };
static const struct layer iso = { "iso9660", false, true,
	                          archive_read_support_format_iso9660 };
static const struct layer cab = { "cab", false, false,
	                          archive_read_support_format_cab };
static const struct layer lha = { "lha", false, false,
	                          archive_read_support_format_lha };

static unsigned byte_at(const char *p, size_t i)
{
	return (unsigned char)p[i];
}

static bool all_of(const char *p, size_t len, const char *set)
{
	for (size_t i = 0; i < len; i++)
		if (p[i] == '\0' || strchr(set, p[i]) == NULL)
			return false;
	return true;
}

static bool is_gzip(const char *p, size_t len)
{
	/* The high three flags are reserved and zero. */
	return len >= 4 && memcmp(p, "\x1f\x8b\x08", 3) == 0 &&
	       (byte_at(p, 3) & 0xe0) == 0;
}

static bool is_bzip2(const char *p, size_t len)
{
	return len >= 10 && memcmp(p, "BZh", 3) == 0 && p[3] >= '1' &&
	       p[3] <= '9' &&
	       (memcmp(p + 4, "\x31\x41\x59\x26\x53\x59", 6) == 0 ||
	        memcmp(p + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0);
}

static bool is_lzma(const char *p, size_t len)
{
	unsigned long long size = 0;
	unsigned long dict = 0;

	if (len < 13 || memcmp(p, "\x5d\0\0", 3) != 0)
		return false;
	for (size_t i = 4; i-- > 0;)
		dict = dict << 8 | byte_at(p, 1 + i);
	for (size_t i = 8; i-- > 0;)
		size = size << 8 | byte_at(p, 5 + i);
	return dict >= 4096 && (dict & (dict - 1)) == 0 &&
	       (size == ~0ull || size < 1ull << 40);
}

static bool is_skippable(const char *p, size_t len)
{
	return len >= 8 && (byte_at(p, 0) & 0xf0) == 0x50 &&
	       memcmp(p + 1, "\x2a\x4d\x18", 3) == 0;
}

/* zstd and lz4 share the magic of skippable frames: what follows decides. */
static const struct layer *zstd_or_lz4(const char *p, size_t len)
{
	while (is_skippable(p, len)) {
		size_t skip = 8 + ((size_t)byte_at(p, 4) |
		                   (size_t)byte_at(p, 5) << 8 |
		                   (size_t)byte_at(p, 6) << 16 |
		                   (size_t)byte_at(p, 7) << 24);

		if (skip >= len)
			return &zstd;
		p += skip;
		len -= skip;
	}
	if (len >= 4 && memcmp(p, "\x28\xb5\x2f\xfd", 4) == 0)
		return &zstd;
	if (len >= 4 && memcmp(p, "\x04\x22\x4d\x18", 4) == 0)
		return &lz4;
	return NULL;
}

static const struct layer *sniff_filter(const char *p, size_t len)
{
	if (is_gzip(p, len))
		return &layer_gzip;
	if (is_bzip2(p, len))
		return &bzip2;
	if (len >= 6 && memcmp(p, "\xfd"
	                          "7zXZ",
	                       6) == 0)
		return &xz;
	if (len >= 5 && memcmp(p, "LZIP", 4) == 0 && byte_at(p, 4) <= 1)
		return &lzip;
	if (len >= 3 && memcmp(p, "\x1f\x9d", 2) == 0 &&
	    (byte_at(p, 2) & 0x60) == 0 && (byte_at(p, 2) & 0x1f) >= 9 &&
	    (byte_at(p, 2) & 0x1f) <= 16)
		return &compress;
	if (is_lzma(p, len))
		return &lzma;
	return zstd_or_lz4(p, len);
}

/* The header's checksum: the sum of its bytes with the checksum's own field
 * read as spaces.  Old writers summed signed bytes. */
static bool is_tar(const char *p, size_t len)
{
	long sum = 0, signed_sum = 0, want = 0;
	size_t i = 148, digits = 0;

	if (len < TAR_BLOCK || p[0] == '\0')
		return false;
	while (i < 156 && p[i] == ' ')
		i++;
	for (; i < 156 && p[i] >= '0' && p[i] <= '7'; i++, digits++)
		want = want * 8 + (p[i] - '0');
	if (digits == 0 || (i < 156 && p[i] != ' ' && p[i] != '\0'))
		return false;
	for (i = 0; i < TAR_BLOCK; i++) {
		bool own = i >= 148 && i < 156;

		sum += own ? ' ' : (unsigned char)p[i];
		signed_sum += own ? ' ' : (signed char)p[i];
	}
	return sum == want || signed_sum == want;
}

/* Which kinds of file there are, by the first four bits of a mode. */
static bool is_file_kind(unsigned kind)
{
	static const unsigned kinds = 1u << 1 | 1u << 2 | 1u << 4 | 1u << 6 |
	                              1u << 8 | 1u << 10 | 1u << 12;

	return (kinds >> kind & 1) != 0;
}

/* cpio's oldest format: shorts in the byte order of the machine that wrote it.
 * Two bytes of magic are few, so the kind of file and the name, which a NUL
 * ends, have to be right too. */
static bool is_binary_cpio(const char *p, size_t len)
{
	size_t low = len > 0 && byte_at(p, 0) == 0xc7 ? 0 : 1, high = 1 - low;
	size_t name;

	if (len < 28 || byte_at(p, low) != 0xc7 || byte_at(p, high) != 0x71)
		return false;
	name = byte_at(p, 20 + low) | (size_t)byte_at(p, 20 + high) << 8;
	return is_file_kind(byte_at(p, 6 + high) >> 4) && name >= 2 &&
	       name <= len - 26 &&
	       memchr(p + 26, '\0', name) == p + 26 + name - 1;
}

static bool is_cpio(const char *p, size_t len)
{
	if (len >= 110 &&
	    (memcmp(p, "070701", 6) == 0 || memcmp(p, "070702", 6) == 0))
		return all_of(p + 6, 104, "0123456789abcdefABCDEF");
	if (len >= 76 && memcmp(p, "070707", 6) == 0)
		return all_of(p + 6, 70, "01234567");
	return is_binary_cpio(p, len);
}

static bool is_lha(const char *p, size_t len)
{
	unsigned sum = 0, size;

	if (len < 24 || memcmp(p + 2, "-l", 2) != 0 || p[6] != '-' ||
	    byte_at(p, 20) > 2)
		return false;
	if (byte_at(p, 20) == 2)
		return true;
	size = byte_at(p, 0);
	if (size < 20 || size + 2 > len)
		return false;
	for (size_t i = 0; i < size; i++)
		sum += byte_at(p, 2 + i);
	return (sum & 0xff) == byte_at(p, 1);
}

static bool is_zip(const char *p, size_t len)
{
	if (len >= 8 && memcmp(p, "PK\x07\x08PK", 6) == 0)
		return true;
	if (len < 4 || zip_document(p, len) != ZIP_ARCHIVE)
		return false;
	return memcmp(p, "PK\x03\x04", 4) == 0 ||
	       memcmp(p, "PK\x05\x06", 4) == 0;
}

static bool is_at(const char *p, size_t len, size_t at, const char *magic,
                  size_t n)
{
	return len >= at + n && memcmp(p + at, magic, n) == 0;
}

const struct layer *layer_sniff(const char *p, size_t len)
{
	const struct layer *l = sniff_filter(p, len);

	if (l != NULL)
		return l;
	if (is_zip(p, len))
		return &layer_zip;
	if (is_at(p, len, 0, "7z\xbc\xaf\x27\x1c", 6))
		return &sevenzip;
	if (is_at(p, len, 0, "Rar!\x1a\x07\0", 7))
		return &rar;
	if (is_at(p, len, 0, "Rar!\x1a\x07\x01\0", 8))
		return &rar5;
	if (is_at(p, len, 0, "!<arch>\n", 8))
		return &ar;
	if (is_at(p, len, 0, "MSCF\0\0\0\0", 8))
		return &cab;
	if (is_tar(p, len))
		return &layer_tar;
	if (is_cpio(p, len))
		return &cpio;
	if (is_at(p, len, ISO_MAGIC_AT, "CD001", 5))
		return &iso;
	if (is_lha(p, len))
		return &lha;
	return NULL;
}
