#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The keyboard in the editor of the LV2, inside the window of jalv.gtk3: a search must take keys the first time, after a
# number was typed elsewhere, and after it was left with Escape or Return. jalv tells what the editor sets.
#     keys-in-jalv.sh DIST JACK_PROBE EDITOR_LAYOUT
# shellcheck source=tests/support/jack-server.sh
source "$(dirname "$0")/../support/jack-server.sh"
[ $# -eq 3 ] || { echo "usage: $0 DIST JACK_PROBE EDITOR_LAYOUT" >&2; exit 2; }
dist=$1 layout=$3
server_answers=("$2" wait)
need jackd jalv.gtk3 Xvfb xdotool
start_screen 1400x1000
start_server 48000 1024
export LV2_PATH=$dist

stdbuf -oL jalv.gtk3 -d https://phonostage.github.io/lv2/phonostage >"$work/jalv.log" 2>&1 &
pids+=($!)

# The editor's window lies in jalv's, below its menu.
editor=
for _ in $(seq 300); do
    editor=$(xdotool search --onlyvisible --name '^jalv.gtk3$' 2>/dev/null | while read -r window; do
        xdotool getwindowgeometry --shell "$window" | tr '\n' ' ' | sed -n 's/.*X=\([0-9]*\) Y=\([0-9]*\) WIDTH=1200 .*/\1 \2/p'
    done | head -n 1) || true
    [ -n "$editor" ] && break
    sleep 0.1
done
[ -n "$editor" ] || fail "the editor does not open"
read -r left top <<<"$editor"

click() { # an entry of the layout
    local x y width height
    read -r x y width height < <(sed -n "s|^$1 ||p" "$layout")
    xdotool mousemove $((left + x + width / 2)) $((top + y + height / 2)) click 1
    sleep 0.7
}
keys() { # text to type, key to end with
    xdotool type --delay 40 "$1"
    sleep 0.7 # what is typed is searched for, and the list drawn
    [ -z "$2" ] || xdotool key "$2"
}
expect() { # property: prints the value that the editor has set since the last question, as jalv tells it
    local told
    for _ in $(seq 50); do
        told=$(tail -c +$((seen + 1)) "$work/jalv.log" | tr '\n\t' '  ' |
            sed -n "s|.*phonostage:$1>[ ;]*patch:value \"\{0,1\}\([-0-9.e]*\).*|\1|p")
        if [ -n "$told" ]; then
            value=$told
            seen=$(stat -c %s "$work/jalv.log")
            return
        fi
        sleep 0.1
    done
    fail "$2: the editor has set no $1"
}
seen=0
value=
sleep 2

click first/first_skip
click front/curve
keys decca Return
expect curve "the first search"
decca=$value

click front/output_trim
keys 3.5 Return
expect output_trim "a number"
[ "$value" = 3.5 ] || fail "the trim is $value, not 3.5"

click front/curve
keys "columbia lp" Return
expect curve "a search after a number"
[ "$value" != "$decca" ] || fail "a search after a number takes no keys"

click front/curve
keys nab Escape
click front/curve
keys decca Return
expect curve "a search after one that was left with Escape"
[ "$value" = "$decca" ] || fail "a search after Escape finds $value, not $decca"
