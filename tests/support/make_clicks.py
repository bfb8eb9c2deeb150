#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Flat captures with clicks whose truth is known: `make_clicks.py FOLDER [--seconds 16] [--seed 1] [--only NAME]`

Of each case NAME there are
  NAME.clean.wav    the capture without clicks (music and surface noise): the truth
  NAME.clicked.wav  the same with clicks; the difference is exactly 0 where there is no click
  NAME.json         each click: start and length in samples, kind, wall, peak in volts, width in seconds

Volts come from the exact analogue inverse of RIAA (make_captures.to_cartridge), so that 5 cm/s of a cartridge of 4 mV
is -48 dBV. Knows nothing of how clicks are removed. Needs python3-numpy and -soundfile.
"""
import argparse, json, sys
from pathlib import Path
import numpy as np
import soundfile as sf
sys.path.insert(0, str(Path(__file__).resolve().parent))
import make_captures as mc

S_IN = -6.0        # dBV rms of a 0 dBFS sine: leaves room for big clicks


# ------------------------------------------------------------------ programmes (volts after an ideal phono stage)
def room(mix, fs, rng, level=-22.0, tau=0.09):
    """Short stereo room: decaying noise, decorrelated between channels, `level` dB under the direct sound's energy."""
    n = int(0.5 * fs)
    t = np.arange(n) / fs
    size = 1 << int(np.ceil(np.log2(mix.shape[1] + n)))
    out = np.empty_like(mix)
    mono = mix.mean(axis=0)
    for c in range(2):
        h = rng.standard_normal(n) * np.exp(-t / tau)
        h = np.convolve(h, [0.3, 0.4, 0.3])[:n]
        h[: int(0.006 * fs)] = 0
        h *= 10 ** (level / 20) / np.sqrt(np.sum(h ** 2))
        wet = np.fft.irfft(np.fft.rfft(0.6 * mono + 0.4 * mix[c], size) * np.fft.rfft(h, size), size)[: mix.shape[1]]
        out[c] = mix[c] + wet
    return out


def finish(mix, fs, rms_dbv=-14.0):
    n = mix.shape[1]
    mix = np.stack([mc.band_limit(m, fs) for m in mix])
    fade = np.clip(np.minimum(np.arange(n), np.arange(n)[::-1]) / (0.4 * fs), 0, 1)
    mix *= np.sin(fade * np.pi / 2) ** 2
    return mix * (10 ** (rms_dbv / 20) / np.sqrt(np.mean(mix ** 2)))


def adder(mix, fs):
    def add(sig, at, pan, level):
        i = int(at * fs)
        sig = sig[: max(0, mix.shape[1] - i)]
        mix[0, i:i + len(sig)] += level * np.cos(pan * np.pi / 2) * sig
        mix[1, i:i + len(sig)] += level * np.sin(pan * np.pi / 2) * sig
    return add


def modal(fs, rng, freqs, taus, seconds, attack=1e-4, noise=0.0, noise_tau=3e-4):
    t = np.arange(int(seconds * fs)) / fs
    y = np.zeros(len(t))
    for f, tau in zip(freqs, taus):
        y += rng.uniform(0.5, 1.0) * np.sin(2 * np.pi * f * t + rng.uniform(0, 6.28)) * np.exp(-t / tau)
    y += noise * rng.standard_normal(len(t)) * np.exp(-t / noise_tau)
    return y * (1 - np.exp(-t / attack))


