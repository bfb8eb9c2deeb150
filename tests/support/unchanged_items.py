# SPDX-License-Identifier: GPL-3.0-or-later
"""What `unchanged` plays to the programs of a build, and what it asks of them: each Job is an item of the manifest."""
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile as sf

REPOSITORY = Path(__file__).resolve().parents[2]
RENDER_RATES = [8000, 11025, 16000, 22050, 32000, 37123, 44100, 48000, 88200, 96000, 176400, 192000, 352800, 384000,
                705600, 768000]
RESPONSE_RATES = [8000, 22050, 44100, 48000, 96000, 192000, 384000, 768000]
SPEEDS = ["45 at 33 1/3", "33 1/3 at 45", "78.26 at 33 1/3", "78.26 at 45", "0.25", "4", "1.003"]
QUIET = ["--input-dbv", "-44"]  # at which the usual gain does not have the output clip
MM = ["--cartridge-l", "500mH", "--cartridge-r", "700"]
LOADS = {
    "10 kohm": [*MM, "--load-r", "10k", "--load-c", "250"],
    "1 Mohm": [*MM, "--load-r", "1M", "--load-c", "150"],
    "60 kohm": [*MM, "--load-r", "60k", "--load-c", "300"],
    "3 kohm, limit 6 dB": [*MM, "--load-r", "3k", "--load-limit", "6"],
    "100 kohm is wanted": [*MM, "--load-r", "47k", "--load-c", "470", "--want-r", "100k", "--want-c", "100"],
    "off": [*MM, "--load-r", "10k", "--load", "off"],
    "AT-VM95E at a Scarlett": ["--cartridge", "at_vm95e", "--interface", "focusrite_scarlett_2i2_4th"],
    "AT-VM95E at its instrument input": ["--cartridge", "at_vm95e", "--interface", "focusrite_scarlett_2i2_4th",
                                         "--input", "inst", "--input-gain", "29"],
    "2M Red at 10 kohm": ["--cartridge", "ortofon_2m_red", "--load-r", "10k", "--load-c", "100"],
    "DL-103": ["--cartridge", "denon_dl_103", "--load-r", "100"],
}
SWITCHES = {
    "iec": ["--iec"], "neumann": ["--neumann"], "iec, neumann": ["--iec", "--neumann"], "inverse": ["--inverse"],
    "undo riaa": ["--undo-riaa", "--curve", "columbia_lp"], "undo riaa, inverse": ["--undo-riaa", "--inverse"],
    # IEC's corner and a subsonic of 20 Hz and 18 dB an octave are one filter.
    "iec, subsonic 20:18": ["--iec", "--subsonic", "20:18"],
    "iec, subsonic 20:18, speed": ["--curve", "riaa_iec", "--subsonic", "20:18", "--speed", "45 at 33 1/3"],
    "no dc removal": ["--dc", "off"],
    "exact phase": ["--exact-phase"],
    "exact phase, load, subsonic": ["--exact-phase", *MM, "--load-r", "10k", "--subsonic", "20"],
    **{f"subsonic {corner}:{slope}": ["--subsonic", f"{corner}Hz:{slope}"]
       for corner in (5, 20, 40) for slope in (12, 18, 24)},
    **{f"mono bass {corner}:{slope}": ["--mono-bass", f"{corner}:{slope}"]
       for corner in (80, 200) for slope in (6, 12)},
    **{f"channels {mode}": ["--channels", mode] for mode in ("stereo", "lateral", "vertical", "left", "right")},
    **{f"balance {db}": ["--balance", db] for db in ("-3", "0.7")},
    **{f"invert {which}": ["--invert", which] for which in ("left", "right", "both")},
    "swap": ["--swap"], "trim": ["--trim", "-1.25"], "crosstalk": ["--crosstalk-lr", "1.5", "--crosstalk-rl", "-0.75"],
    "levels": ["--input-dbv", "-17.5", "--output-dbv", "1.78", "--gain", "33.3"], "gain 0": ["--gain", "0"],
    "gain 80": ["--gain", "80"], "gain auto": ["--gain", "auto"],
    "custom": ["--custom", "2450,397.9,none"], "custom in Hz": ["--custom", "none,500Hz,3.4kHz"],
    "everything": ["--curve", "ffrr_78", "--iec", "--neumann", "--subsonic", "12.5:24", "--mono-bass", "140:6",
                   "--swap", "--balance", "0.5", "--invert", "left", "--speed", "78.26 at 33 1/3",
                   "--crosstalk-lr", "1", *MM, "--load-r", "10k"],
}
MISTAKES = [[], ["rendre"], ["render"], ["render", "none.wav"], ["render", "--bits", "20", "none.wav"],
            ["render", "--curve", "raii", "none.wav"], ["render", "--gain", "loud", "none.wav"],
            ["render", "--subsonic", "50", "none.wav"], ["render", "--speed", "5", "none.wav"],
            ["render", "--custom", "1,2", "none.wav"], ["render", "--pair", "1+1", "none.wav"],
            ["render", "--raw", "48000:2:s8", "none.wav"], ["response", "--rate", "1"], ["response", "--gain", "auto"],
            ["response", "--json", "--csv"], ["response", "--cartridge", "at_vm95"], ["response", "--freqs", "1,x"],
            ["response", "--preset", "mm-scarlet"], ["curves", "--search", "Dekka"], ["analyze", "none.flac"],
            ["calibrate", "none.wav"], ["analyze", "../in/empty.wav"], ["render", "../in/text.wav", "out.wav"]]


