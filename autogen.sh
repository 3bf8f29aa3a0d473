#!/bin/sh
# autogen.sh - makes ./configure from configure.ac, for a checkout of the source.
set -eu
cd "$(dirname "$0")"
for tool in autoconf automake pkg-config; do
	command -v "$tool" >/dev/null || {
		echo "autogen.sh: $tool is missing; on Debian:" >&2
		echo "  apt-get install autoconf automake pkg-config" >&2
		exit 1
	}
done
exec autoreconf --install --warnings=all,no-portability "$@"