def percussion(fs, seconds, seed):
    """Castanets, claves, rimshots, snare, hi-hat, harpsichord; some hard left or right: the declicker's worst enemy."""
    rng = np.random.default_rng(seed)
    mix = np.zeros((2, int(fs * seconds)))
    add = adder(mix, fs)
    t = 0.6
    beat = 0.42
    k = 0
    while t < seconds - 0.8:
        for j in range(2):                                           # harpsichord: bright strings with a jack click
            f = rng.choice([196.0, 247.0, 294.0, 392.0, 494.0, 587.0])
            add(mc.pluck(f, fs, 0.9, rng, 0.999), t + 0.11 * j, 0.3 + 0.4 * j, 0.35)
            add(modal(fs, rng, rng.uniform(2000, 7000, 3), [4e-4, 7e-4, 3e-4], 0.01, 5e-5, 0.3, 2e-4), t + 0.11 * j, 0.3 + 0.4 * j, 0.1)
        if k % 2 == 0:                                               # castanets: single hits and rolls
            hits = rng.choice([1, 2, 4, 9])
            pan = rng.choice([0.0, 0.15, 0.5, 0.8, 1.0])
            f = rng.uniform(1300, 3200)
            for h in range(hits):
                add(modal(fs, rng, f * np.array([1, 1.47, 2.1, 3.3]), [2.5e-3, 1.5e-3, 8e-4, 4e-4], 0.03, rng.uniform(2e-5, 1.5e-4), 0.5, 2e-4),
                    t + 0.045 * h + rng.uniform(0, 0.004), pan, rng.uniform(0.4, 1.0))
        if k % 2 == 1:
            snare = rng.standard_normal(int(0.2 * fs)) * np.exp(-np.arange(int(0.2 * fs)) / fs * 24) * 0.5
            snare += modal(fs, rng, [190, 330], [0.04, 0.03], 0.2, 1e-4)[: len(snare)]
            add(snare, t, 0.5, 0.6)
            add(modal(fs, rng, rng.uniform(900, 5200, 4), [1.5e-3] * 4, 0.02, 3e-5, 1.0, 2e-4), t, 0.5, 0.6)       # stick on rim
        if k % 3 == 0:
            add(modal(fs, rng, [2480, 2495], [0.02, 0.015], 0.15, 6e-5, 0.4, 2e-4), t + 0.26, rng.choice([0.0, 0.5, 1.0]), 0.5)   # claves
        for j in range(4):                                           # hats
            hat = np.diff(rng.standard_normal(int(0.06 * fs)), prepend=0.0) * np.exp(-np.arange(int(0.06 * fs)) / fs * rng.choice([60, 250]))
            add(hat, t + j * beat / 4, 0.65, 0.12)
        t += beat
        k += 1
    return finish(room(mix, fs, rng), fs)


def pulses(fs, f0, seconds, slope, formants=None, vibrato=0.006, rng=None, top=16000.0, jitter=0.0):
    """Sharp pulse train by additive synthesis: all harmonics in phase at each lip or glottis closure."""
    n = int(seconds * fs)
    t = np.arange(n) / fs
    f = f0 * (1 + vibrato * np.sin(2 * np.pi * 5.3 * t + rng.uniform(0, 6.28)) * np.clip(t / 0.3, 0, 1))
    if jitter:
        w = np.cumsum(rng.standard_normal(n)) / np.sqrt(fs)
        f = f * (1 + jitter * np.sin(w * 9))
    ph = 2 * np.pi * np.cumsum(f) / fs
    y = np.zeros(n)
    s = np.interp(t, [0, 0.04, 0.15, seconds], slope)
    for h in range(1, int(top / f0)):
        a = np.exp(-s * np.log(h))
        if formants is not None:
            g = sum(b / np.sqrt((1 - (h * f0 / fc) ** 2) ** 2 + (h * f0 / fc / q) ** 2) for fc, q, b in formants)
            a = a * g
        y += a * np.cos(h * ph)
    return y


def brass_voice(fs, seconds, seed):
    """Blaring trumpets and a sung vowel: pulse trains that a short predictor takes for clicks."""
    rng = np.random.default_rng(seed)
    mix = np.zeros((2, int(fs * seconds)))
    add = adder(mix, fs)
    t = 0.6
    k = 0
    while t < seconds - 1.6:
        dur = rng.choice([0.28, 0.5, 0.9])
        env_n = int(dur * fs)
        tt = np.arange(env_n) / fs
        env = np.clip(tt / 0.012, 0, 1) * np.clip((dur - tt) / 0.05, 0, 1)
        blare = rng.uniform(0.6, 1.2)
        for f0, pan in ((rng.choice([233.1, 293.7, 349.2, 466.2, 587.3, 698.5, 932.3]), 0.35), (rng.choice([174.6, 233.1, 293.7]), 0.65)):
            y = pulses(fs, f0, dur, [1.8, blare, blare + 0.25, blare + 0.5], rng=rng)[: env_n]
            y += 0.05 * rng.standard_normal(env_n)
            add(y * env, t, pan, 0.25)
        t += dur
        k += 1
        if k % 4 == 3:
            dur = 1.5
            env_n = int(dur * fs)
            tt = np.arange(env_n) / fs
            env = np.clip(tt / 0.06, 0, 1) * np.clip((dur - tt) / 0.1, 0, 1)
            v = pulses(fs, rng.choice([110.0, 146.8, 220.0, 330.0]), dur, [1.0, 0.75, 0.8, 0.8],
                       formants=[(700, 6, 1), (1150, 8, 0.6), (2700, 10, 0.5), (3500, 12, 0.35)], rng=rng, top=12000, jitter=0.004)
            add(v[: env_n] * env, t, 0.5, 0.12)
            add(np.diff(rng.standard_normal(int(0.08 * fs)), prepend=0) * np.hanning(int(0.08 * fs)), t - 0.06, 0.5, 0.25)   # an s
            t += dur
    return finish(room(mix, fs, rng, -16, 0.2), fs)


