#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the side that record-end-to-end.sh plays, and compares what became of it.

    judge_side.py make RAW              float32, stereo, 48 kHz: 24 s of air, a groove with three tracks, 14 s of air
    judge_side.py same RAW FILE         FILE is a piece of RAW, sample for sample, with all of the groove in it
    judge_side.py tracks SIDECAR OTHER  both have the same tracks, to the frame; there are three
"""
import json
import sys

import numpy as np
import soundfile as sf

RATE = 48000
STEP = 1.0 / 8388608.0
DROP, LIFT, END = 24.0, 80.0, 94.0
TRACKS = [(27.0, 43.0, 220.0, -20.0), (45.5, 61.5, 165.0, -24.0), (64.0, 77.0, 247.0, -18.0)]


def fail(text):
    sys.exit(f"judge_side: {text}")


def make(path):
    rng = np.random.default_rng(20240611)
    # Air around the groove, longer than the pre-roll: digital silence in a recording is quieter than any groove.
    side = rng.normal(0.0, 10 ** (-100 / 20), (int(END * RATE), 2))
    groove = slice(int(DROP * RATE), int(LIFT * RATE))
    side[groove] += rng.normal(0.0, 10 ** (-60 / 20), (groove.stop - groove.start, 2))
    for start, end, pitch, level in TRACKS:
        t = np.arange(int((end - start) * RATE)) / RATE
        swell = 0.75 + 0.25 * np.sin(2 * np.pi * 2.0 * t)
        for channel in range(2):
            chord = sum(np.sin(2 * np.pi * pitch * 2 ** (0.55 * k) * t + k * (channel + 1)) for k in range(9) if pitch * 2 ** (0.55 * k) < 9000)
            side[int(start * RATE) : int(start * RATE) + len(t), channel] += 10 ** (level / 20) * np.sqrt(2) / 3 * swell * chord
    # Never 0 in both channels, so that silence of the server can be told from the side.
    words = np.round(side / STEP)
    words[np.all(words == 0, axis=1)] = 1
    (words * STEP).astype(np.float32).tofile(path)


def same(raw_path, file_path):
    raw = np.fromfile(raw_path, np.float32).reshape(-1, 2)
    got, rate = sf.read(file_path, dtype="float32", always_2d=True)
    if rate != RATE:
        fail(f"{file_path} has {rate} Hz")
    loud = np.flatnonzero(np.any(got != 0.0, axis=1))
    if not len(loud):
        fail("nothing but silence was recorded")
    first, last = int(loud[0]), int(loud[-1])
    # Where its first frames are in what was played.
    head = got[first : first + 64]
    places = [i for i in np.flatnonzero(np.all(raw == head[0], axis=1)) if np.array_equal(raw[i : i + 64], head)]
    if len(places) != 1:
        fail("what was recorded begins with nothing that was played")
    at = int(places[0])
    count = last + 1 - first
    if not np.array_equal(raw[at : at + count], got[first : last + 1]):
        fail("a sample differs")
    if at > DROP * RATE or at + count < LIFT * RATE:
        fail(f"not all of the groove is there: {at / RATE:.2f} to {(at + count) / RATE:.2f} s")
    print(f"{count} frames are those that were played, from {at / RATE:.2f} s on")


def tracks(first_path, second_path):
    both = []
    for path in (first_path, second_path):
        with open(path, encoding="utf-8") as file:
            both.append([(t["start_frame"], t["end_frame"]) for t in json.load(file)["tracks"]])
    if both[0] != both[1]:
        fail(f"other tracks: {both[0]} and {both[1]}")
    if len(both[0]) != len(TRACKS):
        fail(f"{len(both[0])} tracks were found")
    print(f"tracks at {', '.join(f'{start / RATE:.2f}' for start, _ in both[0])} s")


if __name__ == "__main__":
    commands = {"make": (make, 1), "same": (same, 2), "tracks": (tracks, 2)}
    if len(sys.argv) < 2 or sys.argv[1] not in commands or len(sys.argv) - 2 != commands[sys.argv[1]][1]:
        sys.exit(__doc__)
    commands[sys.argv[1]][0](*sys.argv[2:])
