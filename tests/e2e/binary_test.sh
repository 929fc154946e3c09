#!/bin/sh
# The shipped program is one file that needs nothing: it must run `FROM scratch`.
# Usage: binary_test.sh BINARY
set -eu
if ldd "$1" 2>&1 | grep -q '=>'; then
    echo "$1 needs shared libraries:" >&2
    ldd "$1" >&2
    exit 1
fi
! readelf --program-headers "$1" | grep -q INTERP || {
    echo "$1 asks for a dynamic loader" >&2
    exit 1
}
