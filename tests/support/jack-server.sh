# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# For test scripts that need a JACK server of their own, and perhaps a screen. Source it, set server_answers to a command
# that waits until the server answers, then start_server. Everything ends with the script.
#
# Nothing of the user's is read or written, no sound card is asked for, and other servers are left alone.
set -euo pipefail
test_name=$(basename "$0" .sh)
work=$(mktemp -d)
pids=()
server_pid=
server_answers=(true)
export HOME=$work XDG_RUNTIME_DIR=$work XDG_CONFIG_HOME=$work
export JACK_DEFAULT_SERVER=phonostage-$test_name-$$ JACK_NO_AUDIO_RESERVATION=1 JACK_NO_START_SERVER=1

fail() {
    echo "$test_name: $1" >&2
    exit 1
}

need() { # programs
    local program
    for program in "$@"; do
        command -v "$program" >/dev/null || fail "$program is missing; scripts/test installs it"
    done
}

# -r: no real-time privileges needed; -S: a slow client delays the others instead of losing its block. With REALTIME set
# in the environment the server and its clients have real-time priority, and a block that comes late is lost.
start_server() { # rate, frames
    local mode=(-r -S)
    [ -z "${REALTIME:-}" ] || mode=(-R -P 70)
    jackd "${mode[@]}" -n "$JACK_DEFAULT_SERVER" -d dummy -r "$1" -p "$2" >>"$work/jackd.log" 2>&1 &
    server_pid=$!
    "${server_answers[@]}"
}

# JACK has room for eight servers, and one that is killed keeps its place until its name is used again.
stop_server() { # signal
    [ -n "$server_pid" ] || return 0
    kill "-$1" "$server_pid" 2>/dev/null || true
    wait "$server_pid" 2>/dev/null || true
    server_pid=
    rm -rf /dev/shm/jack*"$JACK_DEFAULT_SERVER"*
}

start_screen() { # WIDTHxHEIGHT
    Xvfb -displayfd 3 -screen 0 "$1x24" -nolisten tcp -noreset 3>"$work/display" >"$work/xvfb.log" 2>&1 &
    pids+=($!)
    for _ in $(seq 300); do [ -s "$work/display" ] && break; sleep 0.1; done
    [ -s "$work/display" ] || fail "Xvfb does not start"
    DISPLAY=:$(cat "$work/display")
    export DISPLAY
}

# Sets window to the app's, as soon as it is there.
wait_for_window() {
    window=
    for _ in $(seq 300); do
        window=$(xdotool search --onlyvisible --name Phonostage 2>/dev/null | tail -1) || true
        [ -n "$window" ] && return
        sleep 0.1
    done
    fail "the app shows no window"
}

finish() {
    local status=$?
    stop_server TERM
    for pid in ${pids[@]+"${pids[@]}"}; do kill -KILL "$pid" 2>/dev/null || true; done
    for pid in ${pids[@]+"${pids[@]}"}; do wait "$pid" 2>/dev/null || true; done
    if [ "$status" -ne 0 ]; then
        for log in "$work"/*.log; do echo "--- $(basename "$log")"; tail -n 20 "$log"; done >&2
    fi
    rm -rf "$work"
    exit "$status"
}
trap finish EXIT
