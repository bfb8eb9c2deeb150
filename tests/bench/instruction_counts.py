#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The work of each 64-frame block of the audio callback, in instructions as callgrind counts them: unlike a clock, the
same on a busy machine.

    instruction_counts.py PROGRAM [--blocks N] [--functions] [SCENARIO ...]

Per scenario: the median block, and the worst and its ratio to the median

- of all that is steady: at most 1.5;
- of a worn record, with clicks, crackle, hum, and a scratch each turn: at most 2.5;
- in a fade of curve, load, subsonic or whatever else needs a filter to be designed: below 3;
- in the first half second, in which held peaks rise, the 1 Hz section settles and the overload watch learns the source's
  word: below 1.8.

Exit 1 where a bound is passed. --functions says which functions made the worst block, and what they usually take."""

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

BOUNDS = {"steady": 1.5, "worn": 2.5, "fade": 3.0, "start": 1.8}
START_BLOCKS = 375  # half a second


def read_parts(path):
    """Yields (scenario, block, kind, instructions, {function: own instructions}) of each dump."""
    names = {}
    label, function, own, calls = None, None, defaultdict(int), False
    with open(path, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.startswith("desc: Trigger:"):
                found = re.search(r"Client Request: (\S+) (\d+) (fade|steady|worn)", line)
                label = (found[1], int(found[2]), found[3]) if found else None
                function, own, calls = None, defaultdict(int), False
            elif line.startswith(("fn=", "cfn=")):
                number, _, name = line.rstrip("\n").split("=", 1)[1].partition(" ")
                if name:
                    names[number] = name
                if line.startswith("fn="):
                    function = number
            elif line.startswith("calls="):
                calls = True  # the next line is what the callee took
            elif line.startswith("totals:"):
                if label is not None:
                    yield (*label, int(line.split()[1]), {names.get(k, k): v for k, v in own.items()})
                label = None
            elif function is not None and re.match(r"[+\-*\d]", line):
                if not calls:
                    own[function] += int(line.split()[1])
                calls = False


def print_functions(kind, blocks):
    usual = defaultdict(list)
    for block in blocks:
        for name, own in block[3].items():
            usual[name].append(own)
    worst = max(blocks, key=lambda block: block[0])
    print(f"    {kind}: block {worst[1]}, {worst[0]} instructions")
    for name, own in sorted(worst[3].items(), key=lambda item: -item[1])[:8]:
        some = usual[name] + [0] * (len(blocks) - len(usual[name]))
        print(f"    {own:8} (median {statistics.median(some):.0f}) {name[:90]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--blocks", type=int, default=2000)
    parser.add_argument("--functions", action="store_true")
    parser.add_argument("scenarios", nargs="*")
    arguments = parser.parse_intermixed_args()

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "counts"
        command = ["valgrind", "--tool=callgrind", "--collect-atstart=no", "--instr-atstart=no", "--combine-dumps=yes",
                   f"--callgrind-out-file={out}", arguments.program, str(arguments.blocks), *arguments.scenarios]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)}\n{done.stderr}")
        blocks = defaultdict(list)
        for scenario, block, kind, count, own in read_parts(out):
            blocks[scenario].append((count, block, kind, own))

    if not blocks:
        sys.exit("no counts: the program was built without valgrind/callgrind.h, or there is no such scenario")
    failed = False
    print(f"{'scenario':18} {'median':>7}" + "".join(f"   {kind:>6} {'worst':>6} {'ratio':>5}" for kind in BOUNDS))
    for scenario, found in blocks.items():
        kinds = defaultdict(list)
        for block in found:
            kinds["start" if block[2] != "fade" and block[1] < START_BLOCKS else block[2]].append(block)
        middle = statistics.median(block[0] for block in kinds["steady"] or kinds["worn"] or found)
        print(f"{scenario:18} {middle:7.0f}", end="")
        for kind, bound in BOUNDS.items():
            if not kinds[kind]:
                print(f"   {0:6} {'':12}", end="")
                continue
            worst = max(block[0] for block in kinds[kind])
            bad = worst > bound * middle
            failed |= bad
            print(f"   {len(kinds[kind]):6} {worst:6} {worst / middle:5.2f}{'!' if bad else ' '}", end="")
        print(flush=True)
        if arguments.functions:
            for kind, some in kinds.items():
                if some:
                    print_functions(kind, some)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
