#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the README's pictures of the app: screenshots.sh APP PROBE FOLDER
# app.png is the first start, app-running.png the app with tones at cartridge level going through it.
# shellcheck source=tests/support/jack-server.sh
source "$(dirname "$0")/../support/jack-server.sh"
[ $# -eq 3 ] || { echo "usage: $0 APP PROBE FOLDER" >&2; exit 2; }
app=$(realpath "$1") probe=$(realpath "$2") folder=$(realpath "$3")
need jackd Xvfb xdotool
server_answers=("$probe" wait)
start_screen 1600x1000
xdotool mousemove 1599 999 # out of the window, where it would point at something
start_server 48000 1024

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
