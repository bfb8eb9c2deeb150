# SPDX-License-Identifier: GPL-3.0-or-later
"""Judges a removal of clicks by its output alone: judge(clean, clicked, processed, rate, processed_clean, events).

All are arrays of frames by two channels, none late. Everything is weighed as it is heard, after an exact RIAA
de-emphasis from 20 Hz to 20 kHz:
  residual_db   energy of what is wrong where there are clicks, over that of the clicks: 0 is nothing done
  resid468_db   the same weighted by ITU-R 468
  damage_db     energy of what is wrong elsewhere, over the music's
  clean_db      what is done to the clean capture, over the music's energy
  false_per_s   places in it that were changed, a second; false_audible_per_s: 5 ms with an error within 10 dB of the
                treble around; false_worst_db: the loudest of them, over the music of 100 ms around
  recall        share of the clicks whose energy falls by 10 dB. By audibility: the click's energy above 1 kHz over the
                music's in the same band and time: big above 20 dB, medium 6 to 20, small -6 to 6, faint below
  segsnr_gain   mean over 10 ms with clicks of the signal-to-noise ratio after, less that before, each in -10..60 dB
"""
import numpy as np


def raw_riaa(f):
    s = 2j * np.pi * f
    return (1 + s * 318e-6) / ((1 + s * 3180e-6) * (1 + s * 75e-6))


def w468(f):
    f = np.maximum(f, 1e-3)
    h1 = -4.737338981378384e-24 * f**6 + 2.043828333606125e-15 * f**4 - 1.363894795463638e-7 * f**2 + 1
    h2 = 1.306612257412824e-19 * f**5 - 2.118150887518656e-11 * f**3 + 5.559488023498642e-4 * f
    return 1.246332637532143e-4 * f / np.sqrt(h1 * h1 + h2 * h2) * 10 ** (18.2 / 20) / 8.26 * 8.15


class Weigher:
    def __init__(self, n, fs):
        self.n, self.size = n, 1 << int(np.ceil(np.log2(n + fs)))
        f = np.fft.rfftfreq(self.size, 1 / fs)
        band = np.clip((f - 15) / 5, 0, 1) * np.clip((min(20500, 0.495 * fs) - f) / 500, 0, 1)
        self.h = raw_riaa(f) / abs(raw_riaa(1000.0)) * band
        self.g = w468(f)
        self.hp = np.clip((f - 700) / 600, 0, 1)

    def spec(self, x):
        return np.fft.rfft(x, self.size) * self.h

    def back(self, s):
        return np.fft.irfft(s, self.size)[: self.n]


def runs(mask, gap):
    """[start, end) of runs of True, joined over gaps shorter than `gap`."""
    i = np.flatnonzero(mask)
    if not len(i):
        return []
    cut = np.flatnonzero(np.diff(i) > gap)
    return list(zip(i[np.r_[0, cut + 1]], i[np.r_[cut, len(i) - 1]] + 1))


def db(a, b):
    return float(10 * np.log10((a + 1e-30) / (b + 1e-30)))


def cums(x):
    return np.concatenate([[0.0], np.cumsum(x)])


