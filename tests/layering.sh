#!/bin/sh
# SPDX-License-Identifier: MIT
#
# layering.sh - proves that the map in milter/README.md is the code's shape.
#
#   layering.sh [TREE [OBJECTS]]   checks TREE (default: the source tree), and
#                                  the exported names in the folder OBJECTS
#                                  (default: $top_builddir) where it has objects
#   layering.sh --self-test        checks that every kind of violation is seen
#
# Without arguments both are done.  The map is the block fenced by ```layers in
# milter/README.md: one line a layer or program, earliest layer first.
#
#   1. "layer/file.h" is included only by the same or a later layer, and exists.
#   2. A third-party header stays in the folders that the table below names.
#   3. Every folder and program is in the map, and the map names nothing else.
#   4. foo.c, and foo-bar.c of the same module, export foo_* only (where there
#      are objects), but for the families in the second table.
#
# Each violation is one line "file:line: what, and what was expected"; exit 1.
#
# BUGS: it reads lines, not C: an #include in a comment counts, one made by a
# macro does not.
set -eu

# Header (as between < and >; a trailing / means everything below) and folders.
third_party='
libmilter/ intake
gmime/ parse
glib.h parse extract
glib/ parse
glib-object.h parse extract
gio/ parse extract
sqlite3.h store
pcre2.h find
hs.h find
hs/ find
libxml/ extract
archive.h extract
archive_entry.h extract
poppler.h extract
cairo.h extract
fontconfig/ extract
openssl/ extract
tesseract/ extract
leptonica/ extract
unicode/ parse extract find
yaml.h config
jansson.h report
sodium.h base
sodium/ base
seccomp.h extract
linux/seccomp.h extract
linux/landlock.h extract
linux/filter.h extract
'
# Modules that export another family than their own name: fd.c's descriptors
# of two special kinds, the vocabularies of words.c, nouns that read better than
# the file's name, and the files that serve one header together.
families='
base/fd clock_ms memfd_ map_
config/policy policies_
extract/kinds document_
cli/check cli_
cli/config cli_
cli/extract cli_
cli/held cli_
cli/held-decide cli_
cli/rules cli_
base/envelope recipient_
find/finding findings_
parse/mailbox mail_
find/normalise normal_
config/holidays nation_
find/normalise-characters normal_
find/normalise-figures normal_
find/normalise-lines normal_
find/normalise-lookalikes normal_
find/normalise-spaced normal_
find/normalise-words normal_
report/exchange outcome_
judge/trouble judge_
store/outgoing outgoing_
store/poison poison_
store/incident incident_
base/words action_ confidence_ zone_ whose_ circle_ unread_ route_ sign_ category_
'

# The map as lines "README-line name", first to last.
map_of() {
	awk '/^```/ { inside = ($0 ~ /^```layers/); next }
	    inside && NF > 0 { print FNR, $1 }' "$1/milter/README.md"
}

