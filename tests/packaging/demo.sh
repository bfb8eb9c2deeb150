#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The program that scripts/run builds for the demo renders as the whole one does: demo.sh DEMO PHONOSTAGE CAPTURES
set -euo pipefail
demo=$1 phonostage=$2 captures=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

found=0
for capture in "$captures"/*.flac; do
    for program in "$demo" "$phonostage"; do
        "$program" render "$capture" "$work/$(basename "$program").wav" --input-dbv -20 \
            --report "$work/$(basename "$program").json" --response-png "$work/$(basename "$program").response.png" \
            --levels-png "$work/$(basename "$program").levels.png"
    done
    for kind in wav response.png levels.png; do
        cmp "$work/$(basename "$demo").$kind" "$work/$(basename "$phonostage").$kind"
    done
    [ -s "$work/$(basename "$demo").json" ]
    rm "$work"/*
    found=$((found + 1))
done
[ "$found" -gt 0 ]

# A wrong flag is refused by it, too.
status=0
"$demo" render --no-such-flag 2>"$work/said" || status=$?
[ "$status" -eq 2 ]
grep -q no-such-flag "$work/said"
