#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes raw captures of records whose level is known, without any code of the project.

The chain, in volts at the interface's input, in double precision until the end:
    music (equalised, rms -6 +-3 dB against the level of 5 cm/s) -> balance, crosstalk -> exact inverse RIAA -> cartridge
    + groove noise (-55 to -45 dB) + clicks + rumble + interface noise, AC coupling, 24 bit at the interface's full scale

Kinds: what records are (stereo, mono, a 78, dull, bright, quiet, one instrument, electronic, speech, scratches, a moving
coil, the lead-in groove alone, gaps), and an interface that is turned too far down (60 and 48 dB) or up (by 8 and 1 dB).
The truth of each: volts at 5 cm/s, full scale in dBV, and `loud_db`, the 90 % quantile of the music's mean squares in
parts of 0.1 s, in dB above 5 cm/s: of the programme itself, before the chain.

Needs python3-numpy and python3-soundfile. `make_record_levels.py DIR` writes 60 captures of 48 kHz into DIR, and some of
other rates. `--seed N` draws all anew, `--music FOLDER` plays music files of 48 kHz in place of the synthesised programme.
"""
import argparse
import json
from pathlib import Path

import numpy as np
import soundfile as sf

import make_captures as cap

SECONDS = 14.0
KINDS = ["stereo", "mono_lp", "r78", "dull", "bright", "quiet", "solo", "electronic", "spoken", "scratchy", "mc", "lead_in",
         "fade_gap", "low_60", "high_8"]
MORE = {2: "low_48", 3: "high_1"}                     # of the third and fourth round, in place of fade_gap


def factor(decibels):
    return 10 ** (decibels / 20)


def rms(x):
    return float(np.sqrt(np.mean(np.square(x)) + 1e-300))


def filtered(x, response, fs):
    """response(f): complex; the ends are faded, so that nothing wraps round."""
    n = x.shape[1]
    size = 1 << int(np.ceil(np.log2(n + fs // 2)))
    f = np.fft.rfftfreq(size, 1 / fs)
    return np.fft.irfft(np.fft.rfft(x, size, axis=1) * response(f), size, axis=1)[:, :n]


def high_passed(x, hz, fs):
    return filtered(x, lambda f: 1 / np.sqrt(1 + (hz / np.maximum(f, 1e-3)) ** 4), fs)


def voice(n, fs, rng):
    """Syllables with pauses, in the middle."""
    out = np.zeros(n)
    at = 0
    while at < n - fs:
        length = int(rng.uniform(0.12, 0.3) * fs)
        t = np.arange(length) / fs
        pitch = rng.uniform(90, 150)
        word = sum(np.sin(2 * np.pi * pitch * k * t) / k for k in range(1, 20))
        if rng.uniform() < 0.3:
            word = np.diff(rng.standard_normal(length), prepend=0.0)
        out[at:at + length] += word / rms(word) * np.hanning(length)
        at += length + int((rng.uniform(0.3, 1.4) if rng.uniform() < 0.12 else 0.02) * fs)
    return np.stack([out, out])


def solo(n, fs, rng):
    out = np.zeros(n + 4 * fs)
    t = 0.3
    while t < n / fs:
        note = cap.pluck(220 * 2 ** (rng.choice([0, 2, 3, 5, 7, 8, 10, 12, 15]) / 12), fs, 2.2, rng, 0.9985)
        i = int(t * fs)
        out[i:i + len(note)] += note[:len(out) - i]
        t += rng.choice([0.25, 0.5, 0.5, 1.0])
    y = high_passed(out[None, :n], 60, fs)[0]
    return np.stack([y, 0.6 * np.roll(y, int(0.011 * fs))])


def electronic(n, fs, rng):
    """A bass on 50 or 100 Hz that stays, kick and hats."""
    t = np.arange(n) / fs
    bass = 50.0 * rng.choice([1, 2])
    beat = np.mod(t, 0.5)
    x = 0.5 * sum(np.sin(2 * np.pi * bass * k * t) / k for k in range(1, 12))
    x = x * (0.35 + 0.65 * (np.mod(t, 0.5) < 0.3)) + 0.8 * np.sin(2 * np.pi * 55 * beat) * np.exp(-beat * 12)
    return np.stack([x, x]) + rng.standard_normal((2, n)) * np.exp(-np.mod(t + 0.25, 0.5) * 40) * 0.12


def shelf(x, tilt, fs):
    return filtered(x, lambda f: (np.clip(f, 60, 16000) / 1000) ** (tilt / 6.02), fs)


def programme(kind, fs, seconds, rng, music):
    n = int(fs * seconds)
    if kind == "spoken":
        return voice(n, fs, rng)
    if kind == "solo":
        return solo(n, fs, rng)
    if kind == "electronic":
        return electronic(n, fs, rng)
    x = cap.programme(fs, seconds, int(rng.integers(1 << 30))) if music is None else music[:, :n]
    if kind in ("mono_lp", "r78"):
        x = np.stack([x.mean(0)] * 2)
    return shelf(x, {"dull": -2.0, "bright": 2.0, "r78": -1.0}.get(kind, 0.0), fs)


def clicks(n, fs, rate, sens, rng):
    y = np.zeros((2, n))
    for _ in range(rng.poisson(rate * n / fs)):
        at = int(rng.uniform(0.01, 0.98) * n)
        width = int(10 ** rng.uniform(np.log10(20e-6), -3.0) * fs) + 2
        shape = np.hanning(width + 2)[1:-1] * (0.6 * rng.standard_normal(width) + rng.choice([1, -1]))
        size = sens * factor(rng.normal(-8, 8)) * 1.4
        where = rng.uniform(0, np.pi / 2)
        for c, part in enumerate((np.cos(where), np.sin(where) * rng.choice([1, -1]))):
            piece = shape[:n - at]
            y[c, at:at + len(piece)] += size * part * piece
    return y


def rumble(n, fs, level, rng):
    t = np.arange(n) / fs
    y = sum(rng.rayleigh() / k * np.sin(2 * np.pi * k / 1.8 * t + rng.uniform(0, 6.3)) for k in range(1, 30))
    return np.stack([y, -y]) * level / rms(y)


def loud_level(x, fs):
    """dB above 5 cm/s of a programme in units of 5 cm/s rms."""
    x = high_passed(x, 60, fs)
    size = fs // 10
    parts = np.mean(x[:, :x.shape[1] // size * size].reshape(2, -1, size) ** 2, axis=(0, 2))
    parts = parts[parts > parts.max() * 1e-3][-100:]
    return float(10 * np.log10(np.quantile(parts, 0.9) + 1e-30))


def make(kind, fs, seed, music=None, seconds=SECONDS):
    rng = np.random.default_rng(seed)
    n = int(fs * seconds)
    is_coil = kind == "mc"
    sens = (rng.uniform(0.25, 0.5) if is_coil else rng.uniform(3.5, 5.5)) * 1e-3     # V rms at 5 cm/s
    x = programme(kind, fs, seconds, rng, music)
    x = x / rms(x) * factor(rng.uniform(-9, -3) + {"quiet": -16, "r78": 6}.get(kind, 0))
    if kind == "fade_gap":
        t = np.arange(n) / fs
        x = x * np.where(t < 2, 0, np.where(t < 8, np.clip((8 - t) / 2, 0, 1), np.where(t < 9, 0, 1)))
    if kind == "lead_in":
        x = x * 0
    # A 78's groove has no treble pre-emphasis; everything else is RIAA.
    curve = dict(poles=[3180e-6], zeros=[450e-6]) if kind == "r78" else cap.RIAA
    balance = rng.uniform(-1, 1)
    leak = factor(rng.uniform(-25, -20))
    mixed = np.stack([x[0] + leak * x[1], x[1] + leak * x[0]]) * [[factor(balance / 2)], [factor(-balance / 2)]]
    inverse = lambda c: lambda f: sens * np.where(f > 0, 1 / cap.transfer(np.maximum(f, 0.3), **c), 0)
    v = filtered(mixed, inverse(curve), fs)
    pink = filtered(rng.standard_normal((2, n)), lambda f: np.where(f > 5, (np.maximum(f, 20) / 1000) ** -0.5, 0), fs)
    noise_db = {"scratchy": -40, "r78": -32}.get(kind) or rng.uniform(-55, -45)
    v += filtered(pink / rms(pink) * factor(noise_db), inverse(cap.RIAA), fs)
    v += clicks(n, fs, {"scratchy": 25, "r78": 12}.get(kind) or 10 ** rng.uniform(-0.7, 0.4), sens, rng)
    v += rumble(n, fs, sens * factor(rng.uniform(-62, -50)), rng)
    peak_dbv = 20 * np.log10(np.max(np.abs(v)) / np.sqrt(2))
    if kind.startswith("low") or kind.startswith("high"):
        full_scale = peak_dbv + float(kind.split("_")[1]) * (1 if kind.startswith("low") else -1)
    else:
        full_scale = float(next(c for c in range(-60, 21, 4) if c >= peak_dbv + 3 + rng.uniform(0, 12)))
    v += factor(rng.uniform(-108, -98) - (18 if is_coil else 0)) * rng.standard_normal((2, n))
    v = filtered(v, lambda f: 1j * f / (1j * f + 1.0), fs)
    code = 2.0 ** -23
    d = np.clip(np.round(v / cap.full_scale_volts(full_scale) / code) * code, -1, 1 - code)
    truth = dict(kind=kind, sample_rate=fs, seconds=seconds, mv_at_5cm=sens * 1e3, input_dbv_at_0dbfs=float(full_scale),
                 is_music=kind != "lead_in", moving_coil=is_coil, loud_db=loud_level(x, fs) if kind != "lead_in" else None,
                 loud_db_as_heard=None)
    if kind == "r78":                                 # equalised by RIAA, as the stage's listener would
        as_heard = filtered(x, lambda f: cap.transfer(np.maximum(f, 0.3), **cap.RIAA) / cap.transfer(np.maximum(f, 0.3), **curve), fs)
        truth["loud_db"] = loud_level(as_heard, fs)
    del truth["loud_db_as_heard"]
    return d, truth


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dir", type=Path)
    parser.add_argument("--seed", type=int, default=20261130)
    parser.add_argument("--music", type=Path)
    args = parser.parse_args()
    args.dir.mkdir(parents=True, exist_ok=True)
    files = sorted(args.music.glob("*.flac")) if args.music else []

    def write(name, kind, fs, seed):
        music = None
        if files and fs == 48000:
            music = sf.read(files[seed % len(files)], dtype="float64", always_2d=True)[0].T
        d, truth = make(kind, fs, seed, music)
        sf.write(args.dir / f"{name}.flac", d.T, fs, subtype="PCM_24")
        (args.dir / f"{name}.json").write_text(json.dumps(truth, indent=1) + "\n")

    for n in range(4):
        for j, kind in enumerate(KINDS):
            if kind == "fade_gap" and n in MORE:
                kind = MORE[n]
            write(f"level-{n}{j:02d}-{kind}", kind, 48000, args.seed + 100 * n + j)
    for fs in (44100, 96000, 192000):
        write(f"level-rate-{fs}", "stereo", fs, args.seed + 7)


if __name__ == "__main__":
    main()
