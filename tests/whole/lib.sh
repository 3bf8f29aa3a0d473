# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# lib.sh - what the whole-system stories share: a private Postfix, a sink as
# next hop, probityd between them, and assertions.
#
# A story sources this file, starts what it needs, acts, and asserts.  The
# first assertion that does not hold ends the story with got, want and the last
# log lines.  Everything lives in $D, below /tmp, on ports found free, and ends
# with the story, by process id.
#
#   top_srcdir, top_builddir   absolute; default: this source tree
#   KEEP=1                     leave $D behind, to look at
#
# Exit status of a story: 0 good, 1 failed, 77 skipped.
set -u

here=$(cd "$(dirname "$0")" && pwd)
top_srcdir=$(cd "${top_srcdir:-$here/../..}" && pwd)
top_builddir=$(cd "${top_builddir:-$top_srcdir}" && pwd)
PATH=$top_builddir:$top_builddir/tests/lib:$top_builddir/tests/bench:$PATH
PATH=$PATH:/usr/sbin:/sbin
export LC_ALL=C

D=$(mktemp -d "${TMPDIR:-/tmp}/probity-whole.XXXXXX")
chmod 755 "$D"
mkdir "$D/run" "$D/state" "$D/sink"
conf=$D/probity.yaml
supervisor=		# process id of probityd
to_kill=		# process ids of what the story started
postfix_runs=

# --- ending -------------------------------------------------------------

# True while a process is alive and no zombie.
alive() {
	state=$(sed -n 's/^.*) \(.\) .*/\1/p' "/proc/$1/stat" 2>/dev/null)
	[ -n "$state" ] && [ "$state" != Z ]
}

# The processes that a process started, directly or through others.
descendants() {
	cat /proc/[0-9]*/stat 2>/dev/null |
	    sed -n 's/^\([0-9]*\) (.*) . \([0-9]*\) .*/\1 \2/p' |
	    awk -v root="$1" '{ parent[$1] = $2 }
	    function below(p) {
		return p == root || (p in parent && p > 1 && below(parent[p]))
	    }
	    END { for (p in parent) if (p != root && below(parent[p])) print p }' |
	    sort -n
}

# Asks a process to end and waits; after 10 seconds it is killed.
end_process() {
	kill -CONT "$1" 2>/dev/null
	kill "$1" 2>/dev/null
	for _ in $(seq 100); do
		alive "$1" || break
		sleep 0.1
	done
	kill -KILL "$1" 2>/dev/null
	wait "$1" 2>/dev/null
	return 0
}

clean_up() {
	status=$?
	trap - EXIT INT TERM
	if [ -n "$supervisor" ]; then
		left=$(descendants "$supervisor")
		for p in $left; do kill -CONT "$p" 2>/dev/null; done
		end_process "$supervisor"
		for p in $left; do kill -KILL "$p" 2>/dev/null; done
	fi
	[ -z "$postfix_runs" ] || postfix -c "$D/etc" stop >/dev/null 2>&1
	for p in $to_kill; do end_process "$p"; done
	while umount "$D/small" 2>/dev/null; do :; done
	# What a sanitizer build has to say is never good news.
	if grep -aqs 'ERROR: [A-Za-z]*Sanitizer\|WARNING: ThreadSanitizer\|runtime error:' \
	    "$D/probityd.log"; then
		echo 'FAIL: a sanitizer spoke'
		grep -a -A "${LOG_LINES:-25}" 'Sanitizer\|runtime error' \
		    "$D/probityd.log"
		status=1
	fi
	if [ -n "${KEEP-}" ]; then
		echo "kept: $D"
	else
		rm -rf "$D"
	fi
	exit "$status"
}
trap clean_up EXIT
trap 'exit 1' INT TERM

# --- assertions ---------------------------------------------------------

fail() {
	echo "FAIL: $*"
	for log in "$D/probityd.log" "$D/log/maillog"; do
		[ -s "$log" ] && { echo "--- $(basename "$log")"
		    tail -n "${LOG_LINES:-25}" "$log"; }
	done
	exit 1
}

