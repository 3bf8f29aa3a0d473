#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# A message that policy refuses is answered 5.7.1 with the reason, reaches
# nobody, is not held, and is recorded.
. "$(dirname "$0")/lib.sh"

few_rules
policy=$D/policy.yaml
cat >"$policy" <<'POLICY'
- id: no-badgers
  title: Badgers stay inside the council
  when: {rules: [badger], circles: outside}
  action: refuse
POLICY
start_sink
start_postfix
start_probityd

mail 'Sett' <<'BODY' >"$D/sett.eml"
There is a purple badger below the bowling green.
BODY
submit "$D/sett.eml" -t out@example.org >"$D/reply"
same 'exit status of the client' $? 1
like 'reply' "$(cat "$D/reply")" \
    '550 5.7.1 *The words purple badger. Reference 01*'
has_not "$D/reply" 'bowling'
like 'inside' "$(submit "$D/sett.eml" -t tom@town.example)" '250 *'
wait_delivered 1
logged 'action=refuse'
same 'held' "$(held_ids)" ''
settled 1