check_map() {
	map_of "$1" | while read -r line name; do
		[ -e "$1/milter/$name" ] || echo "milter/README.md:$line:" \
		    "the map names $name, which is not there"
	done
	for path in "$1"/milter/*/ "$1"/milter/*.c; do
		name=$(basename "$path")
		[ -e "$path" ] || continue
		# An empty folder is no part of the tree: git does not keep it.
		[ -f "$path" ] || [ -n "$(ls "$path")" ] || continue
		map_of "$1" | awk -v n="$name" '$2 == n { found = 1 }
		    END { exit !found }' || echo "milter/README.md:1: the" \
		    "map does not name $name, which is in milter/"
	done
}

check_includes() {
	map=$(map_of "$1") && export map third_party
	(cd "$1/milter" && find . -name '*.[ch]' | LC_ALL=C sort |
	    while read -r f; do
		awk -v file="${f#./}" -v built="$2" '
		function say(text) { print "milter/" file ":" FNR ": " text }
		# A header may also be made from an .sql of its name.
		function there(path,    none, ok) {
			ok = (getline none < path) >= 0
			close(path)
			if (!ok && sub(/\.h$/, ".sql", path))
				ok = (getline none < path) >= 0
			close(path)
			return ok
		}
		BEGIN {
			n = split(ENVIRON["map"], m, "\n")
			for (i = 1; i <= n; i++) {
				split(m[i], w, " ")
				rank[w[2]] = i
			}
			n = split(ENVIRON["third_party"], t, "\n")
			for (i = 1; i <= n; i++) {
				at = index(t[i], " ")
				if (at > 0)
					homes[substr(t[i], 1, at - 1)] = \
					    substr(t[i], at) " "
			}
			# What stands in no folder is a program: it may
			# include every layer.
			at = index(file, "/")
			layer = at ? substr(file, 1, at - 1) : ""
		}
		/^[ \t]*#[ \t]*include[ \t]*</ {
			sub(/^[^<]*</, ""); sub(/>.*/, "")
			for (h in homes)
				if (($0 == h || (h ~ /\/$/ && \
				    index($0, h) == 1)) && \
				    !index(homes[h], " " layer " "))
					say("includes <" $0 ">, which only" \
					    homes[h] "may")
			next
		}
		/^[ \t]*#[ \t]*include[ \t]*"/ {
			sub(/^[^"]*"/, ""); sub(/".*/, "")
			if ($0 == "config.h")
				next # configure makes it
			at = index($0, "/")
			into = at ? substr($0, 1, at - 1) : ""
			if (layer != "" && into == "")
				say("includes \"" $0 "\": want \"layer/file.h\"")
			else if (into != "" && !(into in rank))
				say("includes \"" $0 "\": the map names no " into)
			else if (layer != "" && (layer in rank) && \
			    rank[into] > rank[layer])
				say("includes \"" $0 "\": " layer \
				    " stands before " into " in the map")
			else if (!there($0) && !there(built "/milter/" $0))
				say("includes \"" $0 "\", which is not there")
		}' "$f"
	done)
}

# Prints the names that one object defines for others, "file: name" each.
check_exports_of() {
	module=$(basename "$2" .c)
	layer=$(basename "$(dirname "$2")")
	prefix=$(echo "${module%%-*}" | tr - _)_
	allowed=$(echo "$families" | sed -n "s,^$layer/$module ,,p")
	nm -g --defined-only "$3" | while read -r _ _ name; do
		# rules.c is about rules, and one of them is a rule_.
		case $name in
		"$prefix"* | "${prefix%s_}"_* | "${prefix%_}" | _* | *.*)
			continue
			;;
		esac
		for a in $allowed; do
			case $name in "$a"*) continue 2 ;; esac
		done
		line=$(grep -n "^$name\\>" "$1/$2" | cut -d: -f1 | head -n 1)
		echo "$2:${line:-1}: exports $name, want $prefix* only" \
		    "(or static)"
	done
}

check_exports() {
	(cd "$1" && find milter -mindepth 2 -name '*.c' | LC_ALL=C sort) |
	    while read -r source; do
		base=$(basename "$source" .c)
		for object in "$2/$(dirname "$source")/$base.o" \
		    "$2/$(dirname "$source")"/lib*_a-"$base.o"; do
			[ -f "$object" ] || continue
			check_exports_of "$1" "$source" "$object"
			break
		done
	done
}

# Prints all violations of a tree; true when there are none.
check() {
	if [ -z "$(map_of "$1")" ]; then
		echo "milter/README.md:1: no block fenced by \`\`\`layers"
		return 1
	fi
	found=$(check_map "$1"; check_includes "$1" "$2"; check_exports "$1" "$2")
	[ -z "$found" ] || { echo "$found"; return 1; }
}

