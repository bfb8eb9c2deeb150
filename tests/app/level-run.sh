#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The way from a fresh start to the right level, on a screen and a JACK server of its own:
#     level-run.sh LEVEL_RUN PROBE CAPTURES [CASE ...]
# shellcheck source=tests/support/jack-server.sh
source "$(dirname "$0")/../support/jack-server.sh"
[ $# -ge 3 ] || { echo "usage: $0 LEVEL_RUN PROBE CAPTURES [CASE ...]" >&2; exit 2; }
run=$1 probe=$2 captures=$3
shift 3
need jackd Xvfb
server_answers=("$probe" wait)
start_screen 1400x1000
start_server 48000 1024

# Each as a person starts the app: a process of its own.
[ $# -gt 0 ] || set -- $(seq 0 27)
wrong=0
for case in "$@"; do
    "$run" "$captures" "$work" "$case" || wrong=$((wrong + 1))
done
echo "$# cases, $wrong wrong"
[ "$wrong" -eq 0 ]
