#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Flat captures with hum whose truth is known: `make_hum.py FOLDER [--seconds 24] [--seed 1] [--lead-in 0] [--only NAME,...]`

Of each case NAME there are
  NAME.clean.wav   the capture without hum (music, surface noise and rumble): the truth
  NAME.hummed.wav  the same with hum of 50 or 60 Hz, slowly wandering, and its harmonics; equal where the case has none
  NAME.json        its frequency, harmonics and their levels in dBV

--lead-in: so many seconds of groove without music first. Knows nothing of how hum is removed. Needs python3-numpy and -soundfile.
"""
import argparse, json, sys
from pathlib import Path
import numpy as np
import soundfile as sf
sys.path.insert(0, str(Path(__file__).resolve().parent))
import make_captures as mc
import make_clicks as mk

S_IN = -20.0       # dBV rms of a 0 dBFS sine

# harmonic, dBV rms: a ground loop's, a faint one, the ripple of a rectifier
FULL = [(1, -72), (2, -84), (3, -76), (4, -94), (5, -82), (7, -88), (9, -92), (11, -96), (13, -99), (15, -102), (20, -106), (25, -106), (31, -108)]
SOFT = [(1, -88), (2, -96), (3, -92), (5, -100), (7, -106)]
RECT = [(2, -78), (4, -84), (6, -88), (8, -91), (10, -94), (12, -97), (16, -102), (20, -106)]


def hum(n, fs, f0, rng, levels, wander, step):
    """Levels differ between the channels. step: Hz that the frequency jumps in the middle."""
    t = np.arange(n) / fs
    f = f0 + wander * np.sin(2 * np.pi * t / 17 + rng.uniform(0, 6)) + (step * (t > t[-1] / 2) if step else 0)
    phase = 2 * np.pi * np.cumsum(f) / fs
    y = np.zeros((2, n))
    for h, db in levels:
        for c in range(2):
            y[c] += np.sqrt(2) * 10 ** ((db + rng.normal(0, 3)) / 20) * np.sin(h * phase + rng.uniform(0, 6.28))
    return y


def bass(fs, seconds, seed):
    """Sustained bass notes on and beside 50, 60, 100 and 150 Hz, 1 to 4 s long, with music round them."""
    rng = np.random.default_rng(seed)
    x = 0.5 * mc.programme(fs, seconds, seed)
    t = 1.0
    while t < seconds - 4.5:
        d = rng.uniform(1.0, 4.0)
        f = rng.choice([49.0, 50.0, 50.0, 51.9, 60.0, 100.0, 98.0, 150.0])
        tt = np.arange(int(d * fs)) / fs
        y = sum(np.sin(2 * np.pi * f * h * tt + h) / h ** 1.5 for h in (1, 2, 3, 4)) * np.clip(tt / 0.02, 0, 1) * np.clip((d - tt) / 0.1, 0, 1)
        i = int(t * fs)
        x[:, i:i + len(y)] += 0.25 * y
        t += d + rng.uniform(0.1, 0.6)
    return x


def drone(fs, seconds, seed):
    """A pedal on 50 Hz with harmonics that swells by 6 dB and rests for half a second every five: a note, not hum."""
    x = 0.5 * mc.programme(fs, seconds, seed)
    t = np.arange(x.shape[1]) / fs
    y = sum(np.sin(2 * np.pi * 50.0 * h * t + h) / h for h in (1, 2, 3)) * (0.75 + 0.25 * np.sin(2 * np.pi * 0.3 * t))
    gate = np.clip(np.minimum((t % 5.0) / 0.05, (4.5 - t % 5.0) / 0.2), 0, 1)
    return x + 0.2 * y * gate


PROGRAMMES = dict(mk.PROGRAMMES, bass=bass, drone=drone)

# name, programme, Hz, harmonics, Hz that it wanders, Hz that it jumps
CASES = [("hum50-music", "music", 50.13, FULL, 0.03, None), ("hum60-soft", "music", 59.96, SOFT, 0.02, None), ("ripple100-perc", "percussion", 49.95, RECT, 0.03, None),
         ("hum50-bass", "bass", 50.05, FULL, 0.03, None), ("nohum-bass", "bass", 50.0, [], 0, None), ("hum50-step", "music", 49.9, FULL, 0.0, 0.25), ("nohum-music", "music", 50.0, [], 0, None),
         ("hum60-rich", "music", 60.03, FULL, 0.02, None), ("nohum-drone", "drone", 50.0, [], 0, None)]


def case(folder, number, seconds, seed, lead_in, fs=48000):
    name, programme, f0, levels, wander, step = CASES[number]
    rng = np.random.default_rng(500 + number + 1000 * seed)
    x = PROGRAMMES[programme](fs, seconds, 50 + number + 1000 * seed)
    first = int(lead_in * fs)
    x[:, :first] = 0
    x[:, first:first + fs // 10] *= np.linspace(0, 1, fs // 10)
    v = mc.to_cartridge(mk.natural(x, fs), fs)
    v = v + 10 ** (-96 / 20) * rng.standard_normal(v.shape)
    rumble = mc.band_limit(rng.standard_normal(v.shape[1]), fs, 8, 60) * 10 ** (-80 / 20)
    v += np.stack([rumble, -rumble])
    y = hum(v.shape[1], fs, f0, rng, levels, wander, step) if levels else np.zeros_like(v)
    full = mc.full_scale_volts(S_IN)
    folder.mkdir(parents=True, exist_ok=True)
    sf.write(folder / f"{name}.clean.wav", (v / full).T, fs, subtype="FLOAT")
    sf.write(folder / f"{name}.hummed.wav", ((v + y) / full).T, fs, subtype="FLOAT")
    (folder / f"{name}.json").write_text(json.dumps(dict(f0=f0, harmonics=levels, wander=wander, step=step)))


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("folder", type=Path)
    p.add_argument("--seconds", type=float, default=24)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--lead-in", type=float, default=0)
    p.add_argument("--only", default=",".join(c[0] for c in CASES))
    a = p.parse_args()
    for k in range(len(CASES)):
        if CASES[k][0] in a.only.split(","):
            case(a.folder, k, a.seconds, a.seed, a.lead_in)
