#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the README's pictures of the app: screenshots.sh APP PROBE FOLDER
# app.png is the first start, app-running.png the app with tones at cartridge level going through it.
set -euo pipefail
[ $# -eq 3 ] || { echo "usage: $0 APP PROBE FOLDER" >&2; exit 2; }
app=$(realpath "$1") probe=$(realpath "$2") folder=$(realpath "$3")
for program in jackd Xvfb xdotool; do
    command -v "$program" >/dev/null || { echo "screenshots: $program is missing" >&2; exit 1; }
done
work=$(mktemp -d)
pids=()
export JACK_DEFAULT_SERVER=phonostage-pictures-$$ JACK_NO_AUDIO_RESERVATION=1 JACK_NO_START_SERVER=1
finish() {
    local status=$?
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
    rm -rf "$work" /dev/shm/jack*"$JACK_DEFAULT_SERVER"*
    exit "$status"
}
trap finish EXIT
export HOME=$work XDG_RUNTIME_DIR=$work XDG_CONFIG_HOME=$work

Xvfb -displayfd 3 -screen 0 1600x1000x24 -nolisten tcp -noreset 3>"$work/display" >/dev/null 2>&1 &
pids+=($!)
for _ in $(seq 300); do [ -s "$work/display" ] && break; sleep 0.1; done
DISPLAY=:$(cat "$work/display")
export DISPLAY
xdotool mousemove 1599 999 # out of the window, where it would point at something
jackd -r -S -n "$JACK_DEFAULT_SERVER" -d dummy -r 48000 -p 1024 >/dev/null 2>&1 &
pids+=($!)
"$probe" wait

shoot() { # file, flags
    rm -f "$folder/$1" # the app replaces no picture that it has not made
    "$app" --device-type JACK --settings "$work/settings.json" --screenshot "$folder/$1" "${@:2}"
}
shoot app.png --quit-after 3
"$probe" feed 60 &
pids+=($!)
# The questions of the first start are skipped, by their button.
(
    sleep 4
    window=$(xdotool search --onlyvisible --name Phonostage | tail -1)
    xdotool mousemove --window "$window" 712 672 click 1 mousemove 1599 999
) &
shoot app-running.png --input on --quit-after 9
