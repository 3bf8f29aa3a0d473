#!/bin/sh
# SPDX-License-Identifier: MIT
#
# manual.sh - are the manuals well-formed, and do they name all that the code
# has?
#
#   tests/manual.sh [--update | --self-test]
#
#   1. mandoc finds nothing to warn of.
#   2. The list of settings in probity.yaml(5) is the one the table of settings
#      makes, word for word.  --update writes it anew.
#   3. Every log event, every key of a policy and of a rule, every word,
#      category and validator is named in its manual; and probityd(8) names no
#      event that is not logged.
#   4. Every command and option that --help names is in probity(1) and
#      probityd(8).
#
# Each violation is one line; exit 1, 77 where mandoc is missing.  2 and 4 need
# programs of the build ($top_builddir); without them they say so and are left
# out, as in `make lint` of an empty build folder.
#
# BUGS: 3 reads lines of C, and asks only whether the word stands in the
# manual, not whether what is said about it is true.
set -eu

source=$(cd "${top_srcdir:-$(dirname "$0")/..}" && pwd)
build=$(cd "${top_builddir:-$source}" && pwd)
milter=$source/milter
manuals='probity.1 probity-policy.5 probity-rules.5 probity.yaml.5 probityd.8'
export LC_ALL=C

check_lint() {
	for m in $manuals; do
		(cd "$milter" && mandoc -Tlint -Wwarning "$m" 2>&1) || true
	done
}

# ---- the list of settings ----------------------------------------------------

generator=$build/tests/config/print_manual

# The lines of a manual between the marks.
listed() {
	awk '/^\.\\" settings: end/ { inside = 0 } inside
	    /^\.\\" settings: begin/ { inside = 1 }' "$1"
}

check_settings() {
	"$generator" >"$tmp/want" || echo "print_manual failed"
	listed "$milter/probity.yaml.5" >"$tmp/got"
	diff -U0 "$tmp/got" "$tmp/want" | sed -n '4,$s/^/probity.yaml.5: /p'
	cmp -s "$tmp/got" "$tmp/want" ||
	    echo "probity.yaml.5: run tests/manual.sh --update"
}

update_settings() {
	"$generator" >"$tmp/want"
	awk -v list="$tmp/want" '
	    /^\.\\" settings: end/ { inside = 0 }
	    !inside
	    /^\.\\" settings: begin/ {
		inside = 1
		while ((getline line < list) > 0)
			print line
	    }' "$milter/probity.yaml.5" >"$tmp/manual"
	cat "$tmp/manual" >"$milter/probity.yaml.5"
}

# ---- words of the code -------------------------------------------------------

# Prints the lines of an array of the code, by its name.
array() {
	awk -v start="$2\\\\[.*= *{" '$0 ~ start { inside = 1 } inside
	    /};/ { inside = 0 }' "$1"
}

# Prints the strings that begin its rows: {"word", …
rows_of() {
	array "$1" "$2" | grep -o '{"[^"]*"' | tr -d '{"'
}

# Prints all its strings.
words_of() {
	array "$1" "$2" | grep -o '"[^"]*"' | tr -d '"'
}

# The event word of every log line.
events() {
	find "$milter" -name '*.c' ! -path '*/base/log.c' -exec cat {} + |
	    tr '\n\t' '  ' |
	    grep -oE 'log_(info|warn|error|event|fatal|panic)\([^;"]*"[a-z-]+"' |
	    sed 's/.*"\(.*\)"/\1/' | sort -u
}

# wants MANUAL WHAT: each word of standard input stands in the manual, after a
# macro for words or as a key within {...}.
wants() {
	n=0
	while read -r word; do
		n=$((n + 1))
		w=$(echo "$word" | sed 's/[.*]/\\&/g')
		grep -qE -e "^\.(It )?.*(Cm|Fl|,) $w( |\$)" \
		    -e "^\.Ql .*[{ ]$w:" "$milter/$1" ||
		    echo "$1: does not name the $2 '$word'"
	done
	[ "$n" -gt 0 ] || echo "$1: found no $2 in the code: look at $0"
}

