#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The built LV2 in jalv, a host of another maker: a capture played through it must be what the command line renders,
bit for bit and each time, with the settings of a state that another host has kept, too; and with lv2:enabled at 0 it
must be the capture itself.

check_jalv.py --lv2 BUNDLE --phonostage PROGRAM --probe JACK_PROBE --state-maker LV2_STATE --capture FILE --work FOLDER

The settings of this plugin are properties (patch:writable), no ports. jalv 1.6 sends those from its windows alone: from
its prompt and by -c it sets ports, and passes over properties. So settings come by its other way, -l, as a state."""
import argparse
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

PLUGIN = "https://phonostage.github.io/lv2/phonostage"
PROGRAMS = {"jackd": "jackd2", "jalv": "jalv", "stdbuf": "coreutils", "timeout": "coreutils"}
RATE = 48000
PERIOD = 256
LEAD_SECONDS = 0.6
SECONDS = 4
PATIENCE_SECONDS = 60
LIFETIME_SECONDS = 500  # of the server, where this script is ended by force

# As lv2_state takes them, and as the command line does.
SETTINGS = ["gain=34.5", "output_trim=-4", "curve=8", "subsonic_on=1", "mono_bass_on=1"]
FLAGS = ["--gain", "34.5", "--trim", "-4", "--curve", "columbia_lp", "--subsonic", "20", "--mono-bass", "120"]


def fail(text):
    sys.exit(f"check_jalv: {text}")


def run(command, environment):
    command = [str(part) for part in command]
    done = subprocess.run(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=200)
    if done.returncode != 0:
        fail(f"{command}\nended with {done.returncode}:\n{done.stdout}")
    return done.stdout


class Server:
    """A JACK server of this script's own, without a sound card."""

    def __init__(self, work, probe):
        self.name = f"phonostage-jalv-{os.getpid()}"
        self.probe = probe
        home = work / "home"
        home.mkdir()
        bundles = work / "bundles"
        bundles.mkdir()
        self.environment = dict(os.environ, HOME=str(home), XDG_RUNTIME_DIR=str(home), XDG_CONFIG_HOME=str(home),
                                JACK_DEFAULT_SERVER=self.name, JACK_NO_AUDIO_RESERVATION="1", JACK_NO_START_SERVER="1",
                                LV2_PATH=f"{bundles}:/usr/lib/lv2", LC_ALL="C.UTF-8")
        self.bundles = bundles
        self.log = work / "jackd.log"

    def __enter__(self):
        end = time.monotonic() + PATIENCE_SECONDS
        while not self.starts():
            # JACK allows eight servers on a machine: others may be done soon.
            if time.monotonic() > end:
                fail(f"jackd does not start:\n{self.log.read_text(errors='replace')}")
            time.sleep(1)
        return self

    def starts(self):
        # -r: no real-time privileges needed; -S: a slow client delays the others instead of losing its block.
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                ["timeout", str(LIFETIME_SECONDS), "jackd", "-r", "-S", "-n", self.name, "-d", "dummy", "-r", str(RATE),
                 "-p", str(PERIOD)], env=self.environment, stdout=log, stderr=subprocess.STDOUT)
        waiting = subprocess.Popen([str(self.probe), "wait"], env=self.environment)
        while waiting.poll() is None and self.process.poll() is None:
            time.sleep(0.05)
        if waiting.poll() is None:
            waiting.kill()
        if waiting.wait() == 0:
            return True
        self.process.terminate()
        self.process.wait(PATIENCE_SECONDS)
        return False

    def __exit__(self, kind, *_):
        self.process.terminate()
        self.process.wait(PATIENCE_SECONDS)
        for left in Path("/dev/shm").glob(f"jack*{self.name}*"):
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink()
        if kind is not None:
            print(f"--- jackd\n{self.log.read_text(errors='replace')[-2000:]}", file=sys.stderr)


class Jalv:
    """jalv with the plugin, from its first prompt on. It ends with its input."""

    def __init__(self, server, *options):
        self.log = server.bundles.parent / "jalv.log"
        # JACK names a socket after the client alone: clients of another server must not be called the same.
        name = f"Phonostage-in-jalv-{os.getpid()}"
        # Unbuffered, so that the prompt is seen: with it the plugin runs.
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                ["stdbuf", "-o0", "jalv", "-x", "-n", name, *[str(option) for option in options]],
                env=server.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
        self.said = ""

    def __enter__(self):
        try:
            self.wait_for("> ")
        except SystemExit:
            self.__exit__(SystemExit)
            raise
        return self

    def __exit__(self, kind, *_):
        self.process.stdin.close()
        try:
            status = self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        if kind is not None or status != 0:
            print(f"--- jalv\n{self.said}\n{self.log.read_text(errors='replace')[-2000:]}", file=sys.stderr)
        if kind is None and status != 0:
            fail(f"jalv ended with {status}")

    def wait_for(self, text):
        end = time.monotonic() + PATIENCE_SECONDS
        heard = ""
        while text not in heard:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0.0, end - time.monotonic()))
            more = os.read(self.process.stdout.fileno(), 4096).decode(errors="replace") if ready else ""
            self.said += more
            heard += more
            if not more:
                fail(f'jalv does not say "{text}"')

    def enable(self, value):
        self.process.stdin.write(f"set enabled {value}\n".encode())
        self.process.stdin.flush()
        self.wait_for(f"enabled = {value}.000000\n> ")


