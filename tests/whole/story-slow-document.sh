#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# Slow documents keep nobody waiting but each other: while every document worker
# is at one, other mail passes as ever.  A document that cannot be read in time
# is not called clean; one that kills its worker is tried once more and then
# held; one that waits in the queue is neither lost by a reload nor taken for
# poison.
. "$(dirname "$0")/lib.sh"
need zip jq

few_rules
write_conf 'limits:' '  workers: 2' '  document_workers: 2' '  deadline: 4'
start_probityd

# enclose NAME: $D/NAME.zip in a message, $D/NAME.eml.
enclose() {
	printf 'From: Anna Hargreaves <anna@town.example>\n'
	printf 'To: out@example.org\nSubject: %s\nMIME-Version: 1.0\n' "$1"
	printf 'Content-Type: application/zip; name="%s.zip"\n' "$1"
	printf 'Content-Transfer-Encoding: base64\n\n'
	base64 "$D/$1.zip"
} >"$D/$1.eml"

# zipped NAME ROWS: a table of so many rows in an archive.
zipped() {
	echo 'name,street,remark' >"$D/$1.csv"
	seq "$2" | sed 's/$/,Mill Road,the roof leaks/' >>"$D/$1.csv"
	(cd "$D" && zip -q1 "$1.zip" "$1.csv" && rm "$1.csv")
	enclose "$1"
}

# nested NAME: as much as may be, many times over.
nested() {
	mkdir "$D/$1"
	for i in 1 2 3 4 5 6 7 8 9; do
		seq "${i}000000" "${i}900000" | sed 's/$/,Mill Road/' \
		    >"$D/$1/$i.csv"
	done
	(cd "$D/$1" && zip -q1 "../$1.zip" ./*.csv)
	rm -r "${D:?}/$1"
	enclose "$1"
}

# send FILE OUT: in the background; its process in $sender.
send() {
	milter_send -s "$milter" --timeout 60 "$1" >"$2" 2>&1 &
	sender=$!
}

mail 'Bins' <<'BODY' >"$D/bins.eml"
The bins were not emptied on Monday.
BODY
zipped small 10
zipped large 600000
nested huge

# A document is read, and by a worker of its own each.
before=$(document_workers | sort)
same 'document workers' "$(document_workers | wc -l)" 2
same 'small' "$(ask verdict "$D/small.eml")" continue
two_ready() {
	[ "$(document_workers | wc -l)" = 2 ]
}
wait_for 5 'a fresh worker' two_ready
[ "$before" != "$(document_workers | sort)" ] || fail 'the same workers'

# Other mail passes while documents keep all their workers busy.
slow=
for i in 1 2 3 4; do
	send "$D/huge.eml" "$D/slow.$i"
	slow="$slow $sender"
done
n=0 worst=0 at_work=0
while [ $n -lt 40 ]; do
	start=$(date +%s%N)
	same 'plain mail' "$(ask verdict "$D/bins.eml")" continue
	ms=$((($(date +%s%N) - start) / 1000000))
	[ $ms -le $worst ] || worst=$ms
	for p in $slow; do ! alive "$p" || { at_work=$((at_work + 1)); break; }; done
	n=$((n + 1))
done
echo "plain mail beside slow documents: $at_work of $n, slowest $worst ms"
[ $at_work -gt 0 ] || fail 'the documents were not slow'
[ $worst -lt 4000 ] || fail "other mail waited $worst ms"
for p in $slow; do wait "$p" || fail "no verdict: $(cat "$D"/slow.*)"; done
for i in 1 2 3 4; do
	# Held or asked about, or still with the sender's MTA.
	case $(jq -r .verdict "$D/slow.$i") in
	discard | tempfail) ;;
	*) fail "slow: $(cat "$D/slow.$i")" ;;
	esac
done

# Killed in mid-document: tried once more, which is well.
send "$D/large.eml" "$D/once"
catch_busy_worker document_workers
tries=$(log_count 'inspect-again why=died')
kill -KILL "$caught"
wait "$sender" || fail "no verdict: $(cat "$D/once")"
same 'killed once' "$(jq -r .verdict "$D/once")" continue
same 'tries' "$(log_count 'inspect-again why=died')" $((tries + 1))
logged "worker-died pid=$caught signal=9 busy=yes kind=documents"

# Killed twice: held.
zipped other 600000
send "$D/other.eml" "$D/twice"
for _ in 1 2; do
	catch_busy_worker document_workers
	kill -KILL "$caught"
	wait_for 10 'its end' sh -c "! kill -0 $caught"
done
wait "$sender" || fail "no verdict: $(cat "$D/twice")"
same 'killed twice' "$(jq -r .verdict "$D/twice")" discard

# What waits for a document worker outlives a reload, and is no poison.
again=$(log_count inspect-again)
freeze document_workers
send "$D/small.eml" "$D/waits"
sleep 1
kill -HUP "$supervisor"
logged reloaded
thaw
wait "$sender" || fail "no verdict: $(cat "$D/waits")"
same 'beside a reload' "$(jq -r .verdict "$D/waits")" continue
same 'tries' "$(log_count inspect-again)" "$again"

# Where it waits for too long the MTA keeps it: nobody can say it is slow.
wait_for 30 'the old inspect parent to end' one_inspect_parent
freeze document_workers
same 'no worker' "$(ask verdict "$D/small.eml")" tempfail
has "$D/answer" 4.7.1
logged 'why=no-service'
same 'plain mail' "$(ask verdict "$D/bins.eml")" continue
thaw
same 'small' "$(ask verdict "$D/small.eml")" continue