# ---------------------------------------------------------------- what is played

def music(rate, seed, seconds=1.2):
    """Chords, hiss, rumble, clicks and, towards the end, beats that are cut off at full scale; stereo."""
    rng = np.random.default_rng(seed)
    t = np.arange(int(rate * seconds)) / rate
    sound = np.zeros((len(t), 2))
    for frequency, level in ((55.0, 0.08), (220.0, 0.05), (277.2, 0.04), (329.6, 0.04), (987.8, 0.02), (3150.0, 0.01),
                             (9000.0, 0.004), (15000.0, 0.002)):
        if frequency < 0.45 * rate:
            phase = rng.uniform(0, 2 * np.pi, 2)
            width = rng.uniform(0.5, 1.0, 2)
            sound += level * width * np.sin(2 * np.pi * frequency * t[:, None] + phase)
    sound *= (0.4 + 0.6 * np.exp(-4.0 * (t % 0.4)))[:, None]
    sound += 0.003 * rng.standard_normal(sound.shape) + 0.02 * np.sin(2 * np.pi * 7.3 * t)[:, None] * [1.0, -0.8]
    sound[:int(0.1 * rate)] *= 0.02
    for at, channel in ((0.25, 0), (0.52, 1), (0.77, 0)):
        sound[int(at * rate):int(at * rate) + 5, channel] += 0.9
    beat = (t > 0.9) & (t % 0.1 < 0.04)
    sound[beat, 0] += 1.2 * np.sin(2 * np.pi * 300.0 * t[beat])
    return np.clip(sound, -1.0, 1.0 - 2.0 ** -23)


