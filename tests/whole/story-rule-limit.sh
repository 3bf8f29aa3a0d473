#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# A rule that runs into a limit is named in the log and in the report, and the
# message is not called clean; the next message is judged as ever.
. "$(dirname "$0")/lib.sh"

few_rules
cat >"$rules/slow.yaml" <<'RULE'
- id: slow
  title: A slow one
  category: personal.id
  why: A story needs it.
  regex: 'slow(?:a+)+(?!a|b)'
  confidence: {alone: high}
  ok: ['slowa']
  fail: ['slowb']
RULE
start_probityd

mail 'Slow' <<'BODY' >"$D/slow.eml"
slowaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab
BODY
mail 'Quick' <<'BODY' >"$D/quick.eml"
Nothing here takes long.
BODY
verdict=$(ask verdict -t tom@elsewhere.example "$D/slow.eml")
[ "$verdict" != continue ] || fail 'passed without being told from clean'
has "$D/probityd.log" 'rule-limited rules=slow'
probity check -c "$conf" --json --to tom@elsewhere.example "$D/slow.eml" \
    >"$D/report.json"
same 'rules in the report' "$(jq -c .cannot_tell "$D/report.json")" '["slow"]'
same 'the next' "$(ask verdict -t tom@elsewhere.example "$D/quick.eml")" \
    continue
