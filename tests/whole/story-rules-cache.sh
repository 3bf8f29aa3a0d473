#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# Without compiled rules PCRE2 answers at once, and the workers are exchanged
# when a process of its own has compiled them; with them a start is quick; a
# cache that others can write is not used, and mail is answered all the same.
. "$(dirname "$0")/lib.sh"
cache=$D/cache

# rules_are WORD COUNT: the log says so that often.
rules_are() {
	[ "$(grep -c "inspect-ready.* rules=$1" "$D/probityd.log")" -ge "$2" ]
}

mail 'Your case' <<'BODY' >"$D/nino.eml"
Mrs Khan's national insurance number is MW 00 00 00 A, please help her.
BODY

start_probityd
rules_are compiling 1 || fail 'compiled rules without a cache'
cold=$(ask verdict -t tom@elsewhere.example "$D/nino.eml")
parent=$(inspect_parent | head -n 1)
wait_for 60 'the rules to be compiled' rules_are compiled 1
same 'entries' "$(find "$cache" -type f | wc -l)" 1
same 'others may write' "$(find "$cache" -perm /022 | wc -l)" 0
wait_for 10 'the first inspect parent to end' sh -c "! kill -0 $parent"
same 'verdict with compiled rules' \
    "$(ask verdict -t tom@elsewhere.example "$D/nino.eml")" "$cold"
stop_probityd

: >"$D/probityd.log"
start_probityd
rules_are compiled 1 || fail 'a cache that was not used'
has_not "$D/probityd.log" rules=compiling
same 'verdict from the cache' \
    "$(ask verdict -t tom@elsewhere.example "$D/nino.eml")" "$cold"
stop_probityd

: >"$D/probityd.log"
chmod 777 "$cache"
start_probityd
rules_are compiling 1 || fail 'a cache was used that others can write'
wait_for 60 'rules compiled without a cache' rules_are compiled 1
has "$D/probityd.log" cache-refused
same 'verdict without a cache' \
    "$(ask verdict -t tom@elsewhere.example "$D/nino.eml")" "$cold"
