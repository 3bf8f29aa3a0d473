#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# Recipients who are never held, and those inside the council, get the message
# at once; only the outside one waits, and release reaches nobody else.
. "$(dirname "$0")/lib.sh"

few_rules
start_sink
start_postfix
start_probityd

mail 'Sett' <<'BODY' >"$D/sett.eml"
There is a purple badger below the bowling green.
BODY
like 'reply' "$(submit "$D/sett.eml" -t tom@town.example -t out@example.org \
    -t casework@ico.org.uk -t press@paper.example)" '250 *'
# The copies that go on, the sender's notice and the officer's.
wait_delivered 3
# For the ombudsman it is tagged, and a tag is for all who get the message.
for to in tom@town.example casework@ico.org.uk; do
	copy=$(delivered_to "$to")
	has "$copy" 'X-Probity-Verdict: tag; id='
	sed '/^X-Probity-Verdict: /d' "$copy" >"$D/untagged.eml"
	same_mail "the copy for $to" "$D/untagged.eml" "$D/sett.eml"
done
same 'outside copies' "$(delivered_to out@example.org)" ''
same 'press copies' "$(delivered_to press@paper.example)" ''

notice=$(delivered_to anna@town.example)
for line in 'Waiting: out@example.org' 'Waiting: press@paper.example' \
    'Already sent: tom@town.example' 'Already sent: casework@ico.org.uk'; do
	has "$notice" "$line"
done

the_held_one
same 'recipients held' "$(held_field "$id" recipients)" 2
like 'release' "$(probity held release "$id")" 'released: *'
wait_delivered 4
same_mail 'the released copy' "$(delivered_to out@example.org)" "$D/sett.eml"
for to in out@example.org press@paper.example tom@town.example \
    casework@ico.org.uk; do
	same "copies for $to" "$(delivered_to "$to" | wc -l)" 1
done
settled 4
