#!/bin/sh
# SPDX-License-Identifier: MIT
#
# run.sh - what probity costs, beside a filter that does nothing.
#
#   tests/bench/run.sh [-c CONNECTIONS] [-n ROUNDS] [-r PASSES] [-m CORPUS]
#
# In each of ROUNDS (default 3) rounds, one after the other: a null milter, a
# null milter that parses with GMime and takes the text out, probityd without
# rules (the skeleton: intake, hand-over, parse, judge), and probityd with the
# shipped rules.  Each gets the same made corpus PASSES times at 1, 4 and 16
# connections.  Prints the medians of the rounds, and the CPU time as a ratio to
# null+gmime of the same rounds: on a shared machine only ratios mean much.
#
# Where ../shared/bench is there and can be built, scan-hs too (GMime's text and
# the rules of rules.tsv in one Vectorscan pass, nothing else: a ceiling) and
# probityd with the same rules (probity-tsv), with the ratio of the two.
#
# Then tests/bench/rules.sh: the rule stage alone, starts, growth; and
# tests/bench/documents.sh: each kind of document.
#
# BUGS: one machine for load and filter; disk and kernel count in.
set -u

connections=1,4,16 rounds=3 passes=3 corpus=
while getopts c:n:r:m: option; do
	case $option in
	c) connections=$OPTARG ;;
	n) rounds=$OPTARG ;;
	r) passes=$OPTARG ;;
	m) corpus=$OPTARG ;;
	*) echo "usage: $0 [-c LIST] [-n ROUNDS] [-r PASSES] [-m CORPUS]" >&2
	    exit 2 ;;
	esac
done

. "$(dirname "$0")/../whole/lib.sh"
need load null_milter milter_send make_corpus
. "$(dirname "$0")/ceiling.sh"

if [ -z "$corpus" ]; then
	corpus=$D/corpus
	make_corpus "$corpus" || fail "no corpus"
fi
printf '[]\n' >"$D/no-policy.yaml"
: >"$D/results"

# measure LABEL PID
measure() {
	load -s "$milter" -p "$2" -l "$1" -c "$connections" -r "$passes" \
	    "$corpus" >>"$D/results" || fail "$1: a message got no verdict"
}

# bench_null LABEL [option…]
bench_null() {
	label=$1
	shift
	null_milter -p "$milter" "$@" 2>>"$D/null.log" &
	null=$!
	to_kill=$null
	wait_for 10 'the null milter' milter_answers
	measure "$label" "$null"
	end_process "$null"
	to_kill=
}

bench_scan_hs() {
	"$D/bin/scanmilter" -n -e hs -r "$shared/rules.tsv" -p "$milter" \
	    >>"$D/null.log" 2>&1 &
	null=$!
	to_kill=$null
	wait_for 30 'scan-hs' milter_answers
	measure scan-hs "$null"
	end_process "$null"
	to_kill=
}

# bench_probityd LABEL: with $rules and $policy.
bench_probityd() {
	list="['${rules:-$top_srcdir/rules}']"
	[ "$rules" != none ] || list=[]
	rm -rf "$D/state" && mkdir "$D/state"
	write_conf
	sed -i "s|^rules: .*|rules: $list|" "$conf"
	start_probityd
	has "$D/probityd.log" rules=compiled
	measure "$1" "$supervisor"
	stop_probityd
}

for _ in $(seq "$rounds"); do
	bench_null null
	bench_null null+gmime --gmime
	[ -x "$top_builddir/probityd" ] || continue
	rules=none policy=$D/no-policy.yaml
	bench_probityd probity-skeleton
	rules='' policy=''
	bench_probityd probity
	[ -n "$shared" ] || continue
	bench_scan_hs
	rules=$D/tsv-rules
	bench_probityd probity-tsv
	rules=
done

awk -F'\t' '
function median(key, column,    n, i, j, v, t) {
	n = split(values[key, column], v, " ")
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && v[j - 1] + 0 > v[j] + 0; j--) {
			t = v[j]; v[j] = v[j - 1]; v[j - 1] = t
		}
	return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
}
{
	key = $1 " " $2
	if (!(key in seen))
		order[++count] = key
	seen[key] = 1
	for (i = 4; i <= 13; i++)
		values[key, i] = values[key, i] " " $i
}
END {
	printf "%-18s %5s %7s %7s %8s %8s %10s %7s %7s  %s\n", "filter", \
	    "conns", "msg/s", "MB/s", "p50 ms", "p99 ms", "CPU ms/msg", \
	    "ratio", "PSS MB", "pass/stop/tempfail"
	for (i = 1; i <= count; i++) {
		split(order[i], k, " ")
		base = "null+gmime " k[2]
		printf "%-18s %5d %7d %7.1f %8.2f %8.2f %10.3f %7.2f %7.1f" \
		    "  %d/%d/%d\n", k[1], k[2], median(order[i], 4), \
		    median(order[i], 5), median(order[i], 6), \
		    median(order[i], 7), median(order[i], 8), \
		    median(order[i], 8) / median(base, 8), \
		    median(order[i], 9), median(order[i], 10), \
		    median(order[i], 11), median(order[i], 12)
	}
	for (i = 1; i <= count; i++) {
		split(order[i], k, " ")
		if (k[1] == "scan-hs")
			printf "probity-tsv / scan-hs at %d: CPU %.2f\n", \
			    k[2], median("probity-tsv " k[2], 8) / \
			    median(order[i], 8)
	}
}' "$D/results"
"$(dirname "$0")/rules.sh" "$corpus"
printf '\n'
"$(dirname "$0")/documents.sh" -n "$rounds"
