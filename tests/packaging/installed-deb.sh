#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# installed-deb.sh FILE.deb: installs the package on a system made for this (a container, a chroot: as root), and then
# everything of it must work there with nothing but what the package asked for, a screen and an LV2 host.
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: $0 FILE.deb" >&2; exit 2; }
package=$(realpath "$1")
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

apt-get update -q
apt-get install -q -y --no-install-recommends "$package"
# From here on what only the checks need; none of it brings a library that the package should have asked for itself.
for object in /usr/bin/phonostage /usr/bin/phonostage-app /usr/lib/lv2/Phonostage.lv2/*.so \
    /usr/lib/vst3/Phonostage.vst3/Contents/*/*.so; do
    if ldd "$object" | grep "not found"; then
        echo "$object lacks libraries" >&2
        exit 1
    fi
done
ldconfig -p >"$work/libraries"
for library in libX11.so.6 libXext.so.6 libXcursor.so.1 libXinerama.so.1 libXrandr.so.2 libXrender.so.1; do
    grep -qF "$library" "$work/libraries" || { echo "$library is not there, and JUCE opens it" >&2; exit 1; }
done
phonostage --version
phonostage-app --version
phonostage response --json >"$work/response.json"
grep -q '"curve": *"riaa"' "$work/response.json"

apt-get install -q -y --no-install-recommends bash-completion lilv-utils man-db python3 xauth xvfb
for page in phonostage phonostage-app; do
    # Small images are told to leave manual pages out when they install.
    if [ -e "/usr/share/man/man1/$page.1.gz" ]; then
        MANWIDTH=80 man --warnings "$page" >"$work/page"
        grep -q SYNOPSIS "$work/page"
    fi
done
# shellcheck disable=SC1091
(source /usr/share/bash-completion/completions/phonostage && complete -p phonostage)

lv2ls | grep -x https://phonostage.github.io/lv2/phonostage
lv2bench -n 4096 -b 512 https://phonostage.github.io/lv2/phonostage | tee "$work/bench"
grep -q '[0-9][.][0-9]* https://phonostage' "$work/bench"

# As far as a VST3 host goes before it asks for the processor.
python3 - /usr/lib/vst3/Phonostage.vst3/Contents/*/*.so <<'PROGRAM'
import ctypes, sys
module = ctypes.CDLL(sys.argv[1])
module.ModuleEntry.argtypes = [ctypes.c_void_p]
module.GetPluginFactory.restype = ctypes.c_void_p
assert module.ModuleEntry(module._handle), "ModuleEntry fails"
assert module.GetPluginFactory(), "there is no factory"
assert module.ModuleExit(), "ModuleExit fails"
print("The VST3 loads.")
PROGRAM

# The app opens its window; there is no sound card here, which it says and which is no failure of this.
export HOME=$work XDG_RUNTIME_DIR=$work XDG_CONFIG_HOME=$work JACK_NO_START_SERVER=1
xvfb-run -a -s "-screen 0 1366x768x24" phonostage-app --settings "$work/settings.json" --quit-after 2 \
    --screenshot "$work/window.png" || true
[ "$(head -c 8 "$work/window.png" | od -An -tx1 | tr -d ' \n')" = 89504e470d0a1a0a ]

apt-get purge -q -y phonostage
[ -z "$(find / -xdev -iname '*phonostage*' -not -path "$package" -not -path "$work*" -not -path '/proc/*' \
    -not -path '/var/*' -not -path "$(realpath "$(dirname "$0")/../..")*")" ] || { echo "purging leaves files" >&2; exit 1; }
echo "The package installs, works and goes away."