# A small tree that keeps every rule.
good_tree() {
	rm -rf "$1"
	mkdir -p "$1/milter/base" "$1/milter/find" "$1/milter/store"
	printf '# map\n\n```layers\nbase  a\nfind  b\nstore  c\nprog.c  d\n```\n' \
	    >"$1/milter/README.md"
	printf '#include <sodium.h>\nint buf_x(void);\n' >"$1/milter/base/buf.h"
	printf '#include "base/buf.h"\nint buf_x(void) { return 1; }\n' \
	    >"$1/milter/base/buf.c"
	printf '#include <pcre2.h>\n#include "base/buf.h"\n' \
	    >"$1/milter/find/find.c"
	printf '#include <sqlite3.h>\n' >"$1/milter/store/store.h"
	printf '#include "store/store.h"\n#include "inspect.h"\n' \
	    >"$1/milter/prog.c"
	: >"$1/milter/inspect.h"
}

# want NAME PATTERN: the spoilt tree must be refused with a line like PATTERN.
want() {
	if out=$(check "$tree" "$tree"); then
		echo "self-test: $1: got no violation, want one like '$2'"
	elif ! echo "$out" | grep -q "$2"; then
		echo "self-test: $1: got '$out', want one like '$2'"
	fi
	good_tree "$tree"
}

spoilt_trees() {
	if ! out=$(check "$tree" "$tree"); then
		echo "self-test: a good tree: got '$out', want none"
	fi
	echo '#include "find/find.h"' >>"$tree/milter/base/buf.c"
	want 'later layer' '^milter/base/buf.c:3: .*base stands before find'
	echo '# include  <sqlite3.h>' >>"$tree/milter/find/find.c"
	want 'third party' '^milter/find/find.c:3: includes <sqlite3.h>'
	echo '#include <libmilter/mfapi.h>' >>"$tree/milter/prog.c"
	want 'in a program' '^milter/prog.c:3: includes <libmilter/mfapi.h>'
	echo '#include "base/none.h"' >>"$tree/milter/find/find.c"
	want 'absent header' '^milter/find/find.c:3: .*not there'
	echo '#include "buf.h"' >>"$tree/milter/base/buf.c"
	want 'no folder' '^milter/base/buf.c:3: .*want "layer/file.h"'
	echo '#include "desk/page.h"' >>"$tree/milter/prog.c"
	want 'unknown layer' '^milter/prog.c:3: .*names no desk'
	mkdir "$tree/milter/desk" && : >"$tree/milter/desk/page.c"
	want 'folder not in the map' '^milter/README.md:1: .*desk'
	: >"$tree/milter/other.c"
	want 'program not in the map' '^milter/README.md:1: .*other.c'
	rm -r "$tree/milter/store" && : >"$tree/milter/prog.c"
	want 'map names what is not there' '^milter/README.md:6: .*store'
	: >"$tree/milter/README.md"
	want 'no map' '^milter/README.md:1: no block'
	if command -v "${CC:-cc}" >/dev/null && command -v nm >/dev/null; then
		printf 'int buf_ok;\nint\nhelper(void)\n{ return 1; }\n' \
		    >"$tree/milter/base/buf.c"
		"${CC:-cc}" -c -o "$tree/milter/base/libbase_a-buf.o" \
		    "$tree/milter/base/buf.c"
		want 'export' '^milter/base/buf.c:3: exports helper'
	fi
}

self_test() {
	tree=$(mktemp -d "${TMPDIR:-/tmp}/layering.XXXXXX")
	good_tree "$tree"
	failures=$(spoilt_trees)
	rm -rf "$tree"
	[ -z "$failures" ] || { echo "$failures"; return 1; }
}

source=${top_srcdir:-$(cd "$(dirname "$0")/.." && pwd)}
case ${1-} in
--self-test) self_test ;;
'') self_test && check "$source" "$(cd "${top_builddir:-$source}" && pwd)" ;;
*) check "$1" "$(cd "${2:-$1}" && pwd)" ;;
esac
