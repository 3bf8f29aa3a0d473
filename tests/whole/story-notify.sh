#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# A message that is only notified is delivered untouched at once, and the
# officer is told without a value in clear, and of its words only those that
# are the rule's own; its sender is not told.
. "$(dirname "$0")/lib.sh"

start_sink
start_postfix
start_probityd

paper=$top_srcdir/tests/mail/asks-for-votes.eml
submit "$paper" -f cllr.small@town.example -t ann@example.org >/dev/null
wait_delivered 2
same_mail 'the message' "$(delivered_to ann@example.org)" "$paper"
note=$(delivered_to monitoring@town.example)
[ -n "$note" ] || fail "the officer was not told: $(cat "$D/sink"/*.env)"
has "${note%eml}env" 'MAIL FROM:<>'
has "$note" 'cllr.small@town.example'
has "$note" 'Auto-Submitted: auto-'
has_not "$note" 'Polling day'
has_not "$note" 'Remind the family'
has_not "$note" 'library'
same 'mail to the sender' "$(delivered_to cllr.small@town.example)" ''
same 'held' "$(held_ids)" ''
settled 2

# Personal data beside what is notified about is covered up in the notice.
paper=$top_srcdir/tests/mail/insults-officer.eml
sed 's/^Small$/My NI number is MW 00 00 00 A.\n\nSmall/' "$paper" >"$D/both.eml"
submit "$D/both.eml" -f cllr.small@town.example -t highways@town.example \
    >/dev/null
wait_delivered 4
same_mail 'the second message' "$(delivered_to highways@town.example)" \
    "$D/both.eml"
for note in $(delivered_to monitoring@town.example); do
	has_not "$note" 'MW 00 00 00 A'
	has_not "$note" 'fill the holes'
done
has_not "$D/probityd.log" 'MW 00 00 00 A'
settled 4
