#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# The same message again while it is held joins the record: one held message,
# no second notice, one delivery on release, and none for a repeat after it.
. "$(dirname "$0")/lib.sh"

few_rules
start_sink
start_postfix
start_probityd

mail 'Sett' <<'BODY' >"$D/sett.eml"
There is a purple badger below the bowling green.
BODY
for _ in 1 2 3; do
	same 'verdict' "$(ask verdict -t a@example.org -t b@example.org \
	    "$D/sett.eml")" discard
done
same 'in another order' "$(ask verdict -t b@example.org -t a@example.org \
    "$D/sett.eml")" discard
wait_delivered 2
the_held_one
same 'submitted' "$(held_field "$id" seen)" 4
same 'joined' "$(log_count ' repeat id=')" 3

# Other recipients make another message.
same 'verdict' "$(ask verdict -t a@example.org "$D/sett.eml")" discard
wait_delivered 4
same 'held' "$(held_ids | wc -l)" 2

like 'release' "$(probity held release "$id")" 'released: *'
wait_delivered 5
same 'verdict after release' "$(ask verdict -t a@example.org -t b@example.org \
    "$D/sett.eml")" discard
settled 5

# Ten at once are one message too.
mail 'Other' <<'BODY' >"$D/other.eml"
Another purple badger.
BODY
for _ in 1 2 3 4 5 6 7 8 9 10; do
	milter_send -s "$milter" --timeout 30 "$D/other.eml" >>"$D/ten" &
	senders="${senders-} $!"
done
for p in $senders; do wait "$p" || fail 'no verdict'; done
same 'discarded' "$(grep -c '"verdict":"discard"' "$D/ten")" 10
wait_delivered 7
same 'held' "$(held_ids | wc -l)" 2
settled 7

# When the rules have changed in between, a repeat still meets its record; what
# is new is judged by the new rules. So too after a restart.
rm "$rules/badger.yaml"
like 'reload' "$(probityd -c "$conf" -r)" '*reloaded*'
same 'repeat after reload' "$(ask verdict "$D/other.eml")" discard
mail 'New' <<'BODY' >"$D/new.eml"
Yet another purple badger.
BODY
same 'new after reload' "$(ask verdict "$D/new.eml")" continue
stop_probityd
start_probityd
same 'repeat after restart' "$(ask verdict "$D/other.eml")" discard
same 'held' "$(held_ids | wc -l)" 2
settled 7