def played(server, options, work, source):
    """What comes back, from the first frame that went in."""
    import numpy

    result = work / "played.f32"
    run([options.probe, "play", source, result], server.environment)
    return numpy.fromfile(result, "<f4").reshape(-1, 2)


def delay_of(recorded, wanted):
    """Frames by which the wanted sound is in the recording, bit for bit: whole periods of the server; else None."""
    import numpy

    for delay in range(0, len(recorded) - len(wanted) + 1, PERIOD):
        if numpy.array_equal(recorded[delay : delay + len(wanted)], wanted):
            return delay
    return None


def difference(recorded, wanted):
    """In dB below the largest sample, where it is smallest."""
    import numpy

    wanted = wanted.astype("float64")
    delays = range(0, len(recorded) - len(wanted) + 1, PERIOD)
    least = min(numpy.abs(recorded[delay : delay + len(wanted)] - wanted).max() for delay in delays)
    return 20.0 * numpy.log10(max(least, 1e-30) / numpy.abs(wanted).max())


def expect(recorded, wanted, what):
    delay = delay_of(recorded, wanted)
    if delay is None:
        fail(f"{what}: not what it should be, {difference(recorded, wanted):.1f} dB off")
    print(f"{what}: bit for bit, {delay // PERIOD} periods late")


def check(server, options, work, state, capture, source, rendered):
    """rendered: without flags, and with FLAGS."""
    for attempt in ("first", "second"):
        with Jalv(server, PLUGIN):
            expect(played(server, options, work, source), rendered[0], f"default settings, {attempt} time")
    with Jalv(server, "-l", state) as jalv:
        expect(played(server, options, work, source), rendered[1], "settings of a state")
        jalv.enable(0)
        expect(played(server, options, work, source), capture, "lv2:enabled at 0")
        # The stage has run all the time; what it still has of the capture before is far below what it makes now.
        jalv.enable(1)
        again = difference(played(server, options, work, source), rendered[1])
        print(f"lv2:enabled at 1 again: {again:.1f} dB off")
        if not again < -80.0:
            fail("lv2:enabled at 1 does not bring the stage back")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("lv2", "phonostage", "probe", "state-maker", "capture", "work"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    for program, package in PROGRAMS.items():
        if shutil.which(program) is None:
            fail(f"{program} is missing; install the Debian package {package}")
    try:
        import numpy
        import soundfile
    except ImportError as error:
        fail(f"{error}; install the Debian packages python3-numpy and python3-soundfile")
    # A signal that would end this script ends what it has started, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))

    work = options.work.resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    # A file that render reads without a rounding, and the same as bare floats. Silence goes in front: after a reset the
    # corner of the DC removal glides down for half a second, which is over in the host when the capture begins.
    samples, rate = soundfile.read(str(options.capture), dtype="float32", always_2d=True)
    if rate != RATE:
        fail(f"{options.capture} has {rate} Hz")
    samples = numpy.concatenate([numpy.zeros((int(LEAD_SECONDS * RATE), 2), samples.dtype), samples[: SECONDS * RATE]])
    capture = work / "capture.wav"
    soundfile.write(str(capture), samples, RATE, subtype="PCM_24")
    samples = soundfile.read(str(capture), dtype="float32")[0]
    source = work / "capture.f32"
    samples.astype("<f4").tofile(source)

    server = Server(work, options.probe)
    rendered = []
    for flags in ([], FLAGS):
        output = work / f"rendered-{len(rendered)}.wav"
        run([options.phonostage, "render", capture, output, "--bits", "32f", *flags], server.environment)
        rendered.append(soundfile.read(str(output), dtype="float32")[0])
    if not numpy.abs(rendered[0]).max() > 0.01:
        fail("the render is silent")
    state = work / "state"
    run([options.state_maker, options.lv2.resolve(), state, *SETTINGS], server.environment)
    (server.bundles / options.lv2.name).symlink_to(options.lv2.resolve())
    with server:
        check(server, options, work, state, samples, source, rendered)


if __name__ == "__main__":
    main()