def electronic(fs, seconds, seed):
    """Square bass, saws, buzzing impulse trains, zaps, glitch clicks on the beat."""
    rng = np.random.default_rng(seed)
    mix = np.zeros((2, int(fs * seconds)))
    add = adder(mix, fs)
    step = 0.125
    k = 0
    t = 0.6
    while t < seconds - 0.8:
        if k % 2 == 0:
            f0 = rng.choice([41.2, 55.0, 65.4, 82.4])
            n = int(0.23 * fs)
            ph = 2 * np.pi * f0 * np.arange(n) / fs
            y = sum(np.sin(h * ph) / h for h in range(1, int(12000 / f0), 2))
            add(y * np.clip(np.arange(n)[::-1] / (0.01 * fs), 0, 1) * np.clip(np.arange(n) / (0.002 * fs), 0, 1), t, 0.5, 0.6)
        if k % 4 == 2:
            f0 = rng.choice([220.0, 330.0, 440.0, 554.4])
            n = int(0.4 * fs)
            ph = 2 * np.pi * f0 * np.arange(n) / fs
            y = sum(np.sin(h * ph) / h for h in range(1, int(15000 / f0)))
            add(y * np.exp(-np.arange(n) / fs * 6), t, rng.choice([0.2, 0.8]), 0.3)
        if k % 16 == 9:                                              # a buzz: sharp pulses at 30-90 Hz
            add(pulses(fs, rng.uniform(30, 90), 0.6, [0.3, 0.3, 0.3, 0.3], rng=rng, vibrato=0.02, top=14000), t, 0.5, 0.05)
        if k % 4 == 0:
            n = int(0.2 * fs)
            tt = np.arange(n) / fs
            add(np.sin(2 * np.pi * (45 * tt + 8 * (1 - np.exp(-tt * 40)))) * np.exp(-tt * 12), t, 0.5, 1.0)
        if k % 8 == 4:
            n = int(0.18 * fs)
            add(rng.standard_normal(n) * np.exp(-np.arange(n) / fs * 22), t, 0.5, 0.35)
        hat = np.diff(rng.standard_normal(int(0.05 * fs)), prepend=0.0) * np.exp(-np.arange(int(0.05 * fs)) / fs * 180)
        add(hat, t, 0.6, 0.18)
        if k % 16 in (3, 11):                                        # zap
            n = int(0.1 * fs)
            tt = np.arange(n) / fs
            add(np.sin(2 * np.pi * 9000 / 40 * (1 - np.exp(-40 * tt))) * np.exp(-tt * 30), t, 0.3, 0.4)
        t += step
        k += 1
    return finish(room(mix, fs, rng, -30), fs)


PROGRAMMES = dict(music=mc.programme, percussion=percussion, brass=brass_voice, electronic=electronic)


def natural(x, fs, corner=2500.0):
    """Recorded music falls in the treble; white-noise cymbals and plucks do not. First-order fall above `corner`, same rms as before."""
    f = np.fft.rfftfreq(x.shape[1], 1 / fs)
    y = np.stack([np.fft.irfft(np.fft.rfft(c) / (1 + 1j * f / corner), x.shape[1]) for c in x])
    return y * np.sqrt(np.mean(x ** 2) / np.mean(y ** 2))


# ------------------------------------------------------------------ clicks
OS = 8


