#!/bin/sh
# SPDX-License-Identifier: MIT
#
# score.sh - how often the shipped rules are right: prints what went wrong and
# the figures, and writes the figures to rules/ACCURACY.md.
#
#	score.sh [CORPORA]     default: shared/corpora beside the source folder
#
# The councillors' mails of tests/score/mails.txt always count; what is absent
# of the corpora is skipped and said so, and then the file is left as it was.
set -eu
top_srcdir=${top_srcdir:-$(dirname "$0")/../..}
top_builddir=${top_builddir:-.}
export top_srcdir top_builddir
corpora=${1:-$top_srcdir/../shared/corpora}
score=$top_builddir/tests/score/score

if [ -d "$corpora" ]; then
	exec "$score" --show "$corpora" "$top_srcdir/rules/ACCURACY.md"
fi
exec "$score" --show "$corpora"
