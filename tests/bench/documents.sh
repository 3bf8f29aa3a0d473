#!/bin/bash
# SPDX-License-Identifier: MIT
#
# documents.sh - what reading each kind of document costs, beside a command-line
# tool that takes the text out of the same files.
#
#   tests/bench/documents.sh [-n ROUNDS] [FOLDER]
#
# FOLDER has the documents, by extension; without one a set is made by
# LibreOffice (a table of 20,000 rows, a text of 2,000 paragraphs, a deck, a
# scanned page).  For each kind, in each of ROUNDS (default 3) rounds, one after
# the other: `probity check` with next to no rules over mails with one file attached
# each (MIME, sandbox, a fresh worker for each document, places and zones), and
# the tool started once a file.  Prints megabytes of document per second of
# processor time, medians, and the ratio.
#
# BUGS: `probity check` starts once for all files, a tool once for each; on
# small files that flatters probity.
set -u
export LC_ALL=C
rounds=3
while getopts n: option; do
	case $option in
	n) rounds=$OPTARG ;;
	*) echo "usage: $0 [-n ROUNDS] [FOLDER]" >&2; exit 2 ;;
	esac
done
shift $((OPTIND - 1))
top_srcdir=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
top_builddir=${top_builddir:-$top_srcdir}
probity=$top_builddir/probity
D=$(mktemp -d)
trap 'rm -rf "$D"' EXIT
TIMEFORMAT='%U %S'

# Flat OpenDocument text of so many paragraphs, and a table of so many rows.
make_sources() {
	awk 'BEGIN {
		n = split("the council will repair shelter road and bins for \
residents of ward before spring meeting about cost drains path lights", w)
		printf "<html><body>"
		for (i = 0; i < 2000; i++) {
			printf "<p>%d.", i
			for (j = 0; j < 60; j++)
				printf " %s", w[(i * 7 + j * j) % n + 1]
			printf ".</p>\n"
		}
		print "</body></html>"
	}' >"$D/text.html"
	awk 'BEGIN {
		print "Name,Street,Telephone,Rent"
		for (i = 0; i < 20000; i++)
			printf "Resident %d,%d Mill Road,01632 960%03d,%d.50\n", \
			    i, i % 200, i % 1000, i % 900
	}' >"$D/table.csv"
}

convert() {
	soffice -env:UserInstallation="file://$D/office" --headless "$@" \
	    --outdir "$D/set" >/dev/null 2>&1
}

make_set() {
	command -v soffice >/dev/null || {
		echo "skip: no LibreOffice to make documents; name a FOLDER"
		exit 0
	}
	mkdir "$D/set"
	make_sources
	for to in docx odt doc rtf pdf; do
		convert --writer --convert-to $to "$D/text.html"
	done
	for to in xlsx ods xls; do
		convert --convert-to $to "$D/table.csv"
	done
	cp "$D/table.csv" "$D/set/table.csv"
	(cd "$D/set" && zip -q tables.zip table.csv table.csv)
	for f in "$top_srcdir"/tests/documents/samples/speaker-notes.pptx; do
		[ ! -e "$f" ] || cp "$f" "$D/set/"
	done
	pdftoppm -r 150 -f 1 -l 1 -png "$D/set/text.pdf" "$D/set/page"
}

xml() {
	unzip -p "$1" '*.xml' >"$D/parts" && xmllint --huge --recover \
	    --nowarning --noout "$D/parts" 2>/dev/null
	return 0
}
# The tool of an extension, as a command that takes a file.
tool_of() {
	case $1 in
	pdf) echo 'pdftotext' ;;
	docx | xlsx | pptx | odt | ods | odp) echo 'unzip+xmllint' ;;
	zip) echo 'unzip' ;;
	doc) echo 'catdoc' ;;
	xls) echo 'xls2csv' ;;
	png) echo 'tesseract' ;;
	csv | rtf) echo 'cat' ;;
	esac
}
run_tool() {
	case $1 in
	pdftotext) pdftotext "$2" - ;;
	unzip+xmllint) xml "$2" ;;
	unzip) unzip -p "$2" ;;
	catdoc) catdoc "$2" ;;
	xls2csv) xls2csv "$2" ;;
	tesseract) OMP_THREAD_LIMIT=1 tesseract "$2" - ;;
	cat) cat "$2" ;;
	esac
}

