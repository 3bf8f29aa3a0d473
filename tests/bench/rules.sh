#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# rules.sh - what the rules cost.
#
#   tests/bench/rules.sh [CORPUS]
#
#   1. The rule stage (normalised view and find) in MB/s of text, beside one
#      pass of the engine over the same text: with Vectorscan and without, with
#      the shipped rules and those of ../shared/bench.
#   2. From the start of probityd to its first verdict, without compiled rules
#      (cold) and with them (warm).
#   3. Growth: messages that are all one thing, 1, 2 and 8 MB of it, and prose
#      up to 100 MB; fails where a time grows faster than its input.
#
# CORPUS: a folder of messages; default: a made one.
set -u

. "$(dirname "$0")/../whole/lib.sh"
need bench_find make_corpus milter_send probityd
corpus=${1-}
. "$(dirname "$0")/ceiling.sh"
if [ -z "$corpus" ]; then
	corpus=$D/corpus
	make_corpus "$corpus" || fail "no corpus"
fi
write_conf
ham=$top_srcdir/../shared/corpora/ham

stage() {
	bench_find "$conf" "$@" || fail "bench_find $*"
	bench_find -p "$conf" "$@" || fail "bench_find -p $*"
}

milliseconds() {
	echo $(($(date +%s%N) / 1000000))
}

# first_verdict LABEL: prints how long the first one takes.
first_verdict() {
	rm -rf "$D/state" && mkdir "$D/state"
	: >"$D/probityd.log"
	before=$(milliseconds)
	probityd -c "$conf" -f >>"$D/probityd.log" 2>&1 &
	supervisor=$!
	until milter_send -s "$milter" --timeout 5 "$D/first.eml" \
	    >"$D/first" 2>&1; do
		alive "$supervisor" || fail 'probityd ended'
		sleep 0.01
	done
	echo "start to first verdict, $1: $(($(milliseconds) - before)) ms"
}

rules_compiled() {
	grep -q 'inspect-ready.* rules=compiled' "$D/probityd.log"
}

echo '--- the rule stage, made corpus'
stage "$top_srcdir/rules" "$corpus"
[ -z "$shared" ] || stage "$D/tsv-rules" "$corpus"
if [ -d "$ham" ]; then
	echo '--- the rule stage, ../shared/corpora/ham'
	stage "$top_srcdir/rules" "$ham"
fi

echo '--- starts'
mail 'Your case' <<'BODY' >"$D/first.eml"
Mrs Khan's national insurance number is MW 00 00 00 A, please help her.
BODY
cache=$D/cache
write_conf
for _ in 1 2 3; do
	rm -rf "$cache"
	first_verdict cold
	wait_for 60 'compiled rules' rules_compiled
	stop_probityd
	first_verdict warm
	rules_compiled || fail 'a cache that was not used'
	stop_probityd
done

echo '--- growth'
bench_find -l "$conf" "$top_srcdir/rules" || fail 'worse than linear'
bench_find -p -l "$conf" "$top_srcdir/rules" ||
    fail 'worse than linear with PCRE2 alone'
