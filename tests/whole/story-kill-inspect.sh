#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# When the inspect parent dies its workers die with it, a message in flight is
# read by the next one, and mail goes on.
. "$(dirname "$0")/lib.sh"

few_rules
start_probityd
milter_before=$(milter_processes)
parent=$(inspect_parent)

mail 'Sett' <<'BODY' >"$D/sett.eml"
There is a purple badger below the bowling green.
BODY
freeze
milter_send -s "$milter" --timeout 30 "$D/sett.eml" >"$D/flight" &
flight=$!
sleep 0.3
kill -KILL "$parent"
wait "$flight" || fail "no verdict: $(cat "$D/flight")"
same 'verdict in flight' "$(jq -r .verdict "$D/flight")" discard
logged "inspect-ended pid=$parent"
for p in $frozen; do
	alive "$p" && fail "worker $p outlives its parent"
done
same 'milter process' "$(milter_processes)" "$milter_before"
same 'afterwards' "$(ask verdict -t tom@town.example "$D/sett.eml")" continue

# Again and again, with growing pauses: it comes back each time.
for _ in 1 2 3; do
	wait_for 20 'an inspect parent' inspect_parent_lives
	kill -KILL "$(inspect_parent)"
done
wait_for 30 'an answer' sh -c "milter_send -s '$milter' --timeout 20 \
    -t tom@town.example '$D/sett.eml' | grep continue"
same 'milter process' "$(milter_processes)" "$milter_before"
