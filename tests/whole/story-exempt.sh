#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# An exempt paper on its way out is held for the monitoring officer, and sent on
# inside the council.
. "$(dirname "$0")/lib.sh"

start_sink
start_postfix
start_probityd

paper=$top_srcdir/tests/mail/exempt-report-forwarded.eml
like 'reply' "$(submit "$paper" -f cllr.nowak@town.example \
    -t land@depot-homes.example)" '250 *'
wait_delivered 2
same 'copies outside' "$(delivered_to land@depot-homes.example)" ''
note=$(delivered_to monitoring@town.example)
[ -n "$note" ] || fail 'the monitoring officer was not told'
has_not "$note" 'Mill Lane'
the_held_one
same 'action' "$(held_field "$id" action)" hold
same 'severe' "$(held_field "$id" severe)" true
like 'rules' "$(held_field "$id" rules)" '*exempt-marking*'

submit "$paper" -f cllr.nowak@town.example -t land@town.example >/dev/null
wait_delivered 3
same_mail 'the inside copy' "$(delivered_to land@town.example)" "$paper"
settled 3