skip() {
	echo "skip: $*"
	exit 77
}

# same WHAT GOT WANT
same() {
	[ "$2" = "$3" ] || fail "$1
 got: $2
want: $3"
}

# like WHAT GOT PATTERN: a shell pattern
like() {
	# shellcheck disable=SC2254
	case $2 in $3) ;; *) fail "$1
 got: $2
want: $3" ;; esac
}

# same_files WHAT GOT WANT
same_files() {
	cmp -s "$2" "$3" || fail "$1: files differ
$(diff -a "$2" "$3" | head -n 20 | cat -A)"
}

# has FILE TEXT, has_not FILE TEXT: a fixed string
has() {
	grep -aqF -- "$2" "$1" || fail "$(basename "$1") has no '$2':
$(head -c 3000 "$1")"
}

has_not() {
	if grep -aqF -- "$2" "$1"; then
		fail "$(basename "$1") has '$2':
$(grep -anF -- "$2" "$1" | head -n 5)"
	fi
}

# wait_for SECONDS WHAT COMMAND…: until the command is true.
wait_for() {
	seconds=$1 what=$2
	shift 2
	for _ in $(seq $((seconds * 20))); do
		"$@" >/dev/null 2>&1 && return
		sleep 0.05
	done
	fail "waited $seconds s for: $what"
}

need_root() {
	[ "$(id -u)" = 0 ] || skip "needs root, for a private Postfix"
}

need() {
	for program; do
		command -v "$program" >/dev/null ||
		    skip "$program is not here"
	done
}

# --- ports --------------------------------------------------------------

# Sets $port to the first of four free ports on loopback.
find_ports() {
	port=$((12000 + ($$ * 40) % 40000))
	for _ in $(seq 200); do
		if ! awk -v from="$port" 'NR > 1 && $4 == "0A" {
			n = split($2, a, ":")
			used = 0
			for (i = 1; i <= 4; i++)
				used = used * 16 + index("123456789ABCDEF", \
				    substr(a[n], i, 1))
			if (used >= from && used < from + 4)
				found = 1
		    } END { exit !found }' /proc/net/tcp /proc/net/tcp6
		then
			return
		fi
		port=$((port + 4))
	done
	fail "no free ports"
}

find_ports
smtp_port=$port reinject_port=$((port + 1)) sink_port=$((port + 2))
milter_port=$((port + 3))
milter=unix:$D/run/milter.sock	# a story may set inet:$milter_port@127.0.0.1

# --- sink ---------------------------------------------------------------

# start_sink [option…]: the next hop; messages become $D/sink/NNNN.eml, .env.
start_sink() {
	: >"$D/sink.out"
	sink --port "$sink_port" --dir "$D/sink" --smtputf8 --dsn "$@" \
	    >"$D/sink.out" 2>&1 &
	sink_pid=$!
	to_kill="$to_kill $sink_pid"
	wait_for 10 'the sink to listen' grep -q ready "$D/sink.out"
}

stop_sink() {
	end_process "$sink_pid"
}

# How many messages have arrived.
delivered() {
	find "$D/sink" -name '*.eml' | wc -l
}

