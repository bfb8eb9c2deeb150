# SPDX-License-Identifier: GPL-3.0-or-later
"""Other programs that remove clicks or hum, for restoration_figures and hum_judged; only those that are installed.

  ffmpeg     adeclick, as it is set by default
  gwc        Gtk Wave Cleaner: strong declick at its default, 0.75; it has no window of its own in batch mode, but needs a screen
  sox        has nothing against clicks; against hum, notches at the mains frequency and its multiples

Without a rival, with the reason: gramofile (16 bits at 44.1 kHz, behind menus only), LADSPA and LV2 plugins of Debian (swh,
lsp, calf, x42, zam: against clipping, none against clicks), Audacity (its scripts run only while something moves on its screen, and not dependably).
gwc needs Xvfb.
"""
import os
import shutil
import subprocess

import numpy as np
import soundfile as sf

def installed(*programs):
    return all(shutil.which(p) for p in programs)


class Screen:
    """An X server that nobody sees, with a home of its own; for all programs that need one."""

    def __init__(self, work):
        self.home = (work / "rivals-home").resolve()
        for folder in (".cache", ".config"):
            (self.home / folder).mkdir(parents=True, exist_ok=True)
        read, write = os.pipe()
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1024x768x24"], pass_fds=[write],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("XDG_")}
        self.environment |= {"DISPLAY": f":{number}", "HOME": str(self.home)}

    def run(self, command, **more):
        return subprocess.run(command, env=self.environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)

    def close(self):
        self.server.terminate()
        self.server.wait()


def aligned(y, x, rate):
    """Its delay is found, and taken off; the end is the input's."""
    size = 1 << int(np.ceil(np.log2(2 * 8 * rate)))
    a, b = (np.fft.rfft(np.diff(v[rate:9 * rate, 0]), size) for v in (y, x))
    lag = int(np.argmax(np.fft.irfft(a * np.conj(b), size)[: rate // 2]))
    y = y[lag:]
    return np.vstack([y, x[len(y):]])[: len(x)]


class Rivals:
    def __init__(self, work):
        self.work = work
        work.mkdir(parents=True, exist_ok=True)
        self.out = work / "rival.wav"
        self.screen = None
        self.clicks, self.hum = {}, {}
        if installed("ffmpeg"):
            self.clicks["ffmpeg"] = self.ffmpeg
        if installed("gtk-wave-cleaner", "Xvfb"):
            self.clicks["gwc"] = self.gwc
        if installed("sox"):
            self.hum["sox notches"] = self.notches

    def on_screen(self):
        self.screen = self.screen or Screen(self.work)
        return self.screen

    def read(self, path):
        y, rate = sf.read(self.out, always_2d=True)
        return aligned(y, sf.read(path, always_2d=True)[0], rate)

    def ffmpeg(self, path):
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", str(path), "-af", "adeclick", "-c:a", "pcm_f32le", str(self.out)], check=True)
        return self.read(path)

    def gwc(self, path):
        x, rate = sf.read(path, always_2d=True)
        sf.write(self.out, x, rate, subtype="PCM_24")                 # it works in the file itself, and reads no floats' header
        self.on_screen().run(["gtk-wave-cleaner", str(self.out), "batch", "declick", "0.75", "0", str(len(x) / rate)], timeout=900)
        return self.read(path)

    def notches(self, path, hertz):
        """Forty of them, each 1.7 Hz wide: narrow enough to spare the notes beside it."""
        chain = [word for k in range(1, 41) for word in ("bandreject", str(k * hertz), f"{30 * k}q")]
        subprocess.run(["sox", "-V1", str(path), "-e", "floating-point", "-b", "32", str(self.out), *chain], check=True)
        return sf.read(self.out, always_2d=True)[0]

    def close(self):
        if self.screen:
            self.screen.close()
