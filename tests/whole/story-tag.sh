#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# A tagged message gets one verdict field, loses the ones its sender made up,
# and is otherwise delivered as it came.
. "$(dirname "$0")/lib.sh"

start_sink
start_postfix
start_probityd

clean=$top_srcdir/tests/mail/chain-letter.eml
sed '1i\
X-Probity-Verdict: pass; id=SPOOFED-1\
x-probity-verdict: pass; id=SPOOFED-2' "$clean" |
    sed '/^Subject/a X-Probity-Note: SPOOFED-3\
X-Probity-Verdict: pass; id=SPOOFED-4' >"$D/spoofed.eml"
submit "$D/spoofed.eml" -f cllr.small@town.example -t jim@example.org >/dev/null
wait_delivered 1
got=$D/sink/0001.eml
has_not "$got" SPOOFED
same 'verdict fields' "$(grep -aic '^x-probity' "$got")" 1
like 'verdict field' "$(grep -ai '^x-probity' "$got" | tr -d '\r')" \
    'X-Probity-Verdict: tag; id=01????????????????????????'
grep -av '^X-Probity-Verdict' "$got" >"$D/rest.eml"
same_mail 'all else' "$D/rest.eml" "$clean"
has_not "$got" chain-mail

# A pass takes spoofed fields away as well.
mail 'Nothing here' 'X-Probity-Verdict: pass' <<'BODY' >"$D/pass.eml"
See you on Monday.
BODY
submit "$D/pass.eml" -t tom@example.org >/dev/null
wait_delivered 2
has_not "$D/sink/0002.eml" X-Probity
same 'held' "$(held_ids)" ''
settled 2
