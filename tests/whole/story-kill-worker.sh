#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# A worker killed in mid-message costs nothing: the message is read again at
# once; killed twice it is held, remembered, and never passes as clean; one that
# hangs is ended by its deadline.
. "$(dirname "$0")/lib.sh"

few_rules
start_sink
write_conf 'limits:' '  workers: 2' '  deadline: 6'
reinject_port=$sink_port
sed -i "s/^  port: .*/  port: $sink_port/" "$conf"
start_probityd

# send NAME: a message that takes a while to read, into $D/NAME.
send() {
	milter_send -s "$milter" --timeout 60 --size-mb 60 -f anna@town.example \
	    -t "$1@example.org" >"$D/$1" &
	sender=$!
}

# verdict NAME WANT
verdict() {
	wait "$sender" || fail "no verdict: $(cat "$D/$1")"
	same "verdict: $1" "$(jq -r .verdict "$D/$1")" "$2"
}

send once
catch_busy_worker
kill -KILL "$caught"
verdict once continue
logged 'inspect-again why=died'
logged "worker-died pid=$caught signal=9 busy=yes"
same 'workers' "$(workers | wc -l)" 2

send twice
catch_busy_worker
kill -KILL "$caught"
wait_for 5 'the second try' sh -c \
    "[ \$(grep -c 'inspect-again' '$D/probityd.log') = 2 ]"
catch_busy_worker
kill -KILL "$caught"
verdict twice discard
the_held_one
first=$id
like 'show' "$(probity held show "$id")" '*nobody can say what is in it*'

# Remembered: a repeat is not tried on workers again.
send twice
verdict twice discard
same 'tries' "$(log_count inspect-again)" 2
the_held_one
same 'joined' "$id" "$first"

# One that hangs: the stopped worker cannot even take its own alarm.
send hung
catch_busy_worker
verdict hung continue
logged 'inspect-again why=overran'
logged "worker-overran pid=$caught"
two_ready() {
	[ "$(workers | wc -l)" = 2 ]
}
wait_for 5 'two workers' two_ready
milter_answers || fail 'no answer'
