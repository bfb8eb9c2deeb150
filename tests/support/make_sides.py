#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes shortened record sides as a line interface records them (flat), with every event known.

    make_sides.py DIR [--seed 1] [--rate 48000] [--only plain,worn] [--music FOLDER] [--mono] [--bits 16|24] [--gain-db 0]

A side is the interface's own noise, needle drop (thump and clicks), lead-in groove, tracks with gaps between them, run-out
groove that repeats once a turn, lift-off, noise again. Music and groove noise go through the exact inverse of RIAA.
NAME.flac and NAME.json, times in seconds:
  needle_drop, lift_off  null where there is none; of a file with two sides those of the first, and all in `sides`
  tracks  [{start, end, audible_start, audible_end}]: the first and last 5 ms above the track's rms - 60 dB, and the first and
          last 50 ms in which it is above the groove noise in a third octave. What lies between them nobody can hear.
  gaps    [[from, to, clear | segue | applause]]
  traps   [[from, to, pause | soft | under_noise]] inside tracks, where a cut is wrong
  durations  whole seconds from cut to cut, as a sleeve prints them
"""
import argparse
import json
import sys
from functools import lru_cache
from pathlib import Path

import numpy as np
import scipy.fft as sfft
import scipy.signal as ss
import soundfile as sf

sys.path.insert(0, str(Path(__file__).resolve().parent))
import make_captures as captures  # noqa: E402

INPUT_DBV = -10.0
TURN = {33: 1.8, 45: 60 / 45, 78: 60 / 78.26}
BLOCK, SKIRT = 1 << 16, 1 << 13


# ---- signals

@lru_cache(maxsize=4)
def inverse_riaa(fs):
    f = np.fft.rfftfreq(BLOCK, 1 / fs)
    return 1.0 / (10 ** (captures.GAIN_DB / 20) * captures.transfer(f, **captures.RIAA))


def to_cartridge(x, fs):
    """Volts at the cartridge from volts behind an ideal stage, by overlap-save."""
    g, n, step = inverse_riaa(fs), x.shape[1], BLOCK - 2 * SKIRT
    out = np.empty_like(x)
    for c in range(x.shape[0]):
        for a in range(0, n, step):
            buf = np.zeros(BLOCK)
            lo, hi = max(0, a - SKIRT), min(n, a + step + SKIRT)
            buf[lo - a + SKIRT:hi - a + SKIRT] = x[c, lo:hi]
            m = min(step, n - a)
            out[c, a:a + m] = sfft.irfft(sfft.rfft(buf) * g, BLOCK)[SKIRT:SKIRT + m]
    return out


@lru_cache(maxsize=256)
def pluck(freq, fs, seconds, variant, decay=0.996):
    """A plucked string (Karplus and Strong)."""
    rng = np.random.default_rng(int(freq * 1000) * 8 + variant)
    period = max(2, int(round(fs / freq)))
    line = rng.uniform(-1, 1, period + 1)
    n = int(seconds * fs)
    out = np.empty((n // period + 1, period))
    for k in range(out.shape[0]):
        line[0] = line[-1]
        out[k] = line[1:]
        line[1:] = decay * 0.5 * (line[1:] + line[:-1])
    return out.ravel()[:n]


def programme(fs, seconds, seed):
    """Stereo music, -14 dBV rms behind the stage. Key, tempo, drums and order of chords differ from seed to seed."""
    rng = np.random.default_rng(seed)
    n = int(fs * seconds)
    mix = np.zeros((2, n))
    key = 2 ** (rng.integers(-3, 4) / 12)
    beat = float(rng.choice([0.40, 0.45, 0.5, 0.6, 0.75]))

    def add(sig, at, pan, level):
        i = int(at * fs)
        sig = sig[: max(0, n - i)]
        mix[0, i:i + len(sig)] += level * np.cos(pan * np.pi / 2) * sig
        mix[1, i:i + len(sig)] += level * np.sin(pan * np.pi / 2) * sig

    chords = [(220.0, 277.2, 329.6), (196.0, 246.9, 293.7), (174.6, 220.0, 261.6), (164.8, 207.7, 246.9)]
    order = rng.permutation(4)
    drums = rng.random() < 0.75
    hit = np.arange(int(0.25 * fs)) / fs
    kick = np.sin(2 * np.pi * (50 * hit + 30 * (1 - np.exp(-hit * 30)) / 30)) * np.exp(-hit * 18)
    for k in range(int(seconds / beat) + 1):
        t, chord = k * beat, chords[order[(k // 4) % 4]]
        for j, f in enumerate(chord):
            add(pluck(round(key * f * rng.choice([1, 2]), 3), fs, 1.6, int(rng.integers(3))), t + 0.03 * j, 0.2 + 0.3 * j, 0.25)
        add(pluck(round(key * chord[0] / 4, 3), fs, 1.2, 0, 0.998), t, 0.5, 0.6)
        if drums:
            add(*((kick, t, 0.5, 0.9) if k % 2 == 0 else (rng.standard_normal(len(hit)) * np.exp(-hit * 28), t, 0.45, 0.25)))
            cymbal = rng.standard_normal(int(0.12 * fs)) * np.exp(-np.arange(int(0.12 * fs)) / fs * 45)
            add(np.diff(cymbal, prepend=0.0), t + beat / 2, 0.7, 0.25)
    mix = ss.sosfilt(ss.butter(2, 25, "high", fs=fs, output="sos"), mix)
    return mix * (10 ** (-14 / 20) / np.sqrt(np.mean(mix ** 2)))


def shaped(x, fs, rise, fall, soft=0, pause=None):
    """A track with fades, `soft` passages 20 dB down, or a pause [at, length]; and the traps, from its start."""
    seconds = x.shape[1] / fs
    t = np.arange(x.shape[1]) / fs
    traps = []
    if soft:
        up = 0.5 - 0.5 * np.cos(2 * np.pi * t / seconds * soft)
        x = x * 10 ** (up - 1)
        low = np.flatnonzero(np.diff(np.concatenate(([0], (up < 0.25).astype(int), [0]))))
        traps += [[a / fs, b / fs, "soft"] for a, b in zip(low[::2], low[1::2])]
    if pause:
        x = x * np.clip(np.maximum(pause[0] - t, t - pause[0] - pause[1]) / 0.05, 0, 1)
        traps.append([pause[0], pause[0] + pause[1], "pause"])
    e = np.ones(x.shape[1])
    a, b = int(rise * fs), int(fall * fs)
    if a:
        e[:a] = np.sin(np.linspace(0, np.pi / 2, a)) ** 2
    if b:
        e[-b:] *= np.sin(np.linspace(np.pi / 2, 0, b)) ** 2
    return x * e, traps


def coloured(n, rng, slope):
    """Unit-rms noise of a constant slope in dB an octave."""
    size = 1 << min(21, int(np.ceil(np.log2(max(n, 1024)))))
    f = np.fft.rfftfreq(size)
    f[0] = f[1]
    g = (np.maximum(f, 20 / 48000) / f[-1]) ** (slope / 6.02)
    fade = int(min(4096, size // 8))
    w = np.sin(np.linspace(0, np.pi / 2, fade))
    out = np.zeros(n + fade)
    for at in range(0, n, size - fade):
        s = sfft.irfft((rng.standard_normal(len(f)) + 1j * rng.standard_normal(len(f))) * g, size)
        if at:
            s[:fade] *= w
        s[-fade:] *= w[::-1]
        m = min(size, len(out) - at)
        out[at:at + m] += s[:m]
    out = out[:n]
    return out / np.sqrt(np.mean(out ** 2))


def click(fs, rng, size):
    n = int(rng.uniform(0.05e-3, 1.0e-3) * fs) + 3
    t = np.arange(n) / n
    return size * np.exp(-4 * t) * np.sin(2 * np.pi * rng.uniform(0.5, 2.0) * t + rng.uniform(0, 1))


def applause(fs, seconds, rng, level_db=-24.0):
    """Many claps, whose density swells and dies."""
    n = int(seconds * fs)
    x = np.zeros((2, n))
    claps = []
    for _ in range(24):
        m = int(0.012 * fs)
        c = rng.standard_normal(m) * np.exp(-np.arange(m) / fs / rng.uniform(0.001, 0.004))
        claps.append(ss.sosfilt(ss.butter(1, [rng.uniform(600, 1200), rng.uniform(2500, 6000)], "band", fs=fs, output="sos"), c))
    for t in rng.uniform(0, seconds, int(350 * seconds)):
        i = int(t * fs)
        c = claps[rng.integers(24)][: n - i] * np.clip(min(t / 0.8, (seconds - t) / 2.5), 0, 1) * rng.lognormal(0, 0.5)
        pan = rng.uniform(0, 1)
        x[0, i:i + len(c)] += np.cos(pan * np.pi / 2) * c
        x[1, i:i + len(c)] += np.sin(pan * np.pi / 2) * c
    return x * 10 ** (level_db / 20) / np.sqrt(np.mean(x ** 2))


def hum(v, fs, hz, level=-84.0, t0=0.0, t1=None):
    a, b = int(t0 * fs), v.shape[1] if t1 is None else int(t1 * fs)
    t = np.arange(a, b) / fs
    for h, d in ((1, 0), (2, -12), (3, -6), (5, -18), (7, -22), (9, -26), (11, -30)):
        v[:, a:b] += 10 ** ((level + d) / 20) * np.sin(2 * np.pi * hz * h * t + h)


# ---- truth

def bounds(x, fs):
    w = int(0.005 * fs)
    p = np.sqrt(np.mean(x[:, : x.shape[1] // w * w].reshape(2, -1, w) ** 2, axis=(0, 2)))
    hot = np.flatnonzero(p > 1e-3 * np.sqrt(np.mean(x ** 2)))
    return hot[0] * w / fs, (hot[-1] + 1) * w / fs


def third_octaves(x, fs):
    n = 1 << int(round(np.log2(0.043 * fs)))
    hop = n // 2
    w = np.hanning(n)
    edges = np.searchsorted(np.fft.rfftfreq(n, 1 / fs), 100 * 2 ** (np.arange(21) / 3))
    total = 0
    for c in x:
        frames = np.lib.stride_tricks.sliding_window_view(c, n)[::hop]
        rows = []
        for a in range(0, len(frames), 512):
            p = np.abs(sfft.rfft(frames[a:a + 512] * w)) ** 2
            cs = np.concatenate([np.zeros((len(p), 1)), np.cumsum(p, axis=1)], axis=1)
            rows.append(cs[:, edges[1:]] - cs[:, edges[:-1]])
        total = total + np.concatenate(rows)
    return total, fs / hop


def add_audible(truth, music, rate, noise):
    heard = ss.medfilt(np.any(music > noise, axis=1).astype(float), 3) > 0
    for t in truth["tracks"]:
        i = np.arange(int(t["start"] * rate), min(len(heard), int(np.ceil(t["end"] * rate))))
        h = i[heard[i]]
        t["audible_start"] = round(max(t["start"], float(h[0]) / rate), 4) if len(h) else t["start"]
        t["audible_end"] = round(min(t["end"], float(h[-1] + 1) / rate), 4) if len(h) else t["end"]
        quiet = ~heard[int(t["audible_start"] * rate):int(t["audible_end"] * rate)]
        ends = np.flatnonzero(np.diff(np.concatenate(([0], quiet.astype(int), [0]))))
        truth["traps"] += [[round(t["audible_start"] + a / rate, 3), round(t["audible_start"] + b / rate, 3), "under_noise"]
                           for a, b in zip(ends[::2], ends[1::2]) if (b - a) / rate >= 0.5]


# ---- a side

def lay_out(fs, parts, at):
    """Where each part goes, its music and what is true of it. parts: ("gap", s), ("track", x, traps), ("segue",),
    ("applause", x, overlap)."""
    length = at + sum(p[1] if p[0] == "gap" else p[1].shape[1] / fs if p[0] in ("track", "applause") else 0 for p in parts) + 1
    x = np.zeros((2, int(length * fs)))
    truth = dict(tracks=[], gaps=[], traps=[])
    for p in parts:
        if p[0] == "gap":
            truth["gaps"].append([at, at + p[1], "clear"])
            at += p[1]
        elif p[0] == "segue":
            truth["gaps"].append([round(at, 4), round(at, 4), "segue"])
        elif p[0] == "applause":
            i = int((at - p[2]) * fs)
            x[:, i:i + p[1].shape[1]] += p[1]
            end = at - p[2] + p[1].shape[1] / fs
            if p is not parts[-1]:
                truth["gaps"].append([round(at - 0.5, 4), round(end + 0.3, 4), "applause"])
            at = end - 0.4
        else:
            i = int(round(at * fs))
            x[:, i:i + p[1].shape[1]] += p[1]
            a, b = bounds(p[1], fs)
            truth["tracks"].append(dict(start=round(i / fs + a, 4), end=round(i / fs + b, 4)))
            truth["traps"] += [[round(at + t[0], 3), round(at + t[1], 3), t[2]] for t in p[2]]
            at = i / fs + p[1].shape[1] / fs
    for g in truth["gaps"]:
        if g[2] == "clear":
            g[0] = max([t["end"] for t in truth["tracks"] if t["end"] <= g[0] + 0.01], default=g[0])
            g[1] = min([t["start"] for t in truth["tracks"] if t["start"] >= g[1] - 0.01], default=g[1])
    truth["music_end"] = round(at, 4)
    return x, truth


def groove_noise(fs, n, rng, surface_db, slope, turn, first, turns, grow=None):
    noise = np.stack([coloured(n, rng, slope), coloured(n, rng, slope)]) * 10 ** (surface_db / 20) * np.linspace(1.06, 0.94, n)
    if grow is not None:                               # a dirty beginning: so many dB more, gone after a while
        noise *= 10 ** (grow[0] / 20 * np.clip(1 - np.arange(n) / fs / grow[1], 0, 1))
    loop = int(round(turn * fs))                       # the locked groove repeats, and so does its noise
    for k in range(1, turns + 1):
        a = first + k * loop
        if a >= n:
            break
        m = min(loop, n - a)
        noise[:, a:a + m] = noise[:, first:first + m] + 0.15 * noise[:, a:a + m]
    return noise


def side(fs, seed, parts, surface_db=-48.0, slope=-1.2, ticks=0.4, rumble_db=-48.0, hum_hz=None, speed=33, turns=8, preecho_db=None,
         gap_clicks=False, scratch=False, air=None, trail=None, electronics_dbv=-108.0, lift=True, warp_db=-62.0, locked_db=None, grow=None):
    """Volts at the cartridge, and the truth. surface_db and rumble_db: behind an ideal stage; the rest at the cartridge."""
    rng = np.random.default_rng(seed)
    turn = TURN[speed]
    air = rng.uniform(2, 4) if air is None else air
    x, truth = lay_out(fs, parts, air + rng.uniform(2.5, 5))
    end, spiral = truth["music_end"], (rng.uniform(1.0, 2.5) * turn if turns else 1.0)
    lift_t = end + spiral + turns * turn
    n = int((lift_t + (rng.uniform(2, 4) if trail is None else trail)) * fs)
    x = np.pad(x, ((0, 0), (0, max(0, n - x.shape[1]))))[:, :n]
    if locked_db is not None:                          # a sound cut into the locked groove: once a turn until the lift-off
        loop = int(round(turn * fs))
        bit, _ = shaped(programme(fs, turn, seed + 77), fs, 0.2, 0.2)
        for a in range(int((end + spiral) * fs), int(lift_t * fs) - loop, loop):
            x[:, a:a + bit.shape[1]] += 10 ** (locked_db / 20) * bit
    if preecho_db is not None:                         # the neighbouring groove, a turn before and a turn after
        d, e = int(turn * fs), 10 ** (preecho_db / 20) * x
        x[:, :-d] += e[:, d:]
        x[:, d:] += 0.7 * e[:, :-d]
    music, rate = third_octaves(x, fs)
    groove = slice(int(air * fs), int(lift_t * fs))
    g = groove.stop - groove.start
    noise = groove_noise(fs, g, rng, surface_db, slope, turn, int((end + spiral) * fs) - groove.start, turns, grow)
    bands, _ = third_octaves(noise[:, :min(g, 20 * fs)], fs)
    x[:, groove] += noise
    slow = ss.sosfilt(ss.butter(2, [4, 25], "band", fs=1000, output="sos"), rng.standard_normal(g * 1000 // fs + 2))
    low = np.interp(np.arange(g) / fs, np.arange(len(slow)) / 1000, slow)
    low *= 10 ** (rumble_db / 20) / np.sqrt(np.mean(low ** 2))
    x[0, groove] += low
    x[1, groove] -= low
    v = to_cartridge(x, fs)
    warp = 10 ** (warp_db / 20) * np.sin(2 * np.pi * np.arange(g) / fs / turn + 1)
    warp *= np.clip(np.minimum(np.arange(g), np.arange(g)[::-1]) / (0.05 * fs), 0, 1)
    v[0, groove] += warp
    v[1, groove] -= warp
    add_handling(v, fs, rng, truth, air, lift_t if lift else None, ticks, lift_t, scratch, turn, gap_clicks, end + spiral if turns else None)
    if hum_hz:
        hum(v, fs, hum_hz)
    v += 10 ** (electronics_dbv / 20) * rng.standard_normal(v.shape)
    add_audible(truth, music, rate, bands.mean(axis=0))
    starts = [t["start"] for t in truth["tracks"]] + [end]
    truth.update(sample_rate=fs, speed=speed, needle_drop=round(air, 4), lift_off=round(lift_t, 4) if lift else None,
                 durations=[int(round(b - a)) for a, b in zip(starts, starts[1:])], traps=sorted(truth["traps"]))
    return (v if lift else v[:, : int(lift_t * fs)]), truth


def add_handling(v, fs, rng, truth, drop, lift, ticks, lift_t, scratch, turn, gap_clicks, locked):
    n = v.shape[1]

    def put(sig, t, left=1.0, right=1.0):
        i = int(t * fs)
        sig = sig[: max(0, min(len(sig), n - i))]
        v[0, i:i + len(sig)] += left * sig
        v[1, i:i + len(sig)] += right * sig

    def some_clicks(count, low, high, when):
        for _ in range(count):
            put(click(fs, rng, 10 ** (rng.uniform(low, high) / 20)), when(), *rng.uniform(-1, 1, 2))

    ring = np.arange(int(0.5 * fs)) / fs
    put(4e-3 * np.exp(-ring * 9) * np.sin(2 * np.pi * rng.uniform(7, 12) * ring), drop, 1.0, -0.8)
    put((1.2e-3 * np.exp(-ring * 60) * np.sin(2 * np.pi * rng.uniform(80, 160) * ring))[: int(0.08 * fs)], drop, 1.0, 0.9)
    some_clicks(14, -56, -40, lambda: drop + abs(rng.normal(0, 0.06)))
    if lift is not None:
        put(1.5e-3 * np.exp(-ring * 14) * np.sin(2 * np.pi * 11 * ring), lift, 1.0, -0.8)
        some_clicks(3, -60, -48, lambda: lift - abs(rng.normal(0, 0.03)))
    some_clicks(rng.poisson(ticks * (lift_t - drop)), -66, -44, lambda: rng.uniform(drop, lift_t))
    if scratch:                                        # a radial scratch: once a turn, for ten turns
        for k in range(10):
            put(click(fs, rng, 10 ** (-34 / 20)), drop + 0.4 * (lift_t - drop) + k * turn + rng.normal(0, 0.003), 1.0, -0.7)
    if gap_clicks:
        for a, b, kind in truth["gaps"]:
            some_clicks(max(4, int(6 * (b - a))) if kind == "clear" else 0, -38, -24, lambda: rng.uniform(a, b))
    one = click(fs, rng, 10 ** (-50 / 20))
    while locked is not None and locked < lift_t:
        put(one, locked, 1.0, 0.8)
        locked += turn


# ---- the sides

def joined(first, second, fs):
    """Two sides in one file, as it is when nobody stops the recorder to turn the record."""
    (v, a), (w, b) = first, second
    shift = v.shape[1] / fs
    late = lambda item: {k: round(t + shift, 4) for k, t in item.items()}
    moved = dict(b, tracks=[late(t) for t in b["tracks"]], gaps=[[x + shift, y + shift, k] for x, y, k in b["gaps"]],
                 traps=[[x + shift, y + shift, k] for x, y, k in b["traps"]], needle_drop=b["needle_drop"] + shift, lift_off=b["lift_off"] + shift)
    whole = dict(a, sides=[{k: t[k] for k in ("needle_drop", "lift_off", "tracks", "gaps", "traps", "durations")} for t in (a, moved)])
    return np.concatenate([v, w], axis=1), whole


def sides(fs, seed):
    """{name: builder}; nothing is computed for a side that is not asked for."""
    s = seed * 1000

    def tr(k, seconds, rise=0.005, fall=0.6, **more):
        return ("track", *shaped(programme(fs, seconds, s + k), fs, rise, fall, **more))

    def gap(k, lo, hi):
        return ("gap", float(np.random.default_rng(s + k).uniform(lo, hi)))

    def live():
        rng = np.random.default_rng(s + 7)
        a, b, c = (applause(fs, d, rng) for d in (7.0, 9.0, 6.0))
        return side(fs, s + 7, [tr(18, 20), ("applause", a, 1.0), tr(19, 18), ("applause", b, 1.5), tr(20, 22), ("applause", c, 1.0)])

    def stress(noise_db):
        widths = [0.3, 0.5, 0.7, 1.0, 1.3, 1.6, 2.0]
        parts = []
        for k, width in enumerate(widths + [None]):
            parts.append(tr(50 + k, 15, fall=0.15))
            if width:
                parts.append(("gap", width))
        return side(fs, s + 60 + int(noise_db), parts, surface_db=-14 - noise_db)

    return {
        "plain": lambda: side(fs, s + 1, [tr(1, 22), gap(1, 1.5, 4), tr(2, 17), gap(2, 1.5, 4), tr(3, 26)], scratch=True),
        "worn": lambda: side(fs, s + 2, [tr(4, 20), gap(3, 1.5, 3), tr(5, 15), gap(4, 1.5, 3), tr(6, 24)], surface_db=-44.0, ticks=6.0,
                             rumble_db=-38.0, hum_hz=50.0, warp_db=-54),
        "quiet": lambda: side(fs, s + 3, [tr(7, 22, 4.0, 7.0), gap(5, 1.5, 3), tr(8, 24, fall=5.0, pause=(11.0, 1.2)), gap(6, 1.5, 3),
                                          tr(9, 20, 2.5, 6.0)], surface_db=-52.0),
        "classical": lambda: side(fs, s + 4, [tr(10, 30, 1.0, 2.5, soft=2), gap(7, 5.5, 6.5), tr(11, 24, fall=2.0, soft=3), gap(8, 1.2, 1.3),
                                              tr(12, 28, 0.5, 3.0, soft=2)], surface_db=-54.0),
        "segue": lambda: side(fs, s + 5, [tr(13, 16, fall=0.05), ("segue",), tr(14, 18, 0.0, 0.5), gap(9, 1.8, 3), tr(15, 15, fall=0.05),
                                          ("segue",), tr(16, 17, 0.0)]),
        "single": lambda: side(fs, s + 6, [tr(17, 34)], surface_db=-46.0, ticks=2.0, speed=45),
        "live": live,
        "gapclicks": lambda: side(fs, s + 8, [tr(21, 20), gap(10, 2, 3), tr(22, 18), gap(11, 2, 4), tr(23, 19), gap(12, 1.6, 2.5), tr(24, 16)],
                                  surface_db=-46, ticks=3.0, gap_clicks=True),
        "preecho": lambda: side(fs, s + 9, [tr(25, 20, 0.0, 0.1), gap(13, 2.5, 4), tr(26, 18, 0.0, 0.1), gap(14, 2.5, 4), tr(27, 20, 0.0)],
                                surface_db=-56, preecho_db=-42),
        "autolift": lambda: side(fs, s + 10, [tr(28, 20), gap(15, 2, 4), tr(29, 24)], turns=0),
        "longrun": lambda: side(fs, s + 11, [tr(30, 16), gap(16, 2, 4), tr(31, 18, fall=6)], turns=22, lift=False),
        "shellac78": lambda: side(fs, s + 12, [tr(32, 40, 0.0)], surface_db=-33, slope=-0.3, ticks=25.0, rumble_db=-36, speed=78, hum_hz=60.0,
                                  turns=12),
        "locked": lambda: side(fs, s + 13, [tr(33, 18), gap(17, 1.5, 3), tr(34, 20)], turns=10, locked_db=-8.0),
        "dirty": lambda: side(fs, s + 14, [tr(35, 20), gap(18, 2, 3), tr(36, 18), gap(19, 2, 3), tr(37, 22)], ticks=2.0, grow=(8.0, 60.0)),
        "bothsides": lambda: joined(side(fs, s + 15, [tr(38, 18), gap(20, 2, 3), tr(39, 16)], trail=9.0),
                                    side(fs, s + 16, [tr(40, 17), gap(21, 2, 3), tr(41, 15), gap(22, 2, 3), tr(42, 16)]), fs),
        **{f"stress{db}": lambda db=db: stress(db) for db in (36, 30, 24, 18)},
    }


def music_sides(fs, folder, seed, seconds, per_side=4):
    """Sides of real music, each piece with its natural beginning and end; files in the order of their names."""
    files = []
    for p in sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".ogg", ".flac", ".wav", ".mp3", ".opus", ".oga")):
        try:
            if sf.info(p).duration > 15:
                files.append(p)
        except Exception:
            pass
    files = [files[i] for i in np.random.default_rng(seed).permutation(len(files))]

    def load(p, level_db):
        x, r = sf.read(p, dtype="float32", always_2d=True)
        x = x[:, :2].T if x.shape[1] > 1 else np.repeat(x.T, 2, axis=0)
        hot = np.flatnonzero(np.abs(x).max(axis=0) > 1e-4)
        x = x[:, hot[0]:hot[-1] + 1]
        a, b = int(0.6 * seconds * r), int(0.4 * seconds * r)
        if x.shape[1] > a + b + r:                     # its beginning and its end, a second of cross-fade between
            w = np.sin(np.linspace(0, np.pi / 2, r)) ** 2
            x = np.concatenate([x[:, :a], x[:, a:a + r] * (1 - w) + x[:, -b - r:-b] * w, x[:, -b:]], axis=1)
        if r != fs:
            g = np.gcd(int(r), fs)
            x = ss.resample_poly(x, fs // g, r // g, axis=1)
        return x.astype(float) * 10 ** (level_db / 20) / np.sqrt(np.mean(x ** 2))

    def build(k, group):
        rng = np.random.default_rng(seed * 100 + k)
        parts = []
        for p in group:
            if parts:
                parts.append(("gap", float(rng.uniform(1.5, 4.5))))
            parts.append(("track", load(p, rng.uniform(-18, -12)), []))
        v, truth = side(fs, seed * 100 + k, parts, surface_db=float(rng.uniform(-54, -42)), ticks=float(rng.uniform(0.3, 5)),
                        slope=float(rng.uniform(-2, 0)), hum_hz=[None, 50.0, 60.0][k % 3], warp_db=float(rng.uniform(-66, -52)),
                        preecho_db=-46 if k % 4 == 1 else None)
        return v, dict(truth, files=[p.name for p in group])

    groups = [files[i:i + per_side] for i in range(0, len(files) - per_side + 1, per_side)]
    return {f"music-{k}": lambda k=k, group=group: build(k, group) for k, group in enumerate(groups, 1)}


# ---- scenes for the needle alone

def phone(n, fs, rng, level):
    """A phone beside the cartridge: bursts of 577 us every 4.615 ms, which come and go."""
    t = np.arange(n) / fs
    y = level * ((t % 4.615e-3) < 0.577e-3) * (1 + 0.2 * rng.standard_normal(n))
    gate, at = np.zeros(n), 0.2
    while at < n / fs:
        d = rng.uniform(0.3, 1.5)
        gate[int(at * fs):int((at + d) * fs)] = 1
        at += d + rng.uniform(0.1, 0.6)
    return y * gate


def disturb(name, v, fs, rng, air):
    pre = int((air - 0.3) * fs)
    if name == "humstep":
        for a, b in ((1.0, 2.2), (4.0, 4.6), (6.5, 8.5)):
            hum(v, fs, 50.0, -58.0, a, b)
    if name == "openhum":
        hum(v, fs, 50.0, -50.0)
    if name == "thumps":
        ring = np.arange(int(0.5 * fs)) / fs
        for a in (0.8, 1.9, 3.0, 3.2, 5.5, 7.0, 8.2):
            i = int(a * fs)
            v[:, i:i + len(ring)] += np.array([[1.0], [-0.7]]) * 10 ** (rng.uniform(-50, -36) / 20) * np.exp(
                -ring * rng.uniform(8, 30)) * np.sin(2 * np.pi * rng.uniform(6, 40) * ring)
            for _ in range(3):
                c = click(fs, rng, 10 ** (rng.uniform(-60, -40) / 20))
                j = i + int(rng.uniform(0, 0.1) * fs)
                v[:, j:j + len(c)] += c
    if name == "phone":
        v[:, :pre] += phone(pre, fs, rng, 4e-4) * np.array([[1.0], [0.8]])
    if name == "brush":
        for a, d in ((2.0, 0.25), (4.5, 0.3)):
            m = int(d * fs)
            v[:, int(a * fs):int(a * fs) + m] += coloured(m, rng, 0.0) * 2e-3 * np.sin(np.linspace(0, np.pi, m))
    if name == "plug":
        for a in (1.5, 2.5, 6.0):
            i, m = int(a * fs), int(0.2 * fs)
            v[:, i:i + m] += 0.03 * np.exp(-np.arange(m) / (0.03 * fs))
            hum(v, fs, 50.0, -44.0, a, a + 0.3)
    if name == "bounce":
        i, part = int((air - 4.0) * fs), v[:, int((air + 0.6) * fs):int((air + 0.85) * fs)]
        v[:, i:i + part.shape[1]] += part


def needle_scenes(fs, seed):
    names = ("noisyinput", "quietrecord", "openhum", "humstep", "thumps", "phone", "brush", "plug", "bounce", "intomusic", "nothing",
             "alreadydown")

    def build(name, k):
        rng = np.random.default_rng(seed * 777 + k)
        air = 9.0
        more = dict(noisyinput=dict(electronics_dbv=-92.0, surface_db=-50.0), openhum=dict(hum_hz=50.0),
                    quietrecord=dict(surface_db=-60.0, electronics_dbv=-106.0, ticks=0.05)).get(name, {})
        v, t = side(fs, seed * 777 + k, [("track", *shaped(programme(fs, 10.0, seed * 777 + k), fs, 0.005, 0.6))], air=air, trail=5.0, turns=3,
                    **more)
        disturb(name, v, fs, rng, air)
        only = t["tracks"][0]
        if name == "intomusic":                        # set down in the middle of a track: no lead-in at all
            a, b = int((air + 0.25) * fs), int((only["start"] + 1.0) * fs)
            v, cut = np.concatenate([v[:, :a], v[:, b:]], axis=1), (b - a) / fs
            only = dict(start=a / fs, audible_start=a / fs, end=only["end"] - cut, audible_end=only["audible_end"] - cut)
            t.update(lift_off=t["lift_off"] - cut, music_end=t["music_end"] - cut, gaps=[], traps=[], tracks=[only])
        if name == "nothing":                          # armed, and nobody plays
            v = np.tile(v[:, : int((air - 0.5) * fs)], (1, 3))
            hum(v, fs, 60.0, -60.0, 8.0, 15.0)
            v[:, int(20 * fs):int(24 * fs)] += phone(int(4 * fs), fs, rng, 3e-4)
            t.update(needle_drop=None, lift_off=None, tracks=[], gaps=[], traps=[], music_end=None)
        if name == "alreadydown":                      # the recording begins with the needle down
            a = int((air + 0.5) * fs)
            v, off = v[:, a:], a / fs
            t.update(needle_drop=0.0, lift_off=t["lift_off"] - off, music_end=t["music_end"] - off, gaps=[], traps=[],
                     tracks=[{key: value - off for key, value in only.items()}])
        return v, t

    return {f"needle-{name}": lambda name=name, k=k: build(name, k) for k, name in enumerate(names)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dir", type=Path)
    parser.add_argument("--rate", type=int, default=48000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="names, with commas; \"needle\" for all scenes of the needle")
    parser.add_argument("--music", type=Path, help="a folder of sound files: sides of these instead")
    parser.add_argument("--seconds", type=float, default=40.0, help="of each piece of music")
    parser.add_argument("--most", type=int, default=99, help="sides of music")
    parser.add_argument("--mono", action="store_true")
    parser.add_argument("--bits", type=int, default=24, choices=(16, 24))
    parser.add_argument("--gain-db", type=float, default=0.0, help="of the interface")
    a = parser.parse_args()
    a.dir.mkdir(parents=True, exist_ok=True)
    builders = music_sides(a.rate, a.music, a.seed, a.seconds) if a.music else {**sides(a.rate, a.seed), **needle_scenes(a.rate, a.seed)}
    if a.music:
        names = list(builders)[: a.most]
    elif a.only == "needle":
        names = [name for name in builders if name.startswith("needle-")]
    else:
        names = a.only.split(",") if a.only else [name for name in builders if not name.startswith("needle-")]
    for name in names:
        v, truth = builders[name]()
        if a.mono:
            v = v.mean(axis=0, keepdims=True)
        rng = np.random.default_rng(a.seed)
        d = v * 10 ** (a.gain_db / 20) / captures.full_scale_volts(INPUT_DBV)
        step = 2.0 ** (1 - a.bits)
        d = np.round(d / step + rng.uniform(-0.5, 0.5, d.shape) + rng.uniform(-0.5, 0.5, d.shape)) * step
        sf.write(a.dir / f"{name}.flac", np.clip(d, -1.0, 1.0 - step).T, a.rate, format="FLAC", subtype=f"PCM_{a.bits}")
        (a.dir / f"{name}.json").write_text(json.dumps(truth, indent=1) + "\n")
        print(f"{name}: {d.shape[1] / a.rate:.1f} s", flush=True)


if __name__ == "__main__":
    main()
