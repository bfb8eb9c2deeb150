#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the demo: side-one-48000.flac, the raw capture of a record that never was, and its description in JSON.

A small trio (nylon guitar, upright bass, brushes) with a vibraphone plays eight bars. Everything is synthesised here from
seeded random numbers; the result is dedicated to the public domain (CC0 1.0). The way to the capture:

    music      volts as an ideal phono stage with 40 dB of gain would put them out
    cartridge  music / (gain * H(f)), H the exact analogue RIAA curve, evaluated on the FFT grid
    record     surface noise from the lead-in on, a slight warp and rumble (vertical), a few clicks
    digital    volts / (sqrt(2) 10^(S/20)) with S = -20 dBV (rms of a sine at 0 dBFS), TPDF dither, 24 bit

Needs python3-numpy and python3-soundfile:  make_demo.py [FOLDER]
"""
import json
import sys
from pathlib import Path

import numpy as np
import soundfile as sf

NAME = "side-one-48000"
FS = 48000
SECONDS = 21.0
INPUT_DBV = -20.0
OUTPUT_DBV = 6.0
GAIN_DB = 40.0
PEAK_DBFS = -3.0  # of the rendered output, at OUTPUT_DBV

TEMPO = 110.0
BEAT = 60.0 / TEMPO
LEAD_IN = 1.4
NOISE_DBV = -107.5  # surface noise at the cartridge, in each channel
N = int(SECONDS * FS)
rng = np.random.default_rng(1954)


def hertz(midi):
    return 440.0 * 2.0 ** ((midi - 69) / 12.0)


def filtered(x, shape):
    """x through a magnitude shape(f), without phase."""
    size = 1 << int(np.ceil(np.log2(len(x) + FS // 4)))
    f = np.fft.rfftfreq(size, 1.0 / FS)
    return np.fft.irfft(np.fft.rfft(x, size) * shape(f), size)[: len(x)]


def low_pass(corner, order=2):
    return lambda f: 1.0 / np.sqrt(1.0 + (f / corner) ** (2 * order))


def band_pass(low, high, order=2):
    return lambda f: low_pass(high, order)(f) * np.sqrt(1.0 - 1.0 / (1.0 + (f / low) ** (2 * order)))


def onset(t, seconds):
    """A smooth beginning: a corner would splash over the whole spectrum."""
    return np.sin(np.minimum(t / seconds, 1.0) * np.pi / 2.0) ** 2


class Bus:
    """A stereo track; notes are added at times in beats from the first bar."""

    def __init__(self):
        self.data = np.zeros((2, N))

    def add(self, sound, beat, pan, level):
        start = int((LEAD_IN + beat * BEAT) * FS)
        sound = sound[: max(0, N - start)]
        angle = pan * np.pi / 2.0
        self.data[0, start:start + len(sound)] += level * np.cos(angle) * sound
        self.data[1, start:start + len(sound)] += level * np.sin(angle) * sound


def string(midi, seconds, brightness, ring, pluck_at=0.18):
    """A plucked string as the sum of its partials, each dying at its own pace: in tune at any pitch."""
    t = np.arange(int(seconds * FS)) / FS
    f0 = hertz(midi)
    out = np.zeros_like(t)
    for k in range(1, int(min(60, 9000 / f0)) + 1):
        f = k * f0 * np.sqrt(1.0 + 6e-5 * k * k)
        strength = np.sin(np.pi * k * pluck_at) / k * np.exp(-k * f0 / brightness)
        decay = 1.0 / ring + (f / 1900.0) ** 1.1 + 0.10 * k
        out += strength * np.exp(-t * decay) * np.sin(2 * np.pi * f * t + rng.uniform(0, 0.4))
    attack = onset(t, 0.003)
    release = np.clip((seconds - t) / 0.06, 0.0, 1.0)
    return out * attack * release


def guitar(midi, seconds, velocity):
    touch = filtered(rng.standard_normal(int(0.02 * FS)) * np.linspace(1, 0, int(0.02 * FS)) ** 2, band_pass(250, 1800))
    note = string(midi, seconds, 2600.0 + 2400.0 * velocity, 1.6)
    note[: len(touch)] += 0.05 * touch
    return velocity * note


def bass(midi, seconds, velocity):
    note = string(midi, seconds, 600.0 + 400.0 * velocity, 1.1, 0.24)
    thump = np.arange(int(0.05 * FS)) / FS
    note[: len(thump)] += 0.25 * np.sin(2 * np.pi * 95.0 * thump) * np.exp(-thump * 70.0)
    return velocity * note


def vibraphone(midi, seconds, velocity):
    t = np.arange(int((seconds + 0.9) * FS)) / FS
    f0 = hertz(midi)
    ring = np.exp(-t * 1.1) * np.clip((seconds + 0.9 - t) / 0.9, 0.0, 1.0) ** 1.5
    motor = 1.0 - 0.28 * (0.5 - 0.5 * np.cos(2 * np.pi * 4.6 * t))
    out = np.sin(2 * np.pi * f0 * t) * ring
    out += 0.34 * np.sin(2 * np.pi * 3.98 * f0 * t) * np.exp(-t * 5.5)
    if 10.2 * f0 < 9000:
        out += 0.12 * velocity * np.sin(2 * np.pi * 10.2 * f0 * t) * np.exp(-t * 22.0)
    return velocity * out * motor * onset(t, 0.0025)


def brush_tap(velocity):
    t = np.arange(int(0.22 * FS)) / FS
    skin = np.sin(2 * np.pi * 185.0 * t) * np.exp(-t * 38.0)
    wires = filtered(rng.standard_normal(len(t)) * np.exp(-t * 24.0), band_pass(900, 4500, 4))
    return velocity * (0.30 * skin + 0.42 * wires) * onset(t, 0.005)


def brush_sweep(beats):
    n = int(beats * BEAT * FS)
    swell = np.sin(np.pi * np.linspace(0.0, 1.0, n)) ** 2
    return filtered(rng.standard_normal(n) * swell, band_pass(1100, 3800, 4))


def ride(velocity):
    t = np.arange(int(0.5 * FS)) / FS
    out = np.zeros_like(t)
    for f in (2093.0, 3127.0, 4211.0, 5333.0, 6271.0, 7411.0):
        out += np.sin(2 * np.pi * f * t + rng.uniform(0, 6.28)) * np.exp(-t * (7.0 + f / 900.0))
    return velocity * out * onset(t, 0.002)


# Per bar: the root, the fifth or whatever leads on, and the chord for the guitar.
BARS = [
    (36, 43, (52, 59, 62, 67)),  # C major 9
    (33, 40, (55, 60, 64, 71)),  # A minor 9
    (38, 45, (53, 60, 64, 69)),  # D minor 9
    (31, 38, (53, 59, 64, 69)),  # G 13
    (40, 35, (55, 59, 62, 67)),  # E minor 7
    (33, 40, (55, 61, 64, 70)),  # A 7 flat 9
    (38, 31, (53, 60, 64, 69)),  # D minor 9, then G 13
]

MELODY = [  # beat, MIDI note, length in beats, velocity
    (0.5, 67, 0.5, 0.70), (1.0, 71, 0.5, 0.75), (1.5, 74, 1.0, 0.85), (2.5, 76, 0.5, 0.90), (3.0, 74, 0.5, 0.75),
    (3.5, 71, 0.5, 0.65), (4.0, 72, 1.5, 0.90), (5.5, 71, 0.5, 0.65), (6.0, 67, 1.6, 0.80),
    (8.5, 65, 0.5, 0.70), (9.0, 69, 0.5, 0.75), (9.5, 72, 1.0, 0.85), (10.5, 76, 0.5, 0.90), (11.0, 74, 0.5, 0.80),
    (11.5, 72, 0.5, 0.70), (12.0, 71, 1.5, 0.90), (13.5, 76, 0.5, 0.70), (14.0, 74, 1.8, 0.85),
    (16.0, 79, 1.5, 1.00), (17.5, 78, 0.5, 0.75), (18.0, 76, 0.5, 0.80), (18.5, 74, 0.5, 0.75), (19.0, 71, 1.0, 0.80),
    (20.0, 70, 0.5, 0.75), (20.5, 73, 0.5, 0.80), (21.0, 76, 0.5, 0.90), (21.5, 79, 0.5, 0.95), (22.0, 77, 1.0, 0.90),
    (23.0, 76, 1.0, 0.75), (24.0, 74, 0.5, 0.75), (24.5, 77, 0.5, 0.85), (25.0, 81, 1.0, 1.00), (26.0, 79, 0.5, 0.80),
    (26.5, 76, 0.5, 0.75), (27.0, 74, 0.5, 0.70), (27.5, 71, 0.5, 0.65), (28.0, 76, 3.0, 0.85), (28.0, 67, 3.0, 0.45),
]


def strum(bus, beat, chord, length, velocity):
    for i, midi in enumerate(chord):
        bus.add(guitar(midi, length * BEAT + 0.15, velocity * rng.uniform(0.88, 1.0)), beat + 0.022 * i, 0.34, 0.40)


def play():
    keys, strings, low, drums = Bus(), Bus(), Bus(), Bus()
    for beat, midi, length, velocity in MELODY:
        keys.add(vibraphone(midi, length * BEAT, velocity), beat + rng.uniform(0.0, 0.012), 0.60, 0.50)
    for bar, (root, fifth, chord) in enumerate(BARS):
        at = 4.0 * bar
        hits = ((0.0, 0.9), (1.0, 0.45), (2.5, 1.3)) if bar % 2 == 0 else ((0.5, 0.9), (1.5, 1.3), (3.0, 0.9))
        for beat, length in hits:
            second_half = bar == 6 and beat >= 2.0
            strum(strings, at + beat, (53, 59, 64, 69) if second_half else chord, length, rng.uniform(0.62, 0.8))
        low.add(bass(root, 1.4 * BEAT, 0.95), at, 0.5, 0.62)
        low.add(bass(root, 0.45 * BEAT, 0.6), at + 1.5, 0.5, 0.6)
        low.add(bass(fifth, 1.4 * BEAT, 0.88), at + 2.0, 0.5, 0.62)
        following = BARS[bar + 1][0] if bar + 1 < len(BARS) else 36
        low.add(bass(following - 1 if bar % 2 else following + 2, 0.45 * BEAT, 0.55), at + 3.5, 0.5, 0.6)
        for half in (0.0, 2.0):
            drums.add(brush_sweep(1.9), at + half, 0.42, 0.060)
            drums.add(brush_tap(rng.uniform(0.8, 1.0)), at + half + 1.0, 0.45, 0.42)
        for quarter in range(4):
            drums.add(ride(0.9 if quarter % 2 == 0 else 0.7), at + quarter, 0.66, 0.016)
            if quarter % 2:
                drums.add(ride(0.5), at + quarter + 0.6, 0.66, 0.016)
    # The last chord, spread upwards, and left to ring.
    for i, midi in enumerate((48, 55, 64, 69, 74, 79)):
        strings.add(guitar(midi, 4.2, 0.85 - 0.03 * i), 28.0 + 0.09 * i, 0.34, 0.40)
    low.add(bass(36, 4.0, 1.0), 28.0, 0.5, 0.62)
    drums.add(ride(1.2), 28.0, 0.66, 0.028)
    drums.add(brush_tap(0.7), 28.0, 0.45, 0.34)

    dry = keys.data + strings.data + low.data + drums.data
    send = 0.55 * keys.data + 0.40 * strings.data + 0.05 * low.data + 0.25 * drums.data
    music = dry + room(send)
    for c in range(2):
        music[c] = filtered(music[c], lambda f: band_pass(28.0, 11500.0, 5)(f))
    fade = np.clip((SECONDS - 0.9 - np.arange(N) / FS) / 2.2, 0.0, 1.0)
    return music * np.sin(fade * np.pi / 2.0) ** 2


def room(send):
    """A wooden room: decaying noise, duller as it dies, different in each channel."""
    n = int(1.3 * FS)
    t = np.arange(n) / FS
    size = 1 << int(np.ceil(np.log2(N + n)))
    wet = np.empty_like(send)
    for c in range(2):
        bright = filtered(rng.standard_normal(n) * np.exp(-t * 9.0), band_pass(180, 4200))
        dull = filtered(rng.standard_normal(n) * np.exp(-t * 4.6), band_pass(150, 1300))
        impulse = (bright + dull) * np.minimum(1.0, np.maximum(0.0, t - 0.011) / 0.004)
        impulse *= 0.34 / np.sqrt(np.sum(impulse ** 2))
        wet[c] = np.fft.irfft(np.fft.rfft(send[c], size) * np.fft.rfft(impulse, size), size)[:N]
    return wet


def riaa(f):
    """The exact analogue curve, 0 dB at 1 kHz."""
    def raw(hz):
        s = 2j * np.pi * np.asarray(hz, float)
        return (1 + s * 318e-6) / ((1 + s * 3180e-6) * (1 + s * 75e-6))
    return raw(f) / abs(raw(1000.0))


def dc_removal(f):
    """The second-order Butterworth high-pass at 1 Hz that a stage has on unless told otherwise."""
    s = 1j * np.asarray(f, float)
    return s * s / (s * s + np.sqrt(2.0) * s + 1.0)


def through_stage(x, inverse):
    """Volts through the ideal phono stage with DC removal, or backwards through it without."""
    pad = FS
    size = 1 << int(np.ceil(np.log2(x.shape[1] + 2 * pad)))
    f = np.fft.rfftfreq(size, 1.0 / FS)
    h = 10.0 ** (GAIN_DB / 20.0) * riaa(f) * (1.0 if inverse else dc_removal(f))
    out = np.empty_like(x)
    for c in range(2):
        padded = np.zeros(size)
        padded[pad:pad + x.shape[1]] = x[c]
        spectrum = np.fft.rfft(padded)
        out[c] = np.fft.irfft(spectrum / h if inverse else spectrum * h, size)[pad:pad + x.shape[1]]
    return out


def volts(dbv):
    return 10.0 ** (dbv / 20.0)


def surface():
    """What the vinyl adds, in volts at the cartridge."""
    t = np.arange(N) / FS
    noise = np.stack([filtered(rng.standard_normal(N), low_pass(1000.0, 1)) for _ in range(2)])
    noise *= volts(NOISE_DBV) / np.sqrt(np.mean(noise ** 2))
    # The needle is set down in the first moments.
    noise *= np.clip((t - 0.02) / 0.08, 0.05, 1.0)
    warp = volts(-86.0) * np.sqrt(2.0) * np.sin(2 * np.pi * 0.556 * t)
    rumble = filtered(rng.standard_normal(N), band_pass(5.0, 24.0, 3))
    rumble *= volts(-101.0) / np.sqrt(np.mean(rumble ** 2))
    noise += np.stack([warp + rumble, -(warp + rumble)])
    clicks = []
    for at, dbv, width_us, side in ((0.61, -47.0, 120, 0), (0.98, -52.0, 70, 1), (3.90, -46.0, 90, 1), (7.27, -50.0, 160, 0),
                                    (10.43, -45.0, 110, 1), (14.02, -51.0, 80, 0), (17.66, -46.0, 140, 1),
                                    (19.30, -48.0, 100, 0), (20.46, -53.0, 60, 1)):
        n = max(3, int(width_us * 1e-6 * FS))
        start = int(at * FS)
        shape = np.hanning(n + 2)[1:-1] * np.cos(np.linspace(0.0, 4.0, n))
        noise[side, start:start + n] += volts(dbv) * np.sqrt(2.0) * shape
        noise[1 - side, start:start + n] -= 0.35 * volts(dbv) * np.sqrt(2.0) * shape
        clicks.append({"start": start, "length": n, "channel": ("left", "right")[side]})
    return noise, clicks


def dbv_rms(x):
    return round(float(20.0 * np.log10(np.sqrt(np.mean(x ** 2)))), 2)


def dbv_peak(x):
    """Level in dBV of a sine with this peak."""
    return round(float(20.0 * np.log10(np.max(np.abs(x)) / np.sqrt(2.0))), 2)


def main(folder):
    music = play()
    added, clicks = surface()
    heard = through_stage(added, inverse=False)
    music_heard = through_stage(through_stage(music, inverse=True), inverse=False)
    # Found by halving: music and noise add up to the peak wanted.
    wanted = np.sqrt(2.0) * volts(OUTPUT_DBV + PEAK_DBFS)
    low, high = 0.0, 100.0
    for _ in range(60):
        scale = (low + high) / 2.0
        low, high = (scale, high) if np.max(np.abs(scale * music_heard + heard)) < wanted else (low, scale)
    output = scale * music_heard + heard
    cartridge = through_stage(scale * music, inverse=True) + added

    step = 2.0 ** -23
    dither = np.random.default_rng(7)
    samples = cartridge / (np.sqrt(2.0) * volts(INPUT_DBV))
    samples = np.round(samples / step + dither.uniform(-0.5, 0.5, samples.shape) + dither.uniform(-0.5, 0.5, samples.shape))
    samples = np.clip(samples * step, -1.0, 1.0 - step)

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{NAME}.flac"
    with sf.SoundFile(path, "w", FS, 2, subtype="PCM_24", format="FLAC") as file:
        file.title = "Side one"
        file.license = "CC0 1.0"
        # The calibration travels with the file: dBV rms of a sine at 0 dBFS.
        file.comment = 'Raw turntable capture, not equalised. phonostage:{"full_scale_dbv":%g}' % INPUT_DBV
        file.write(samples.T)
    peak = float(np.max(np.abs(samples)))
    facts = {
        "file": path.name,
        "what": "Raw, unequalised capture of a record: guitar, bass, brushes and vibraphone, synthesised by make_demo.py. "
                "Cartridge level behind a line interface, with lead-in, surface noise, a slight warp, rumble and a few "
                "clicks; no overload.",
        "licence": "CC0-1.0",
        "sample_rate": FS,
        "bits": 24,
        "seconds": SECONDS,
        "curve": "riaa",
        "gain_db": GAIN_DB,
        "input_dbv": INPUT_DBV,
        "output_dbv": OUTPUT_DBV,
        "channels": ["left", "right"],
        "input_rms_dbv": [dbv_rms(c) for c in cartridge],
        "input_peak_dbv": [dbv_peak(c) for c in cartridge],
        "input_headroom_db": round(-20.0 * float(np.log10(peak)), 2),
        "expected_output_rms_dbv": [dbv_rms(c) for c in output],
        "expected_output_peak_dbv": [dbv_peak(c) for c in output],
        "clicks": clicks,
    }
    (folder / f"{NAME}.json").write_text(json.dumps(facts, indent=2) + "\n")
    print(json.dumps({k: v for k, v in facts.items() if k not in ("what", "clicks")}, indent=1))
    print(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
