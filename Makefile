# newsidx: plain make, no generator.
#
#   make            build; then ./newsidx runs from the checkout
#   make demo       install what is missing, build, index the samples, ask
#   make check      install what is missing, build, run all tests
#   make help       everything else
#
# Objects go to $(O); a variant (sanitizers) has a folder of its own.

VERSION  := 0.1.0
O        ?= build
CC       ?= cc
CXX      ?= c++
AR       ?= ar
PREFIX   ?= /usr/local
BINDIR   ?= $(PREFIX)/bin
LIBDIR   ?= $(PREFIX)/lib
LIBEXEC  ?= $(PREFIX)/libexec/newsidx
INCDIR   ?= $(PREFIX)/include
MANDIR   ?= $(PREFIX)/share/man
BASHDIR  ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR   ?= $(PREFIX)/share/zsh/site-functions
UNITDIR  ?= $(PREFIX)/lib/systemd/system
DESTDIR  ?=
SECONDS  ?= 60
PKG      ?= pkg-config

CFLAGS   ?= -O2 -g
CXXFLAGS ?= -O2 -g
WARN_ALL := -Wall -Wextra
ifeq ($(DEVELOPER),1)
WARN_ALL += -Wpedantic -Wshadow -Wconversion -Werror
WARN_C   := -Wstrict-prototypes -Wmissing-prototypes -Wvla
endif

# One short line for each step; V=1 shows the commands.
ifeq ($(V),1)
say = @:
Q   :=
else
say = @printf '  %-5s %s\n'
Q   := @
endif

# Recipes only run where the packages are there; asking for them must not fail
# before "make deps" has installed them.
pkg_c = $(shell $(PKG) --cflags $(1) 2>/dev/null)
pkg_l = $(shell $(PKG) --libs $(1) 2>/dev/null)

NX_CPP := -I. -D_GNU_SOURCE -DNEWSIDX_VERSION='"$(VERSION)"' \
          -DNEWSIDX_LIBEXEC='"$(LIBEXEC)"'
NX_C   := -std=c11 $(WARN_ALL) $(WARN_C) -fno-common -fvisibility=hidden -fPIC
NX_CXX := -std=c++17 $(WARN_ALL) -fvisibility=hidden -fPIC \
          -fvisibility-inlines-hidden

SAN_FLAGS :=
ifeq ($(SAN),address)
SAN_FLAGS := -fsanitize=address,undefined -fno-sanitize-recover=all \
             -fno-omit-frame-pointer
endif
# For libFuzzer, which is clang's.  Only the targets are linked with it.
ifeq ($(SAN),fuzzer)
SAN_FLAGS := -fsanitize=address,undefined,fuzzer-no-link \
             -fno-sanitize=vptr,function -fno-sanitize-recover=all -fno-omit-frame-pointer
endif
ifeq ($(SAN),thread)
SAN_FLAGS := -fsanitize=thread -fno-omit-frame-pointer
endif
ifneq ($(SAN),)
NX_CPP += -DNEWSIDX_SANITIZED
endif

# ---- what there is -------------------------------------------------------
# A folder is a library; its sources are found, its place in the link order is
# the order of the layers.

