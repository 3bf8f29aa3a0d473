#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# Mail submitted on the machine itself is told by its envelope or its From
# field, and held like other mail.
. "$(dirname "$0")/lib.sh"

need sendmail
few_rules
start_sink
start_postfix
start_probityd

mail 'Sett' <<'BODY' >"$D/sett.eml"
There is a purple badger below the bowling green.
BODY
# A web form's mail: only its From field names a member.
sendmail -C "$D/etc" -f www@elsewhere.example -i out@example.org \
    <"$D/sett.eml" || fail "sendmail: $?"
logged 'action=hold'
the_held_one
same 'sender' "$(held_field "$id" sender)" www@elsewhere.example
sendmail -C "$D/etc" -f anna@town.example -i out@example.org \
    <"$D/sett.eml" || fail "sendmail: $?"
wait_for 10 'two verdicts' sh -c \
    "[ \$(grep -c action=hold '$D/probityd.log') = 2 ]"
same 'copies outside' "$(delivered_to out@example.org)" ''
for id in $(held_ids); do
	probity held release "$id" >/dev/null || fail "release of $id"
done
wait_delivered 6
for copy in $(delivered_to out@example.org); do
	same_mail 'the released message' "$copy" "$D/sett.eml"
done

# A stranger's own passes unread.
sed 's/^From: .*/From: Tom <tom@elsewhere.example>/' "$D/sett.eml" |
    sendmail -C "$D/etc" -f tom@elsewhere.example -i out@example.org
logged 'unread why=not-listed'
wait_delivered 7
settled 7
