#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# With 300 recipients, 150 of them inside, each outside one is held and released
# once, and each inside one gets the message at once.
. "$(dirname "$0")/lib.sh"

few_rules
start_sink
start_postfix
start_probityd
mail 'Sett' <<'BODY' >"$D/sett.eml"
There is a purple badger below the bowling green.
BODY
set --
for n in $(seq 150); do
	set -- "$@" -t "out$n@out$n.example" -t "in$n@town.example"
done
like 'reply' "$(submit "$D/sett.eml" "$@")" '250 *'

# given PATTERN: recipients like it that the sink was given
given() {
	cat "$D"/sink/*.env | grep -c "RCPT TO:<$1"
}
given_all() {
	[ "$(given "$1")" -ge 150 ]
}
wait_for 20 'the inside ones' given_all 'in[0-9]*@town'
the_held_one
same 'recipients held' "$(held_field "$id" recipients)" 150
same 'outside so far' "$(given out)" 0
notice=$(delivered_to anna@town.example)
has "$notice" 'more'
like 'release' "$(probity held release "$id")" 'released: *'
wait_for 20 'the outside ones' given_all 'out[0-9]*@out'
wait_for 10 'an empty mail queue' queue_empty
same 'inside' "$(cat "$D"/sink/*.env | grep '<in[0-9]*@' | sort -u | wc -l)" 150
same 'outside' "$(cat "$D"/sink/*.env | grep '<out[0-9]*@' | sort -u | wc -l)" \
    150
same 'inside, in all' "$(given 'in[0-9]*@town')" 150
same 'outside, in all' "$(given 'out[0-9]*@out')" 150
