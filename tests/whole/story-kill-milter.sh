#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# A milter process killed in mid-message is started again; the message stays
# with its sender's MTA, is neither lost nor doubled, and what was held stays
# held.
. "$(dirname "$0")/lib.sh"

few_rules
start_sink
start_postfix
start_probityd
mail 'Sett' <<'BODY' >"$D/sett.eml"
There is a purple badger below the bowling green.
BODY
mail 'Hello' <<'BODY' >"$D/hello.eml"
See you on Monday.
BODY
submit "$D/sett.eml" -t out@example.org >/dev/null
wait_delivered 2
the_held_one

freeze
milter_before=$(milter_processes)
submit "$D/hello.eml" -t tom@example.org >"$D/reply" &
client=$!
sleep 0.5
kill -KILL "$milter_before"
wait "$client"
same 'exit status of the client' $? 1
like 'reply' "$(cat "$D/reply")" '4?? 4.7.1 *'
thaw
logged "milter-ended pid=$milter_before status=9"
wait_for 10 'a new milter process' milter_answers
like 'a second try' "$(submit "$D/hello.eml" -t tom@example.org)" '250 *'
wait_delivered 3
like 'a repeat of the held one' "$(submit "$D/sett.eml" -t out@example.org)" \
    '250 *'
same 'held' "$(held_ids)" "$id"
like 'release' "$(probity held release "$id")" 'released: *'
wait_delivered 4
same_mail 'the released message' "$(delivered_to out@example.org)" "$D/sett.eml"
settled 4
