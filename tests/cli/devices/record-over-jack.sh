#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# `phonostage record` with a real JACK server and no sound card: record-over-jack.sh PHONOSTAGE PLAYER PYTHON
# What a client plays is in the file, sample for sample, at several rates and words; the needle starts and ends a side; and
# when the server dies, what was recorded stays, and recording goes on when it is back.
set -euo pipefail
[ $# -eq 3 ] || { echo "usage: $0 PHONOSTAGE PLAYER PYTHON" >&2; exit 2; }
phonostage=$1 player=$2 python=$3
command -v jackd >/dev/null || {
    echo "record-over-jack: jackd is missing; install the Debian package jackd2" >&2
    exit 1
}

work=$(mktemp -d)
pids=()
finish() {
    local status=$?
    # JACK has room for eight servers, and one that is killed keeps its place until its name is used again.
    [ -z "${server:-}" ] || stop_server TERM
    for pid in "${pids[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
    for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
    if [ "$status" -ne 0 ]; then
        for log in "$work"/*.log; do echo "--- $(basename "$log")"; tail -n 20 "$log"; done >&2
    fi
    rm -rf "$work" /dev/shm/jack*"$JACK_DEFAULT_SERVER"*
    exit "$status"
}
trap finish EXIT
export HOME=$work XDG_RUNTIME_DIR=$work XDG_CONFIG_HOME=$work
export JACK_DEFAULT_SERVER=phonostage-record-$$ JACK_NO_AUDIO_RESERVATION=1 JACK_NO_START_SERVER=1

start_server() { # rate, frames. -S: a slow client delays the others instead of losing its block.
    jackd -r -S -n "$JACK_DEFAULT_SERVER" -d dummy -r "$1" -p "$2" >>"$work/jackd.log" 2>&1 &
    server=$!
    pids+=("$server")
    "$player" waiter wait
}
stop_server() { # signal
    kill "-$1" "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    rm -rf /dev/shm/jack*"$JACK_DEFAULT_SERVER"*
}
start_player() { # file
    rm -f "$work/done"
    "$player" turntable "$1" "$work/done" >>"$work/player.log" 2>&1 &
    turntable=$!
    pids+=("$turntable")
    until_true 60 sh -c "\"$phonostage\" record --list-devices | grep -q turntable"
}
until_true() { # seconds, command
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ $SECONDS -lt $end ] || { echo "record-over-jack: waited too long for: $*" >&2; exit 1; }
        sleep 0.1
    done
}
judge() { "$python" "$(dirname "$0")/judge_recording.py" "$@"; }

for set in "44100 256 a.flac 24" "48000 64 b.wav 24" "96000 128 c.flac 24" "192000 512 d.wav 32f"; do
    read -r rate frames name bits <<<"$set"
    echo "sample for sample: $rate Hz, blocks of $frames, $name, $bits bit"
    start_server "$rate" "$frames"
    judge make "$work/in.raw" "$rate" 4
    start_player "$work/in.raw"
    "$phonostage" record "$work/$name" --device-type JACK --input-device turntable --start now --stop hand --bits "$bits" \
        --go-on 0 --json >"$work/$name.json" 2>"$work/$name.log" &
    recorder=$!
    pids+=("$recorder")
    until_true 60 test -e "$work/done"
    kill -TERM "$recorder" # a shell without a terminal keeps SIGINT from what it starts in the background
    wait "$recorder"
    judge same "$work/in.raw" "$work/$name"
    tail -n 1 "$work/$name.json"
    kill -KILL "$turntable"
    stop_server TERM
done

echo "the needle starts a side and ends it"
start_server 48000 256
judge side "$work/side.raw" 48000
start_player "$work/side.raw"
"$phonostage" record "$work/side.flac" --device-type jack --input-device turntable --pre-roll 3 --go-on 1 \
    2>"$work/side.log" >"$work/side.out"
judge needle "$work/side.raw" "$work/side.flac" "$work/side.take.json"
kill -KILL "$turntable"

echo "the server dies, and comes back"
judge make "$work/in.raw" 48000 60
start_player "$work/in.raw"
"$phonostage" record "$work/gone.flac" --device-type JACK --input-device turntable --start now --stop hand --go-on 0 \
    2>"$work/gone.log" >"$work/gone.out" &
recorder=$!
pids+=("$recorder")
until_true 30 test -e "$work/gone.recording.flac"
sleep 6
kill -KILL "$server" "$turntable"
stop_server KILL
until_true 30 test -e "$work/gone.flac"
start_server 48000 256
start_player "$work/in.raw"
until_true 60 test -e "$work/gone part 2.recording.flac"
sleep 5
kill -TERM "$recorder"
wait "$recorder"
judge begin "$work/in.raw" "$work/gone.flac" 3
judge begin "$work/in.raw" "$work/gone part 2.flac" 2
kill -KILL "$turntable"

echo "what is not there, and what cannot be"
for wrong in "--input-device nothing" "--rate 12345" "--pair 7+8" "--device-type tape"; do
    status=0
    # shellcheck disable=SC2086
    "$phonostage" record "$work/x.flac" --device-type JACK $wrong >"$work/x.out" 2>"$work/x.log" || status=$?
    if [ "$status" -lt 1 ] || [ "$status" -gt 125 ] || [ "$(wc -l <"$work/x.log")" -ne 1 ]; then
        echo "record-over-jack: $wrong: status $status" >&2
        exit 1
    fi
    cat "$work/x.log"
    [ ! -e "$work/x.flac" ] && [ ! -e "$work/x.recording.flac" ]
done
"$phonostage" record --list-devices | grep -q JACK
echo "all as it should be"