def click_shape(fs, rng, width):
    """One click at the cartridge (velocity), peak 1, band-limited; returns samples and how many precede its nominal start."""
    kind = rng.choice(["dust", "scratch", "burst"], p=[0.45, 0.3, 0.25])
    hi = fs * OS
    pre = int(0.0004 * hi)
    n = int(max(5 * width, 0.0003) * hi) + 2 * pre
    n = 1 << int(np.ceil(np.log2(n)))
    t = (np.arange(n) - pre) / hi - rng.uniform(0, 1) / fs
    if kind == "dust":                                               # bump in the groove: velocity is its slope
        width = min(width, rng.uniform(0.1e-3, 0.45e-3))             # a particle is short: 0.2 mm pass in 0.4 ms
        s = width / 4
        u = (t - width / 2) / s
        y = -u * np.exp(-u * u / 2) + rng.uniform(-0.5, 0.5) * np.exp(-u * u / 2)
    elif kind == "scratch":                                          # sharp edge, damped ringing of the tip
        tau = width / 3
        f = rng.uniform(0.6, 2.2) / width
        y = np.where(t >= 0, np.exp(-np.maximum(t, 0) / tau) * np.cos(2 * np.pi * f * t + rng.uniform(-0.6, 0.6)), 0.0)
    else:                                                            # torn groove: a burst of noise
        knots = max(4, int(width * min(fs, 60000) * rng.uniform(0.3, 0.9)))
        z = np.interp(np.linspace(0, knots, max(2, int(width * hi))), np.arange(knots + 1), rng.standard_normal(knots + 1))
        y = np.zeros(n)
        m = min(len(z), n - pre)
        w = np.arange(len(z)) / len(z)
        y[pre:pre + m] = (z * np.minimum(w * 8, 1) * (1 - w) ** 1.2)[:m]
    f = np.fft.rfftfreq(n, 1 / hi)
    f0, q = rng.uniform(14e3, 38e3), rng.uniform(0.7, 2.2)           # tip mass against vinyl compliance
    s = 1j * f / f0
    tip = 1 / (1 + s / q + s * s)
    adc = 0.5 * (1 + np.cos(np.pi * np.clip((f - 0.44 * fs) / (0.055 * fs), 0, 1)))
    y = np.fft.irfft(np.fft.rfft(y) * tip * adc, n)[::OS]
    y = y / np.max(np.abs(y))
    live = np.flatnonzero(np.abs(y) > 1e-3)
    a, b = live[0], live[-1] + 1
    y = y[a:b].copy()
    e = min(4, len(y) // 3)
    if e:
        y[-e:] *= np.linspace(1, 0.1, e)
    return y, pre // OS - a, str(kind)


def place(vol, at, y, wall, rng, fs, y2=None):
    """Adds click y to the two walls (= channels) of `vol`; crosstalk and unequal walls included."""
    n = min(len(y), vol.shape[1] - at)
    if n <= 0 or at < 0:
        return 0
    def other(z):                                                    # the same event as the other wall hears it: filtered and weaker
        h = rng.standard_normal(3) * [0.25, 0.1, 0.25]
        h[1] += 1
        return np.convolve(z, h, "same")
    if wall == "left" or wall == "right":
        c = 0 if wall == "left" else 1
        vol[c, at:at + n] += y[:n]
        vol[1 - c, at:at + n] += rng.choice([-1, 1]) * 10 ** (rng.uniform(-32, -14) / 20) * other(y)[:n]
    elif wall == "vertical":
        vol[0, at:at + n] += y[:n]
        vol[1, at:at + n] -= 10 ** (rng.uniform(-3, 3) / 20) * other(y)[:n]
    elif wall == "lateral":
        vol[0, at:at + n] += y[:n]
        vol[1, at:at + n] += 10 ** (rng.uniform(-3, 3) / 20) * other(y)[:n]
    return n


WALLS = (["left", "right", "vertical", "lateral"], [0.35, 0.35, 0.2, 0.1])


def add_clicks(n, fs, rng, per_second, median_dbv, sigma_db, widths, events, start=0.5, kind_name="click"):
    vol = np.zeros((2, n))
    secs = n / fs - 2 * start
    for _ in range(rng.poisson(per_second * secs)):
        at = rng.uniform(start, start + secs)
        width = np.exp(rng.uniform(np.log(widths[0]), np.log(widths[1])))
        level = np.clip(median_dbv + sigma_db * rng.standard_normal(), -100, -16)
        y, pre, kind = click_shape(fs, rng, width)
        y = y * np.sqrt(2) * 10 ** (level / 20) * rng.choice([-1, 1])
        i = int(at * fs) - pre
        wall = str(rng.choice(WALLS[0], p=WALLS[1]))
        m = place(vol, i, y, wall, rng, fs)
        if m:
            events.append(dict(start=int(i), length=int(m), kind=kind_name + ":" + kind, wall=wall, peak_v=float(np.max(np.abs(y))), width_s=float(width)))
    return vol


def add_scratch(n, fs, rng, events):
    """A radial scratch: hit once a revolution, 1.8 s apart, each time two to five ticks and a low thump."""
    vol = np.zeros((2, n))
    for _ in range(3):
        t = rng.uniform(0.6, 2.2)
        size = rng.uniform(-44, -24)
        while t < n / fs - 0.8:
            for _ in range(rng.integers(2, 6)):
                y, pre, kind = click_shape(fs, rng, np.exp(rng.uniform(np.log(0.3e-3), np.log(4e-3))))
                y = y * np.sqrt(2) * 10 ** ((size + rng.normal(0, 3)) / 20) * rng.choice([-1, 1])
                i = int((t + rng.uniform(0, 0.012)) * fs) - pre
                wall = str(rng.choice(WALLS[0], p=WALLS[1]))
                m = place(vol, i, y, wall, rng, fs)
                events.append(dict(start=int(i), length=int(m), kind="scratch:" + kind, wall=wall, peak_v=float(np.max(np.abs(y))), width_s=0.001))
            tt = np.arange(int(0.12 * fs)) / fs
            f = rng.uniform(18, 55)
            thump = np.sin(2 * np.pi * f * tt) * np.exp(-tt / 0.025) * (1 - np.exp(-tt / 0.002)) * np.sqrt(2) * 10 ** ((size - 22) / 20)
            thump *= np.clip((tt[-1] - tt) / 0.01, 0, 1)
            i = int(t * fs)
            place(vol, i, thump, "vertical", rng, fs)
            events.append(dict(start=int(i), length=len(thump), kind="thump", wall="vertical", peak_v=float(np.max(np.abs(thump))), width_s=0.1))
            t += 1.8 + rng.normal(0, 0.0005)
    return vol


def case(out, name, prog, fs, seconds, seed, faults, noise_dbv=-96.0):
    rng = np.random.default_rng(seed + 1000)
    x = PROGRAMMES[prog.replace("bright-", "")](fs, seconds, seed)
    v = mc.to_cartridge(x if prog.startswith("bright-") else natural(x, fs), fs)
    v = v + 10 ** (noise_dbv / 20) * rng.standard_normal(v.shape)    # surface noise
    n = v.shape[1]
    events = []
    dirt = np.zeros_like(v)
    if "clicks" in faults:
        dirt += add_clicks(n, fs, rng, 8, -46, 10, (0.02e-3, 2.5e-3), events)
    if "crackle" in faults:
        dirt += add_clicks(n, fs, rng, faults["crackle"], -68, 7, (0.02e-3, 0.25e-3), events, kind_name="crackle")
    if "scratch" in faults:
        dirt += add_scratch(n, fs, rng, events)
    full = mc.full_scale_volts(S_IN)
    q = 2.0 ** -23
    clean = np.round(v / full / q + rng.uniform(-0.5, 0.5, v.shape) + rng.uniform(-0.5, 0.5, v.shape)) * q
    clicked = clean + np.round(dirt / full / q) * q
    over = float(np.max(np.abs(clicked)))
    if over > 0.999:
        print("  clips", name, over)
    clean, clicked = np.clip(clean, -1, 1 - q), np.clip(clicked, -1, 1 - q)
    sf.write(out / f"{name}.clean.wav", clean.T, fs, subtype="PCM_24")
    sf.write(out / f"{name}.clicked.wav", clicked.T, fs, subtype="PCM_24")
    (out / f"{name}.json").write_text(json.dumps(dict(sample_rate=fs, input_dbv_at_0dbfs=S_IN, programme=prog, noise_dbv=noise_dbv,
                                                      music_rms_dbv=mc.dbv_rms(v), faults=faults,
                                                      events=sorted(events, key=lambda e: e["start"]))))
    print(f"{name}: music {mc.dbv_rms(v):.1f} dBV, {len(events)} events, clicks {mc.dbv_rms(dirt):.1f} dBV", flush=True)


CASES = [("bright-48", "bright-music", 48000, dict(clicks=1)), ("music-48", "music", 48000, dict(clicks=1)), ("music-crackle-48", "music", 48000, dict(clicks=1, crackle=300)),
         ("music-dense-48", "music", 48000, dict(crackle=2000)), ("music-scratch-48", "music", 48000, dict(scratch=1, crackle=50)),
         ("percussion-48", "percussion", 48000, dict(clicks=1, crackle=50)), ("brass-48", "brass", 48000, dict(clicks=1, crackle=50)),
         ("electronic-48", "electronic", 48000, dict(clicks=1, crackle=50)),
         ("music-96", "music", 96000, dict(clicks=1, crackle=100)), ("percussion-96", "percussion", 96000, dict(clicks=1, crackle=50)),
         ("brass-96", "brass", 96000, dict(clicks=1, crackle=50))]

if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("dir", type=Path)
    p.add_argument("--seconds", type=float, default=20)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--only", default="")
    a = p.parse_args()
    a.dir.mkdir(parents=True, exist_ok=True)
    for i, (name, prog, fs, faults) in enumerate(CASES):
        if a.only in name:
            case(a.dir, name, prog, fs, a.seconds, a.seed * 100 + i, faults)
