#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# While somebody else locks the store what would be held is answered 4.7.1 in
# time, clean mail passes at once, and afterwards all is as before.
. "$(dirname "$0")/lib.sh"

need sqlite3
few_rules
start_probityd
mail 'Sett' <<'BODY' >"$D/sett.eml"
There is a purple badger below the bowling green.
BODY
mail 'Hello' <<'BODY' >"$D/hello.eml"
See you on Monday.
BODY
same 'before' "$(ask verdict "$D/sett.eml")" discard
the_held_one

# Holds the lock until its input ends.
mkfifo "$D/fifo"
sqlite3 "$D/state/probity.db" <"$D/fifo" >"$D/sqlite.out" 2>&1 &
holder=$!
to_kill="$to_kill $holder"
exec 9>"$D/fifo"
printf 'PRAGMA busy_timeout = 9000;\nBEGIN IMMEDIATE;\nSELECT 1;\n' >&9
wait_for 10 'the lock' grep -q '^1$' "$D/sqlite.out"

for n in 1 2 3; do
	milter_send -s "$milter" --timeout 60 -t "b$n@example.org" \
	    "$D/sett.eml" >"$D/locked$n" &
	senders="${senders-} $!"
done
sleep 0.2
start=$(date +%s)
same 'clean mail' "$(ask verdict "$D/hello.eml")" continue
[ $(($(date +%s) - start)) -le 2 ] || fail 'clean mail waited for the lock'
for p in $senders; do wait "$p"; done
for n in 1 2 3; do
	same "verdict $n" "$(jq -r .verdict "$D/locked$n")" tempfail
	like "words $n" "$(jq -r .reply "$D/locked$n")" '451 4.7.1 *'
	like "seconds $n" "$(jq '.seconds < 20' "$D/locked$n")" true
done
same 'held meanwhile' "$(held_ids)" "$id"
probity held discard --why no "$id" >/dev/null 2>&1
same 'exit status of a decision' $? 2

printf 'COMMIT;\n' >&9
exec 9>&-
wait "$holder" 2>/dev/null
same 'afterwards' "$(ask verdict -t b1@example.org "$D/sett.eml")" discard
same 'held' "$(held_ids | wc -l)" 2
probity held discard --why no "$id" >/dev/null || fail 'a decision afterwards'
