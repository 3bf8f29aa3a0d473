#!/bin/sh
# SPDX-License-Identifier: MIT
#
# rules.sh - the shipped rules read, and every rule finds its own samples.
set -eu
top_srcdir=${top_srcdir:-$(dirname "$0")/..}
top_builddir=${top_builddir:-$top_srcdir}
probity=$top_builddir/probity

"$probity" config check -c "$top_srcdir/conf/probity.yaml"
"$probity" rules test "$top_srcdir/rules"
