#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# A unix socket and an inet socket serve at the same time from one store, and
# the end of one's process leaves the other alone.
. "$(dirname "$0")/lib.sh"

few_rules
unix=$milter
inet=inet:$milter_port@127.0.0.1
listen="'$unix', '$inet'"
start_sink
write_conf
sed -i "s/^  port: .*/  port: $sink_port/" "$conf"
start_probityd
mail 'Sett' <<'BODY' >"$D/sett.eml"
There is a purple badger below the bowling green.
BODY
same 'milter processes' "$(milter_processes | wc -l)" 2
same 'mode of the unix socket' "$(stat -c %a "${unix#unix:}")" 660
milter=$unix
same 'unix' "$(ask verdict -t unix@example.org "$D/sett.eml")" discard
milter=$inet
same 'inet' "$(ask verdict -t inet@example.org "$D/sett.eml")" discard
same 'the same over the other' "$(ask verdict -t unix@example.org \
    "$D/sett.eml")" discard
same 'held' "$(held_ids | wc -l)" 2
wait_delivered 4

# The first also releases; while it is gone the second answers.
first=$(milter_processes | head -n 1)
second=$(milter_processes | tail -n 1)
kill -KILL "$first"
same 'inet, while unix is gone' "$(ask verdict -t b@example.org \
    "$D/sett.eml")" discard
milter=$unix
wait_for 10 'the unix socket' milter_answers
same 'the second process' "$(milter_processes | grep -c "^$second\$")" 1
for id in $(held_ids); do
	probity held release "$id" >/dev/null || fail "release of $id"
done
wait_delivered 9
kill -KILL "$second"
same 'unix, while inet is gone' "$(ask verdict -t c@example.org \
    "$D/sett.eml")" discard
milter=$inet
wait_for 10 'the inet socket' milter_answers
stop_probityd
[ ! -e "${unix#unix:}" ] || milter_send -s "$unix" --timeout 2 --probe \
    2>/dev/null && fail 'somebody still answers'
:
