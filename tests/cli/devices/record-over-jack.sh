#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# `phonostage record` with a real JACK server and no sound card: record-over-jack.sh PHONOSTAGE PLAYER PYTHON PROBE CURVES.csv
# What a client plays is in the file, sample for sample, at several rates and words; the needle starts and ends a side; and
# when the server dies, what was recorded stays, and recording goes on when it is back.
# shellcheck source=tests/support/jack-server.sh
source "$(dirname "$0")/../../support/jack-server.sh"
[ $# -eq 5 ] || { echo "usage: $0 PHONOSTAGE PLAYER PYTHON PROBE CURVES.csv" >&2; exit 2; }
phonostage=$1 player=$2 python=$3 probe=$4 curves=$5
need jackd
server_answers=("$player" waiter wait)

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
        [ $SECONDS -lt $end ] || fail "waited too long for: $*"
        sleep 0.1
    done
}
judge() { "$python" "$(dirname "$0")/judge_recording.py" "$@"; }

# A server whose clients do not get the processor in time gives up a block: what was played is then not what was heard.
# Its own log says so, and such a run proves nothing. It is run again, four times at most.
record_and_compare() { # rate, frames, name, bits, flags; status 1: the server gave up blocks, and something differs
    local rate=$1 frames=$2 name=$3 bits=$4 logged is_same=true
    shift 4
    logged=$(wc -l <"$work/jackd.log")
    start_server "$rate" "$frames"
    judge make "$work/in.raw" "$rate" 4 || fail "no sound was made"
    start_player "$work/in.raw"
    "$phonostage" record "$work/$name" --device-type JACK --input-device turntable --start now --stop hand --bits "$bits" \
        --go-on 0 --json "$@" >"$work/$name.json" 2>"$work/$name.log" &
    recorder=$!
    pids+=("$recorder")
    until_true 60 test -e "$work/done"
    kill -TERM "$recorder" # a shell without a terminal keeps SIGINT from what it starts in the background
    wait "$recorder" || fail "record ends with status $?"
    kill -KILL "$turntable"
    stop_server TERM
    judge same "$work/in.raw" "$work/$name" || is_same=false
    tail -n 1 "$work/$name.json"
    $is_same && return 0
    # Both must say it: the server that it lost blocks, the recording that it has drop-outs.
    tail -n +"$((logged + 1))" "$work/jackd.log" | grep -qiE "xrun|not finished|process error" || fail "$name differs, and the server lost nothing"
    tail -n 1 "$work/$name.json" | grep -q '"drop_outs":0,' && fail "$name differs, and reports no drop-out"
    return 1
}

touch "$work/jackd.log"
for set in "44100 256 a.flac 24" "48000 64 b.wav 24" "96000 128 c.flac 24" "192000 512 d.wav 32f" \
    "48000 256 e.flac 24 --monitor --output-device system"; do
    read -r rate frames name bits flags <<<"$set"
    for try in 1 2 3 4 5; do
        echo "sample for sample: $rate Hz, blocks of $frames, $name, $bits bit $flags"
        # shellcheck disable=SC2086
        record_and_compare "$rate" "$frames" "$try-$name" "$bits" $flags && break
        [ "$try" -lt 5 ] || fail "the server lost blocks in five runs: this machine is too busy for the test"
    done
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
kill -KILL "$server_pid" "$turntable"
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

echo "heard while it records: RIAA with 40 dB of gain at the output, and flat in the file"
"$phonostage" record "$work/heard.wav" --monitor --device-type JACK --input-device system --gain 40 --start now --stop hand \
    --go-on 0 >"$work/heard.out" 2>"$work/heard.log" &
recorder=$!
pids+=("$recorder")
until_true 30 test -e "$work/heard.recording.wav"
"$probe" measure "$curves"
echo "... and again when the server was away"
stop_server TERM
until_true 30 test -e "$work/heard.wav"
start_server 48000 256
until_true 60 test -e "$work/heard part 2.recording.wav"
"$probe" measure "$curves"
kill -TERM "$recorder"
wait "$recorder" || fail "record --monitor ends with status $?"
judge tones "$work/heard.wav" "$work/heard part 2.wav"

echo "what is not there, and what cannot be"
for wrong in "--input-device nothing" "--rate 12345" "--pair 7+8" "--device-type tape" \
    "--monitor --input-device nothing" "--monitor --pair 2" "--output-device system"; do
    status=0
    # shellcheck disable=SC2086
    "$phonostage" record "$work/x.flac" --device-type JACK $wrong >"$work/x.out" 2>"$work/x.log" || status=$?
    if [ "$status" -lt 1 ] || [ "$status" -gt 125 ] || [ "$(wc -l <"$work/x.log")" -ne 1 ]; then
        fail "$wrong: status $status"
    fi
    cat "$work/x.log"
    [ ! -e "$work/x.flac" ] && [ ! -e "$work/x.recording.flac" ]
done
"$phonostage" record --list-devices | grep -q JACK
echo "all as it should be"
