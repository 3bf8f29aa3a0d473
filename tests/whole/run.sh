#!/bin/sh
# SPDX-License-Identifier: MIT
#
# run.sh - runs the whole-system stories, one after the other.
#
#   tests/whole/run.sh [STORY…]     names or files; default: all of them
#
# One line a story: ok, FAIL or skip, its name, seconds; what a failed story
# printed follows it.  The last line counts.  Exit 1 when one failed, 77 when
# all were skipped.  A story has $STORY_SECONDS (default 120) to end.
set -u

here=$(cd "$(dirname "$0")" && pwd)
top_srcdir=${top_srcdir:-$here/../..}
top_builddir=${top_builddir:-$top_srcdir}
export top_srcdir top_builddir
out=$(mktemp "${TMPDIR:-/tmp}/probity-story.XXXXXX")
trap 'rm -f "$out"' EXIT
ok=0 failed=0 skipped=0

[ $# -gt 0 ] || set -- "$here"/story-*.sh
for story; do
	[ -e "$story" ] || story=$here/story-$story.sh
	name=$(basename "$story" .sh)
	name=${name#story-}
	start=$(date +%s)
	timeout --kill-after=20 "${STORY_SECONDS:-120}" sh "$story" \
	    >"$out" 2>&1 </dev/null
	status=$?
	seconds=$(($(date +%s) - start))
	case $status in
	0)
		ok=$((ok + 1))
		echo "ok    $name (${seconds} s)"
		;;
	77)
		skipped=$((skipped + 1))
		echo "skip  $name (${seconds} s): $(sed -n 's/^skip: //p' "$out")"
		;;
	*)
		failed=$((failed + 1))
		[ "$status" -ne 124 ] || echo "FAIL: took too long" >>"$out"
		echo "FAIL  $name (${seconds} s)"
		sed 's/^/    /' "$out"
		;;
	esac
done

echo "$ok ok, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] || exit 1
[ "$ok" -gt 0 ] || exit 77
