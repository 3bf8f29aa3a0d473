#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# SIGHUP and `probityd -r` put good rules and config in force and leave the old
# in force when anything is wrong; open sessions and messages in flight go on.
. "$(dirname "$0")/lib.sh"

few_rules
start_sink
start_postfix
start_probityd
milter_before=$(milter_processes)

mail 'Fox' <<'BODY' >"$D/fox.eml"
There is a red fox below the bowling green.
BODY
same 'before' "$(ask verdict "$D/fox.eml")" continue

# An SMTP session that stays open all the while.
smtp_send -p "$smtp_port" --repeat 3 --wait-for "$D/go" --told "$D/told" \
    -f anna@town.example -t tom@town.example "$D/fox.eml" >"$D/session" &
session=$!
to_kill="$to_kill $session"
wait_for 10 'the first message of the session' test -e "$D/told"

one_rule fox 'red fox' confidential.comm high
like 'good rules' "$(probityd -c "$conf" -r 2>&1)" '*: reloaded'
same 'with the new rule' "$(ask verdict "$D/fox.eml")" discard
same 'milter process' "$(milter_processes)" "$milter_before"

# A broken rule, then a broken config: the fox is still held.
sed -i 's/high/hihg/' "$rules/fox.yaml"
probityd -c "$conf" -r >"$D/answer.txt" 2>&1
same 'exit status with a bad rule' $? 75
has "$D/answer.txt" "$rules/fox.yaml:7:"
same 'with a bad rule' "$(ask verdict -t b@example.org "$D/fox.eml")" discard
kill -HUP "$supervisor"
logged "reload-failed kept=old $rules/fox.yaml:7:"
wait_for 5 'a second line' sh -c \
    "[ \$(grep -c reload-failed '$D/probityd.log') = 2 ]"
same 'after SIGHUP' "$(ask verdict -t c@example.org "$D/fox.eml")" discard
one_rule fox 'red fox' confidential.comm high
cp "$conf" "$D/good.yaml"
echo 'mode: perhaps' >>"$conf"
kill -HUP "$supervisor"
logged "reload-failed kept=old $conf:"
same 'with a bad config' "$(ask verdict -t d@example.org "$D/fox.eml")" discard
cp "$D/good.yaml" "$conf"

# What it knows besides: with a bad calendar or member file the old snapshot
# stays in force, whole.
for bad in 'calendar.yaml:2:10:' 'members.csv:2:6:'; do
	name=${bad%%:*}
	case $name in
	calendar.yaml) printf 'polls:\n- {kind: vote, poll: 2027-05-06}\n' ;;
	*) printf 'name,addresses\nAnna,nowhere\n' ;;
	esac >"$D/$name"
	kill -HUP "$supervisor"
	logged "reload-failed kept=old $D/$bad"
	same "with a bad $name" \
	    "$(ask verdict -t "$name@example.org" "$D/fox.eml")" discard
	rm "$D/$name"
done

# A message in flight keeps what it started with, and is answered.
freeze
milter_send -s "$milter" --timeout 30 -t e@example.org "$D/fox.eml" \
    >"$D/flight" &
flight=$!
sleep 0.3
rm "$rules/fox.yaml"
kill -HUP "$supervisor"
wait_for 10 'the reload' sh -c \
    "[ \$(grep -c ': reloaded' '$D/probityd.log') = 2 ]"
same 'in flight' "$(cat "$D/flight")" ''
same 'without the rule' "$(ask verdict -t f@example.org "$D/fox.eml")" continue
thaw
wait "$flight" || fail "no verdict in flight: $(cat "$D/flight")"
same 'verdict in flight' "$(jq -r .verdict "$D/flight")" discard

# Config too: observe lets all pass.
echo 'mode: observe' >>"$conf"
probityd -c "$conf" -r >/dev/null || fail 'reload'
mail 'Sett' <<'BODY' >"$D/sett.eml"
A purple badger.
BODY
same 'observed' "$(ask verdict "$D/sett.eml")" continue

# What only a start can change is named, and everything else taken over.
sed -i "s|^listen: .*|listen: ['unix:$D/run/other.sock']|" "$conf"
like 'reload with another socket' "$(probityd -c "$conf" -r)" \
    '*reloaded; restart to change listen'
milter_answers || fail 'no answer at the old socket'

# A burst of signals is survived.
for _ in $(seq 20); do kill -HUP "$supervisor"; done
sleep 0.2
touch "$D/go"
wait "$session" || fail "the session broke: $(cat "$D/session")"
same 'messages of the session' "$(grep -c '^250 ' "$D/session")" 3
milter_answers || fail 'no answer after a burst of SIGHUP'
same 'milter process' "$(milter_processes)" "$milter_before"
wait_for 10 'the old inspect parents to end' sh -c \
    "[ \$(cat /proc/[0-9]*/stat | grep -c '(probity-inspect) [^Z] $supervisor ') = 1 ]"