# delivered_to ADDRESS: the .eml files of messages with that recipient.
delivered_to() {
	grep -lF "RCPT TO:<$1>" "$D/sink"/*.env 2>/dev/null |
	    sed 's/env$/eml/' | while read -r f; do
		[ -e "$f" ] && echo "$f"
	done
}

arrived() {
	[ "$(delivered)" -ge "$1" ]
}

# wait_delivered N: until N messages have arrived; more than N is wrong.
wait_delivered() {
	wait_for "${2:-30}" "message $1 at the sink" arrived "$1"
	same 'messages at the sink' "$(delivered)" "$1"
}

queue_empty() {
	[ -z "$(postqueue -c "$D/etc" -j 2>/dev/null)" ]
}

# Until Postfix has nothing left to deliver, then asserts the sink's count.
settled() {
	wait_for 30 'an empty mail queue' queue_empty
	sleep 0.3
	same 'messages at the sink' "$(delivered)" "$1"
}

# --- Postfix ------------------------------------------------------------

write_main_cf() {
	cat <<CF
compatibility_level = 3.6
queue_directory = $D/spool
data_directory = $D/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
meta_directory = /etc/postfix
shlib_directory = /usr/lib/postfix
mail_owner = postfix
setgid_group = postdrop
sendmail_path = /usr/sbin/sendmail
newaliases_path = /usr/bin/newaliases
mailq_path = /usr/bin/mailq
maillog_file = $D/log/maillog
maillog_file_prefixes = $D/log
myhostname = mx.town.example
mydomain = town.example
myorigin = town.example
mydestination =
local_recipient_maps =
local_transport = error:no local delivery
alias_maps =
alias_database =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
relayhost = [127.0.0.1]:$sink_port
relay_domains =
smtpd_relay_restrictions = permit_mynetworks, reject
smtp_dns_support_level = disabled
smtp_host_lookup = native
enable_long_queue_ids = yes
queue_run_delay = 2s
minimal_backoff_time = 2s
maximal_backoff_time = 4s
message_size_limit = 209715200
mailbox_size_limit = 0
smtpd_recipient_limit = 1000
default_destination_recipient_limit = 1000
smtpd_authorized_xclient_hosts = 127.0.0.0/8
smtpd_client_connection_count_limit = 0
smtputf8_enable = yes
smtpd_milters = $1
non_smtpd_milters = $1
milter_default_action = tempfail
milter_connect_timeout = 5s
milter_command_timeout = 20s
milter_content_timeout = 60s
CF
}

write_master_cf() {
	cat <<CF
127.0.0.1:$smtp_port inet n - n - - smtpd
127.0.0.1:$reinject_port inet n - n - - smtpd
  -o smtpd_milters= -o milter_macro_daemon_name=REINJECT
  -o receive_override_options=no_milters,no_header_body_checks
pickup    unix  n - n 60  1 pickup
cleanup   unix  n - n -   0 cleanup
qmgr      unix  n - n 300 1 qmgr
rewrite   unix  - - n -   - trivial-rewrite
bounce    unix  - - n -   0 bounce
defer     unix  - - n -   0 bounce
trace     unix  - - n -   0 bounce
verify    unix  - - n -   1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n -   - proxymap
smtp      unix  - - n -   - smtp
relay     unix  - - n -   - smtp
showq     unix  n - n -   - showq
error     unix  - - n -   - error
retry     unix  - - n -   - error
discard   unix  - - n -   - discard
anvil     unix  - - n -   1 anvil
scache    unix  - - n -   1 scache
tlsmgr    unix  - - n 1000? 1 tlsmgr
postlog   unix-dgram n - n - 1 postlogd
CF
}

# start_postfix: its port is $smtp_port, the one without milters
# $reinject_port; all its mail goes to the sink.
start_postfix() {
	need_root
	need postfix postqueue
	mkdir -p "$D/etc" "$D/log" "$D/spool"
	install -d -o postfix -m 700 "$D/data"
	case $milter in
	inet:*) at=inet:127.0.0.1:$milter_port ;;
	*) at=$milter ;;
	esac
	write_main_cf "$at" >"$D/etc/main.cf"
	write_master_cf >"$D/etc/master.cf"
	postfix -c "$D/etc" start >"$D/postfix.out" 2>&1 ||
	    fail "Postfix does not start: $(cat "$D/postfix.out")"
	postfix_runs=1
	wait_for 10 'Postfix to run' postfix -c "$D/etc" status
}

# submit FILE [option of smtp_send…]: prints the deciding reply.
submit() {
	file=$1
	shift
	smtp_send -p "$smtp_port" "$@" "$file"
}

# --- probityd -----------------------------------------------------------

# write_conf [LINES]: a config for this story, with further top-level lines.
# A story sets $rules, $policy, $lists, $listen, $state, $user or $inspect_user
# before to have others.
# shellcheck disable=SC2120
write_conf() {
	cat >"$conf" <<CF
council:
  name: Town Council
  domains: [town.example]
  contact: the clerk on 01632 960100
officers:
  dpo: dpo@town.example
  mo: monitoring@town.example
  clerk: clerk@town.example
inspect:
  user: '${inspect_user-}'
  members: no
  senders: [town.example]
listen: [${listen:-"'$milter'"}]
socket:
  group: '$(getent group postfix >/dev/null && echo postfix)'
user: '${user-}'
state_dir: '${state:-$D/state}'
cache_dir: '${cache:-${TMPDIR:-/tmp}/probity-whole-cache.$(id -u)}'
run_dir: '$D/run'
log: stderr
release:
  host: 127.0.0.1
  port: $reinject_port
notices:
  templates: '$top_srcdir/conf/notices'
policy: '${policy:-$top_srcdir/conf/policy.yaml}'
lists: '${lists:-$top_srcdir/conf/lists}'
rules: ['${rules:-$top_srcdir/rules}']
CF
	[ $# -eq 0 ] || printf '%s\n' "$@" >>"$conf"
}

milter_answers() {
	milter_send -s "$milter" --timeout 5 --probe
}

answers_or_ended() {
	milter_answers || ! alive "$supervisor"
}

# start_probityd: in the foreground, log in $D/probityd.log; returns when the
# milter socket answers.
start_probityd() {
	[ -e "$conf" ] || write_conf
	need probityd milter_send
	# Workers exchanged in the middle are one story's matter.
	[ -n "${cache-}" ] ||
	    probity-inspect -c "$conf" -e store >/dev/null 2>&1
	probityd -c "$conf" -f >>"$D/probityd.log" 2>&1 &
	supervisor=$!
	wait_for 30 'the milter socket to answer' answers_or_ended
	alive "$supervisor" || fail 'probityd ended'
}

stop_probityd() {
	end_process "$supervisor"
	supervisor=
}

# children PID NAME: its children that run the program NAME, oldest first.
children() {
	cat /proc/[0-9]*/stat 2>/dev/null |
	    sed -n "s/^\([0-9]*\) ($2) [^Z] $1 .*/\1/p" | sort -n
}

