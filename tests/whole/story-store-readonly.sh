#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# With a store that cannot be written what would be held is answered 4.7.1,
# clean mail passes, and holding works again when the store does.
. "$(dirname "$0")/lib.sh"

[ "$(id -u)" = 0 ] || skip 'needs root, to mount'
mkdir "$D/small"
mount -t tmpfs -o size=32m,mode=755 probity-story "$D/small" 2>/dev/null ||
    skip 'cannot mount here'
few_rules
state=$D/small/state
mkdir "$state"
mail 'Sett' <<'BODY' >"$D/sett.eml"
There is a purple badger below the bowling green.
BODY
mail 'Hello' <<'BODY' >"$D/hello.eml"
See you on Monday.
BODY

# both WHAT: what is answered while the store cannot be written.
both() {
	same "held, $1" "$(ask verdict "$D/sett.eml")" tempfail
	like "words, $1" "$(jq -r .reply "$D/answer")" '451 4.7.1 *'
	has_not "$D/answer" badger
	same "clean, $1" "$(ask verdict "$D/hello.eml")" continue
}

# From the first start on: not even a database.
mount -o remount,ro "$D/small"
start_probityd
both 'read-only at the start'
milter_before=$(milter_processes)
mount -o remount,rw "$D/small"
sleep 1.2
same 'held, when it can be written' "$(ask verdict "$D/sett.eml")" discard
the_held_one
same 'milter process' "$(milter_processes)" "$milter_before"
stop_probityd

# With records in it: looking at them works, deciding does not.
mount -o remount,ro "$D/small"
start_probityd
mail 'Other' <<'BODY' >"$D/sett.eml"
Another purple badger.
BODY
both 'read-only with records'
like 'list' "$(probity held list)" "*$id*"
probity held release "$id" >/dev/null 2>&1
same 'exit status of a release' $? 2
mount -o remount,rw "$D/small"
sleep 1.2
same 'held, in the end' "$(ask verdict "$D/sett.eml")" discard
same 'held' "$(held_ids | wc -l)" 2
