#!/bin/sh
# Stands in for a program in the documentation, by its name: docs_test.py puts it first in PATH.
# dig and curl are the real ones, which ask until the sidecar that the line before started is there. `./run VERB` must be
# listed by the real one. The rest needs a cluster or the outside: only the paths of this tree that it names must be there.
set -u
name=$(basename "$0")
case $name in
dig | curl)
    PATH=${PATH#*:}
    until "$name" "$@"; do :; done
    ;;
run)
    [ $# -eq 0 ] || "$ROOT/run" | grep -q "^./run $1 "
    ;;
*)
    for word in "$@"; do
        case $word in
        docs/* | pod-patches/* | tests/*) ls -d "$ROOT/${word%%\?*}" >/dev/null || exit 1 ;;
        esac
    done
    ;;
esac
