#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# A discarded message reaches nobody, its sender is told why, and the decision
# stands.
. "$(dirname "$0")/lib.sh"

few_rules
start_sink
start_postfix
start_probityd

mail 'Sett' <<'BODY' >"$D/sett.eml"
There is a purple badger below the bowling green.
BODY
submit "$D/sett.eml" -t out@example.org >/dev/null
wait_delivered 2
the_held_one
like 'discard' "$(probity held discard --why 'Sent by mistake.' "$id")" \
    'discarded; *'
wait_delivered 3
has "$D/sink/0003.env" 'RCPT TO:<anna@town.example>'
has "$D/sink/0003.eml" 'Sent by mistake.'
has_not "$D/sink/0003.eml" 'bowling'
same 'state' "$(held_field "$id" state)" discarded
for verb in release return discard; do
	probity held "$verb" --why again "$id" >/dev/null 2>&1
	same "exit status of $verb afterwards" $? 1
done
same 'copies outside' "$(delivered_to out@example.org)" ''
settled 3