base_SRC     := $(sort $(wildcard lib/base/*.c))
analysis_SRC := $(sort $(wildcard lib/analysis/*.c))
xapianc_SRC  := $(sort $(wildcard lib/xapian-c/*.cc))
index_SRC    := $(sort $(wildcard lib/index/*.c))
corpus_SRC   := $(sort $(wildcard corpus/*.c corpus/formats/*.c))
indexer_SRC  := $(sort $(wildcard indexer/*.c))
query_SRC    := $(sort $(wildcard query/*.c))
serve_SRC    := $(sort $(wildcard serve/common/*.c))
front_SRC    := $(sort $(wildcard serve/front/*.c)) serve/front/assets.c
worker_SRC   := $(sort $(wildcard serve/worker/*.c))
ASSETS       := $(sort $(wildcard serve/assets/*))

# The programs' own main files are not in the libraries that the tests link.
name_SRC     := $(sort $(wildcard lib/front/*.c))
MAINS        := indexer/main.c query/main.c serve/front/main.c serve/worker/main.c
unit_SRC     := $(sort $(wildcard tests/unit/test_*.c))
helper_SRC   := $(sort $(wildcard tests/helpers/*.c))
bench_SRC    := $(sort $(wildcard tests/bench/*.c))
fuzz_SRC     := $(sort $(wildcard tests/fuzz/fuzz_*.c))

obj = $(patsubst %.c,$(O)/%.o,$(patsubst %.cc,$(O)/%.o,$(1)))

LIBS_base     := $(O)/libnxbase.a
LIBS_analysis := $(O)/libnxanalysis.a
LIBS_xapianc  := $(O)/libxapian-c.a
LIBS_index    := $(O)/libnxindex.a
LIBS_corpus   := $(O)/libnxcorpus.a
LIBS_indexer  := $(O)/libnxindexer.a
LIBS_query    := $(O)/libnxquery.a
LIBS_serve    := $(O)/libnxserve.a
LIBS_front    := $(O)/libnxfront.a
LIBS_worker   := $(O)/libnxworker.a

XAPIANC_MAJOR := 0
XAPIANC_SO    := $(O)/libxapian-c.so.$(XAPIANC_MAJOR)

pkg_analysis := icu-uc
pkg_xapianc  := xapian-core
pkg_index    := sqlite3 libzstd libdeflate
pkg_corpus   := libarchive nettle zlib libbrotlidec libcjson libxml-2.0 icu-uc uchardet \
                gmime-3.0
pkg_front    := libmicrohttpd

L_analysis = $(call pkg_l,$(pkg_analysis))
L_xapianc  = $(call pkg_l,$(pkg_xapianc)) -lstdc++
L_index    = $(call pkg_l,$(pkg_index))
L_corpus   = $(call pkg_l,$(pkg_corpus))
L_front    = $(call pkg_l,$(pkg_front))

PROGRAMS := $(O)/newsidx $(O)/newsidx-indexer $(O)/newsidx-query \
            $(O)/newsidx-serve $(O)/newsidx-serve-worker
UNITS    := $(patsubst tests/unit/%.c,$(O)/tests/unit/%,$(unit_SRC))
HELPERS  := $(patsubst tests/helpers/%.c,$(O)/tests/helpers/%,$(helper_SRC))
BENCHES  := $(patsubst tests/bench/%.c,$(O)/tests/bench/%,$(bench_SRC))
FUZZERS  := $(patsubst tests/fuzz/%.c,$(O)/tests/fuzz/%,$(fuzz_SRC))
FAULT    := $(O)/tests/fault/fault.so
SAMPLE   := $(O)/sample/.done

.DELETE_ON_ERROR:
.SECONDARY:
.SUFFIXES:
.PHONY: all help deps demo check check-asan check-tsan check-quick \
        check-valgrind check-fault bench bench-deps install \
        uninstall \
        clean format lint sample units benches fuzz check-oracle \
        check-histories check-page \
        fuzzers

all: $(PROGRAMS) $(XAPIANC_SO) $(O)/xapian-c.pc
ifeq ($(O),build)
all: newsidx
newsidx: $(O)/newsidx
	@ln -sf $(O)/newsidx $@
endif

help:
	@sed -n 's/^## //p' Makefile

## make             build
## make demo        install what is missing, build, index the samples, ask
## make check       install what is missing, build, run all tests
## make check-asan  the tests under AddressSanitizer and UBSan
## make check-tsan  what has several threads, under ThreadSanitizer
## make check-valgrind  reading, under valgrind: memory never written to
## make check-oracle  random queries against a reading of the texts, for
##                  SECONDS=60, from SEED=(the time of day) on
## make check-fault  every fault at every change of the disk: killed, power
##                  lost, disk full, errors, signals; or OPERATIONS='force merge'
## make check-histories  COUNT=100 random histories of archives and updates,
##                  from SEED=(the time of day) on
## make check-page  the page of newsidx serve in a browser; installs chromium
##                  and, from npm, playwright-core and axe-core
## make fuzz        any bytes to each format, the containers and the query
##                  parser; SECONDS=60 for each of TARGETS='rss walk'
## make bench       measure speed and size beside other engines; or only
##                  PART=build, query, relevance, memory, analysis, html, language,
##                  parse, readers, updates, serve or counts
## make bench-deps  install the other engines
## make lint        the laws of the house: layers, owners, lengths, names
## make format      clang-format over our sources
## make install     to $(PREFIX), or PREFIX=... DESTDIR=...
## make uninstall   what install put there
## make clean       remove what was built
## DEVELOPER=1      more warnings, and each is an error
## V=1              show the commands
## O=folder         objects and programs elsewhere

# ---- compiling -------------------------------------------------------------

$(O)/lib/analysis/%.o $(O)/tests/%.o: NX_PKG = $(call pkg_c,$(pkg_analysis))
$(O)/lib/xapian-c/%.o: NX_PKG = $(call pkg_c,$(pkg_xapianc))
$(O)/lib/index/%.o: NX_PKG = $(call pkg_c,$(pkg_index))
$(O)/corpus/%.o: NX_PKG = $(call pkg_c,$(pkg_corpus))
$(O)/serve/front/%.o: NX_PKG = $(call pkg_c,$(pkg_front))

$(O)/%.o: %.c
	@mkdir -p $(@D)
	$(say) CC $<
	$(Q)$(CC) $(NX_CPP) $(NX_PKG) $(CPPFLAGS) $(NX_C) $(CFLAGS) $(SAN_FLAGS) \
	    -MMD -MP -c -o $@ $<

$(O)/%.o: %.cc
	@mkdir -p $(@D)
	$(say) CXX $<
	$(Q)$(CXX) $(NX_CPP) $(NX_PKG) $(CPPFLAGS) $(NX_CXX) $(CXXFLAGS) \
	    $(SAN_FLAGS) -MMD -MP -c -o $@ $<

define archive_rule
$$(LIBS_$(1)): $$(call obj,$$(filter-out $$(MAINS),$$($(1)_SRC)))
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(say) AR $$@
	$$(Q)$$(AR) rcs $$@ $$^
endef
$(foreach l,base analysis xapianc index corpus indexer query serve front worker,\
    $(eval $(call archive_rule,$(l))))

link = $(Q)$(CC) $(CFLAGS) $(SAN_FLAGS) $(LDFLAGS) -o $@

$(O)/newsidx: $(call obj,$(name_SRC)) $(LIBS_base)
	$(say) LD $@
	$(link) $^

INDEXER_LIBS := $(LIBS_indexer) $(LIBS_index) $(LIBS_corpus) $(LIBS_analysis) \
                $(LIBS_xapianc) $(LIBS_base)
$(O)/newsidx-indexer: $(O)/indexer/main.o $(INDEXER_LIBS)
	$(say) LD $@
	$(link) $^ $(L_index) $(L_corpus) $(L_analysis) $(L_xapianc) -lm

QUERY_LIBS := $(LIBS_query) $(LIBS_index) $(LIBS_analysis) $(LIBS_xapianc) \
              $(LIBS_base)
$(O)/newsidx-query: $(O)/query/main.o $(QUERY_LIBS)
	$(say) LD $@
	$(link) $^ $(L_index) $(L_analysis) $(L_xapianc) -lm

# Files that the page is made of, in the program.
$(O)/serve/front/assets.c: serve/front/embed $(ASSETS)
	@mkdir -p $(@D)
	$(say) PACK $@
	$(Q)serve/front/embed $(ASSETS) >$@

$(O)/serve/front/assets.o: $(O)/serve/front/assets.c
	$(say) CC $<
	$(Q)$(CC) $(NX_CPP) $(CPPFLAGS) $(NX_C) $(CFLAGS) $(SAN_FLAGS) \
	    -MMD -MP -c -o $@ $<

# It speaks HTTP, and knows no index.
$(O)/newsidx-serve: $(O)/serve/front/main.o $(LIBS_front) $(LIBS_serve) $(LIBS_base)
	$(say) LD $@
	$(link) $^ $(L_front)

# It has the index, and no network.
WORKER_LIBS := $(LIBS_worker) $(LIBS_serve) $(QUERY_LIBS)
$(O)/newsidx-serve-worker: $(O)/serve/worker/main.o $(WORKER_LIBS)
	$(say) LD $@
	$(link) $^ $(L_index) $(L_analysis) $(L_xapianc) -lm

# The binding as a library of its own: only its own symbols are exported.
$(XAPIANC_SO): $(call obj,$(xapianc_SRC)) lib/xapian-c/xapian-c.map
	$(say) LD $@
	$(Q)$(CXX) -shared $(CXXFLAGS) $(SAN_FLAGS) $(LDFLAGS) \
	    -Wl,-soname,$(@F) -Wl,--version-script=lib/xapian-c/xapian-c.map \
	    -o $@ $(filter %.o,$^) $(call pkg_l,$(pkg_xapianc))
	@ln -sf $(@F) $(O)/libxapian-c.so

# Written anew by install, whose PREFIX may be another.
pc_file = sed -e 's|@PREFIX@|$(PREFIX)|g' -e 's|@LIBDIR@|$(LIBDIR)|g' \
    -e 's|@INCDIR@|$(INCDIR)|g' -e 's|@VERSION@|$(VERSION)|g' \
    lib/xapian-c/xapian-c.pc.in

$(O)/xapian-c.pc: lib/xapian-c/xapian-c.pc.in Makefile
	@mkdir -p $(@D)
	$(Q)$(pc_file) >$@

# ---- tests -----------------------------------------------------------------

$(O)/tests/unit/%: $(O)/tests/unit/%.o $(LIBS_indexer) $(LIBS_query) \
                   $(INDEXER_LIBS)
	$(say) LD $@
	$(link) $< $(LIBS_indexer) $(LIBS_query) $(INDEXER_LIBS) $(L_index) \
	    $(L_corpus) $(L_analysis) $(L_xapianc) -lcmocka -lm

$(O)/tests/helpers/%: $(O)/tests/helpers/%.o $(LIBS_query) $(INDEXER_LIBS)
	$(say) LD $@
	$(link) $< $(LIBS_query) $(INDEXER_LIBS) $(L_index) $(L_corpus) \
	    $(L_analysis) $(L_xapianc) -lm

# The builder of indexes, with the writer that the others are held to.
$(O)/tests/helpers/reference_indexer: $(O)/tests/helpers/reference_indexer.o \
                                      $(O)/indexer/main.o $(INDEXER_LIBS)
	$(say) LD $@
	$(link) -Wl,--wrap=segment_writer_new_bulk $^ $(L_index) $(L_corpus) \
	    $(L_analysis) $(L_xapianc) -lm

# Put before a program, it makes things go wrong; also before timeout(1), which
# has no sanitizer.
$(O)/tests/fault/%.o: SAN_FLAGS :=
$(FAULT): $(O)/tests/fault/fault.o $(O)/tests/fault/paths.o \
          $(O)/tests/fault/durable.o
	$(say) LD $@
	$(Q)$(CC) -shared $(CFLAGS) $(LDFLAGS) -o $@ $^ -ldl

# As needed: what measures memory must not load libraries it has no use for.
$(O)/tests/bench/%: $(O)/tests/bench/%.o $(QUERY_LIBS)
	$(say) LD $@
	$(link) -Wl,--as-needed $< $(QUERY_LIBS) $(L_index) $(L_analysis) \
	    $(L_xapianc) -lm

# The one that reads archives.
$(O)/tests/bench/language: $(O)/tests/bench/language.o $(INDEXER_LIBS)
	$(say) LD $@
	$(link) $< $(INDEXER_LIBS) $(L_index) $(L_corpus) $(L_analysis) \
	    $(L_xapianc) -lm

$(O)/tests/bench/parse: $(O)/tests/bench/parse.o $(LIBS_corpus) $(LIBS_base)
	$(say) LD $@
	$(link) $^ $(L_corpus) -lm

# With libFuzzer, or with what gives them files.
FUZZ_MAIN = $(if $(filter fuzzer,$(SAN)),-fsanitize=fuzzer,$(O)/tests/fuzz/replay.o)
$(FUZZERS): $(O)/tests/fuzz/%: $(O)/tests/fuzz/%.o $(O)/tests/fuzz/replay.o \
            $(LIBS_query) $(INDEXER_LIBS)
	$(say) LD $@
	$(link) $< $(FUZZ_MAIN) $(LIBS_query) $(INDEXER_LIBS) $(L_index) $(L_corpus) \
	    $(L_analysis) $(L_xapianc) -lm

$(O)/tests/fuzz/sort_seeds: $(O)/tests/fuzz/sort_seeds.o $(INDEXER_LIBS)
	$(say) LD $@
	$(link) $^ $(L_corpus) $(L_analysis) -lm

# The example in docs/formats.md: the files that stand there, and their test.
EXAMPLE := $(O)/example
$(EXAMPLE)/test: docs/formats.md tests/unit/corpus_help.h tests/unit/mutate.h \
                 $(LIBS_corpus) $(LIBS_base)
	@mkdir -p $(@D)/corpus/formats $(@D)/tests/cases $(@D)/tests/unit
	$(Q)awk '/^```/ { out = $$2 == "" ? "" : to "/" $$2; next } \
	    out != "" { print >out }' to=$(@D) $<
	$(say) CC $@
	$(Q)$(CC) $(NX_CPP) $(call pkg_c,$(pkg_corpus)) $(NX_C) $(CFLAGS) \
	    $(SAN_FLAGS) $(LDFLAGS) -o $@ $(@D)/corpus/formats/notes.c \
	    $(@D)/tests/unit/test_format_notes.c $(LIBS_corpus) $(LIBS_base) \
	    $(L_corpus) -lcmocka -lm

units: $(UNITS) $(HELPERS) $(FAULT) $(FUZZERS) $(EXAMPLE)/test
benches: $(BENCHES) $(O)/tests/helpers/walk $(O)/tests/helpers/reference_indexer
fuzzers: $(FUZZERS) $(O)/tests/fuzz/sort_seeds

sample: $(SAMPLE)
$(SAMPLE): $(shell find corpus/sample -type f 2>/dev/null)
	@mkdir -p $(@D)
	$(say) PACK $(@D)
	$(Q)corpus/sample/pack $(@D)
	@touch $@

deps:
	@tests/deps

lint:
	@tests/lint/run

TESTS = $(UNITS) $(sort $(wildcard tests/cli/*.t)) $(sort $(wildcard tests/lint/*.t))

check: deps
	$(MAKE) --no-print-directory -j$$(nproc) all units
	$(MAKE) --no-print-directory sample
	$(MAKE) --no-print-directory run-tests

run-tests:
	@NEWSIDX_BUILD=$(abspath $(O)) tests/run $(TESTS)

# libxapian's check deletes tables as what they are derived from.
ASAN_OPTIONS ?= new_delete_type_mismatch=0
check-asan: deps
	$(MAKE) --no-print-directory -j$$(nproc) O=build-asan SAN=address \
	    CFLAGS='-O1 -g' CXXFLAGS='-O1 -g' all units
	$(MAKE) --no-print-directory O=build-asan sample
	ASAN_OPTIONS=$(ASAN_OPTIONS) $(MAKE) --no-print-directory O=build-asan \
	    SAN=address run-tests

# The programs are asked for several jobs whatever the machine has.
TSAN_UNITS = pipeline build walk again
check-tsan: deps
	$(MAKE) --no-print-directory -j$$(nproc) O=build-tsan SAN=thread \
	    CFLAGS='-O1 -g' CXXFLAGS='-O1 -g' all \
	    $(foreach t,$(TSAN_UNITS),build-tsan/tests/unit/test_$(t))
	$(MAKE) --no-print-directory O=build-tsan sample
	@NEWSIDX_BUILD=$(abspath build-tsan) TSAN_OPTIONS=exitcode=66 tests/run \
	    $(foreach t,$(TSAN_UNITS),build-tsan/tests/unit/test_$(t)) \
	    tests/cli/032-jobs.t

check-valgrind: deps
	@tests/deps valgrind
	$(MAKE) --no-print-directory -j$$(nproc) all
	$(MAKE) --no-print-directory sample
	@NEWSIDX_BUILD=$(abspath $(O)) tests/valgrind

check-oracle: deps
	$(MAKE) --no-print-directory -j$$(nproc) all $(O)/tests/helpers/ask
	@PATH=$(abspath $(O)):$$PATH NEWSIDX_BUILD=$(abspath $(O)) nice python3 -B \
	    tests/oracle/compare.py --seed $(or $(SEED),$$(date +%s)) \
	    --seconds $(SECONDS)

check-fault: deps
	$(MAKE) --no-print-directory -j$$(nproc) all $(FAULT) $(O)/tests/helpers/dump
	@NEWSIDX_BUILD=$(abspath $(O)) tests/fault/all $(OPERATIONS)

check-histories: deps
	$(MAKE) --no-print-directory -j$$(nproc) all
	@PATH=$(abspath $(O)):$$PATH nice python3 -B tests/oracle/histories.py \
	    --count $(or $(COUNT),100) --seed $(or $(SEED),$$(date +%s))

check-page: deps
	$(MAKE) --no-print-directory -j$$(nproc) all
	$(MAKE) --no-print-directory sample
	@NEWSIDX_BUILD=$(abspath $(O)) tests/page/run

fuzz: deps
	@tests/deps clang libclang-rt-14-dev
	$(MAKE) --no-print-directory -j$$(nproc) O=build-fuzz SAN=fuzzer CC=clang \
	    CXX=clang++ CFLAGS='-O1 -g' CXXFLAGS='-O1 -g' all fuzzers
	$(MAKE) --no-print-directory O=build-fuzz sample
	@NEWSIDX_BUILD=$(abspath build-fuzz) tests/fuzz/run -t $(SECONDS) $(TARGETS)

demo: deps
	@$(MAKE) --no-print-directory -s -j$$(nproc) all
	@$(MAKE) --no-print-directory -s sample
	@tests/demo $(O)

# The engines it measures beside newsidx; it leaves out what is not there.
bench-deps: deps
	@tests/deps xapian-omega liblucene8-java default-jdk-headless wrk

bench: deps
	$(MAKE) --no-print-directory -j$$(nproc) all benches
	@NEWSIDX_BUILD=$(abspath $(O)) tests/bench/run $(PART)

# ---- installing ------------------------------------------------------------

UNIT := newsidx-serve@.service

install: all
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(LIBEXEC) \
	    $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(INCDIR) \
	    $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(MANDIR)/man7 \
	    $(DESTDIR)$(UNITDIR) $(DESTDIR)$(BASHDIR) $(DESTDIR)$(ZSHDIR)
	install $(O)/newsidx $(DESTDIR)$(BINDIR)/newsidx
	$(O)/newsidx completion bash >$(DESTDIR)$(BASHDIR)/newsidx
	$(O)/newsidx completion zsh >$(DESTDIR)$(ZSHDIR)/_newsidx
	install $(filter-out $(O)/newsidx,$(PROGRAMS)) $(DESTDIR)$(LIBEXEC)
	install -m 644 $(O)/libxapian-c.a $(DESTDIR)$(LIBDIR)
	install $(XAPIANC_SO) $(DESTDIR)$(LIBDIR)
	ln -sf $(notdir $(XAPIANC_SO)) $(DESTDIR)$(LIBDIR)/libxapian-c.so
	install -m 644 lib/xapian-c/xapian-c.h $(DESTDIR)$(INCDIR)
	$(pc_file) >$(DESTDIR)$(LIBDIR)/pkgconfig/xapian-c.pc
	install -d $(DESTDIR)$(UNITDIR)
	sed 's|@LIBEXEC@|$(LIBEXEC)|' contrib/systemd/$(UNIT).in \
	    >$(DESTDIR)$(UNITDIR)/$(UNIT)
	install -m 644 $(wildcard docs/*.1) $(DESTDIR)$(MANDIR)/man1
	install -m 644 $(wildcard docs/*.7) $(DESTDIR)$(MANDIR)/man7
	sed 's|@BINDIR@|$(BINDIR)|' contrib/systemd/newsidx-update@.service.in \
	    >$(DESTDIR)$(UNITDIR)/newsidx-update@.service
	install -m 644 contrib/systemd/newsidx-update@.timer \
	    $(DESTDIR)$(UNITDIR)

uninstall:
	rm -f $(DESTDIR)$(BINDIR)/newsidx $(DESTDIR)$(LIBDIR)/libxapian-c.a \
	    $(patsubst $(O)/%,$(DESTDIR)$(LIBEXEC)/%,$(PROGRAMS)) \
	    $(DESTDIR)$(LIBDIR)/libxapian-c.so \
	    $(DESTDIR)$(LIBDIR)/$(notdir $(XAPIANC_SO)) \
	    $(DESTDIR)$(INCDIR)/xapian-c.h \
	    $(DESTDIR)$(LIBDIR)/pkgconfig/xapian-c.pc \
	    $(DESTDIR)$(UNITDIR)/$(UNIT)
	rm -f $(patsubst docs/%,$(DESTDIR)$(MANDIR)/man1/%,$(wildcard docs/*.1)) \
	    $(patsubst docs/%,$(DESTDIR)$(MANDIR)/man7/%,$(wildcard docs/*.7))
	rm -f $(DESTDIR)$(UNITDIR)/newsidx-update@.service \
	    $(DESTDIR)$(UNITDIR)/newsidx-update@.timer \
	    $(DESTDIR)$(BASHDIR)/newsidx $(DESTDIR)$(ZSHDIR)/_newsidx
	rmdir $(DESTDIR)$(LIBEXEC) 2>/dev/null || true

clean:
	rm -rf build build-asan build-tsan build-fuzz newsidx

format:
	git ls-files '*.c' '*.h' '*.cc' '*.hh' | xargs clang-format -i

-include $(shell find $(O) -name '*.d' 2>/dev/null)
