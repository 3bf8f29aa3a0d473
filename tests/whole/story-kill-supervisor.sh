#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# When the supervisor is killed mail goes on being checked, and a new probityd
# takes over without an answer lost.
. "$(dirname "$0")/lib.sh"

few_rules
start_sink
write_conf
sed -i "s/^  port: .*/  port: $sink_port/" "$conf"
start_probityd
mail 'Sett' <<'BODY' >"$D/sett.eml"
There is a purple badger below the bowling green.
BODY

old_milter=$(milter_processes) old_inspect=$(inspect_parent)
# shellcheck disable=SC2046,SC2086
adopt $old_milter $old_inspect $(workers) $(document_workers)
kill -KILL "$supervisor"
wait "$supervisor" 2>/dev/null
logged 'supervisor-lost serving=yes'
# It must not take the lock of the dying one for a successor's.
sleep 2.5
has_not "$D/probityd.log" successor-found
same 'without a supervisor' "$(ask verdict "$D/sett.eml")" discard
wait_delivered 2
the_held_one
probity held release "$id" >/dev/null || fail 'release without a supervisor'
wait_delivered 3

# A message in flight while the next one takes over.
frozen=$(workers "$old_inspect")
for p in $frozen; do kill -STOP "$p"; done
milter_send -s "$milter" --timeout 30 -t b@example.org "$D/sett.eml" \
    >"$D/flight" &
flight=$!
sleep 0.3
probityd -c "$conf" -f >>"$D/probityd.log" 2>&1 &
supervisor=$!
logged 'successor-found'
thaw
wait "$flight" || fail "no verdict in flight: $(cat "$D/flight")"
same 'verdict in flight' "$(jq -r .verdict "$D/flight")" discard
wait_for 15 'the new milter process' grep -q \
    "serving pid=$supervisor" "$D/probityd.log"
for p in $old_milter $old_inspect $frozen; do
	wait_for 10 "the end of the old process $p" sh -c "! kill -0 $p"
done
same 'with the new one' "$(ask verdict -t c@example.org "$D/sett.eml")" discard
wait_delivered 7
for id in $(held_ids); do
	probity held release "$id" >/dev/null || fail "release of $id"
done
wait_delivered 9
