#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The way from a fresh start to the right level, on a screen and a JACK server of its own:
#     level-run.sh LEVEL_RUN PROBE CAPTURES [CASE ...]
set -euo pipefail
[ $# -ge 3 ] || { echo "usage: $0 LEVEL_RUN PROBE CAPTURES [CASE ...]" >&2; exit 2; }
run=$1 probe=$2 captures=$3
shift 3

for program in jackd Xvfb; do
    command -v "$program" >/dev/null || {
        echo "level-run: $program is missing; install the Debian packages jackd2 and xvfb" >&2
        exit 1
    }
done

work=$(mktemp -d)
pids=()
finish() {
    local status=$?
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
    rm -rf "$work" /dev/shm/jack*"$JACK_DEFAULT_SERVER"*
    exit "$status"
}
trap finish EXIT
export HOME=$work XDG_RUNTIME_DIR=$work XDG_CONFIG_HOME=$work
export JACK_DEFAULT_SERVER=phonostage-level-$$ JACK_NO_AUDIO_RESERVATION=1 JACK_NO_START_SERVER=1

Xvfb -displayfd 3 -screen 0 1400x1000x24 -nolisten tcp -noreset 3>"$work/display" >"$work/xvfb.log" 2>&1 &
pids+=($!)
for _ in $(seq 300); do [ -s "$work/display" ] && break; sleep 0.1; done
[ -s "$work/display" ] || { echo "level-run: Xvfb does not start" >&2; exit 1; }
DISPLAY=:$(cat "$work/display")
export DISPLAY

# -S: a slow client delays the others instead of losing its block.
jackd -r -S -n "$JACK_DEFAULT_SERVER" -d dummy -r 48000 -p 1024 >"$work/jackd.log" 2>&1 &
pids+=($!)
"$probe" wait

# Each as a person starts the app: a process of its own.
[ $# -gt 0 ] || set -- $(seq 0 27)
wrong=0
for case in "$@"; do
    "$run" "$captures" "$work" "$case" || wrong=$((wrong + 1))
done
echo "$# cases, $wrong wrong"
[ "$wrong" -eq 0 ]
