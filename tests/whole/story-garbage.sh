#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154
#
# Whatever bytes come at the socket, nothing crashes, every message is answered,
# and what cannot be read does not pass as clean.
. "$(dirname "$0")/lib.sh"

need bash
few_rules
milter=inet:$milter_port@127.0.0.1
start_probityd
before="$(milter_processes) $(inspect_parent) $(workers)"

# answered WHAT [option…] FILE: sets $verdict
answered() {
	what=$1
	shift
	verdict=$(ask verdict "$@")
	case $verdict in
	continue | discard) ;;
	*) fail "$what: $(cat "$D/answer")" ;;
	esac
}

# not_clean WHAT FILE
not_clean() {
	answered "$1" "$2"
	same "$1" "$verdict" discard
}

# Bytes that are no message.
: >"$D/empty"
answered 'an empty message' "$D/empty"
printf '\r\n\r\n' >"$D/blank"
answered 'blank lines' "$D/blank"
printf 'Subject: x' >"$D/half"
answered 'half a header' "$D/half"
for n in 1 2 3 4 5 6 7 8; do
	head -c $((n * n * 4000)) /dev/urandom >"$D/random"
	answered "random bytes $n" "$D/random"
	{ mail "Random $n"; head -c $((n * 9000)) /dev/urandom; } \
	    </dev/null >"$D/random"
	answered "random body $n" "$D/random"
	{
		mail "Random part $n" </dev/null | sed \
		    's,^Content-Type.*,Content-Type: multipart/mixed; boundary=b,'
		printf -- '--b\nContent-Type: application/pdf\n'
		printf 'Content-Transfer-Encoding: base64\n\n%%PDF'
		head -c $((n * 3000)) /dev/urandom | base64
	} >"$D/random"
	not_clean "a PDF of random bytes $n" "$D/random"
done

# Every prefix of a real message, by a stride that is no power of two.
paper=$top_srcdir/tests/mail/tenant-list-attached.eml
size=$(wc -c <"$paper") n=1
while [ $n -lt "$size" ]; do
	head -c $n "$paper" >"$D/cut"
	answered "cut at $n" "$D/cut"
	n=$((n + 37))
done

# What is cut or broken and could hide something.
part() {
	mail "$1" </dev/null | sed \
	    's,^Content-Type.*,Content-Type: multipart/mixed; boundary=b,'
	printf -- '--b\nContent-Type: %s\n' "$2"
	printf 'Content-Transfer-Encoding: %s\n\n' "${3:-7bit}"
	cat
	printf -- '\n--b--\n'
}
printf 'PK\003\004 this is no archive' | base64 |
    part 'Zip' 'application/zip; name=a.zip' base64 >"$D/m"
not_clean 'a broken archive' "$D/m"
printf 'PK\003\004 this is no document' | base64 |
    part 'Docx' 'application/octet-stream; name=a.docx' base64 >"$D/m"
not_clean 'a broken document' "$D/m"
printf -- '-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n' |
    part 'PGP' 'application/octet-stream; name=encrypted.asc' >"$D/m"
not_clean 'an encrypted part' "$D/m"
printf 'There is a purple badger' | base64 | sed 's/.$/!!/' |
    part 'Broken' 'text/plain' base64 >"$D/m"
not_clean 'broken base64' "$D/m"
printf 'There is a purple=\n badger =ZZ here' |
    part 'QP' 'text/plain' quoted-printable >"$D/m"
not_clean 'broken quoted-printable' "$D/m"
printf 'There is\0 a purple badger' | part 'NUL' 'text/plain' >"$D/m"
not_clean 'a NUL' "$D/m"
printf 'There is \377\376\200 a purple badger' |
    part 'Eight' 'text/plain; charset=utf-8' >"$D/m"
not_clean '8-bit that is no UTF-8' "$D/m"
printf 'There is a purple badger' |
    part 'Charset' 'text/plain; charset=no-such-charset' >"$D/m"
not_clean 'an unknown charset' "$D/m"
{
	mail 'Deep' </dev/null | sed \
	    's,^Content-Type.*,Content-Type: multipart/mixed; boundary=b0,'
	for n in $(seq 0 60); do
		printf -- '--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n' \
		    "$n" $((n + 1))
	done
	printf -- '--b61\n\npurple badger\n'
} >"$D/m"
not_clean 'too deep' "$D/m"
{
	mail 'Many' </dev/null | sed \
	    's,^Content-Type.*,Content-Type: multipart/mixed; boundary=b,'
	for n in $(seq 5000); do printf -- '--b\n\nx\n'; done
	printf -- '--b\n\npurple badger\n--b--\n'
} >"$D/m"
not_clean 'too many parts' "$D/m"

# Clients that hang up, and ones that do not speak the protocol.
for place in body end; do
	for _ in 1 2 3; do
		milter_send -s "$milter" --timeout 5 --drop "$place" "$paper" \
		    >/dev/null 2>&1
	done
done
for n in 1 100 70000; do
	timeout 10 bash -c "head -c $n /dev/urandom >/dev/tcp/127.0.0.1/$milter_port" \
	    2>/dev/null
done

mail 'Hello' <<'BODY' >"$D/m"
See you on Monday.
BODY
same 'clean mail afterwards' "$(ask verdict "$D/m")" continue
same 'processes' "$(milter_processes) $(inspect_parent) $(workers)" "$before"
has_not "$D/probityd.log" worker-died