milter_processes() {
	children "$supervisor" probityd
}

inspect_parent() {
	children "$supervisor" probity-inspect
}

# After a reload the old one stays until it has answered.
one_inspect_parent() {
	[ "$(inspect_parent | wc -l)" = 1 ]
}

inspect_parent_lives() {
	[ -n "$(inspect_parent)" ]
}

# Is it a worker that reads documents? Those may have more descriptors.
reads_documents() {
	grep -qs '^Max open files *32 ' "/proc/$1/limits"
}

# workers [INSPECT_PARENT]: the plain ones.
# shellcheck disable=SC2120
workers() {
	for p in $(children "${1:-$(inspect_parent)}" probity-inspect); do
		reads_documents "$p" || echo "$p"
	done
}

document_workers() {
	for p in $(children "$(inspect_parent)" probity-inspect); do
		! reads_documents "$p" || echo "$p"
	done
}

# Is a worker at work? It then holds more than its three descriptors.
busy() {
	[ "$(find "/proc/$1/fd" -type l 2>/dev/null | wc -l)" -gt 3 ]
}

# Stops the first worker found at work, and sets $caught to it: a plain one, or
# with "document_workers" one of those, which come and go.
catch_busy_worker() {
	caught=
	for _ in $(seq 100); do
		all=$("${1:-workers}")
		for _ in $(seq 40); do
			for p in $all; do
				busy "$p" || continue
				kill -STOP "$p"
				# It may have just finished.
				if busy "$p"; then
					# shellcheck disable=SC2034
					caught=$p
					return
				fi
				kill -CONT "$p"
			done
		done
	done
	fail 'no worker was seen at work'
}

# Stops every plain worker, so that messages stay in flight until thaw; or with
# "document_workers" those.
freeze() {
	frozen=$("${1:-workers}")
	for p in $frozen; do kill -STOP "$p"; done
}

