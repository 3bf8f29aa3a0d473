# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034,SC2154
#
# ceiling.sh - the ceilings of ../shared/bench, for the bench scripts.
#
# Sourced after tests/whole/lib.sh.  Sets $shared to the folder of the bench
# beside the source, with its scanmilter in $D/bin and its rules as ours in
# $D/tsv-rules; or to nothing, with a word why.

shared=$top_srcdir/../shared/bench

# One rule of ours from each line NAME<TAB>REGEX.
convert_rules() {
	awk -F'\t' '/^#/ || NF < 2 { next } {
		id = tolower($1)
		gsub(/_/, "-", id)
		gsub(/\047/, "\047\047", $2)
		printf "- {id: %s, title: bench, why: bench, ", id
		printf "category: confidential.mark, case: exact,\n"
		printf "   confidence: {alone: low},\n   regex: \047%s\047}\n", $2
	}' "$1"
}

if [ ! -f "$shared/rules.tsv" ]; then
	echo "skip: ../shared/bench is not here: no scan-hs beside ours"
	shared=
elif ! make -s -C "$shared/limits" BIN="$D/bin" "$D/bin/scanmilter" \
    >"$D/scanmilter.log" 2>&1; then
	echo "skip: scan-hs of ../shared/bench cannot be built here"
	shared=
else
	mkdir "$D/tsv-rules"
	convert_rules "$shared/rules.tsv" >"$D/tsv-rules/rules.yaml"
fi
