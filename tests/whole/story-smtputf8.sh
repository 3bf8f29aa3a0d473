#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# An internationalised message keeps its addresses, its headers and SMTPUTF8
# through holding and release, and its sender is told at such an address too.
. "$(dirname "$0")/lib.sh"

few_rules
start_sink
start_postfix
start_probityd
mail 'Dachsbau für Jürgen – ∆' <<'BODY' |
There is a purple badger below the bowling green, Jürgen.
BODY
    sed 's/^From: .*/From: Zoë <zoë@town.example>/' >"$D/sett.eml"
like 'reply' "$(submit "$D/sett.eml" -f 'zoë@town.example' \
    -t 'jürgen@bücher.example' --arg-mail SMTPUTF8 \
    --arg-mail BODY=8BITMIME)" '250 *'
wait_delivered 2
the_held_one
same 'sender' "$(held_field "$id" sender)" 'zoë@town.example'
like 'list' "$(probity held list)" '*jürgen@bücher.example*'
notice=$(delivered_to 'zoë@town.example')
[ -n "$notice" ] || fail "the sender was not told: $(cat "$D"/sink/*.env)"
has "${notice%eml}env" SMTPUTF8

like 'release' "$(probity held release "$id")" 'released: *'
wait_delivered 3
copy=$(delivered_to 'jürgen@bücher.example')
same_mail 'the released message' "$copy" "$D/sett.eml"
has "${copy%eml}env" 'MAIL FROM:<zoë@town.example>'
has "${copy%eml}env" SMTPUTF8
settled 3

# Clean ones pass as they came.
sed 's/purple badger/grey stone/' "$D/sett.eml" >"$D/clean.eml"
submit "$D/clean.eml" -f 'zoë@town.example' -t 'jürgen@bücher.example' \
    --arg-mail SMTPUTF8 --arg-mail BODY=8BITMIME >/dev/null
wait_delivered 4
same_mail 'the clean message' "$D/sink/0004.eml" "$D/clean.eml"
settled 4
