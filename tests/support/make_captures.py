#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes turntable captures whose right answer is known, without any code of the project.

A programme x(t) is synthesised: it is what an ideal phono stage would put out, in volts.
Each capture is what a line interface would have recorded in front of such a stage:

    cartridge volts  v = IFFT( FFT(x) / (G * H(f)) )        exact analogue de-emphasis H, G = 40 dB at 1 kHz
    loading          v = v * Z(f), the cartridge's R, L against the interface's input R, C (loading.flac only)
    faults           surface noise, rumble, hum, clicks, clipping: each with its truth in the .json
    digital          v / (sqrt(2) * 10^(S/20)), S = dBV (rms of a sine) at 0 dBFS; TPDF dither; 24-bit FLAC

H is evaluated from its time constants on the FFT grid, so it has no sample-rate error at all: whatever
differs from the .truth.flac after processing is the phono stage's doing.

Needs python3-numpy and python3-soundfile. `make_captures.py DIR` writes the set into DIR, `make_captures.py DIR NAME ...`
only the captures named (`clipped-96000`, ...). `--seed N` gives another programme, other faults and other dither.
"""
import argparse
import json
from pathlib import Path

import numpy as np
import soundfile as sf

RIAA = dict(poles=[3180e-6, 75e-6], zeros=[318e-6], highpass=[])
GAIN_DB = 40.0


def transfer(f, poles, zeros, highpass=()):
    """Exact analogue response, 0 dB at 1 kHz. f in Hz, any shape; complex result."""
    def raw(ff):
        s = 2j * np.pi * np.asarray(ff, float)
        h = np.ones_like(s)
        for t in zeros:
            h = h * (1 + s * t)
        for t in poles:
            h = h / (1 + s * t)
        for t in highpass:
            h = h * (s * t / (1 + s * t))
        return h
    return raw(f) / abs(raw(1000.0))


def load_response(f, l_h, r_ohm, load_ohm, load_f):
    """Voltage divider of a cartridge (L in series with R) into a load (R parallel C)."""
    s = 2j * np.pi * np.asarray(f, float)
    return 1.0 / (1.0 + (r_ohm + s * l_h) * (1.0 / load_ohm + s * load_f))


def full_scale_volts(dbv):
    """Peak volts at digital 1.0, for a sine of `dbv` rms at 0 dBFS."""
    return np.sqrt(2.0) * 10 ** (dbv / 20)


def band_limit(x, fs, lo=20.0, hi=20000.0):
    n = len(x)
    f = np.fft.rfftfreq(n, 1 / fs)
    edge = np.clip((f - lo / 2) / (lo / 2), 0, 1) * np.clip((min(hi * 1.05, 0.49 * fs) - f) / (0.05 * hi), 0, 1)
    return np.fft.irfft(np.fft.rfft(x) * np.sin(edge * np.pi / 2) ** 2, n)


def pluck(freq, fs, seconds, rng, decay=0.996):
    """A plucked string: a noise burst round a delay line with a two-point average."""
    period = max(2, int(round(fs / freq)))
    line, before = rng.uniform(-1, 1, period), np.empty(period)
    out = np.empty(int(seconds * fs))
    for start in range(0, len(out), period):
        chunk = line[: min(period, len(out) - start)]
        out[start:start + len(chunk)] = chunk
        before[0], before[1:] = line[-1], line[:-1]                   # np.roll takes four times as long
        line = decay * 0.5 * (line + before)
    return out


def programme(fs, seconds, seed):
    """Stereo music: chords, a bass line, drums and cymbals; volts at the phono stage's output."""
    rng = np.random.default_rng(seed)
    n = int(fs * seconds)
    mix = np.zeros((2, n))

    def add(sig, at, pan, level):
        i = int(at * fs)
        sig = sig[: max(0, n - i)]
        mix[0, i:i + len(sig)] += level * np.cos(pan * np.pi / 2) * sig
        mix[1, i:i + len(sig)] += level * np.sin(pan * np.pi / 2) * sig

    chords = [(220.0, 277.2, 329.6), (196.0, 246.9, 293.7), (174.6, 220.0, 261.6), (164.8, 207.7, 246.9)]
    beat = 0.5
    t = 1.0
    k = 0
    while t < seconds - 1.0:
        chord = chords[(k // 4) % 4]
        for j, f in enumerate(chord):
            add(pluck(f * rng.choice([1, 2]), fs, 1.6, rng), t + 0.03 * j, 0.2 + 0.3 * j, 0.25)
        add(pluck(chord[0] / 4, fs, 1.2, rng, 0.998), t, 0.5, 0.6)
        hit = np.arange(int(0.25 * fs)) / fs
        if k % 2 == 0:
            add(np.sin(2 * np.pi * (50 * hit + 30 * (1 - np.exp(-hit * 30)) / 30)) * np.exp(-hit * 18), t, 0.5, 0.9)
        else:
            add(rng.standard_normal(len(hit)) * np.exp(-hit * 28), t, 0.45, 0.25)
        cym = rng.standard_normal(int(0.12 * fs)) * np.exp(-np.arange(int(0.12 * fs)) / fs * 45)
        add(np.diff(cym, prepend=0.0), t + beat / 2, 0.7, 0.25)
        t += beat
        k += 1
    for c in range(2):
        mix[c] = band_limit(mix[c], fs)
    fade = np.clip(np.minimum(np.arange(n), np.arange(n)[::-1]) / (0.4 * fs), 0, 1)
    mix *= np.sin(fade * np.pi / 2) ** 2
    return mix * (10 ** (-14 / 20) / np.sqrt(np.mean(mix ** 2)))      # rms at -14 dBV: peaks stay below 2 V rms


def to_cartridge(x, fs, curve=RIAA, gain_db=GAIN_DB, load=None):
    """Volts at the interface's input, from volts at the ideal stage's output."""
    n = x.shape[1]
    pad = int(fs)
    size = 1 << int(np.ceil(np.log2(n + 2 * pad)))
    f = np.fft.rfftfreq(size, 1 / fs)
    h = 10 ** (gain_db / 20) * transfer(f, **curve)
    h[0] = h[1] if h[0] == 0 else h[0]
    z = np.ones_like(h)
    if load is not None:
        want = load_response(f, load["l_h"], load["r_ohm"], load["want_ohm"], load["want_f"])
        have = load_response(f, load["l_h"], load["r_ohm"], load["have_ohm"], load["have_f"])
        z = have / want
    out = np.empty_like(x)
    for c in range(x.shape[0]):
        buf = np.zeros(size)
        buf[pad:pad + n] = x[c]
        out[c] = np.fft.irfft(np.fft.rfft(buf) / h * z, size)[pad:pad + n]
    return out


def quantise(v, dbv_fs, rng, clip=True):
    d = v / full_scale_volts(dbv_fs)
    q = 2.0 ** -23
    d = np.round(d / q + rng.uniform(-0.5, 0.5, d.shape) + rng.uniform(-0.5, 0.5, d.shape)) * q
    return np.clip(d, -1.0, 1.0 - q) if clip else d


def write(path, d, fs):
    sf.write(path, d.T, fs, format="FLAC", subtype="PCM_24")


def dbv_rms(v):
    return round(float(20 * np.log10(np.sqrt(np.mean(v ** 2)) + 1e-30)), 4)


def dbv_peak(v):
    """Peak level as dBV of a sine with that peak."""
    return round(float(20 * np.log10(np.max(np.abs(v)) / np.sqrt(2) + 1e-30)), 4)


def describe(v, x, fs, s_in, **more):
    return dict(sample_rate=fs, input_dbv_at_0dbfs=s_in, gain_db=GAIN_DB, curve="riaa",
                channels=["left", "right"],
                cartridge_rms_dbv=[dbv_rms(c) for c in v], cartridge_peak_dbv=[dbv_peak(c) for c in v],
                output_rms_dbv=[dbv_rms(c) for c in x], output_peak_dbv=[dbv_peak(c) for c in x], **more)


NAMES = ["clean-44100", "clean-48000", "clean-96000", "clean-192000", "worn-96000", "clipped-96000",
         "clipped-below-full-scale-96000", "line-input-10k-96000", "instrument-input-1M-96000", "line-level-source-96000",
         "right-channel-dead-96000", "opposite-polarity-96000", "ground-hum-60-96000", "dc-offset-96000"]


def main(out, seed=0, names=()):
    out.mkdir(parents=True, exist_ok=True)
    wanted = set(names or NAMES)

    def save(name, v, x, fs, s_in, s_out=6.0, clip=True, **more):
        if name not in wanted:
            return None
        rng = np.random.default_rng(seed + 7)
        d = quantise(v, s_in, rng, clip)
        write(out / f"{name}.flac", d, fs)
        if x is not None:
            write(out / f"{name}.truth.flac", quantise(x, s_out, rng), fs)
            more["truth_dbv_at_0dbfs"] = s_out
        (out / f"{name}.json").write_text(json.dumps(describe(v, x if x is not None else v, fs, s_in, **more), indent=1) + "\n")
        return d

    # 1. Clean captures at the usual rates: the null test.
    for fs, seconds in ((44100, 12), (48000, 12), (96000, 12), (192000, 6)):
        if f"clean-{fs}" not in wanted:
            continue
        x = programme(fs, seconds, seed=seed + 1)
        save(f"clean-{fs}", to_cartridge(x, fs), x, fs, s_in=-20.0)

    if all(name.startswith("clean-") for name in wanted):
        return
    fs = 96000
    x = programme(fs, 10, seed=seed + 2)
    v = to_cartridge(x, fs)
    n = v.shape[1]
    t = np.arange(n) / fs
    rng = np.random.default_rng(seed + 11)

    # 2. A worn side: surface noise, warp, rumble, hum and clicks. The truth is the music alone.
    dirty = v + 10 ** (-86 / 20) * rng.standard_normal(v.shape)
    warp = 10 ** (-55 / 20) * np.sin(2 * np.pi * 0.556 * t)
    rumble = band_limit(rng.standard_normal(n), fs, 4, 25) * 10 ** (-72 / 20)
    dirty += np.stack([warp + rumble, -warp - rumble])                   # vertical: out of phase
    for h, a in ((50, -92), (100, -104), (150, -98)):
        dirty += 10 ** (a / 20) * np.sin(2 * np.pi * h * t + h)
    clicks = []
    for _ in range(60):
        at = int(rng.uniform(0.5, 9.5) * fs)
        width = int(rng.uniform(15e-6, 1.2e-3) * fs) + 2
        size = 10 ** (rng.uniform(-42, -18) / 20)
        shape = rng.standard_normal(width) * np.hanning(width + 2)[1:-1] + np.hanning(width + 2)[1:-1]
        where = rng.choice(["left", "right", "both"])
        for c, name in enumerate(("left", "right")):
            if where in (name, "both"):
                dirty[c, at:at + width] += size * shape * rng.choice([-1, 1])
        clicks.append(dict(start=at, length=width, channel=str(where), peak_v=round(float(size), 6)))
    save("worn-96000", dirty, x, fs, s_in=-12.0, clicks=sorted(clicks, key=lambda c: c["start"]), hum_hz=50.0,
         rumble="vertical, warp at 0.556 Hz and noise at 4-25 Hz")

    # 3. Analogue gain set too high: the converter clips. Runs of full-scale samples are the truth.
    too_hot = round(float(20 * np.log10(np.quantile(np.abs(v), 0.99995) / np.sqrt(2))), 1)
    hot = v.copy()
    burst = slice(int(4.0 * fs), int(4.0 * fs) + int(0.03 * fs))         # a thump on the left, 8 dB over full scale
    hot[0, burst] += full_scale_volts(too_hot + 8.0) * np.sin(2 * np.pi * 300.0 * t[: burst.stop - burst.start])
    if wanted & {"clipped-96000", "clipped-below-full-scale-96000"}:
        wanted.add("clipped-96000")                                      # the second is made from the first
        d = save("clipped-96000", hot, None, fs, s_in=too_hot)
        runs = []
        for c, name in enumerate(("left", "right")):
            full = (d[c] >= 1.0 - 2.0 ** -22) | (d[c] <= -1.0)
            edges = np.flatnonzero(np.diff(np.concatenate(([0], full.astype(int), [0]))))
            for a, b in zip(edges[::2], edges[1::2]):
                runs.append(dict(start=int(a), length=int(b - a), channel=name))
        meta = json.loads((out / "clipped-96000.json").read_text())
        meta["full_scale_runs"] = sorted(runs, key=lambda r: r["start"])
        (out / "clipped-96000.json").write_text(json.dumps(meta, indent=1) + "\n")

        # 4. The same clipping, but turned down 3 dB after the converter: flat tops below full scale.
        write(out / "clipped-below-full-scale-96000.flac", np.clip(d * 10 ** (-3 / 20), -1, 1), fs)
        meta["note"] = "clipped-96000 turned down by 3 dB after the converter; same runs, flat at -3 dBFS"
        (out / "clipped-below-full-scale-96000.json").write_text(json.dumps(meta, indent=1) + "\n")

    # 5. A moving-magnet cartridge into a 10 kOhm line input: treble lost to the wrong load.
    load = dict(l_h=0.55, r_ohm=485.0, want_ohm=47e3, want_f=150e-12, have_ohm=10e3, have_f=150e-12)
    save("line-input-10k-96000", to_cartridge(x, fs, load=load), x, fs, s_in=-20.0, load=load)
    load_hi = dict(load, have_ohm=1e6, have_f=150e-12)
    save("instrument-input-1M-96000", to_cartridge(x, fs, load=load_hi), x, fs, s_in=0.0, load=load_hi)

    # 6. Wrong hook-ups. No truth file: the right answer is what is wrong with them.
    save("line-level-source-96000", x * 10 ** (4 / 20), None, fs, s_in=10.0, wrong="already equalised, line level (-10 dBV): an AUX source")
    dead = v.copy()
    dead[1] = 10 ** (-110 / 20) * rng.standard_normal(n)
    save("right-channel-dead-96000", dead, None, fs, s_in=-20.0, wrong="right channel silent")
    mono = v.mean(axis=0)
    save("opposite-polarity-96000", np.stack([mono, -mono]), None, fs, s_in=-20.0,
         wrong="left = -right: a balanced mono line on a stereo input, or one cartridge channel reversed")
    loud_hum = v + sum(10 ** (a / 20) * np.sin(2 * np.pi * h * t) for h, a in ((60, -58), (120, -70), (180, -64)))
    save("ground-hum-60-96000", loud_hum, None, fs, s_in=-20.0, wrong="ground loop: hum at 60 Hz and harmonics", hum_hz=60.0)
    save("dc-offset-96000", v + np.array([[0.004], [-0.002]]), None, fs, s_in=-20.0, wrong="DC offset 4 mV left, -2 mV right")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Makes turntable captures whose right answer is known.")
    parser.add_argument("folder", type=Path, nargs="?", default=Path("."), help="where to write them")
    parser.add_argument("names", nargs="*", metavar="NAME", help="make only these")
    parser.add_argument("--seed", type=int, default=0, help="another set with the same faults")
    arguments = parser.parse_intermixed_args()
    unknown = set(arguments.names) - set(NAMES)
    if unknown:
        parser.error("no such capture: " + ", ".join(sorted(unknown)))
    main(arguments.folder, arguments.seed, arguments.names)
