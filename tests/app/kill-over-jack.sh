#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The app, ended while it records a side over JACK. By SIGKILL: what was delivered a second before is there, and is found
# again. By SIGTERM: all is there, under its last name.
#     kill-over-jack.sh APP PROBE CLI PYTHON [TIMES [SECONDS]]
# TIMES (4), by turns, after up to SECONDS (6) of recording.
# shellcheck source=tests/support/jack-server.sh
source "$(dirname "$0")/../support/jack-server.sh"
[ $# -ge 4 ] || { echo "usage: $0 APP PROBE CLI PYTHON [TIMES [SECONDS]]" >&2; exit 2; }
app=$1 probe=$2 cli=$3 python=$4 times=${5:-4} longest=${6:-6}
judge=$(dirname "$0")/../cli/devices/judge_recording.py
need jackd Xvfb xdotool
server_answers=("$probe" wait)
start_screen 1366x900

"$python" "$judge" make "$work/played.raw" 48000 $((longest + 30))
mkdir -p "$work/Phonostage"
echo '{"first_run_done": true}' >"$work/Phonostage/editor.json"
now_ms() { date +%s%3N; }
for ((round = 1; round <= times; ++round)); do
    start_server 48000 256
    records="$work/records$round"
    mkdir -p "$records"
    echo mine >"$records/mine.txt"
    signal=$([ $((round % 2)) = 1 ] && echo KILL || echo TERM)
    cat >"$work/settings.json" <<JSON
{"schema": 1, "record": {"folder": "$records", "by_itself": false, "format": "$([ $((round / 2 % 2)) = 1 ] && echo flac || echo wav)"}}
JSON
    "$probe" play "$work/played.raw" "$work/heard.raw" &
    pids+=($!)
    player=$!
    "$app" --device-type JACK --rate 48000 --buffer 256 --settings "$work/settings.json" --quit-after 300 --input on \
        >"$work/app.log" 2>&1 &
    app_pid=$!
    pids+=("$app_pid")
    window=
    for _ in $(seq 300); do
        window=$(xdotool search --onlyvisible --name Phonostage 2>/dev/null | tail -1) || true
        [ -n "$window" ] && break
        sleep 0.1
    done
    [ -n "$window" ] || fail "the app shows no window"
    sleep 1
    xdotool windowfocus "$window" key ctrl+2 key r
    for _ in $(seq 300); do
        file=$(find "$records" -name '*.recording.*' -size +0)
        [ -n "$file" ] && break
        sleep 0.02
    done
    [ -n "$file" ] || fail "recording does not start"
    began=$(now_ms)
    sleep "$((RANDOM % longest)).$((RANDOM % 10))"
    killed=$(now_ms)
    kill "-$signal" "$app_pid"
    status=0
    { wait "$app_pid" || status=$?; } 2>/dev/null
    { kill -KILL "$player" && wait "$player" || true; } 2>/dev/null
    stop_server KILL # clients that were killed leave it in disorder
    if [ "$signal" = TERM ]; then
        [ "$status" = 0 ] || fail "the status after SIGTERM is $status"
        file=$(find "$records" -name 'Side A.wav' -o -name 'Side A.flac')
        [ -n "$file" ] || fail "SIGTERM leaves no whole take: $(ls "$records")"
        [ -z "$(find "$records" -name '*.recording.*')" ] || fail "something is left of the recording"
        echo "ended after $((killed - began)) ms"
        "$python" "$judge" piece "$work/played.raw" "$file" "$(awk -v t=$((killed - began)) 'BEGIN { print t / 1000 }')"
        continue
    fi
    [ "$(find "$records" -type f ! -name '*.recording.*' ! -name '*.take.json' ! -name mine.txt)" = "" ] || fail "something partial has its last name"
    promised=$(awk -v t=$((killed - began)) 'BEGIN { s = t / 1000 - 1; print (s > 0) ? s : 0 }')
    echo "killed after $((killed - began)) ms: at least $promised s are promised"
    "$cli" recover "$records" >"$work/recover.log"
    [ "$(cat "$records/mine.txt")" = mine ] || fail "another file was touched"
    file=$(find "$records" -name 'Side A.wav' -o -name 'Side A.flac')
    if [ -z "$file" ]; then
        awk -v s="$promised" 'BEGIN { exit s > 0 }' || fail "nothing was found again"
        continue
    fi
    "$python" "$judge" piece "$work/played.raw" "$file" "$promised"
done
start_server 48000 256 # takes the place of the one that was killed, and gives it back
