/* limits.h - every bound of the program, each with its reason
 *
 * Whatever grows with what somebody else wrote (an archive, a query, an index)
 * has its bound here.  Reaching one costs one article or one member, is said
 * in one ledger line, and never ends the run.
 */
#ifndef NEWSIDX_BASE_LIMITS_H
#define NEWSIDX_BASE_LIMITS_H

#include <stddef.h>
#include <stdint.h>

/* ---- containers ------------------------------------------------------- */

/* Archives inside archives.  The deepest that real collections go is three
 * (a .tgz of .tgz of .zip); a quine archive goes on for ever. */
#define LIMIT_NESTING 6

/* Members of one container.  The largest news archives have some 2 million
 * files; a zip of empty names costs 100 bytes each. */
#define LIMIT_MEMBERS 5000000

/* Bytes that one member may unpack to.  A month of a national crawl is about
 * 40 GB in one file. */
#define LIMIT_MEMBER_BYTES ((uint64_t)64 << 30)

/* Unpacked bytes for each packed byte, once LIMIT_RATIO_AFTER bytes are out.
 * Deflate cannot do more than 1032:1, text does 3 to 20:1, and repetitive
 * JSON under xz has been seen at 400:1; layered bombs go into the millions. */
#define LIMIT_RATIO 2000
#define LIMIT_RATIO_AFTER ((uint64_t)64 << 20)

/* An inner archive that must be seekable (zip, 7z) is held in memory up to
 * this size, and in an unlinked temporary file beyond it. */
#define LIMIT_SPOOL_MEMORY ((size_t)64 << 20)

/* Bytes of a path or member name that are kept.  PATH_MAX is 4096; nested
 * names add up. */
#define LIMIT_NAME 8192

/* Folders inside folders of an input; each takes a file descriptor while it is
 * read.  Collections by year, month, day and page go to eight. */
#define LIMIT_FOLDER_DEPTH 64

/* Plain-text members held back while it is unknown whether their container is
 * a collection in another format (see corpus/walk.h), and their bytes. */
#define LIMIT_HELD_MEMBERS 64
#define LIMIT_HELD_BYTES ((size_t)16 << 20)

/* ---- articles --------------------------------------------------------- */

/* Bytes of one article's text.  The longest newspaper pages (OCR) have 200 kB,
 * court rulings and transcripts 3 MB. */
#define LIMIT_ARTICLE_TEXT ((size_t)16 << 20)

/* Bytes of one record as it stands in its file (markup, images in base64). */
#define LIMIT_RECORD ((size_t)64 << 20)

/* Bytes of a crawled page once it is unpacked.  Crawlers stop at 1 to 10 MB;
 * what is longer is no page for people. */
#define LIMIT_PAYLOAD ((size_t)32 << 20)

/* Parts of a document that is a zip archive (DOCX).  One of a thousand pages
 * with a picture on each has some 1,100. */
#define LIMIT_PARTS 65536

/* Bytes of a PDF document.  A scanned newspaper of a day has 100 MB. */
#define LIMIT_PDF ((size_t)256 << 20)

/* What a program may take that reads such documents for us: seconds of the
 * processor and by the clock, bytes of memory.  pdftotext takes 0.1 s for 100
 * pages, and damaged documents have made it take all there is. */
#define LIMIT_CHILD_CPU 60
#define LIMIT_CHILD_SECONDS 120
#define LIMIT_CHILD_MEMORY ((size_t)2 << 30)

/* Bytes of the headers of a crawled record, and of those of a mail and all its
 * parts.  A page with large cookies has 20 kB, a mail that went through many
 * hands 30 kB, and each part 200 bytes. */
#define LIMIT_HEADERS ((size_t)256 << 10)

/* Bytes of a damaged gzip member that are looked through again for the next
 * one.  A crawled page has 20 kB, a long one 1 MB. */
#define LIMIT_RESYNC ((size_t)2 << 20)

/* Bytes of a field that is not text: a URL, a name, a section.  Xapian values
 * and terms are shorter still; what is cut is still shown in full length up to
 * this. */
#define LIMIT_FIELD 4096

/* Values of a repeated field (authors, keywords) that are kept. */
#define LIMIT_REPEATS 256

/* How deep JSON or markup may nest.  Real articles stay under 40. */
#define LIMIT_MARKUP_DEPTH 200

