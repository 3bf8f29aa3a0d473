#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# As root only the supervisor keeps its power: milter and inspect run as their
# own users, and a worker has three descriptors, seccomp, no new privileges and
# namespaces of its own; an ordinary user can run the whole.
. "$(dirname "$0")/lib.sh"

[ "$(id -u)" = 0 ] || skip 'needs root, to give it up'
need setpriv
few_rules
start_sink
user=nobody inspect_user=daemon
rmdir "$D/run" "$D/state"
write_conf
sed -i "s/^  port: .*/  port: $sink_port/" "$conf"
start_probityd

# field PID NAME: of /proc/PID/status
field() {
	sed -n "s/^$2:[[:space:]]*//p" "/proc/$1/status" | tr '\t' ' '
}

nobody=$(id -u nobody) daemon=$(id -u daemon)
nogroup=$(id -g nobody) daemons=$(id -g daemon)
m=$(milter_processes) i=$(inspect_parent) w=$(workers | head -n 1)
same 'uids of milter' "$(field "$m" Uid)" "$nobody $nobody $nobody $nobody"
same 'gids of milter' "$(field "$m" Gid)" "$nogroup $nogroup $nogroup $nogroup"
for p in $i $(workers) $(document_workers); do
	same "uids of inspect $p" "$(field "$p" Uid)" \
	    "$daemon $daemon $daemon $daemon"
	same "gids of inspect $p" "$(field "$p" Gid)" \
	    "$daemons $daemons $daemons $daemons"
done
# root's groups are gone with it.
same 'further groups of milter' "$(field "$m" Groups)" "$(id -G nobody) "
for p in $i $(workers) $(document_workers); do
	like "further groups of $p" "$(field "$p" Groups)" "$(id -G daemon)*"
done
for p in $m $(workers) $(document_workers); do
	same "capabilities of $p" "$(field "$p" CapEff)" 0000000000000000
done
for p in $(workers) $(document_workers); do
	same "Seccomp of $p" "$(field "$p" Seccomp)" 2
	same "NoNewPrivs of $p" "$(field "$p" NoNewPrivs)" 1
	same "descriptors of $p" "$(find "/proc/$p/fd" -type l | wc -l)" 3
	same "environment of $p" "$(tr -d '\0' <"/proc/$p/environ")" \
	    OMP_THREAD_LIMIT=1
	same "core of $p" "$(awk '/core file/ { print $5, $6 }' \
	    "/proc/$p/limits")" '0 0'
done
same 'parent of the worker' "$(field "$w" PPid)" "$i"
described=$(sed -n 's/.*inspect-ready.*namespaces=\([a-z,]*\)".*/\1/p' \
    "$D/probityd.log")
for space in user net ipc mount uts; do
	case ",$described," in *",$space,"*) ;; *) continue ;; esac
	file=$space
	[ "$space" != mount ] || file=mnt
	[ "$(readlink "/proc/$w/ns/$file")" != \
	    "$(readlink "/proc/$supervisor/ns/$file")" ] ||
	    fail "the worker is in our $space namespace"
done

# It does its work so, and its files are its own.
mail 'Sett' <<'BODY' >"$D/sett.eml"
There is a purple badger below the bowling green.
BODY
same 'as nobody' "$(ask verdict "$D/sett.eml")" discard
wait_delivered 2
the_held_one
like 'release' "$(probity held release "$id")" 'released: *'
wait_delivered 3
same 'owner of the store' "$(stat -c %U "$D/state/probity.db")" nobody
like 'mode of the store' "$(stat -c %a "$D/state/probity.db")" '6?0'
same 'mode of its folder' "$(stat -c %a "$D/state")" 750
like 'mode of the control socket' "$(stat -c %a "$D/run/control")" '6?0'

# Reload and restart of children keep it so.
probityd -c "$conf" -r >/dev/null || fail 'reload'
kill -KILL "$m"
wait_for 10 'a new milter process' milter_answers
m=$(milter_processes)
same 'uids of milter' "$(field "$m" Uid)" "$nobody $nobody $nobody $nobody"
wait_for 10 'the old inspect parent to end' sh -c "! kill -0 $i"
w=$(workers | head -n 1)
same 'uids of worker' "$(field "$w" Uid)" "$daemon $daemon $daemon $daemon"
same 'verdict' "$(ask verdict -t b@example.org "$D/sett.eml")" discard
stop_probityd

# An ordinary user.
rm -rf "$D/run" "$D/state"
install -d -o nobody "$D/run" "$D/state"
sed -i "s/^  group: .*/  group: ''/" "$conf"
setpriv --reuid=nobody --regid="$nogroup" --clear-groups \
    "$(command -v probityd)" -c "$conf" -f >"$D/probityd.log" 2>&1 &
supervisor=$!
wait_for 30 'the milter socket to answer' milter_answers
# Root's compiled rules are not for it: its workers are exchanged.
exchanged() {
	grep -q rules=compiled "$D/probityd.log" &&
	    [ "$(inspect_parent | wc -l)" = 1 ]
}
wait_for 30 'compiled rules' exchanged
w=$(workers | head -n 1)
same 'uids of worker' "$(field "$w" Uid)" "$nobody $nobody $nobody $nobody"
same 'Seccomp' "$(field "$w" Seccomp)" 2
same 'as an ordinary user' "$(ask verdict "$D/sett.eml")" discard
