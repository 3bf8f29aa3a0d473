#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# BODY, RET, ENVID, NOTIFY and ORCPT are kept for each recipient when a held
# message is released.
. "$(dirname "$0")/lib.sh"

few_rules
start_sink
start_postfix
start_probityd
{
	mail 'Sett' 'Content-Transfer-Encoding: 8bit' <<'BODY'
There is a purple badger below the bowling green: café, naïve.
BODY
} >"$D/sett.eml"
like 'reply' "$(submit "$D/sett.eml" --arg-mail BODY=8BITMIME \
    --arg-mail RET=HDRS --arg-mail 'ENVID=QQ+2B314159' \
    -t a@one.example --arg-rcpt NOTIFY=SUCCESS,FAILURE \
    --arg-rcpt 'ORCPT=rfc822;first+2Bname@one.example' \
    -t b@two.example --arg-rcpt NOTIFY=NEVER \
    -t c@town.example --arg-rcpt NOTIFY=DELAY)" '250 *'
wait_delivered 3
the_held_one
same 'recipients held' "$(held_field "$id" recipients)" 2
like 'release' "$(probity held release "$id")" 'released: *'
wait_delivered 4
copy=$(delivered_to a@one.example)
same_mail 'the released message' "$copy" "$D/sett.eml"
env=$(tr -d '\r' <"${copy%eml}env")
mail_line=$(echo "$env" | grep MAIL)
for parameter in BODY=8BITMIME RET=HDRS ENVID=QQ+2B314159; do
	like 'MAIL' "$mail_line" "*$parameter*"
done
like 'first RCPT' "$(echo "$env" | grep '<a@')" '*NOTIFY=SUCCESS,FAILURE*'
like 'first RCPT' "$(echo "$env" | grep '<a@')" \
    '*ORCPT=rfc822;first+2Bname@one.example*'
like 'second RCPT' "$(echo "$env" | grep '<b@')" '*NOTIFY=NEVER*'
same 'recipients' "$(echo "$env" | grep -c RCPT)" 2
settled 4
