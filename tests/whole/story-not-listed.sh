#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# Mail of senders who are not listed passes unread, whatever it holds, with one
# log line and no record.
. "$(dirname "$0")/lib.sh"

few_rules
start_sink
start_postfix
start_probityd

mail 'Sett' <<'BODY' | sed 's/^From: .*/From: Tom <tom@elsewhere.example>/' \
    >"$D/sett.eml"
There is a purple badger below the bowling green.
BODY
like 'reply' "$(submit "$D/sett.eml" -f tom@elsewhere.example \
    -t out@example.org)" '250 *'
wait_delivered 1
same_mail 'the message' "$D/sink/0001.eml" "$D/sett.eml"
logged ': unread why=not-listed rcpts=1'
has_not "$D/probityd.log" '-: unread'	# the queue id is named
same 'log lines about it' "$(log_count ' unread ')" 1
same 'verdicts' "$(log_count ' verdict ')" 0
same 'held' "$(held_ids)" ''

# The envelope of a stranger from outside is not believed; their word for who
# they are, after signing in, is.
sed 's/^From: .*/From: Anna <anna@town.example>/' "$D/sett.eml" >"$D/forged.eml"
like 'forged' "$(submit "$D/forged.eml" -f anna@town.example \
    --xclient 'ADDR=192.0.2.7 NAME=[UNAVAILABLE]' -t out@example.org)" \
    '554 5.7.1 *'
same 'forged, at the socket' "$(ask verdict --client-addr 192.0.2.7 \
    -f anna@town.example "$D/forged.eml")" continue
logged 'unread why=untrusted-client'
same 'signed in, at the socket' "$(ask verdict --client-addr 192.0.2.7 \
    -f tom@elsewhere.example --macro '{auth_authen}=anna@town.example' \
    "$D/sett.eml")" discard
wait_delivered 3
settled 3
