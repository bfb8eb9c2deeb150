#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A side of three tracks, played into the app over JACK, recorded, cut and exported by keys alone, and compared:
#     record-end-to-end.sh APP PROBE CLI PYTHON
# What is recorded is what was played, to the bit; the tracks are those of `phonostage split`, the files those of
# `phonostage export`.
# shellcheck source=tests/support/jack-server.sh
source "$(dirname "$0")/../support/jack-server.sh"
[ $# -eq 4 ] || { echo "usage: $0 APP PROBE CLI PYTHON" >&2; exit 2; }
app=$1 probe=$2 cli=$3 python=$4 judge=$(dirname "$0")/judge_side.py
need jackd Xvfb xdotool
server_answers=("$probe" wait)
start_screen 1366x900
start_server 48000 256

"$python" "$judge" make "$work/side.raw"
mkdir -p "$work/records" "$work/music" "$work/Phonostage"
echo '{"first_run_done": true}' >"$work/Phonostage/editor.json"
cat >"$work/settings.json" <<JSON
{"schema": 1, "record": {"folder": "$work/records", "export_folder": "$work/music", "by_itself": true,
 "album": "Harbour Lights", "artist": "Harbour Quartet", "year": "1961", "side": "A"}}
JSON
# It plays as soon as the app has ports: the recorder must not hear the server's digital silence first.
"$probe" play "$work/side.raw" "$work/heard.raw" &
pids+=($!)
"$app" --device-type JACK --rate 48000 --buffer 256 --settings "$work/settings.json" --quit-after 600 --input on \
    >"$work/app.log" 2>&1 &
app_pid=$!
pids+=("$app_pid")
wait_for_window
press() { xdotool windowfocus "$window" key "$@"; }
wait_for() { # seconds, what, command
    local seconds=$1 what=$2
    shift 2
    for _ in $(seq $((10 * seconds))); do
        kill -0 "$app_pid" 2>/dev/null || fail "the app died: $what"
        "$@" 2>/dev/null && return
        sleep 0.1
    done
    fail "$what"
}
sleep 2
echo "R arms; the needle starts it, and lifting it ends it"
press ctrl+2
press r
flac="$work/records/Harbour Lights/Side A.flac"
wait_for 60 "recording does not start" test -e "${flac%.flac}.recording.flac"
wait_for 180 "recording does not end" test -e "$flac"
"$python" "$judge" same "$work/side.raw" "$flac"

echo "the saved side is cut by itself, as by the command line"
sidecar="${flac%.flac}.take.json"
wait_for 60 "no tracks are found" grep -q '"start_frame"' "$sidecar"
cp "$flac" "$work/copy.flac"
"$cli" split --quiet --side A "$work/copy.flac" --write >"$work/split.txt"
"$python" "$judge" tracks "$sidecar" "$work/copy.take.json"

echo "a cut moves by one frame of a compact disc, and back"
press ctrl+3
sleep 0.5
press Right
wait_for 10 "the moved cut is not kept" grep -q '"person"' "$sidecar"
press ctrl+z
wait_for 10 "undo is not kept" bash -c "! grep -q '\"person\"' '$sidecar'"
"$python" "$judge" tracks "$sidecar" "$work/copy.take.json"

echo "exported, as by the command line"
press ctrl+e
wait_for 120 "nothing is exported" test -e "$work/music/Harbour Lights/A3 Track 3.flac"
mkdir "$work/other"
"$cli" export --quiet "$sidecar" --out "$work/other"
for file in "$work/other/Harbour Lights"/*.flac; do
    cmp "$file" "$work/music/Harbour Lights/$(basename "$file")" || fail "$(basename "$file") is another file than export's"
done
[ "$(ls "$work/music/Harbour Lights" | wc -l)" = "$(ls "$work/other/Harbour Lights" | wc -l)" ] || fail "not as many files"
kill "$app_pid"