def judge(C, K, P, fs, Q=None, events=None):
    n = len(C)
    w = Weigher(n, fs)
    r = {}
    click, err = K - C, P - C
    guard_a, guard_b = int(0.0005 * fs), int(0.004 * fs)
    zone = np.zeros(n, bool)
    for a, b in runs(np.any(click != 0, axis=1), 1):
        zone[max(0, a - guard_a):b + guard_b] = True
    sums = dict(c=0, e=0, c468=0, e468=0, dmg=0, music=0, cl=0)
    E = np.zeros(n); Cl = np.zeros(n); M = np.zeros(n)
    ehp = np.zeros(n); chp = np.zeros(n); mhp = np.zeros(n)
    for ch in range(2):
        sc, se, sm = w.spec(click[:, ch]), w.spec(err[:, ch]), w.spec(C[:, ch])
        c, e, m = w.back(sc), w.back(se), w.back(sm)
        E += e * e; Cl += c * c; M += m * m
        ehp += w.back(se * w.hp) ** 2; chp += w.back(sc * w.hp) ** 2; mhp += w.back(sm * w.hp) ** 2
        sums["c468"] += np.sum(w.back(sc * w.g)[zone] ** 2); sums["e468"] += np.sum(w.back(se * w.g)[zone] ** 2)
    # an error's de-emphasised tail (bass) rings on: outside zones judge the direct difference's own weighed energy
    outside = err.copy(); outside[zone] = 0
    D = sum(w.back(w.spec(outside[:, ch])) ** 2 for ch in range(2))
    r["residual_db"] = round(db(E.sum(), Cl.sum()), 2)
    r["resid468_db"] = round(db(sums["e468"], sums["c468"]), 2)
    r["damage_db"] = round(db(D.sum(), M.sum()), 2)
    # classes of clicks
    ce, ee, me, ma = cums(chp), cums(ehp), cums(mhp), cums(M)
    cls = dict(big=[0, 0, 0], medium=[0, 0, 0], small=[0, 0, 0], faint=[0, 0, 0])
    if events:                                             # (start, length): overlapping events stay apart
        spans = [(s, s + l) for s, l in events]
    else:
        spans = runs(np.any(click != 0, axis=1), int(0.0005 * fs))
    tail, half = int(0.001 * fs), int(0.010 * fs)
    changed = cums(np.any(P != K, axis=1).astype(float))
    for a, b in spans:
        x0, x1 = max(0, a), min(n, b + tail)
        y0, y1 = max(0, a - half), min(n, b + half)
        c = ce[x1] - ce[x0]
        m = (me[y1] - me[y0]) / (y1 - y0) * (x1 - x0)
        k = db(c, m)
        name = "big" if k > 20 else "medium" if k > 6 else "small" if k > -6 else "faint"
        cls[name][0] += 1
        cls[name][1] += (ee[x1] - ee[x0]) < 0.1 * c
        cls[name][2] += (changed[b] - changed[a]) > 0
    r["count"] = {k: v[0] for k, v in cls.items()}
    r["recall"] = {k: round(v[1] / v[0], 3) if v[0] else None for k, v in cls.items()}
    r["touched"] = {k: round(v[2] / v[0], 3) if v[0] else None for k, v in cls.items()}
    # segmental SNR, de-emphasised
    fr = int(0.010 * fs)
    k = n // fr
    seg = lambda x: x[: k * fr].reshape(k, fr).sum(axis=1)
    m, c, e = seg(M), seg(Cl), seg(E)
    has = (seg(np.any(click != 0, axis=1).astype(float)) > 0) & (m > 1e-3 * np.median(m))
    snr = lambda z: np.clip(10 * np.log10((m[has] + 1e-30) / (z[has] + 1e-30)), -10, 60)
    r["segsnr_gain"] = round(float(np.mean(snr(e) - snr(c))), 2)
    # loudest click left
    five = int(0.005 * fs)
    k5 = n // five
    s5 = lambda x: x[: k5 * five].reshape(k5, five).sum(axis=1)
    bg = np.convolve(s5(mhp), np.ones(11) / 11, "same") + 1e-4 * np.mean(s5(mhp)) + 1e-30
    r["worst_left_db"] = round(float(10 * np.log10(np.quantile(s5(ehp) / bg, 0.999) + 1e-30)), 2)
    r["worst_before_db"] = round(float(10 * np.log10(np.quantile(s5(chp) / bg, 0.999) + 1e-30)), 2)
    if Q is not None:
        d = Q - C
        q = sum(w.back(w.spec(d[:, ch])) ** 2 for ch in range(2))
        qh = sum(w.back(w.spec(d[:, ch]) * w.hp) ** 2 for ch in range(2))
        r["clean_db"] = round(db(q.sum(), M.sum()), 2)
        spots = runs(np.any(np.abs(d) > 2.0 ** -21, axis=1), int(0.002 * fs))
        r["false_per_s"] = round(len(spots) / (n / fs), 3)
        bgm = np.convolve(s5(M), np.ones(21) / 21, "same") + 1e-30
        live = bgm > 1e-4 * np.median(bgm)
        r["false_worst_db"] = round(float(10 * np.log10(np.max((s5(q) / bgm)[live]) + 1e-30)), 2)
        r["false_share"] = round(float(np.mean(np.any(np.abs(d) > 2.0 ** -21, axis=1))), 6)
        bgh = bg
        r["false_audible_per_s"] = round(float(np.sum((s5(qh) / bgh)[live] > 0.1) / (n / fs)), 3)   # 5 ms frames with an error within 10 dB of the treble round it
    return r
