#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# SIGTERM answers what is in flight before the daemon ends, takes nothing new,
# and does not wait for ever.
. "$(dirname "$0")/lib.sh"

few_rules
write_conf 'limits:' '  deadline: 5'
start_probityd
mail 'Sett' <<'BODY' >"$D/sett.eml"
There is a purple badger below the bowling green.
BODY
mail 'Hello' <<'BODY' >"$D/hello.eml"
See you on Monday.
BODY

# flight FILE: sends it in the background to frozen workers.
flight() {
	freeze
	milter_send -s "$milter" --timeout 30 "$1" >"$D/flight" 2>&1 &
	flight=$!
	sleep 0.3
}

flight "$D/sett.eml"
processes="$(descendants "$supervisor")"
kill -TERM "$supervisor"
logged ': stopping'
sleep 0.5
alive "$supervisor" || fail 'it ended with a message in flight'
milter_send -s "$milter" --timeout 2 "$D/hello.eml" >"$D/new" 2>&1 &&
    fail "a new message was taken: $(cat "$D/new")"
thaw
wait "$flight" || fail "no verdict in flight: $(cat "$D/flight")"
same 'verdict in flight' "$(jq -r .verdict "$D/flight")" discard
wait "$supervisor"
same 'exit status' $? 0
for p in $processes; do
	alive "$p" && fail "process $p is left: $(ps -o args= -p "$p")"
done
supervisor=
the_held_one

# SIGINT is the same; and with nothing in flight it takes no time.
: >"$D/probityd.log"
start_probityd
start=$(date +%s%N)
kill -INT "$supervisor"
wait "$supervisor"
same 'exit status' $? 0
ms=$((($(date +%s%N) - start) / 1000000))
[ $ms -lt 1500 ] || fail "an idle daemon took $ms ms to end"

# A worker that hangs does not keep it for ever.
: >"$D/probityd.log"
start_probityd
flight "$D/hello.eml"
start=$(date +%s)
kill -TERM "$supervisor"
wait "$supervisor"
same 'exit status' $? 0
[ $(($(date +%s) - start)) -le 12 ] || fail 'it took too long to end'
wait "$flight"
case $(jq -r .verdict "$D/flight") in
tempfail | error | discard) ;;
*) fail "in flight: $(cat "$D/flight")" ;;
esac
supervisor=
