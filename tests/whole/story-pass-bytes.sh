#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# A message in which nothing is found is delivered byte for byte, and leaves one
# log line and no record.
. "$(dirname "$0")/lib.sh"

few_rules
start_sink
start_postfix
start_probityd

# Bytes that software likes to repair: bare words after a colon, trailing
# blanks, tabs, lone dots, 8-bit, a long line, no line end of its own kind.
{
	mail 'Odd   spacing  ' 'X-Odd:no space' 'X-Folded: one' '	two' \
	    'X-Empty:' 'X-Eight: caf\303\251' <<'BODY'
.
..
a line with trailing blanks  
	a tab

From here on

BODY
	printf 'caf\303\251 '
	head -c 900 /dev/zero | tr '\0' x
	printf '\n'
} >"$D/odd.eml"
like 'reply' "$(submit "$D/odd.eml" -f anna@town.example -t out@example.org)" \
    '250 2.0.0 Ok: queued as *'
wait_delivered 1
same_mail 'the message' "$D/sink/0001.eml" "$D/odd.eml"

logged 'action=pass'
same 'lines about it' "$(log_count ' verdict ')" 1
same 'held' "$(held_ids)" ''
settled 1
