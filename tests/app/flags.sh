#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What scripts see of the app: flags.sh APP. Statuses, one clear line for bad flags, no screen needed for words, and a
# picture of the window.
set -uo pipefail
[ $# -eq 1 ] || { echo "usage: $0 APP" >&2; exit 2; }
app=$1
work=$(mktemp -d)
xvfb=
# Ends what was started here and nothing else.
trap '[ -n "$xvfb" ] && kill "$xvfb" && wait "$xvfb"; rm -rf "$work"' EXIT
export HOME=$work XDG_RUNTIME_DIR=$work XDG_CONFIG_HOME=$work JACK_NO_START_SERVER=1
# No such screen. Without DISPLAY it would be :0, and on a desk somebody sits there.
export DISPLAY=:59999
wrong=0

expect() { # status, flags...
    local want=$1 got
    shift
    "$app" "$@" >"$work/out" 2>"$work/err"
    got=$?
    if [ "$got" -ne "$want" ]; then
        echo "phonostage-app $*: status $got instead of $want" >&2
        cat "$work/out" "$work/err" >&2
        wrong=1
    fi
}

says() { # stream, text
    grep -qF -- "$2" "$work/$1" || { echo "the words \"$2\" are missing on $1:" >&2; cat "$work/$1" >&2; wrong=1; }
}

one_line() {
    [ "$(wc -l <"$work/err")" -eq 1 ] || { echo "not one line:" >&2; cat "$work/err" >&2; wrong=1; }
}

expect 0 --help
says out "--list-devices"
expect 0 --version
says out "phonostage-app "
expect 0 --list-devices
says out "ALSA"
says out "JACK"
expect 2 --completion $'\e[2J'
one_line
LC_ALL=C grep -q "[[:cntrl:]]" "$work/err" && { echo "a control character is repeated" >&2; wrong=1; }
for flag in --help --version --man "--completion bash" --list-devices; do
    # shellcheck disable=SC2086 # two words
    if "$app" $flag >/dev/full 2>"$work/err"; then echo "phonostage-app $flag >/dev/full: status 0" >&2; wrong=1; fi
    says err "standard output cannot be written"
    [ "$flag" = --list-devices ] || one_line # there JACK and ALSA speak as well
done
expect 2 --rate fast
says err '--rate takes a rate from 8000 to 768000 Hz, not "fast"'
one_line
expect 2 --nonsense
says err 'unknown option "--nonsense"'
one_line
expect 1 --settings "$work/settings.json" --quit-after 5
says err "there is no display"
one_line

command -v Xvfb >/dev/null || { echo "Xvfb is missing; install the Debian package xvfb" >&2; exit 1; }
Xvfb -displayfd 3 -screen 0 1366x768x24 -nolisten tcp -noreset 3>"$work/display" >/dev/null 2>&1 &
xvfb=$!
for _ in $(seq 300); do [ -s "$work/display" ] && break; sleep 0.1; done
DISPLAY=:$(cat "$work/display")
export DISPLAY

# No JACK server runs under this name: told in words, and by the status.
export JACK_DEFAULT_SERVER=phonostage-none-$$
expect 1 --device-type JACK --settings "$work/settings.json" --quit-after 1 --screenshot "$work/window.png"
says err "is its server running?"
[ "$(head -c 8 "$work/window.png" | od -An -tx1 | tr -d ' \n')" = 89504e470d0a1a0a ] ||
    { echo "the picture is no PNG" >&2; wrong=1; }
[ -s "$work/settings.json" ] || { echo "the settings were not written" >&2; wrong=1; }

echo '{ broken' >"$work/settings.json"
expect 1 --device-type JACK --settings "$work/settings.json" --quit-after 1
says err "has been renamed to settings.json.aside-1"
[ "$(cat "$work/settings.json.aside-1")" = '{ broken' ] || { echo "the broken settings are gone" >&2; wrong=1; }

expect 1 --device-type JACK --settings "$work/settings.json" --quit-after 1 --screenshot "$work/none/window.png"
says err "window.png' cannot be written: there is no folder"
printf precious >"$work/there.png"
expect 1 --device-type JACK --settings "$work/settings.json" --quit-after 1 --screenshot "$work/there.png"
says err "there.png' already exists"
[ "$(cat "$work/there.png")" = precious ] || { echo "somebody's file was replaced" >&2; wrong=1; }
expect 1 --device-type JACK --settings "$work/settings.json" --quit-after 1 --screenshot "$work/window.png"
grep -q "already exists" "$work/err" && { echo "a picture of its own is not replaced" >&2; wrong=1; }
expect 1 --device-type JACK --settings "$work/settings.json" --quit-after 1 --screenshot /dev/full
says err "'/dev/full' is a device"
[ -c /dev/full ] || { echo "the device is gone" >&2; wrong=1; }

# The app starts on whatever lies in the place of its settings, says so in one line and leaves it there.
mkfifo "$work/pipe"
ln -s nowhere "$work/dangling"
ln -s loop "$work/loop"
for place in pipe dangling loop; do
    expect 1 --device-type JACK --settings "$work/$place" --quit-after 1
    says err "The defaults are used and nothing is saved"
    grep -q "^phonostage-app: .*$place.*nothing is saved" "$work/err" || { echo "not in one line" >&2; wrong=1; }
done
[ -p "$work/pipe" ] && [ -L "$work/dangling" ] && [ -L "$work/loop" ] || { echo "a place was taken" >&2; wrong=1; }
chmod 444 "$work/settings.json"
before=$(cat "$work/settings.json")
expect 1 --device-type JACK --settings "$work/settings.json" --rate 96000 --quit-after 1
says err "is read-only: it is used, but nothing is saved"
[ "$(cat "$work/settings.json")" = "$before" ] || { echo "read-only settings were replaced" >&2; wrong=1; }

# One folder for all that is the user's; a hundred thousand levels in it are put aside.
mkdir -p "$work/Phonostage"
printf '{"schema":1,"stage":%s' "$(printf '{"a":%.0s' $(seq 100000))" >"$work/Phonostage/settings.json"
printf '%s' "$(printf '[%.0s' $(seq 60000))" >"$work/Phonostage/editor.json"
expect 1 --device-type JACK --quit-after 1
says err "the nesting is too deep"
says err "has been renamed to settings.json.aside-1"
says err "editor.json' cannot be used"
[ -s "$work/Phonostage/settings.json" ] || { echo "the settings were not written in the user's folder" >&2; wrong=1; }
exit $wrong
