#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# A message of 100 MB is read or said to be unread, one over the limit is never
# clean, one that finds no memory free waits with the MTA, and `probity check`
# says the same.
. "$(dirname "$0")/lib.sh"

need jq
few_rules
start_probityd

# 100 MB of text is more than limits.text: its end is unread.
same '100 MB of text' "$(ask verdict --size-mb 100)" discard
same 'seconds' "$(jq '.seconds < 25' "$D/answer")" true
the_held_one
same 'action' "$(held_field "$id" action)" ask
like 'reason' "$(probity held show "$id")" '*over a limit*'

# A badger behind 50 MB is found.
{
	mail 'Long' </dev/null
	yes 'Nothing to see in this line, nor in the next one, for a while.' |
	    head -c 50000000
	echo 'There is a purple badger below the bowling green.'
} >"$D/long.eml"
same 'behind 50 MB' "$(ask verdict "$D/long.eml")" discard
# Its size varies with the process id in its Message-ID.
logged 'rules=badger bytes=507939'
command probity check -c "$conf" --json --to out@example.org "$D/long.eml" \
    >"$D/check.json"
same 'exit status of check' $? 1
same 'check: action' "$(jq -r .verdict.action "$D/check.json")" hold

# The same 100 MB by check.
{
	mail 'Very long' </dev/null
	yes 'Nothing to see in this line, nor in the next one, for a while.' |
	    head -c 100000000
} >"$D/long.eml"
command probity check -c "$conf" --json --to out@example.org "$D/long.eml" \
    >"$D/check.json"
same 'exit status of check' $? 1
same 'check: action' "$(jq -r .verdict.action "$D/check.json")" ask
same 'check: why' "$(jq -r '.unread[0].why' "$D/check.json")" limit
stop_probityd

# Limits of message and memory.
rm -rf "$D/state"
write_conf 'limits:' '  message: 2 MiB' '  inflight: 16 MiB'
: >"$D/probityd.log"
start_probityd
same 'over limits.message' "$(ask verdict --size-mb 3)" discard
the_held_one
like 'reason' "$(probity held show "$id")" '*larger than*'
same 'over limits.inflight' "$(ask verdict --size-mb 20)" tempfail
like 'its words' "$(jq -r .reply "$D/answer")" '451 4.7.1 *'
same 'a small one after it' "$(ask verdict --size-mb 1)" continue