/* Bytes of a web page that are read.  News pages have 250 kB, with everything
 * that is embedded in them up to 5 MB. */
#define LIMIT_PAGE ((size_t)16 << 20)

/* Elements and runs of text of a page; 10,000 are many.  Each takes some 60
 * bytes. */
#define LIMIT_PAGE_NODES ((size_t)1 << 20)

/* Elements inside elements of a page, which the parser searches for each end
 * tag.  Layouts go to 60, and carelessly unclosed ones to some hundred. */
#define LIMIT_PAGE_DEPTH 1000

/* Values in one JSON record.  The parser takes 100 bytes for each; a long
 * article with all its tags and media has a few thousand. */
#define LIMIT_JSON_VALUES ((uint32_t)1 << 20)

/* Columns of a table of separated values, of which GDELT has 61; and bytes of
 * one field: beyond that, a quote was never closed. */
#define LIMIT_COLUMNS 1024
#define LIMIT_QUOTED ((size_t)4 << 20)

/* Elements of one record of XML, each of which takes 48 bytes; a sports table
 * has some ten thousand. */
#define LIMIT_XML_NODES ((uint32_t)1 << 20)

/* Attributes of one element.  The parser compares each with all others. */
#define LIMIT_ATTRIBUTES 64

/* Years that a date may have: the first newspaper is from 1605. */
#define LIMIT_YEAR_MIN 1600
#define LIMIT_YEAR_MAX 2200

/* ---- analysis and index ---------------------------------------------- */

/* Bytes of a term without its prefix.  libxapian takes 245 in all, with each
 * NUL counted twice; longer words are runs of OCR noise or base64, and are cut
 * here, at a character. */
#define LIMIT_TERM 200

/* Words of one article.  16 MiB of text hold fewer than 8 million. */
#define LIMIT_POSITIONS ((uint32_t)1 << 24)

/* Segments of an index, when a run has ended.  A search asks each of them, and
 * each is some ten open files. */
#define LIMIT_SEGMENTS 12

/* Bytes of a segment, or of the ledger, whose checksums are made again when
 * some of it was changed, which takes 0.1 s; of larger ones it would take long
 * beside the change.  They are made when the segment is merged. */
#define LIMIT_SUM_AGAIN ((uint64_t)512 << 20)

/* Threads that analyse, and threads that read ahead. */
#define LIMIT_JOBS 256

/* Positions left free between headline, deck and body, so that no phrase and
 * no proximity up to w/99 reaches across. */
#define SEGMENT_GAP 100

/* ---- queries ---------------------------------------------------------- */

/* Bytes of a query.  A saved query of a press office lists some 500 names. */
#define LIMIT_QUERY_BYTES 65536

/* Bytes of a file of queries: a million of them, and so many counts by month as
 * fit into memory. */
#define LIMIT_BATCH_BYTES ((size_t)64 << 20)

/* Words of one phrase.  A sentence quoted in full has fewer; libxapian compares
 * the positions of all of them in every candidate. */
#define LIMIT_PHRASE 256

/* How deep parentheses may nest, which bounds recursion. */
#define LIMIT_QUERY_DEPTH 64

/* Words, phrases and operators in a query. */
#define LIMIT_QUERY_NODES 4096

/* Terms of a query once its words are analysed: the words of the longest query
 * with their spellings.  A run of Chinese characters has one for each. */
#define LIMIT_QUERY_TERMS 8192

/* Words that one wildcard or one family may stand for. */
#define LIMIT_EXPANSION 5000

/* Words that all words of a query may stand for together, each as often as it
 * is written: libxapian keeps a block of its table for each while it searches,
 * so this bounds a query to some 200 MB. */
#define LIMIT_QUERY_EXPANSION 20000

/* Words of a query for which a good part of the index's words must be read:
 * *shock, zelensky~.  Each costs a pass over them. */
#define LIMIT_QUERY_SCANS 200

/* The largest n of w/n and pre/n, and of words that a phrase passes over at one
 * place: SEGMENT_GAP - 1. */
#define LIMIT_PROXIMITY (SEGMENT_GAP - 1)

/* Matches in one article that are kept for showing.  More are found only by
 * thousands of expressions over a text of megabytes. */
#define LIMIT_HITS ((size_t)1 << 20)

/* Matches in one article that are listed one by one.  The longest articles have
 * 3 MB, half a million words, of which each begins a few at most. */
