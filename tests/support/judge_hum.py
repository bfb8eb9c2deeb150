# SPDX-License-Identifier: GPL-3.0-or-later
"""Judges a removal of hum by its output alone: judge(clean, hummed, processed, rate, settle).

All are arrays of frames by two channels, none late. Everything is weighed as it is heard, after an exact RIAA de-emphasis,
from `settle` seconds on (the time allowed to find the hum):
  rejection_db  of processed - clean, what lies within 1.5 Hz of the hum's lines, over the hum: 0 is nothing done
  error_db      all of processed - clean over the hum: below 0 it helped, above 0 it did more harm than the hum
  damage_db     the same over the music
"""
import numpy as np
from judge_clicks import Weigher, db


def judge(clean, hummed, processed, fs, settle):
    n = len(clean)
    w = Weigher(n, fs)
    a, b = int(settle * fs), n - int(0.5 * fs)
    heard = lambda x: np.stack([w.back(w.spec(x[:, c])) for c in range(2)])[:, a:b]
    error, hum, music = heard(processed - clean), heard(hummed - clean), heard(clean)
    result = dict(damage_db=db(np.sum(error ** 2), np.sum(music ** 2)))
    if np.sum(hum ** 2) > 0:
        window = np.hanning(b - a)
        FH, FE = np.fft.rfft(hum * window), np.fft.rfft(error * window)
        power = np.sum(np.abs(FH) ** 2, 0)
        near = np.convolve(power > 1e-7 * power.max(), np.ones(1 + 2 * int(1.5 * (b - a) / fs)), "same") > 0
        result["rejection_db"] = db(np.sum(np.abs(FE[:, near]) ** 2), np.sum(np.abs(FH[:, near]) ** 2))
        result["error_db"] = db(np.sum(error ** 2), np.sum(hum ** 2))
    return result
