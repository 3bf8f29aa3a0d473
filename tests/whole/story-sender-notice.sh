#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# The sender of a held message is told at once, in plain words, and no raw value
# leaves in that notice, the officer's, a header or the log.
. "$(dirname "$0")/lib.sh"

start_sink
start_postfix
start_probityd

paper=$top_srcdir/tests/mail/tenant-list-attached.eml
submit "$paper" -f cllr.small@town.example -t jamie.small@example.com >/dev/null
wait_delivered 2 5
notice=$(delivered_to cllr.small@town.example)
officers=$(delivered_to dpo@town.example)
[ -n "$notice" ] && [ -n "$officers" ] || fail "told: $(cat "$D"/sink/*.env)"
the_held_one
for mail in "$notice" "$officers"; do
	has "${mail%eml}env" 'MAIL FROM:<>'
	has "$mail" 'Auto-Submitted: auto-generated'
	has "$mail" "$id"
	one_line "$mail" >"$D/one-line"
	for value in 'MW 00 00 00 A' 'MW 00 00 11 D' MW000000A '07700 900100' \
	    07700900100 'Alan Price' 'Old Forge Close'; do
		has_not "$D/one-line" "$value"
	done
done
one_line "$notice" >"$D/one-line"
has "$notice" 'Waiting: jamie.small@example.com'
has "$notice" 'National Insurance number'
has "$D/one-line" 'please contact the clerk on 01632 960100'
has_not "$officers" 'arrears.csv'
for value in 'MW 00' MW00 '07700' 'Price' 'Forge' 'arrears' 'spreadsheet'; do
	has_not "$D/probityd.log" "$value"
done

# A tag says that it was checked, and no more.
sed 's/^To: .*/To: tom@town.example/; s/^Message-ID: </&t/' "$paper" \
    >"$D/inside.eml"
submit "$D/inside.eml" -f cllr.small@town.example -t tom@town.example >/dev/null
wait_delivered 3
inside=$(delivered_to tom@town.example)
like 'tag' "$(grep -ai '^x-probity' "$inside" | tr -d '\r')" \
    'X-Probity-Verdict: tag; id=01????????????????????????'
settled 3
