#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The built VST3 and LV2 in Ardour 7, without a screen: a capture played through and exported must be what the command
line renders, each time and after the session was closed and loaded. Ends with 77 where there is no Ardour. With
--test-delay, for plugins that have the tests' hook, it is the same of a stage that looks ahead.

check_ardour.py --vst3 BUNDLE --lv2 BUNDLE --phonostage PROGRAM --capture FILE --work FOLDER [--test-delay]"""
import argparse
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TICKS_PER_SECOND = 282240000  # Ardour's superclock
LIBRARY = Path("/usr/lib/ardour7")
SKIP = 77
LEAD_SECONDS = 0.6
DELAY = (480, 1337)  # frames at the restoration and at the de-emphasis: no whole number of Ardour's blocks

# Number in the host's order, value for VST3 (0 to 1), value for LV2 (own unit), and the command line's flags for both.
SETTINGS = [(1, "0.43125", "34.5"), (2, "0.4", "-4"), (15, "1", "1"), (28, "1", "1")]
FLAGS = ["--gain", "34.5", "--trim", "-4", "--subsonic", "20", "--mono-bass", "120"]


def run(command, environment, attempts=1):
    for attempt in range(attempts):
        try:
            done = subprocess.run([str(part) for part in command], env=environment, text=True, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, timeout=120)
        except subprocess.TimeoutExpired as error:
            print(error, flush=True)
            continue
        if done.returncode == 0:
            return done.stdout
        print(f"{command}\nended with {done.returncode}:\n{done.stdout}", flush=True)
        if done.returncode not in (-signal.SIGABRT, -signal.SIGSEGV):
            break
    sys.exit(f"given up after {attempt + 1} of {attempts}")


def environment_for(work, lv2):
    """A home of its own, in which no plugin but ours is found."""
    home = work / "home"
    lv2_path = work / "bundles"
    lv2_path.mkdir(parents=True)
    (lv2_path / lv2.name).symlink_to(lv2)
    specifications = "/usr/lib/lv2"
    return dict(os.environ, HOME=str(home), XDG_CACHE_HOME=str(home / ".cache"), XDG_CONFIG_HOME=str(home / ".config"),
                LV2_PATH=f"{lv2_path}:{specifications}", LC_ALL="C.UTF-8",
                ARDOUR_DATA_PATH="/usr/share/ardour7", ARDOUR_CONFIG_PATH="/etc/ardour7", ARDOUR_DLL_PATH=str(LIBRARY))


def scan_vst3(work, vst3, environment):
    """Ardour lists a VST3 that its scanner has been through."""
    folder = work / "home" / ".vst3"
    folder.mkdir(parents=True)
    bundle = folder / vst3.name
    shutil.copytree(vst3, bundle)
    return run([LIBRARY / "ardour-vst3-scanner", "-f", "-q", bundle],
               dict(environment, LD_LIBRARY_PATH=str(LIBRARY)))


def add_capture(session, capture, rate, frames):
    """Puts the capture at the start of the track, without fades: Lua has no words for an import."""
    audio = session.parent / "interchange" / session.stem / "audiofiles" / "capture.wav"
    shutil.copy(capture, audio)
    length = frames * TICKS_PER_SECOND // rate
    text = session.read_text(encoding="utf-8")
    ids = [str(int(re.search(r'id-counter="(\d+)"', text)[1]) + 1000 + i) for i in range(4)]
    text = re.sub(r'id-counter="\d+"', f'id-counter="{int(ids[-1]) + 1000}"', text, count=1)
    sources = "".join(
        f'<Source name="capture.wav" take-id="" type="audio" flags="" id="{ids[channel]}" natural-position="a0" '
        f'have-natural-position="0" gain="1" channel="{channel}" origin="capture.wav"/>' for channel in range(2))
    region = (f'<Region name="capture" id="{ids[2]}" type="audio" start="a0" length="a{length}@a0" muted="0" opaque="1" '
              'locked="0" video-locked="0" automatic="0" whole-file="0" import="0" external="0" sync-marked="0" '
              'hidden="0" position-locked="0" valid-transients="0" sync-position="a0" ancestral-start="a0" '
              f'ancestral-length="a{length}@a0" stretch="1" shift="1" layering-index="0" envelope-active="0" '
              'default-fade-in="0" default-fade-out="0" fade-in-active="0" fade-out-active="0" scale-amplitude="1" '
              f'first-edit="nothing" channels="2" source-0="{ids[0]}" source-1="{ids[1]}" '
              f'master-source-0="{ids[0]}" master-source-1="{ids[1]}"/>')
    location = (f'<Location id="{ids[3]}" name="session" start="a0" end="a{length}" flags="IsSessionRange" locked="0" '
                'timestamp="0"/>')
    for old, new in (("<Sources/>", f"<Sources>{sources}</Sources>"),
                     ("<Locations/>", f"<Locations>{location}</Locations>"),
                     ('<Option name="use-region-fades" value="1"/>', '<Option name="use-region-fades" value="0"/>'),
                     ('<Option name="use-transport-fades" value="1"/>', '<Option name="use-transport-fades" value="0"/>')):
        if text.count(old) != 1:
            sys.exit(f"the session does not have one {old}")
        text = text.replace(old, new)
    text, count = re.subn(r'(<Playlist id="\d+" name="Record"[^>]*)/>', rf"\1>{region}</Playlist>", text)
    if count != 1:
        sys.exit("the session has no playlist of the track")
    session.write_text(text, encoding="utf-8")


def export(session, output, environment):
    # On a busy machine one export in twenty of Ardour 7.3 ends with "double free or corruption", or never, also
    # of a session without any plugin.
    run(["ardour7-export", "-b", "float", "-o", output, session.parent, session.stem], environment, attempts=5)
    return output


def settings_in(session, rate, kind, environment):
    if kind == "lv2":
        # Ardour is not told the values of LV2 properties; it keeps a state, anew where it differs from the one before.
        states = sorted(session.parent.glob("plugins/*/state*/state.ttl"), key=lambda path: path.stat().st_mtime)
        return re.findall(r"StateString>\s*(\S+)", states[-1].read_text(encoding="utf-8")) if states else []
    text = run(["ardour7-lua", HERE / "session.lua", "show", session.parent, session.stem, rate, kind], environment)
    return re.findall(r"^setting\s.*$", text, re.MULTILINE)


def samples_of(path):
    import soundfile

    samples, rate = soundfile.read(str(path), dtype="float32", always_2d=True)
    return samples, rate


def compare(exported, rendered):
    """Largest difference, in dB below the largest sample; minus infinity where the two are the same."""
    import numpy

    a, b = samples_of(exported)[0].astype("float64"), samples_of(rendered)[0].astype("float64")
    if a.shape != b.shape:
        sys.exit(f"{exported} has {a.shape}, {rendered} has {b.shape} samples")
    peak, difference = numpy.abs(b).max(), numpy.abs(a - b).max()
    if not peak > 0.01:
        sys.exit("the render is silent")
    return float("-inf") if difference == 0.0 else 20.0 * numpy.log10(difference / peak)


def check(kind, options, capture, rate, frames, environment):
    session = options.work / kind / f"{kind}.ardour"
    values = [f"{number}={vst3 if kind == 'vst3' else lv2}" for number, vst3, lv2 in SETTINGS]
    script = ["ardour7-lua", HERE / "session.lua"]
    run([*script, "make", session.parent, session.stem, rate, kind, *values], environment)
    add_capture(session, capture, rate, frames)

    rendered = options.work / f"{kind}-rendered.wav"
    run([options.phonostage, "render", capture, rendered, "--bits", "32f", *FLAGS], environment)
    first = export(session, options.work / f"{kind}-first.wav", environment)
    second = export(session, options.work / f"{kind}-second.wav", environment)
    difference = compare(first, rendered)
    again = compare(second, first)

    before = settings_in(session, rate, kind, environment)
    run([*script, "save", session.parent, session.stem, rate, kind], environment)
    after = settings_in(session, rate, kind, environment)
    reloaded = compare(export(session, options.work / f"{kind}-reloaded.wav", environment), first)
    print(f"{kind}: export against render {difference:.1f} dB, second export {again:.1f} dB, "
          f"saved and loaded {reloaded:.1f} dB, {len(after)} values read back, "
          f"{hashlib.sha256(first.read_bytes()).hexdigest()[:12]}")
    # One rounding to float more than the render is 2^-24 of full scale.
    if difference > -140.0 or again > float("-inf") or reloaded > float("-inf"):
        sys.exit(f"{kind}: the exports differ")
    if before != after or not after:
        sys.exit(f"{kind}: settings before {before} and after {after}")


def check_late(kind, options, rate, environment):
    """A stage that looks ahead, in the session as check() left it: Ardour knows by how much, and takes it off."""
    session = options.work / kind / f"{kind}.ardour"
    environment = dict(environment, PHONOSTAGE_TEST_DELAY=":".join(map(str, DELAY)))
    text = run(["ardour7-lua", HERE / "session.lua", "latency", session.parent, session.stem, rate, kind], environment)
    told = re.findall(r"^latency\s+(\d+)$", text, re.MULTILINE)
    if told != [str(sum(DELAY))]:
        sys.exit(f"{kind}: Ardour is told a latency of {told}, not {sum(DELAY)}")
    late = export(session, options.work / f"{kind}-late.wav", environment)
    difference = compare(late, options.work / f"{kind}-first.wav")
    print(f"{kind}: late by {sum(DELAY)}, export against that without delay {difference:.1f} dB")
    if difference > float("-inf"):
        sys.exit(f"{kind}: an export of a stage that looks ahead differs")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("vst3", "lv2", "phonostage", "capture", "work"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--test-delay", action="store_true")
    options = parser.parse_args()
    if shutil.which("ardour7-lua") is None or shutil.which("ardour7-export") is None:
        print("no Ardour 7 here: skipped")
        sys.exit(SKIP)
    import numpy
    import soundfile

    shutil.rmtree(options.work, ignore_errors=True)
    options.work.mkdir(parents=True)
    environment = environment_for(options.work, options.lv2.resolve())
    scan_vst3(options.work, options.vst3.resolve(), environment)
    # A quarter of a minute of the capture, as a file that render and Ardour both read without a rounding. Silence goes in
    # front: after a reset the corner of the DC removal glides down for half a second, which is over in the host, whose
    # engine has been running, when the capture begins.
    samples, rate = samples_of(options.capture)
    samples = numpy.concatenate([numpy.zeros((int(LEAD_SECONDS * rate), 2), samples.dtype), samples[: 15 * rate]])
    capture = options.work / "capture.wav"
    soundfile.write(str(capture), samples, rate, subtype="PCM_24")
    for kind in ("vst3", "lv2"):
        check(kind, options, capture, rate, len(samples), environment)
        if options.test_delay:
            check_late(kind, options, rate, environment)


if __name__ == "__main__":
    main()