check_words() {
	events >"$tmp/events"
	wants probityd.8 'log event' <"$tmp/events"
	sed -n '/^.Sh DIAGNOSTICS/,/^.Sh SEE/s/^.It Cm//p' \
	    "$milter/probityd.8" | grep -o '[a-z]\+-[a-z-]*' |
	    grep -vxFf "$tmp/events" |
	    sed 's/.*/probityd.8: no line of the code logs "&"/'
	rows_of "$milter/config/policy.c" ' keys' |
	    wants probity-policy.5 key
	rows_of "$milter/config/policy.c" conditions |
	    wants probity-policy.5 condition
	rows_of "$milter/base/words.c" categories |
	    wants probity-policy.5 category
	for list in actions confidences zones whoses circles unreads routes; do
		words_of "$milter/base/words.c" "$list" |
		    wants probity-policy.5 "word of $list"
	done
	rows_of "$milter/find/validators.c" validators |
	    wants probity-rules.5 validator
	for f in rule.c rule-near.c recipients.c; do
		rows_of "$milter/find/$f" '(keys|checks)'
	done | wants probity-rules.5 'key or check'
}

# ---- options -----------------------------------------------------------------

# The long options that a help text names.
options() {
	grep -oE -- '--[a-z]+' | sort -u | sed 's/^-//'
}

check_options() {
	"$build/probityd" --help | options | wants probityd.8 option
	for c in $("$build/probity" --help | sed -n 's/^  \([a-z]*\)  .*/\1/p')
	do
		echo "$c" | wants probity.1 command
		"$build/probity" "$c" --help | options |
		    wants probity.1 "option of $c"
	done
}

# ---- all ---------------------------------------------------------------------

# Prints all violations; true when there are none.
check() {
	found=$(check_lint; check_words
	    [ ! -x "$generator" ] || check_settings
	    [ ! -x "$build/probity" ] || check_options)
	[ -z "$found" ] || { echo "$found"; return 1; }
}

# want WHAT FILE SED PATTERN: with one manual spoilt, a line like PATTERN.
want() {
	cp "$source/milter/$2" "$milter/$2"
	sed -i "$3" "$milter/$2"
	if out=$(check); then
		echo "self-test: $1: got no violation, want one like '$4'"
	elif ! echo "$out" | grep -q "$4"; then
		echo "self-test: $1: got '$out', want one like '$4'"
	fi
	cp "$source/milter/$2" "$milter/$2"
}

self_test() {
	milter=$tmp/milter
	cp -r "$source/milter" "$milter"
	failures=$(
	want lint probity.1 '$s/$/\n.Sh/' 'probity.1:.*WARNING'
	want event probityd.8 's/Cm verdict/Cm word/' "log event 'verdict'"
	want 'no event' probityd.8 's/Cm mta-gone/Cm mta-gone , mta-lost/' \
	    'logs "mta-lost"'
	want key probity-policy.5 '/^.It Cm circles/d' "condition 'circles'"
	want category probity-policy.5 '/Cm personal.dob/d' 'personal.dob'
	want validator probity-rules.5 '/Cm uln/d' "validator 'uln'"
	[ ! -x "$generator" ] || want setting probity.yaml.5 \
	    '/^.It Cm council.name/d' 'probity.yaml.5: +.It Cm council.name'
	[ ! -x "$build/probity" ] || want option probity.1 \
	    '/Fl -explain/d' "option of check '-explain'")
	milter=$source/milter
	[ -z "$failures" ] || { echo "$failures"; return 1; }
}

command -v mandoc >/dev/null || { echo "skip: mandoc is not here"; exit 77; }
tmp=$(mktemp -d "${TMPDIR:-/tmp}/manual.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
for p in "$generator" "$build/probity"; do
	[ -x "$p" ] || echo "note: $p is not built: not compared with it"
done
case ${1-} in
--update) update_settings ;;
--self-test) self_test ;;
*) check && self_test ;;
esac
