#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Flat captures of the bands of a test record, whose truth is known: a steady tone with wow and flutter, and sweeps.

    make_testrecord.py FOLDER [--rate 48000] [--seed 11] [--speed 0.0] [--ticks N] [--only wow-belt,sweep-worn]

--speed: the turntable is that much too fast, in per cent: all of the record, lines of flutter too, and for a sweep the
frequencies at which its cut acts. --ticks: clicks a second, else those of the kind. Writes NAME.flac (24 bit, a sine of
-10 dBV is full scale) and NAME.json.

Tone: frequency f0 (1 + offset + d(t)), d the sum of a_k sin(2 pi f_k t + p_k) and noise; the phase is integrated in closed
form. JSON: carrier_hz, mean_hz, lines [{hz, peak_pct}], and of d in per cent of the mean: unweighted (0.2 to 200 Hz), weighted
(the AES6 table itself, on the grid of a transform) and weighted_causal (a network of five poles): rms, peak, two_sigma.

Sweeps: 1 kHz and a logarithmic sweep in the left channel, then in the right one. The groove's velocity is that of the cut;
the cartridge has a resonance, an electrical low-pass, a gain and a complex crosstalk of each channel. JSON: hz, response_db
(re 1 kHz, without the cut), crosstalk_db, balance_db.

