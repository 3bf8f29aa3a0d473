#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# However the releaser is killed, no message is sent twice: before the final dot
# it is sent again, after it it is shown as unknown and waits for an officer.
. "$(dirname "$0")/lib.sh"

few_rules
start_sink
write_conf
sed -i "s/^  port: .*/  port: $sink_port/" "$conf"
start_probityd

# hold TO: sets $id
hold() {
	mail "Sett for $1" <<'BODY' >"$D/$1.eml"
There is a purple badger below the bowling green.
BODY
	before=$(delivered)
	same "verdict for $1" "$(ask verdict -t "$1@example.org" \
	    "$D/$1.eml")" discard
	wait_delivered $((before + 2))
	the_held_one
}

# discard WHY
discard() {
	before=$(delivered)
	probity held discard --why "$1" "$id" >/dev/null || fail discard
	wait_delivered $((before + 1))
}

# copies TO: how many the sink has
copies() {
	delivered_to "$1@example.org" | wc -l
}

has_copy() {
	[ "$(copies "$1")" -ge 1 ]
}

in_state() {
	[ "$(held_field "$id" state)" = "$1" ]
}

connected() {
	awk -v port="$(printf %04X "$sink_port")" '$3 ~ ":" port "$" &&
	    $4 == "01" { n++ } END { exit !n }' /proc/net/tcp
}

kill_milter() {
	kill -KILL "$(milter_processes)"
}

# Before the final dot: the next releaser sends it.
hold early
stop_sink
start_sink --slow=300
probity held release --wait 0 "$id" >/dev/null
wait_for 10 'a connection' connected
sleep 0.4
same 'copies so far' "$(copies early)" 0
kill_milter
wait_for 20 'the message' has_copy early
wait_for 10 'state released' in_state released
same_mail 'the message' "$(delivered_to early@example.org)" "$D/early.eml"
stop_sink
start_sink

# After the final dot, before the answer: nobody knows.
hold late
stop_sink
start_sink --slow=1000
probity held release --wait 0 "$id" >/dev/null
wait_for 20 'the message' has_copy late
kill_milter
wait_for 10 'state unknown' in_state unknown
logged 'releases-recovered again=0 unknown=1'
like 'list' "$(probity held list)" '*unknown*'
stop_sink
start_sink
sleep 1.5
same 'copies' "$(copies late)" 1
# The officer looked, and knows that it was sent.
discard 'It was sent.'

# The connection drops after the dot.
hold lost
stop_sink
start_sink --drop-dot=1
probity held release "$id" >"$D/out" 2>&1
same 'exit status of a release that got lost' $? 1
has "$D/out" 'it may have been sent'
in_state unknown || fail "state: $(held_field "$id" state)"
sleep 1
same 'copies' "$(copies lost)" 1
# Only an officer may send it again.
like 'release' "$(probity held release "$id")" 'released: *'
same 'copies' "$(copies lost)" 2

# A 5xx brings it back with the MTA's words, a 4xx is tried again.
hold hard
stop_sink
start_sink --hard-dot=1
probity held release "$id" >"$D/out" 2>&1
same 'exit status of a refused release' $? 1
has "$D/out" 'still held'
in_state held || fail "state: $(held_field "$id" state)"
like 'its words' "$(held_field "$id" last_reply)" '*55?*'
stop_sink
start_sink
discard 'Refused.'
hold soft
stop_sink
start_sink --soft-dot=1
probity held release --wait 20 "$id" >"$D/out" 2>&1 || fail "$(cat "$D/out")"
same 'copies' "$(copies soft)" 1

# The whole daemon killed with a release under way.
hold all
stop_sink
start_sink --slow=300
probity held release --wait 0 "$id" >/dev/null
wait_for 10 'a connection' connected
left=$(descendants "$supervisor")
kill -KILL "$supervisor"
wait "$supervisor" 2>/dev/null
for p in $left; do kill -KILL "$p"; done
start_probityd
wait_for 20 'the message' has_copy all
wait_for 10 'state released' in_state released
same 'copies' "$(copies all)" 1
same 'copies, early' "$(copies early)" 1