# The user and system seconds of a command, added up.
seconds() {
	{ time "$@" >/dev/null 2>&1; } 2>&1 | awk '{ s += $1 + $2 } END { print s }'
}
median() {
	sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}
each_file() {
	tool=$1
	shift
	for f; do
		run_tool "$tool" "$f"
	done
}

# as_mail FILE: a mail that it is attached to.
as_mail() {
	local mail=$D/mail/$(basename "$1").eml
	{
		printf '%s\n' 'From: a@town.example' 'To: b@x.example' \
		    'MIME-Version: 1.0' "Content-Type: \
 application/octet-stream; name=\"$(basename "$1")\"" \
		    'Content-Disposition: attachment' \
		    'Content-Transfer-Encoding: base64' ''
		base64 "$1"
	} >"$mail"
	echo "$mail"
}

# measure EXTENSION: one line of the table.
measure() {
	local files bytes tool ours theirs mails=()
	mapfile -t files < <(find "$folder" -name "*.$1" | sort)
	[ ${#files[@]} -gt 0 ] || return 0
	tool=$(tool_of "$1")
	[ "$tool" = unzip+xmllint ] && command -v xmllint >/dev/null ||
	    command -v "${tool%%+*}" >/dev/null || tool=-
	bytes=$(cat "${files[@]}" | wc -c)
	for f in "${files[@]}"; do
		mails+=("$(as_mail "$f")")
	done
	for _ in $(seq "$rounds"); do
		seconds "$probity" check -c "$config" "${mails[@]}" \
		    >>"$D/ours.$1"
		[ "$tool" = - ] ||
		    seconds each_file "$tool" "${files[@]}" >>"$D/theirs.$1"
	done
	ours=$(median <"$D/ours.$1")
	theirs=$([ "$tool" = - ] || median <"$D/theirs.$1")
	awk -v x="$1" -v n=${#files[@]} -v b="$bytes" -v o="$ours" \
	    -v t="${theirs:-0}" -v tool="$tool" -v s="$start" 'BEGIN {
		work = o - s > 0.001 ? o - s : 0.001
		printf "%-5s %5d %9.2f %9.2f  %-14s", x, n, b / 1e6, \
		    b / 1e6 / work, tool
		if (t > 0)
			printf " %9.2f %7.2f\n", b / 1e6 / t, work / t
		else
			printf " %9s %7s\n", "-", "-"
	}'
}

folder=${1:-}
[ -n "$folder" ] || { make_set; folder=$D/set; }
# With one rule that finds nothing, so that reading is measured; with pictures
# read.
mkdir "$D/mail" "$D/rules"
config=$D/probity.yaml
sed -e "s,'\.\./\.\./rules','$D/rules'," -e "s,\.\./\.\.,$top_srcdir,g" \
    "$top_srcdir/tests/documents/ocr.yaml" >"$config"
cat >"$D/rules/none.yaml" <<'RULE'
- id: never-said
  title: What nobody says
  category: confidential.internal
  why: There must be one rule.
  phrases: ['qqqq zzzz qqqq']
  confidence: {alone: low}
  ok: ['qqqq zzzz qqqq']
  fail: ['anything']
RULE
printf 'From: a@town.example\n\n' >"$D/nothing.eml"
"$probity" check -c "$config" "$D/nothing.eml" >"$D/said" 2>&1
[ $? -le 1 ] || { cat "$D/said" >&2; exit 1; }
start=$(for _ in 1 2 3; do
	seconds "$probity" check -c "$config" "$D/nothing.eml"
done | median)
printf 'processor seconds to start and read nothing: %s (taken off below)\n' \
    "$start"
printf '%-5s %5s %9s %9s  %-14s %9s %7s\n' kind files MB 'MB/s' tool 'MB/s' \
    'times'
for kind in pdf docx xlsx pptx odt ods odp rtf csv zip doc xls png; do
	measure $kind
done