thaw() {
	for p in $frozen; do kill -CONT "$p" 2>/dev/null; done
}

# Leaves what a killed supervisor left behind to the end of the story.
adopt() {
	to_kill="$to_kill $*"
}

# --- the log of probityd ------------------------------------------------

# logged TEXT [SECONDS]: waits for a line with that fixed string.
logged() {
	wait_for "${2:-10}" "the log line '$1'" \
	    grep -aqF -- "$1" "$D/probityd.log"
}

# How many lines of the log have TEXT.
log_count() {
	grep -acF -- "$1" "$D/probityd.log"
}

# probity COMMAND… with this story's config.
probity() {
	command_1=$1
	shift
	command probity "$command_1" "$@" -c "$conf"
}

# The ids of held messages, one a line.
held_ids() {
	command probity held list -c "$conf" --json | jq -r '.id'
}

# held_field ID FIELD: of the list's JSON, whatever its state.
held_field() {
	command probity held list --all -c "$conf" --json |
	    jq -r --arg id "$1" "select(.id == \$id) | .$2"
}

# Sets $id to the only held message there is.
the_held_one() {
	need jq
	id=$(held_ids)
	[ -n "$id" ] && [ "$(echo "$id" | wc -l)" = 1 ] ||
	    fail "one held message wanted, got: '$id'"
}

# ask FIELD [option of milter_send…] [FILE]: sends straight to the milter and
# prints a field of its answer; the whole answer is in $D/answer.
ask() {
	need jq
	field=$1
	shift
	milter_send -s "$milter" --timeout 60 "$@" >"$D/answer" ||
	    fail "no verdict: $(cat "$D/answer")"
	jq -r ".$field" "$D/answer"
}

# --- messages -----------------------------------------------------------

# Sets $rules to a few quick rules: "purple badger" is held outside the
# council, "grey seal" asked about, "brown otter" notified, "white heron" tagged.
few_rules() {
	rules=$D/rules
	mkdir "$rules"
	one_rule badger 'purple badger' confidential.comm high
	one_rule seal 'grey seal' confidential.comm medium
	one_rule otter 'brown otter' political.campaign medium
	one_rule heron 'white heron' conduct.chain medium
}

# one_rule ID PHRASE CATEGORY CONFIDENCE
one_rule() {
	cat >"$rules/$1.yaml" <<RULE
- id: $1
  title: The words $2
  category: $3
  why: A story needs it.
  phrases: ['$2']
  people: none
  confidence: {alone: $4}
  ok: ['a $2 there']
  fail: ['a $1 there']
RULE
}

# mail SUBJECT [header line…] <body >file: a whole message.
mail() {
	subject=$1
	shift
	printf 'From: Anna Hargreaves <anna@town.example>\n'
	printf 'To: out@example.org\nSubject: %s\n' "$subject"
	printf 'Date: Mon, 02 Nov 2026 10:00:00 +0000\n'
	printf 'Message-ID: <%s.%s@town.example>\n' \
	    "$(echo "$subject" | cksum | cut -d' ' -f1)" $$
	printf 'MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n'
	[ $# -eq 0 ] || printf '%s\n' "$@"
	printf '\n'
	cat
}

# crlf <file: with the line ends of the wire.
crlf() {
	sed 's/\r*$/\r/'
}

# without_received FILE: less the Received fields at its top.
without_received() {
	awk '!body && /^Received:/ { skip = 1; next }
	    !body && skip && /^[ \t]/ { next }
	    { skip = 0; body = 1; print }' "$1"
}

# one_line FILE: quoted-printable text with its line breaks taken out, so that
# no value hides across one.
one_line() {
	sed ':a; /=\r*$/ { N; s/=\r*\n//; ba }' "$1" | tr -s '\r\n' '  '
}

# same_mail WHAT GOT SENT: the same bytes but for Received fields on top.
same_mail() {
	crlf <"$3" >"$D/want.eml"
	without_received "$2" >"$D/got.eml"
	same_files "$1" "$D/got.eml" "$D/want.eml"
}