Needs python3-numpy, -scipy, -soundfile."""
import argparse
import json
import sys
from pathlib import Path

import numpy as np
import scipy.fft as sfft
import scipy.signal as ss
import soundfile as sf

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import make_captures as captures  # noqa: E402
from make_sides import click, coloured, to_cartridge  # noqa: E402

INPUT_DBV = -10.0
SLOW = 1000                              # Hz, the rate of d(t)
TURN_HZ = 100 / 3 / 60
# AES6-2008, IEC 60386, DIN 45507: Hz, dB.
WEIGHTING = np.array([[.1, -48], [.2, -30.6], [.315, -19.7], [.4, -15], [.63, -8.4], [.8, -6], [1, -4.2], [1.6, -1.8], [2, -.9], [4, 0],
                      [6.3, -.9], [10, -2.1], [20, -5.9], [40, -10.4], [63, -14.2], [100, -17.3], [200, -23]])
# Of the causal network, Hz: it is 0.6 dB from the table, and decides what the weighted peak is.
POLES, ZEROS = (0.4684, 0.6813, 0.7828, 10.7547, 212.09), (0.0, 0.0, 0.0, 156.38)


# ---------------------------------------------------------------- the groove's noise

def surface(fs, n, rng, level_db):
    return to_cartridge(np.stack([coloured(n, rng, -1.0), coloured(n, rng, -1.0)]) * 10 ** (level_db / 20), fs)


def add_ticks(v, fs, rng, per_second, quietest_db, loudest_db):
    for _ in range(rng.poisson(per_second * v.shape[1] / fs)):
        pulse = click(fs, rng, 10 ** (rng.uniform(quietest_db, loudest_db) / 20))
        at = int(rng.integers(0, v.shape[1] - len(pulse)))
        v[:, at:at + len(pulse)] += pulse * rng.uniform(-1, 1, (2, 1))


# ---------------------------------------------------------------- tone

def weighting_db(f):
    x, known = np.log(np.maximum(f, 1e-3)), np.log(WEIGHTING[:, 0])
    y = np.interp(x, known, WEIGHTING[:, 1])
    y = np.where(x < known[0], WEIGHTING[0, 1] + (x - known[0]) / np.log(2) * 17.4, y)
    return np.where(x > known[-1], WEIGHTING[-1, 1] - (x - known[-1]) / np.log(2) * 6, y)


def causal_weighting():
    corner = lambda f: -2 * SLOW * np.tan(np.pi * f / SLOW)
    sos = ss.zpk2sos(*ss.bilinear_zpk([corner(f) for f in ZEROS], [corner(f) for f in POLES], 1.0, SLOW))
    sos[0, :3] /= abs(ss.sosfreqz(sos, [4.0], fs=SLOW)[1][0])
    return sos


def figures(d):
    return {"rms": float(100 * np.sqrt(np.mean(d ** 2))), "peak": float(100 * np.abs(d).max()),
            "two_sigma": float(100 * np.percentile(np.abs(d), 95))}


def random_flutter(count, rng, rms):
    """Periodic over the capture, 0.5 to 120 Hz; with its transform, so that its phase is exact too."""
    f = np.fft.rfftfreq(count, 1 / SLOW)
    z = (rng.standard_normal(len(f)) + 1j * rng.standard_normal(len(f))) * np.where((f >= 0.5) & (f <= 120), np.maximum(f, 0.5) ** -0.5, 0)
    d = np.fft.irfft(z, count)
    factor = rms / np.sqrt(np.mean(d ** 2))
    phase = np.zeros_like(z)
    phase[1:] = factor * z[1:] / (2j * np.pi * f[1:])
    return d * factor, phase


def truth_of(lines, noise, count):
    """d(t) with 10 s more on either side, so that nothing begins or wraps round within it."""
    more = 10 * SLOW
    t = np.arange(-more, count + more) / SLOW
    d = sum((a * np.sin(2 * np.pi * f * t + 0.7 * i + 0.3) for i, (f, a) in enumerate(lines)), np.zeros(len(t)))
    d = d + np.take(noise, np.arange(-more, count + more) % count)
    fade = np.ones(len(d))
    fade[:more // 2] = np.sin(np.linspace(0, np.pi / 2, more // 2)) ** 2
    fade[-(more // 2):] = fade[:more // 2][::-1]
    z, f = np.fft.rfft(d * fade), np.fft.rfftfreq(len(d), 1 / SLOW)
    plain = np.fft.irfft(np.where((f >= 0.19) & (f <= 201), z, 0), len(d))
    weighted = np.fft.irfft(z * 10 ** (weighting_db(f) / 20), len(d))
    return {"unweighted": figures(plain[more:-more]), "weighted": figures(weighted[more:-more]),
            "weighted_causal": figures(ss.sosfilt(causal_weighting(), d)[more:-more])}


def tone(fs, seed, speed, ticks, f0, lines, offset=0.0, random_rms=0.0, seconds=32.4, level_cm_s=5.0, surface_db=-50.0, rumble_db=-50.0,
         warp_db=-62.0, hum_hz=None, turn_hz=TURN_HZ):
    rng = np.random.default_rng(seed)
    n, count = int(seconds * fs), int(seconds * SLOW)
    t = np.arange(n) / fs
    factor = 1 + speed / 100
    mean_hz = f0 * (1 + offset) * factor
    lines = [(f * factor, a) for f, a in lines]
    phase = 2 * np.pi * mean_hz * t
    for i, (f, a) in enumerate(lines):
        p = 0.7 * i + 0.3
        phase += mean_hz * a / f * (np.cos(p) - np.cos(2 * np.pi * f * t + p))
    noise = np.zeros(count)
    if random_rms:
        noise, z = random_flutter(count, rng, random_rms)
        y = ss.resample(np.fft.irfft(z, count), n)                     # exact: limited in band, and periodic
        phase += 2 * np.pi * mean_hz * (y - y[0])
    level = np.sqrt(2) * 5e-3 * level_cm_s / 5.0 * np.array([[1.0], [10 ** (-0.4 / 20)]])
    v = np.sin(phase) * level
    low = ss.sosfilt(ss.butter(2, [4, 25], "band", fs=SLOW, output="sos"), rng.standard_normal(count + SLOW))
    low = np.interp(t, np.arange(count + SLOW) / SLOW, low)
    low *= 10 ** (rumble_db / 20) / np.sqrt(np.mean(low ** 2))
    v += surface(fs, n, rng, surface_db) + to_cartridge(np.stack([low, -low]), fs)
    warp = 10 ** (warp_db / 20) * np.sin(2 * np.pi * turn_hz * factor * t)
    v += np.stack([warp, -warp])
    add_ticks(v, fs, rng, ticks, -52, -30)
    for harmonic, db in ((1, -76), (2, -88), (3, -82)) if hum_hz else ():
        v += 10 ** (db / 20) * np.sin(2 * np.pi * hum_hz * harmonic * t + harmonic)
    v += 10 ** (-108 / 20) * rng.standard_normal(v.shape)
    hole = sum(a for f, a in lines if abs(f - turn_hz * factor) < 0.01)
    return v, {"carrier_hz": f0, "mean_hz": mean_hz, "lines": [{"hz": f, "peak_pct": 100 * a} for f, a in lines],
               "eccentricity_pct": 100 * hole, "turn_hz": turn_hz * factor, **truth_of(lines, noise, count)}


# ---------------------------------------------------------------- sweeps

def cut_gain(f, cut):
    """Recorded velocity at frequencies of the record, re 1 kHz."""
    s = 2j * np.pi * np.append(np.maximum(np.asarray(f, float), 1e-3), 1000.0)
    bass = (1 + s * 3180e-6) / (1 + s * 318e-6)
    g = {"riaa": bass * (1 + s * 75e-6), "jvc": bass, "cv": np.ones_like(s), "str100": s * 318e-6 / (1 + s * 318e-6)}[cut]
    return g[:-1] / abs(g[-1])


CARTRIDGES = [{"f0": 21000.0, "q": 1.6, "gain_db": 0.0}, {"f0": 19000.0, "q": 1.3, "gain_db": -0.7}]
LEAKS = [{"db": -26.0, "deg": 25.0, "f1": 9000.0}, {"db": -22.0, "deg": 150.0, "f1": 6000.0}]


def cartridge(f, of):
    """A resonance of the stylus, and 800 ohm and 0.55 H into 47 kohm and 250 pF; its gain is at 1 kHz."""
    s = 2j * np.pi * np.append(np.asarray(f, float), 1000.0)
    w = 2 * np.pi * of["f0"]
    h = 1 / (1 + s / (w * of["q"]) + (s / w) ** 2) / (1 + (800.0 + s * 0.55) * (1 / 47e3 + s * 250e-12))
    return 10 ** (of["gain_db"] / 20) * h[:-1] / abs(h[-1])


def leak(f, of):
    return 10 ** (of["db"] / 20) * np.exp(1j * np.radians(of["deg"])) * (1 + 1j * np.asarray(f, float) / of["f1"])


def band(fs, seconds, fade, phase_at, factor, wow):
    """A band of so many seconds of the record. The turntable's speed is factor, and swings by wow."""
    count = int(seconds / factor * fs)
    t = np.arange(count) / fs
    edge = np.clip(np.minimum(t, t[::-1]) / fade, 0, 1)
    turn = 2 * np.pi * TURN_HZ * factor
    return np.sin(phase_at(factor * (t + wow / turn * np.sin(turn * t)))) * edge


