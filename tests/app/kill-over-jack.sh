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

start_recording() { # folder, format: sets app_pid, player, began
    cat >"$work/settings.json" <<JSON
{"schema": 1, "record": {"folder": "$1", "by_itself": false, "format": "$2"}}
JSON
    "$probe" play "$work/played.raw" "$work/heard.raw" 2>/dev/null &
    player=$!
    "$app" --device-type JACK --rate 48000 --buffer 256 --settings "$work/settings.json" --quit-after 300 --input on \
        >"$work/app.log" 2>&1 &
    app_pid=$!
    pids+=("$player" "$app_pid")
    local window file=
    wait_for_window
    sleep 1
    xdotool windowfocus "$window" key ctrl+2 key r
    for _ in $(seq 1500); do
        file=$(find "$1" -name '*.recording.*' -size +0)
        [ -n "$file" ] && break
        sleep 0.02
    done
    [ -n "$file" ] || fail "recording does not start"
    began=$(now_ms)
}

# Status 1: something differs, and the server says that it was late, so that nothing is proved (record-over-jack.sh).
compare() { # file, seconds
    "$python" "$judge" piece "$work/played.raw" "$1" "$2" && return 0
    tail -n +"$((logged + 1))" "$work/jackd.log" | grep -qiE "xrun|not finished|process error" ||
        fail "$1 differs, and the server lost nothing"
    return 1
}

# If a client does not answer, the server waits five seconds, processes no block in that time, and logs an error. It
# happened once while a client was just starting: the whole run went by without a single block.
server_was_stuck() {
    tail -n +"$((logged + 1))" "$work/jackd.log" | grep -q "SuspendRefNum error"
}

# Status 1: nothing is proved, as in compare().
end_while_recording() { # signal, folder, format
    local file status=0 recorded
    mkdir -p "$2"
    echo mine >"$2/mine.txt"
    logged=$(wc -l <"$work/jackd.log")
    start_server 48000 256
    start_recording "$2" "$3"
    sleep "$((RANDOM % longest)).$((RANDOM % 10))"
    recorded=$(($(now_ms) - began))
    kill "-$1" "$app_pid"
    { wait "$app_pid" || status=$?; } 2>/dev/null
    { kill -KILL "$player" && wait "$player" || true; } 2>/dev/null
    stop_server KILL # clients that were killed leave it in disorder
    echo "SIG$1 after $recorded ms, $3"
    if [ "$1" = TERM ]; then
        [ "$status" = 0 ] || fail "the status after SIGTERM is $status"
    else
        [ -z "$(find "$2" -type f ! -name '*.recording.*' ! -name '*.take.json' ! -name mine.txt)" ] ||
            fail "something partial has its last name"
        recorded=$((recorded > 1000 ? recorded - 1000 : 0))
        "$cli" recover "$2" >"$work/recover.log"
    fi
    [ "$(cat "$2/mine.txt")" = mine ] || fail "another file was touched"
    file="$2/Side A.$3"
    if [ ! -e "$file" ]; then
        [ "$1" = KILL ] && [ "$recorded" = 0 ] && return 0
        server_was_stuck || fail "nothing is there: $(ls "$2")"
        return 1
    fi
    [ -z "$(find "$2" -name '*.recording.*')" ] || fail "something is left of the recording"
    compare "$file" "$(awk -v ms="$recorded" 'BEGIN { print ms / 1000 }')"
}

touch "$work/jackd.log"
for ((round = 0; round < times; ++round)); do
    signal=$([ $((round % 2)) = 0 ] && echo KILL || echo TERM)
    format=$([ $(((round + 1) / 2 % 2)) = 0 ] && echo wav || echo flac)
    for try in 1 2 3 4 5; do
        end_while_recording "$signal" "$work/records-$round-$try" "$format" && break
        [ "$try" -lt 5 ] || fail "the server was late in five runs: this machine is too busy for the test"
    done
done
start_server 48000 256 # takes the place of the one that was killed, and gives it back
