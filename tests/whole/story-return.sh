#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# A returned message comes back to its sender as an RFC 3464 report with the
# officer's reason and the message itself, and to nobody else.
. "$(dirname "$0")/lib.sh"

few_rules
start_sink
start_postfix
start_probityd

mail 'Sett' <<'BODY' >"$D/sett.eml"
There is a purple badger below the bowling green.
BODY
submit "$D/sett.eml" -t out@example.org --arg-rcpt \
    'ORCPT=rfc822;outer@example.org' --arg-mail ENVID=QQ314159 >/dev/null
wait_delivered 2
the_held_one
probity held return "$id" >/dev/null 2>&1
same 'exit status without a reason' $? 2
like 'return' "$(probity held return --why 'Please leave out the sett.' \
    --who 'Dee Officer' "$id")" 'returned; *'
wait_delivered 3
back=$D/sink/0003.eml
has "$D/sink/0003.env" 'RCPT TO:<anna@town.example>'
has "$D/sink/0003.env" 'MAIL FROM:<>'
tr -d '\r' <"$back" >"$D/back.eml"
has "$D/back.eml" 'report-type=delivery-status'
for line in 'Content-Type: message/delivery-status' 'Action: failed' \
    'Final-Recipient: rfc822; out@example.org' 'Status: 5.7.1' \
    'Original-Recipient: rfc822; outer@example.org' \
    'Original-Envelope-Id: QQ314159' 'Please leave out the sett.' \
    'Dee Officer' 'There is a purple badger below the bowling green.'; do
	has "$D/back.eml" "$line"
done
same 'state' "$(held_field "$id" state)" returned
probity held release "$id" >/dev/null 2>&1
same 'exit status of a release afterwards' $? 1
same 'copies outside' "$(delivered_to out@example.org)" ''
settled 3

# After a return the same bytes are a new message.
submit "$D/sett.eml" -t out@example.org --arg-rcpt \
    'ORCPT=rfc822;outer@example.org' --arg-mail ENVID=QQ314159 >/dev/null
wait_delivered 5
same 'held' "$(held_ids | wc -l)" 1
settled 5