def sweeps(fs, seed, speed, ticks, cut, sweep_s=25.0, f0=20.0, f1=20000.0, level_cm_s=2.5, sweep_db=0.0, surface_db=-52.0, offset=0.0, wow=0.0):
    rng = np.random.default_rng(seed)
    factor = (1 + offset) * (1 + speed / 100)
    rise = np.log(f1 / f0)
    pilot = band(fs, 4.0, 0.02, lambda t: 2 * np.pi * 1000 * t, factor, wow)
    sweep = band(fs, sweep_s, 0.05, lambda t: 2 * np.pi * f0 * sweep_s / rise * (np.exp(t / sweep_s * rise) - 1), factor, wow)
    gap = int(1.2 * fs)
    starts = [int(1.5 * fs), int(1.5 * fs) + len(pilot) + len(sweep) + 2 * gap]
    n = starts[1] + len(pilot) + len(sweep) + 2 * gap
    groove = np.zeros((2, n))
    for c, at in enumerate(starts):
        groove[c, at:at + len(pilot)] = pilot
        at += len(pilot) + gap
        groove[c, at:at + len(sweep)] = 10 ** (sweep_db / 20) * sweep
    size = sfft.next_fast_len(n + fs, real=True)
    f = np.fft.rfftfreq(size, 1 / fs)
    driven = [sfft.rfft(groove[c], size) * cut_gain(f / factor, cut) for c in range(2)]
    v = np.stack([sfft.irfft((driven[c] + driven[1 - c] * leak(f, LEAKS[1 - c])) * cartridge(f, CARTRIDGES[c]), size)[:n] for c in range(2)])
    v *= np.sqrt(2) * 5e-3 * level_cm_s / 5.0
    v += surface(fs, n, rng, surface_db) + 10 ** (-112 / 20) * rng.standard_normal(v.shape)
    add_ticks(v, fs, rng, ticks, -60, -40)
    hz = 20 * 2 ** (np.arange(120) / 12)
    db = lambda h: [round(float(x), 4) for x in 20 * np.log10(np.abs(h))]
    return v, {"cut": cut, "speed_factor": factor, "hz": [round(float(x), 3) for x in hz],
               "response_db": [db(cartridge(hz, of) / 10 ** (of["gain_db"] / 20)) for of in CARTRIDGES],
               # As one measures it: the silent channel over the driven one.
               "crosstalk_db": [db(leak(hz, LEAKS[c]) * cartridge(hz, CARTRIDGES[1 - c]) / cartridge(hz, CARTRIDGES[c])) for c in range(2)],
               "balance_db": CARTRIDGES[1]["gain_db"] - CARTRIDGES[0]["gain_db"]}


