#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# The null sender is told by its From field: a member's mail is inspected, and
# probity's own notices are not.
. "$(dirname "$0")/lib.sh"

few_rules
start_sink
start_postfix
start_probityd

mail 'Sett' <<'BODY' >"$D/sett.eml"
There is a purple badger below the bowling green.
BODY
like 'reply' "$(submit "$D/sett.eml" -f '' -t out@example.org)" '250 *'
wait_for 10 'a held message' sh -c "grep -q action=hold '$D/probityd.log'"
the_held_one
same 'sender' "$(held_field "$id" sender)" ''

# There is nobody to tell but the officer; the notice itself passes.
wait_delivered 1
has "$D/sink/0001.env" 'RCPT TO:<monitoring@town.example>'
like 'release' "$(probity held release "$id")" 'released: *'
wait_delivered 2
has "$D/sink/0002.env" 'MAIL FROM:<>'

# The same notice through the port that has milters.
notice=$D/sink/0001.eml
like 'own notice' "$(submit "$notice" -f '' -t monitoring@town.example)" '250 *'
logged 'unread why=own-notice'
wait_delivered 3
# … is worth nothing to anybody else.
like 'borrowed proof' "$(submit "$notice" -f '' -t out@example.org)" '250 *'
same 'passed as own' "$(log_count 'why=own-notice')" 1
same 'copies outside' "$(delivered_to out@example.org | wc -l)" 1
same 'held' "$(held_ids | wc -l)" 1
