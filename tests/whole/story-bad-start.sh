#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# With a config, policy, list or rule that cannot be used probityd does not
# start: it says file, line and column and exits 78.
. "$(dirname "$0")/lib.sh"

# refused WHAT FILE:LINE:COLUMN
refused() {
	timeout 20 probityd -c "$conf" -f >"$D/probityd.log" 2>&1
	same "exit status: $1" $? 78
	has "$D/probityd.log" "$2"
	[ ! -e "$D/run/milter.sock" ] || fail "$1: there is a socket"
}

few_rules
cp -r "$top_srcdir/conf/lists" "$D/lists"
cp "$top_srcdir/conf/policy.yaml" "$D/policy.yaml"
lists=$D/lists policy=$D/policy.yaml

write_conf 'limits:' '  deadlin: 3'
refused 'an unknown key' "$conf:$(wc -l <"$conf"):3"
write_conf 'mode: perhaps'
refused 'an unknown word' "$conf:$(wc -l <"$conf"):7"
probityd -c "$conf" -t >"$D/test.out" 2>&1
same 'exit status of -t' $? 78
has "$D/test.out" "$conf:"

conf_there=$conf conf=$D/nowhere.yaml
refused 'no config' nowhere.yaml
conf=$conf_there

write_conf
printf -- '- id: x\n  title: X\n  when: {confidence: hihg}\n  action: hold\n' \
    >>"$policy"
refused 'a bad policy' "$policy:$(($(wc -l <"$policy") - 1)):"
cp "$top_srcdir/conf/policy.yaml" "$policy"
echo 'not an address at all' >"$lists/press.txt"
refused 'a bad list' "$lists/press.txt:1:"
cp "$top_srcdir/conf/lists/press.txt" "$lists"

sed -i "s/phrases: .*/regex: 'badger('/" "$rules/badger.yaml"
refused 'a bad regex' "$rules/badger.yaml:5:"
one_rule badger 'purple badger' no.category high
refused 'a bad rule' "$rules/badger.yaml:3:13"
one_rule badger 'purple badger' confidential.comm high
chmod 000 "$conf"
[ "$(id -u)" = 0 ] || refused 'an unreadable config' "$conf"
chmod 644 "$conf"

# Put right it starts.
start_probityd
milter_answers || fail 'no answer'
timeout 20 probityd -c "$conf" -f >"$D/second.log" 2>&1
same 'exit status of a second one' $? 75
has "$D/second.log" already-running
milter_answers || fail 'the first no longer answers'