# ---------------------------------------------------------------- kinds

HOLE = TURN_HZ
KINDS = {
    "wow-clean": (tone, 0.0, {"f0": 3150, "lines": [(4.0, 1e-3)], "surface_db": -90, "rumble_db": -90, "warp_db": -120}),
    "wow-line-0.8": (tone, 0.0, {"f0": 3150, "lines": [(0.8, 1e-3)]}),
    "wow-line-10": (tone, 0.0, {"f0": 3150, "offset": 0.003, "lines": [(10.0, 1e-3)]}),
    "wow-line-60": (tone, 0.0, {"f0": 3150, "offset": -0.004, "lines": [(60.0, 1e-3)]}),
    "wow-belt": (tone, 0.0, {"f0": 3150, "offset": 0.0062, "lines": [(HOLE, 1.2e-3), (2 * HOLE, 4e-4), (6.0, 4e-4), (10.0, 3e-4), (60.0, 2e-4)],
                             "random_rms": 3e-4}),
    "wow-worn": (tone, 8.0, {"f0": 3150, "offset": -0.0115, "lines": [(HOLE, 2.5e-3), (6.0, 5e-4), (10.0, 3e-4)], "random_rms": 3e-4,
                             "surface_db": -40, "rumble_db": -40, "hum_hz": 50.0}),
    "wow-direct": (tone, 0.0, {"f0": 3150, "offset": 0.0001, "lines": [(HOLE, 3e-4), (2 * HOLE, 5e-5)], "random_rms": 1e-4, "surface_db": -52}),
    "wow-floor": (tone, 0.0, {"f0": 3150, "lines": [], "surface_db": -48}),
    "wow-3000": (tone, 0.0, {"f0": 3000, "offset": 0.002, "lines": [(HOLE, 8e-4), (4.0, 6e-4)], "random_rms": 3e-4}),
    "wow-300": (tone, 0.0, {"f0": 300, "offset": 0.002, "lines": [(HOLE, 1.5e-3), (6.0, 8e-4)], "random_rms": 2e-4, "level_cm_s": 15.0}),
    "wow-1000": (tone, 0.0, {"f0": 1000, "offset": -0.003, "lines": [(HOLE, 1e-3), (10.0, 6e-4)], "random_rms": 2e-4}),
    "wow-offcentre": (tone, 0.0, {"f0": 3150, "lines": [(HOLE, 8e-3)], "random_rms": 2e-4}),
    "wow-45": (tone, 0.0, {"f0": 3150, "offset": 0.012, "lines": [(0.75, 1e-3), (6.0, 4e-4)], "random_rms": 2e-4, "turn_hz": 0.75}),
    "sweep-riaa": (sweeps, 1.0, {"cut": "riaa"}),
    "sweep-jvc": (sweeps, 1.0, {"cut": "jvc"}),
    "sweep-cv": (sweeps, 1.0, {"cut": "cv", "sweep_s": 50.0}),
    "sweep-str100": (sweeps, 1.0, {"cut": "str100", "f0": 40.0, "sweep_s": 45.0}),
    "sweep-wow": (sweeps, 1.0, {"cut": "riaa", "offset": -0.007, "wow": 0.002}),
    "sweep-worn": (sweeps, 10.0, {"cut": "jvc", "surface_db": -42.0, "sweep_db": -6.0}),
}


def make(name, fs, seed, speed=0.0, ticks=None):
    """Samples (frames by channels, full scale 1.0) and truth."""
    how, own_ticks, more = KINDS[name]
    v, truth = how(fs, 1000 * seed + list(KINDS).index(name), speed, own_ticks if ticks is None else ticks, **more)
    x = captures.quantise(v, INPUT_DBV, np.random.default_rng(1))
    return x.T, {"sample_rate": fs, "input_dbv_at_0dbfs": INPUT_DBV, **truth}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rate", type=int, default=48000)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--speed", type=float, default=0.0)
    parser.add_argument("--ticks", type=float)
    parser.add_argument("--only", default=",".join(KINDS))
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for name in options.only.split(","):
        samples, truth = make(name, options.rate, options.seed, options.speed, options.ticks)
        sf.write(options.folder / f"{name}.flac", samples, options.rate, format="FLAC", subtype="PCM_24")
        (options.folder / f"{name}.json").write_text(json.dumps(truth, indent=1) + "\n")


if __name__ == "__main__":
    main()
