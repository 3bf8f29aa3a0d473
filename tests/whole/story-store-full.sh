#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# With a full store what would be held is answered 4.7.1 and leaves nothing half
# done, clean mail passes, and holding works again when there is room.
. "$(dirname "$0")/lib.sh"

[ "$(id -u)" = 0 ] || skip 'needs root, to mount'
mkdir "$D/small"
mount -t tmpfs -o size=4m,mode=755 probity-story "$D/small" 2>/dev/null ||
    skip 'cannot mount here'
few_rules
state=$D/small/state
start_probityd
milter_before=$(milter_processes)
mail 'Hello' <<'BODY' >"$D/hello.eml"
See you on Monday.
BODY
{
	mail 'Sett' <<'BODY'
There is a purple badger below the bowling green.
BODY
	head -c 300000 /dev/urandom | base64
} >"$D/sett.eml"

n=0 answer=discard
while [ "$answer" = discard ]; do
	n=$((n + 1))
	[ $n -lt 60 ] || fail 'the store never fills up'
	answer=$(ask verdict -t "out$n@example.org" "$D/sett.eml")
done
same 'verdict when full' "$answer" tempfail
like 'its words' "$(jq -r .reply "$D/answer")" '451 4.7.1 *'
same 'clean mail' "$(ask verdict "$D/hello.eml")" continue
same 'held' "$(held_ids | wc -l)" $((n - 1))
for id in $(held_ids); do
	probity held show --original "$id" >"$D/original" || fail "show $id: $?"
	same_mail "$id" "$D/original" "$D/sett.eml"
done

mount -o remount,size=32m "$D/small"
sleep 1.2
same 'with room again' "$(ask verdict -t "out$n@example.org" "$D/sett.eml")" \
    discard
same 'held' "$(held_ids | wc -l)" "$n"
same 'milter process' "$(milter_processes)" "$milter_before"
