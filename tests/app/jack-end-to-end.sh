#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The app over JACK, without a sound card: jack-end-to-end.sh APP PROBE CURVES.csv
# First start: no input port. With --input on: tones at cartridge level in, rightly equalised tones out, and once more
# after the server was away.
set -euo pipefail
[ $# -eq 3 ] || { echo "usage: $0 APP PROBE CURVES.csv" >&2; exit 2; }
app=$1 probe=$2 curves=$3

for program in jackd Xvfb; do
    command -v "$program" >/dev/null || {
        echo "jack-end-to-end: $program is missing; install the Debian packages jackd2 and xvfb" >&2
        exit 1
    }
done

work=$(mktemp -d)
pids=()
finish() {
    local status=$?
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
    if [ "$status" -ne 0 ]; then
        for log in "$work"/*.log; do echo "--- $(basename "$log")"; tail -n 20 "$log"; done >&2
    fi
    rm -rf "$work" /dev/shm/jack*"$JACK_DEFAULT_SERVER"*
    exit "$status"
}
trap finish EXIT

# Nothing of the user's is read or written, no sound card is asked for, and other servers are left alone.
export HOME=$work XDG_RUNTIME_DIR=$work XDG_CONFIG_HOME=$work
export JACK_DEFAULT_SERVER=phonostage-test-$$ JACK_NO_AUDIO_RESERVATION=1 JACK_NO_START_SERVER=1

Xvfb -displayfd 3 -screen 0 1366x768x24 -nolisten tcp -noreset 3>"$work/display" >"$work/xvfb.log" 2>&1 &
pids+=($!)
for _ in $(seq 300); do [ -s "$work/display" ] && break; sleep 0.1; done
[ -s "$work/display" ] || { echo "jack-end-to-end: Xvfb does not start" >&2; exit 1; }
DISPLAY=:$(cat "$work/display")
export DISPLAY

# -r: no real-time privileges needed; -S: a slow client delays the others instead of losing its block.
start_server() {
    jackd -r -S -n "$JACK_DEFAULT_SERVER" -d dummy -r 48000 -p 256 >>"$work/jackd.log" 2>&1 &
    server_pid=$!
    pids+=("$server_pid")
    "$probe" wait
}
start_server

start_app() { # log, flags
    local log=$work/$1
    shift
    "$app" --device-type JACK --rate 48000 --buffer 256 --settings "$work/settings.json" --quit-after 300 "$@" \
        >"$log" 2>&1 &
    app_pid=$!
    pids+=("$app_pid")
}

echo "first start: the input stays closed"
start_app first.log
"$probe" input-closed
kill "$app_pid"
wait "$app_pid" || true

echo "input on: RIAA with 40 dB of gain on both channels"
start_app on.log --input on
"$probe" measure "$curves"

echo "the server goes away: the app stays"
kill "$server_pid"
wait "$server_pid" || true
wait_for() { # text in the app's log
    for _ in $(seq 300); do
        kill -0 "$app_pid" || { echo "jack-end-to-end: the app died with the server" >&2; exit 1; }
        grep -q "$1" "$work/on.log" && return
        sleep 0.1
    done
    echo "jack-end-to-end: the app does not say \"$1\"" >&2
    exit 1
}
wait_for "has stopped"
sleep 3

echo "the server is back: so are the tones, with the input on, and the app has said so"
start_server
wait_for "is back: reopened as before, with the input on"
"$probe" measure "$curves"
[ "$(wc -l <"$work/on.log")" -lt 30 ] || { echo "jack-end-to-end: the app's log is full of the same" >&2; exit 1; }