def tones(rate=96000):
    """A test record: 1 kHz in both channels, on the left alone, on the right alone, with crosstalk, hiss and rumble."""
    rng = np.random.default_rng(5)
    tone = np.sin(2 * np.pi * 1000.0 * np.arange(4 * rate) / rate)
    rest = np.zeros((rate // 2, 2))
    bands = [tone[:, None] * [0.10, 0.11], tone[:2 * rate, None] * [0.10, 0.002], tone[:2 * rate, None] * [0.001, 0.11]]
    sound = np.concatenate([rest, bands[0], rest, bands[1], rest, bands[2], rest])
    t = np.arange(len(sound)) / rate
    return sound + 2e-4 * rng.standard_normal(sound.shape) + 5e-3 * np.sin(2 * np.pi * 9.3 * t)[:, None]


def write_inputs(folder):
    """Writes the programmes; every one is the same at each call."""
    for rate in sorted({*RENDER_RATES, *RESPONSE_RATES}):
        sf.write(folder / f"music-{rate}.wav", music(rate, 1), rate, "PCM_24")
    for subtype, name in (("PCM_16", "s16.wav"), ("PCM_32", "s32.wav"), ("FLOAT", "f32.wav"), ("DOUBLE", "f64.wav"),
                          ("PCM_24", "s24.aiff"), ("PCM_16", "s16.flac"), ("PCM_24", "s24.caf"), ("PCM_24", "s24.w64"),
                          ("PCM_24", "s24.rf64")):
        sf.write(folder / name, music(48000, 2), 48000, subtype)
    sf.write(folder / "mono.wav", music(48000, 3)[:, 0], 48000, "PCM_24")
    sf.write(folder / "four.wav", np.hstack([music(48000, 4), music(48000, 5)]), 48000, "PCM_24")
    sf.write(folder / "tones.wav", tones(), 96000, "PCM_24")
    sf.write(folder / "empty.wav", np.zeros((0, 2)), 48000, "PCM_24")
    with sf.SoundFile(folder / "tagged.wav", "w", 48000, 2, "PCM_24") as file:
        file.title, file.artist, file.date, file.comment = "Side one", "Nobody", "1957", "with a comment"
        file.write(music(48000, 6))
    (folder / "text.wav").write_text("This is no sound.\n")
    whole = (folder / "music-48000.wav").read_bytes()
    (folder / "cut.wav").write_bytes(whole[:len(whole) * 2 // 3])
    (folder / "raw.s24").write_bytes(whole[44:44 + 6 * 48000])
    for state in sorted((REPOSITORY / "tests/data").glob("state-v*.json")):
        shutil.copy(state, folder)


# ---------------------------------------------------------------- what is asked

@dataclass
class Job:
    """One run of one program in a folder of its own; whatever it leaves there is part of the item."""
    name: str
    arguments: list
    program: str = "phonostage"
    stdin: str = ""  # a programme
    stdout: str = "stdout.txt"
    fails: bool = False


def play(name):
    return f"../in/{name}"


def render(name, source, *flags, out="out.wav", bits="32f"):
    if not {"--input-dbv", "--interface", "--preset"} & set(flags):
        flags = [*QUIET, *flags]
    return Job(f"render/{name}", ["render", "-q", "--bits", bits, *flags, play(source), out])


def response(name, *flags):
    return Job(f"response/{name}", ["response", "--json", *flags], stdout="stdout.json")


def recordings(demos, captures):
    """All whole sides: the demo and the captures, their reports, and what analyze says of them."""
    jobs = []
    for source in [*demos, *captures]:
        stem = Path(source).stem
        levels = ["--input-dbv", "-20", "--output-dbv", "6"]
        jobs.append(Job(f"sides/{stem}", ["render", "-q", "--bits", "32f", *levels, "--report", "report.json",
                                          play(source), "out.wav"]))
        jobs.append(Job(f"analyze/{stem}", ["analyze", "--json", "-q", *levels, play(source)], stdout="stdout.json"))
    for source in demos:
        jobs.append(Job("sides/demo, 24 bit, with summary and pictures",
                        ["render", "--levels-png", "levels.png", "--response-png", "response.png", play(source),
                         "out.flac"]))
    return jobs


def curve_jobs(curves):
    jobs = []
    for curve in curves:
        for rate in (44100, 96000):
            jobs.append(render(f"curve {curve} at {rate}", f"music-{rate}.wav", "--curve", curve))
        jobs.append(render(f"curve {curve}, inverse", "music-48000.wav", "--curve", curve, "--inverse"))
        jobs.append(render(f"curve {curve}, undo riaa", "music-48000.wav", "--curve", curve, "--undo-riaa"))
        for rate in RESPONSE_RATES:
            jobs.append(response(f"curve {curve} at {rate}", "--curve", curve, "--rate", str(rate)))
        jobs.append(response(f"curve {curve}, inverse", "--curve", curve, "--inverse"))
        jobs.append(response(f"curve {curve}, iec, neumann", "--curve", curve, "--iec", "--neumann"))
    return jobs


def stage_jobs():
    """Loads, speeds, rates and switches."""
    jobs = []
    for name, flags in LOADS.items():
        for rate in (44100, 96000, 192000):
            jobs.append(render(f"load {name} at {rate}", f"music-{rate}.wav", *flags))
            jobs.append(response(f"load {name} at {rate}", *flags, "--rate", str(rate)))
    for speed in SPEEDS:
        for back in ("rate", "resample", "off"):
            jobs.append(render(f"speed {speed}, back {back}", "music-96000.wav", "--speed", speed,
                               "--speed-back", back))
        jobs.append(render(f"speed {speed}, resampled 44100", "music-44100.wav", "--speed", speed,
                           "--speed-back", "resample"))
        jobs.append(response(f"speed {speed}", "--speed", speed))
    for rate in RENDER_RATES:
        source = f"music-{rate}.wav"
        jobs.append(render(f"rate {rate}", source))
        jobs.append(render(f"rate {rate}, filters and load", source, "--subsonic", "20", "--mono-bass", "120", *MM,
                           "--load-r", "20k"))
        jobs.append(render(f"rate {rate}, 16 bit", source, bits="16"))
    for name, flags in SWITCHES.items():
        jobs.append(render(f"switch {name}", "music-48000.wav", *flags))
        jobs.append(render(f"switch {name} at 96000, 24 bit", "music-96000.wav", *flags, bits="24"))
    return jobs


def file_jobs():
    """What is read and written: formats, channels, streams, several files, reports, pictures."""
    jobs = [render(f"reads {name}", name) for name in
            ("s16.wav", "s32.wav", "f32.wav", "f64.wav", "s24.aiff", "s16.flac", "s24.caf", "s24.w64", "s24.rf64",
             "mono.wav", "tagged.wav")]
    for bits in ("16", "24", "32f"):
        for kind in ("wav", "flac", "aiff"):
            if (bits, kind) != ("32f", "flac"):
                jobs.append(render(f"writes {kind} of {bits}", "tagged.wav", bits=bits, out=f"out.{kind}"))
    jobs += [render("pair 3+4", "four.wav", "--pair", "3+4"), render("pair 2", "four.wav", "--pair", "2"),
             render("raw", "raw.s24", "--raw", "48000:2:s24"), render("cut off", "cut.wav", "--allow-truncated"),
             Job("render/streams", ["render", *QUIET, "-", "-"], stdin="music-96000.wav", stdout="stdout.wav"),
             Job("render/streams of 32f", ["render", "-q", *QUIET, "--bits", "32f", "-", "-"], stdin="music-48000.wav",
                 stdout="stdout.wav"),
             Job("render/several, gain auto",
                 ["render", "--gain", "auto", *QUIET, "--out", ".", "--report", "report.jsonl", play("music-48000.wav"),
                  play("s16.flac"), play("mono.wav")]),
             Job("render/report, summary, pictures",
                 ["render", "--report", "-", "--levels-png", "levels.png", "--response-png", "response.png", *MM,
                  "--load-r", "10k", *QUIET, play("music-96000.wav"), "out.wav"], stdout="stdout.json"),
             Job("render/strict", ["render", "--strict", "--gain", "80", play("music-48000.wav"), "out.wav"],
                 fails=True),
             Job("response/picture", ["response", "--curve", "ffrr_78", "--subsonic", "20", "--png", "out.png"]),
             Job("response/csv", ["response", "--csv", "--rate", "96k"])]
    for name in ("music-8000.wav", "music-48000.wav", "music-192000.wav", "mono.wav", "tagged.wav", "s16.wav"):
        jobs.append(Job(f"analyze/{name}", ["analyze", "--json", play(name)], stdout="stdout.json"))
        jobs.append(Job(f"analyze/{name}, in words", ["analyze", *LOADS["AT-VM95E at a Scarlett"], play(name)]))
    for name, flags in {
        "volts": ["--volts", "10mV"], "velocity": ["--velocity", "5", "--cartridge-mv", "5.5"],
        "rms": ["--velocity", "3.54", "--velocity-kind", "rms", "--cartridge-mv", "5.5"],
        "load": ["--velocity", "5", "--cartridge", "at_vm95e", "--interface", "focusrite_scarlett_2i2_4th"],
        "times": ["--volts", "10mV", "--from", "1", "--to", "4", "--left-only", "5.2-6.8", "--right-only", "7.7-9.3"],
    }.items():
        jobs.append(Job(f"calibrate/{name}", ["calibrate", "--json", *flags, play("tones.wav")], stdout="stdout.json"))
        jobs.append(Job(f"calibrate/{name}, in words", ["calibrate", *flags, play("tones.wav")]))
    return jobs


def equipment_jobs(cartridges, interfaces, presets):
    """Every entry of the catalogues, and settings by key: the presets, and the states that releases have written."""
    jobs = []
    for cartridge in cartridges:
        if cartridge["resistance_ohm"] is None or cartridge["inductance_mh"] is None:
            flags = []
        else:
            flags = ["--load-r", "20k", "--load-c", "300"]
        jobs.append(response(f"cartridge {cartridge['id']}", "--cartridge", cartridge["id"], *flags))
    for device in interfaces:
        for entry in device["inputs"]:
            flags = ["--cartridge", "ortofon_2m_red", "--interface", device["id"], "--input", entry["id"]]
            jobs.append(response(f"interface {device['id']}, {entry['id']}", *flags))
    for preset in presets:
        jobs.append(response(f"preset {preset['name']}", "--preset", preset["name"]))
        jobs.append(render(f"preset {preset['name']}", "music-96000.wav", "--preset", preset["name"]))
    for state in sorted((REPOSITORY / "tests/data").glob("state-v*.json")):
        jobs.append(response(f"state {state.stem}", "--preset", play(state.name)))
        jobs.append(render(f"state {state.stem}", "music-48000.wav", "--preset", play(state.name)))
    for name in ("curves", "interfaces", "cartridges", "presets"):
        jobs.append(Job(f"lists/{name}", [name, "--json"], stdout="stdout.json"))
        jobs.append(Job(f"lists/{name}, in words", [name]))
    for label in ("Decca 1952 LP", "Columbia", "HMV 78", "Blue Note 1955", "RCA 45", "riaa"):
        jobs.append(Job(f"lists/search {label}", ["curves", "--json", "--search", label], stdout="stdout.json"))
        jobs.append(Job(f"lists/search {label}, in words", ["curves", "--search", label]))
    return jobs


def word_jobs(programs):
    jobs = [Job(f"{program}, {' '.join(flags)}", flags, program=program)
            for program in ("phonostage", "app") if program in programs
            for flags in (["--help"], ["--version"], ["--man"], ["--completion", "bash"], ["--completion", "zsh"],
                          ["--completion", "fish"])]
    for command in ("render", "analyze", "calibrate", "response", "curves", "interfaces", "cartridges", "presets"):
        jobs.append(Job(f"phonostage {command} --help", [command, "--help"]))
    jobs += [Job(f"mistake: phonostage {' '.join(arguments)}", arguments, fails=True) for arguments in MISTAKES]
    return jobs