#define LIMIT_HIT_LIST ((size_t)1 << 22)

/* Hits that are sorted by their words: so many bytes of them in memory, and
 * beyond that in so many temporary files of that size, each of which takes a
 * descriptor while they are merged: 16 GiB, some 40 million hits. */
#define LIMIT_SORT_MEMORY ((size_t)64 << 20)
#define LIMIT_SORT_RUNS 256

/* Places of copies of an article that are shown.  An agency's text stands in
 * some hundred newspapers. */
#define LIMIT_COPIES 1000

/* ---- alerts ----------------------------------------------------------- */

/* Alerts of an index.  Each is a question, and a process, of some 10 ms with
 * every update that has news. */
#define LIMIT_ALERTS 1000

/* Bytes of an alert's name, which is that of a file too. */
#define LIMIT_ALERT_NAME 64

/* Articles that an alert still knows that it was told of, to be told if they
 * are withdrawn: 30 MB of the ledger, and ten years of 27 a day. */
#define LIMIT_ALERT_TOLD 100000

/* Entries of a feed.  Whoever reads it once a day sees all of what 20 an hour
 * are; and readers fetch all of it, 1 kB each, every time. */
#define LIMIT_FEED_ENTRIES 500

/* Bytes of a headline that are told of an article that is withdrawn, and of a
 * feed's entry. */
#define LIMIT_ALERT_HEADLINE 400

/* ---- readers ---------------------------------------------------------- */

/* How often a reader opens an index again that was replaced under it. */
#define LIMIT_REOPEN 10

/* Milliseconds that a writer waits, before it removes what it replaced, for who
 * still reads that: some thousand calls on a slow disk, but not as long as a
 * result stands in somebody's pager. */
#define LIMIT_READERS_MS 10000

/* ---- the web page ------------------------------------------------------- */

/* Bytes of what a request asks for: a query of some 10,000 letters, which in
 * other scripts than Latin takes 9 bytes for each.  With the headers of the
 * request it stands in memory that each connection has for itself. */
#define LIMIT_SERVE_TARGET 32768
#define LIMIT_SERVE_REQUEST 65536

/* Parameters of a request.  A page has a dozen, and one for each facet that was
 * clicked. */
#define LIMIT_SERVE_PARAMS 64

/* Bytes of the form that a token is given by. */
#define LIMIT_SERVE_FORM 4096

/* Connections, unless --connections says otherwise; and of one address, where
 * the page is open beyond this machine.  A browser opens six. */
#define LIMIT_SERVE_CONNECTIONS 512
#define LIMIT_SERVE_CLIENT 64

/* Processes that answer.  Each has its own open index. */
#define LIMIT_SERVE_WORKERS 64

/* Bytes of memory that an answering process may have: LIMIT_QUERY_EXPANSION
 * bounds a query to 200 MB, and to sort 5 million articles takes 500. */
#define LIMIT_SERVE_MEMORY ((size_t)1 << 30)

/* Bytes of an answer that are held until a slow client has taken them.  A longer
 * one is held by the process that made it, which waits. */
#define LIMIT_SERVE_WHOLE ((size_t)1 << 20)

/* Bytes that are asked of such a process ahead of the client. */
#define LIMIT_SERVE_AHEAD 131072

/* Bytes of one frame between the server and a process that answers. */
#define LIMIT_SERVE_FRAME ((size_t)2 << 20)

/* Seconds: for a request to arrive, and for the next one on an open connection;
 * for a free process; beyond the time that a question may take; for requests
 * that run when the server is told to end. */
#define LIMIT_SERVE_ARRIVE 20
#define LIMIT_SERVE_WAIT 10
#define LIMIT_SERVE_GRACE 3
#define LIMIT_SERVE_END 5

/* A client must take what is sent to it at this rate, in bytes a second, after
 * the first seconds: a bad line of a telephone does 4 kB. */
#define LIMIT_SERVE_RATE 2048
#define LIMIT_SERVE_RATE_AFTER 30

/* Browsers that have given the token; the one that was away longest must give it
 * again when there are more. */
#define LIMIT_SERVE_SESSIONS 1024

/* Letters of a token, at least: 16 at random cannot be found by trying. */
#define LIMIT_SERVE_TOKEN 16

/* Results, hits on a page. */
#define LIMIT_SERVE_PAGE 500

#endif
