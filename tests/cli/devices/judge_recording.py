#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes what record-over-jack.sh plays, and compares what was recorded.

    judge_recording.py make RAW RATE SECONDS      noise of 24 bit, never 0 in both channels
    judge_recording.py side RAW RATE              4 s of air, 14 s of groove, 4 s of air; the needle drops at 4 s
    judge_recording.py same RAW FILE              all of RAW is in FILE, sample for sample, with silence around it
    judge_recording.py begin RAW FILE SECONDS     FILE has at least so much of RAW from its first frame on, up to its own end
    judge_recording.py piece RAW FILE SECONDS     FILE is a piece of RAW, and at least so long; silence may come before it
    judge_recording.py needle RAW FILE SIDECAR    FILE is a piece of RAW from 1 s on to the end of the groove and beyond
    judge_recording.py tones FILE ...             each FILE has a second of jack_probe's tones as they were played, flat
"""
import json
import sys

import numpy as np
import soundfile as sf

STEP = 1.0 / 8388608.0
# As in tests/support/JackProbe.cpp.
TONES_HZ = ((20, 63, 200, 500, 1000, 2000, 5000, 10000, 16000, 20000), (25, 80, 250, 630, 1250, 2500, 6300, 12500, 15000, 18000))
TONE_AMPLITUDE = 0.001 / 10 ** (6 / 20)


def fail(text):
    sys.exit(f"judge_recording: {text}")


def noise(frames, size, rng):
    return np.round(rng.uniform(-size, size, (frames, 2)) / STEP) * STEP


def raw(path):
    return np.fromfile(path, np.float32).reshape(-1, 2)


def recorded(path):
    return sf.read(path, dtype="float32", always_2d=True)


def first_loud(x):
    at = np.flatnonzero(np.any(x != 0.0, axis=1))
    if not len(at):
        fail("nothing but silence was recorded")
    return int(at[0])


def place(played, got):
    """Where in what was played does it begin?"""
    for start in np.flatnonzero(np.all(played == got[0], axis=1)):
        if np.array_equal(played[start:start + 1000], got[:1000]):
            return int(start)
    fail("the recording begins with something that was not played")


def has_tones(x, rate):
    """Whether one second of both channels is the probe's tones, each its own, to 0.02 dB."""
    def error_db(channel, tones):
        amplitude = 2.0 / rate * np.abs(np.fft.rfft(channel))[list(tones)]
        return np.max(np.abs(20.0 * np.log10(np.maximum(amplitude, 1e-12) / TONE_AMPLITUDE)))
    return any(max(error_db(x[:, 0], TONES_HZ[a]), error_db(x[:, 1], TONES_HZ[1 - a])) < 0.02 for a in (0, 1))


def main():
    what, path = sys.argv[1:3]
    if what == "tones":
        for path in sys.argv[2:]:
            got, rate = recorded(path)
            if not any(has_tones(got[at:at + rate], rate) for at in range(0, len(got) - rate + 1, rate // 4)):
                fail(f"{path}: the tones are not there as they were played")
            print(f"{path.rsplit('/', 1)[-1]}: flat")
        return
    rng = np.random.default_rng(7)
    if what == "make":
        rate, seconds = int(sys.argv[3]), float(sys.argv[4])
        x = noise(int(rate * seconds), 0.5, rng)
        x[np.all(x == 0.0, axis=1)] = STEP
        x.astype(np.float32).tofile(path)
        return
    if what == "side":
        rate = int(sys.argv[3])
        x = noise(22 * rate, 2e-5, rng)
        x[4 * rate:18 * rate] += noise(14 * rate, 2e-2, rng)
        x[np.all(x == 0.0, axis=1)] = STEP
        x.astype(np.float32).tofile(path)
        return
    played = raw(path)
    got, rate = recorded(sys.argv[3])
    if what == "same":
        at = first_loud(got)
        if len(got) < at + len(played) or not np.array_equal(got[at:at + len(played)], played):
            fail(f"{sys.argv[3]} is not what was played: {len(got)} frames, {at} of silence, {len(played)} played")
        if np.any(got[at + len(played):]):
            fail("something follows that was not played")
        print(f"{len(played)} frames, all equal")
    if what == "begin":
        at = first_loud(got)
        part = got[at:]
        if len(part) < float(sys.argv[4]) * rate or not np.array_equal(part, played[:len(part)]):
            fail(f"{sys.argv[3]}: {len(part)} frames are not what was played")
        print(f"{len(part) / rate:.2f} s, all equal")
    if what == "piece":
        # The server connects one channel after the other.
        part = got[np.flatnonzero(np.all(got != 0.0, axis=1))[0]:]
        start = place(played, part)
        if len(part) < float(sys.argv[4]) * rate or not np.array_equal(part, played[start:start + len(part)]):
            fail(f"{sys.argv[3]}: {len(part) / rate:.2f} s are no piece of what was played, or fewer than {sys.argv[4]} s")
        print(f"{len(part) / rate:.2f} s from {start / rate:.2f} s on, all equal")
    if what == "needle":
        start = place(played, got)
        # Behind what was played there is silence.
        whole = np.vstack([played, np.zeros((20 * rate, 2), np.float32)])
        if not np.array_equal(whole[start:start + len(got)], got):
            fail("the recording is not what was played")
        drop = next(e["frame"] for e in json.load(open(sys.argv[4]))["events"] if e["kind"] == "needle_drop")
        error = (start + drop) / rate - 4.0
        print(f"begins {start / rate:.3f} s after the first frame, drop {1000 * error:+.0f} ms, ends at {(start + len(got)) / rate:.2f} s")
        if abs(start / rate - 1.0) > 0.06 or abs(error) > 0.05 or not 18.5 < (start + len(got)) / rate < 20.5:
            fail("not where the needle was")


main()
