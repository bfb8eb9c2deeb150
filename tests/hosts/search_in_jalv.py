#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The editor of the built LV2 in the window of jalv.gtk3, with mouse and keys on a screen of its own: a search takes
what is typed each time, also after a number was typed or a search was left with escape. What the editor has set is read
from what it sends to its host.

search_in_jalv.py --lv2 BUNDLE --probe JACK_PROBE --work FOLDER"""
import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from check_jalv import PATIENCE_SECONDS, PLUGIN, Server, fail

PROGRAMS = {"jackd": "jackd2", "jalv.gtk3": "jalv", "Xvfb": "xvfb", "xdotool": "xdotool"}
# On the face at 100 %, as tests/data/editor-layout.txt has them.
CURVE = (540, 518)
GAIN = (350, 628)  # the number below the dial
RIAA, FLAT, AES = 0, 1, 5  # slots of curves.json


class Screen:
    """A screen of this script's own."""

    def __init__(self, work):
        self.number = work / "display"

    def __enter__(self):
        with open(self.number, "wb") as number:
            self.process = subprocess.Popen(
                ["Xvfb", "-displayfd", str(number.fileno()), "-screen", "0", "1400x1000x24", "-nolisten", "tcp",
                 "-noreset"], pass_fds=[number.fileno()], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + PATIENCE_SECONDS
        while not self.number.read_text().strip():
            if time.monotonic() > end or self.process.poll() is not None:
                fail("Xvfb does not start")
            time.sleep(0.05)
        self.name = ":" + self.number.read_text().strip()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(PATIENCE_SECONDS)


class Window:
    """jalv.gtk3 with the plugin, and what its editor says to it."""

    def __init__(self, environment, work):
        self.environment = environment
        self.log = work / "jalv.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(["jalv.gtk3", "-d", PLUGIN], env=environment, stdout=log,
                                            stderr=subprocess.STDOUT)
        self.left, self.top = self.editor_corner()

    def xdotool(self, *words):
        done = subprocess.run(["xdotool", *[str(word) for word in words]], env=self.environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE_SECONDS)
        return done.stdout

    def editor_corner(self):
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                fail("jalv.gtk3 has ended")
            for window in self.xdotool("search", "--onlyvisible", "--name", "").split():
                place = dict(re.findall(r"^(\w+)=(-?\d+)$", self.xdotool("getwindowgeometry", "--shell", window), re.M))
                if (place.get("WIDTH"), place.get("HEIGHT")) == ("1200", "752"):
                    time.sleep(1.0)  # its first beats
                    return int(place["X"]), int(place["Y"])
            time.sleep(0.2)
        fail("the editor's window does not come")

    def click(self, place):
        self.xdotool("mousemove", self.left + place[0], self.top + place[1], "click", 1)
        time.sleep(0.7)  # a click waits for a second one

    def type(self, text, key="Return"):
        self.xdotool("type", "--delay", 40, text)
        time.sleep(0.3)
        self.xdotool("key", key)
        time.sleep(0.5)

    def last(self, key):
        """The newest value of a parameter that the editor has sent, or None."""
        text = self.log.read_text(errors="replace")
        found = re.findall(r"patch:property\s+<[^>]*[#/:]%s>\s*;[^.]*?rdf?:?value\s+\"?([-+0-9.eE]+)" % key, text, re.S)
        return float(found[-1]) if found else None

    def expect(self, key, value, what):
        end = time.monotonic() + 5.0
        while time.monotonic() < end:
            now = self.last(key)
            if now is not None and abs(now - value) < 1e-3:
                print(f"{what}: {key} is {now:g}")
                return
            time.sleep(0.1)
        fail(f"{what}: {key} is {self.last(key)}, not {value}")

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def check(window):
    window.click(CURVE)
    window.type("flat")
    window.expect("curve", FLAT, "the first search")
    window.click(GAIN)
    window.type("45")
    window.expect("gain", 45.0, "a number")
    window.click(CURVE)
    window.type("riaa")
    window.expect("curve", RIAA, "a search after a number")
    window.click(CURVE)
    window.type("flat", "Escape")
    window.click(CURVE)
    window.type("aes 1951")
    window.expect("curve", AES, "a search after one that was left")
    window.click(GAIN)
    window.type("41")
    window.expect("gain", 41.0, "a number after a search")
    window.click(CURVE)
    window.type("flat")
    window.expect("curve", FLAT, "a search after both")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("lv2", "probe", "work"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    for program, package in PROGRAMS.items():
        if shutil.which(program) is None:
            fail(f"{program} is missing; install the Debian package {package}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    work = options.work.resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    with Screen(work) as screen, Server(work, options.probe) as server:
        (server.bundles / "Phonostage.lv2").symlink_to(options.lv2.resolve())
        settings = work / "home" / "Phonostage"
        settings.mkdir()
        (settings / "editor.json").write_text('{ "first_run_done": true, "scale": 1 }\n')
        window = Window(dict(server.environment, DISPLAY=screen.name), work)
        try:
            check(window)
        finally:
            window.close()


if __name__ == "__main__":
    main()
