#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The app over JACK, without a sound card: jack-end-to-end.sh APP PROBE CURVES.csv
# First start: no input port. With --input on: tones at cartridge level in, rightly equalised tones out, and once more
# after the server was away.
# shellcheck source=tests/support/jack-server.sh
source "$(dirname "$0")/../support/jack-server.sh"
[ $# -eq 3 ] || { echo "usage: $0 APP PROBE CURVES.csv" >&2; exit 2; }
app=$1 probe=$2 curves=$3
need jackd Xvfb
server_answers=("$probe" wait)
start_screen 1366x768
start_server 48000 256

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
stop_server TERM
wait_for() { # text in the app's log
    for _ in $(seq 300); do
        kill -0 "$app_pid" || fail "the app died with the server"
        grep -q "$1" "$work/on.log" && return
        sleep 0.1
    done
    fail "the app does not say \"$1\""
}
wait_for "has stopped"
sleep 3

echo "the server is back: so are the tones, with the input on, and the app has said so"
start_server 48000 256
wait_for "is back: reopened as before, with the input on"
"$probe" measure "$curves"
[ "$(wc -l <"$work/on.log")" -lt 30 ] || fail "the app's log is full of the same"
