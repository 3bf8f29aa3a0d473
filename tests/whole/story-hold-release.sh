#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# A held message reaches nobody until an officer releases it; then it arrives
# with its envelope and, but for Received fields, its bytes; and only once.
. "$(dirname "$0")/lib.sh"

start_sink
start_postfix
start_probityd
paper=$top_srcdir/tests/mail/tenant-list-attached.eml
like 'reply' "$(submit "$paper" -f cllr.small@town.example \
    -t jamie.small@example.com)" '250 2.0.0 Ok: queued as *'
wait_delivered 2
same 'copies outside' "$(delivered_to jamie.small@example.com)" ''

the_held_one
same 'state' "$(held_field "$id" state)" held
same 'sender' "$(held_field "$id" sender)" cllr.small@town.example
same 'recipient' "$(held_field "$id" first_recipient)" \
    jamie.small@example.com
like 'list' "$(probity held list)" "*$id*"
probity held show "$id" >"$D/show.txt" || fail "show: $?"
has "$D/show.txt" jamie.small@example.com
has_not "$D/show.txt" 'MW 00 00 00 A'
probity held show --original "$id" >"$D/original.eml" || fail "original: $?"
same_mail 'the stored message' "$D/original.eml" "$paper"

like 'release' "$(probity held release --why 'chart is fine' "$id")" \
    'released: *250 *'
wait_delivered 3
copy=$(delivered_to jamie.small@example.com)
same_mail 'the released message' "$copy" "$paper"
has "${copy%eml}env" 'MAIL FROM:<cllr.small@town.example>'
same 'recipients' "$(grep -c RCPT "${copy%eml}env")" 1
like 'its first line' "$(grep -a -c "(probity) id $id;" "$copy")" 1
same 'state' "$(held_field "$id" state)" released
same 'waiting' "$(held_ids)" ''

probity held release "$id" >"$D/again.out" 2>"$D/again.err"
same 'exit status of a second release' $? 1
has "$D/again.err" 'already released'
probity held return --why no "$id" >/dev/null 2>"$D/again.err"
same 'exit status of a return after release' $? 1
probity held release 01AAAAAAAA >/dev/null 2>&1
same 'exit status for no such message' $? 1
probity held release x >/dev/null 2>&1
same 'exit status for no id' $? 2
settled 3
