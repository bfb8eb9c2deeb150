#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# `phonostage live` over JACK, without a sound card: live-over-jack.sh PROGRAM PROBE CURVES.csv
# Tones at cartridge level in, rightly equalised tones out, and once more after the server was away.
# shellcheck source=tests/support/jack-server.sh
source "$(dirname "$0")/../support/jack-server.sh"
[ $# -eq 3 ] || { echo "usage: $0 PROGRAM PROBE CURVES.csv" >&2; exit 2; }
program=$1 probe=$2 curves=$3
need jackd
server_answers=("$probe" wait)

start_live() { # log, flags
    local log=$work/$1
    shift
    "$program" live --device-type JACK --gain 40 "$@" >"$work/levels" 2>"$log" &
    live_pid=$!
    pids+=("$live_pid")
}
wait_for() { # text in a log
    for _ in $(seq 300); do
        grep -q "$2" "$work/$1" && return
        kill -0 "$live_pid" 2>/dev/null || fail "it has ended: $(cat "$work/$1")"
        sleep 0.1
    done
    fail "it does not say \"$2\""
}
expect_status() { # status, what is wrong otherwise
    local status=0
    wait "$live_pid" || status=$?
    [ "$status" -eq "$1" ] || fail "$2 ($status)"
}

echo "no server: one line with the remedy, and status 1"
start_live none.log
expect_status 1 "without a device the status is not 1"
[ "$(wc -l <"$work/none.log")" -eq 1 ] || fail "not one line: $(cat "$work/none.log")"
grep -q "is its server running" "$work/none.log" || fail "no remedy"

echo "it waits: the device appears, RIAA with 40 dB of gain on both channels"
start_live wait.log --wait --json
sleep 1
start_server 48000 256
wait_for wait.log "JACK: system, 48000 Hz, blocks of 256 frames"
"$probe" measure "$curves"

echo "the server goes away and comes back: so do the tones"
stop_server TERM
wait_for wait.log "has stopped"
start_server 48000 256
for _ in $(seq 300); do [ "$(grep -c "48000 Hz" "$work/wait.log")" -eq 2 ] && break; sleep 0.1; done
"$probe" measure "$curves"
[ "$(wc -l <"$work/wait.log")" -lt 6 ] || fail "the log is full of the same"

echo "a signal ends it cleanly, and each second has a line of JSON"
kill -TERM "$live_pid"
expect_status 0 "the status after SIGTERM is not 0"
python3 - "$work/levels" <<'PYTHON'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
assert len(lines) >= 5, len(lines)
assert any(line["rate_hz"] == 48000 and line["channels"][0]["output"]["rms_dbv"] is not None for line in lines), lines[-1]
assert any(line["rate_hz"] is None for line in lines), "no line says that the device was away"
for line in lines:
    assert [c["name"] for c in line["channels"]] == ["left", "right"]
    assert set(line["channels"][0]["input"]) == {"rms_dbv", "peak_dbv", "overload_count"}
times = [line["time_s"] for line in lines]
assert times == sorted(times)
PYTHON

echo "without --wait a device that goes ends it, with status 1"
start_live gone.log --quiet
sleep 2
stop_server TERM
expect_status 1 "the status is not 1"
grep -q "has stopped" "$work/gone.log" || fail "it does not say why"
