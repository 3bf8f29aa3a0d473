#!/bin/sh
# SPDX-License-Identifier: MIT
#
# score.sh - how often the shipped rules are right: prints the figures and what
# went wrong, and writes the figures to rules/ACCURACY.md.
#
#	score.sh [CORPORA]          default: shared/corpora beside the source
#	score.sh --check [CORPORA]  instead: fails where a figure is worse than
#	                            those in rules/ACCURACY.md
#
# The mails of tests/score and tests/mail always count; what is absent of the
# corpora is skipped and said so, and then the file is left as it was.
set -eu
top_srcdir=${top_srcdir:-$(dirname "$0")/../..}
top_builddir=${top_builddir:-.}
export top_srcdir top_builddir
score=$top_builddir/tests/score/score
accuracy=$top_srcdir/rules/ACCURACY.md

if [ "${1:-}" = --check ]; then
	exec "$score" --check "${2:-$top_srcdir/../shared/corpora}" "$accuracy"
fi
exec "$score" "${1:-$top_srcdir/../shared/corpora}" "$accuracy"
