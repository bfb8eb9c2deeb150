#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# installed.sh CMAKE BUILD VERSION: what `cmake --install` puts onto a Linux system, and what the archive's install.sh does.
set -uo pipefail
[ $# -eq 3 ] || { echo "usage: $0 CMAKE BUILD VERSION" >&2; exit 2; }
cmake=$1
build=$2
version=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wrong=0
fail() { echo "$*" >&2; wrong=1; }

for component in phonostage archive; do
    "$cmake" --install "$build" --component $component --prefix "$work/tree" >"$work/log" 2>&1 ||
        { cat "$work/log" >&2; exit 1; }
done
cd "$work/tree" || exit 1
id=io.github.phonostage.phonostage
for file in bin/phonostage bin/phonostage-app lib/vst3/Phonostage.vst3 lib/lv2/Phonostage.lv2/manifest.ttl \
    lib/lv2/Phonostage.lv2/libPhonostage.so share/man/man1/phonostage.1 share/man/man1/phonostage-app.1 \
    share/bash-completion/completions/phonostage share/zsh/site-functions/_phonostage \
    share/fish/vendor_completions.d/phonostage.fish share/applications/$id.desktop share/metainfo/$id.metainfo.xml \
    share/icons/hicolor/scalable/apps/phonostage.svg share/icons/hicolor/256x256/apps/phonostage.png \
    share/doc/phonostage/copyright install.sh README.txt LICENSE; do
    [ -s "$file" ] || [ -d "$file" ] || fail "$file is not installed"
done
[ -n "$(find . -path '*.vst3/*' -name '*.so')" ] || fail "the VST3 has no binary"
[ -z "$(find . -name '*test*' -o -name '*.a' -o -name '*.h')" ] || fail "things of the build are installed"
bin/phonostage --version >"$work/version"
grep -qxF "phonostage $version" "$work/version" || fail "phonostage tells another version than $version"
grep -q "release version=\"$version\" date=\"20[0-9-]*\"" share/metainfo/$id.metainfo.xml ||
    fail "the metainfo lacks version or date"
grep -q "^Exec=phonostage-app" share/applications/$id.desktop || fail "the desktop entry starts something else"
if command -v desktop-file-validate >/dev/null; then
    desktop-file-validate share/applications/$id.desktop || fail "the desktop entry is not valid"
fi
if command -v appstreamcli >/dev/null; then
    appstreamcli validate --no-net --explain share/metainfo/$id.metainfo.xml >"$work/log" 2>&1 ||
        { cat "$work/log" >&2; fail "the metainfo is not valid"; }
fi

mkdir "$work/home"
HOME=$work/home ./install.sh >/dev/null || fail "install.sh fails"
for file in .local/bin/phonostage .local/share/man/man1/phonostage.1 .vst3/Phonostage.vst3 .lv2/Phonostage.lv2/dsp.ttl; do
    [ -e "$work/home/$file" ] || fail "install.sh leaves out $file"
done
touch "$work/home/.local/bin/mine"
HOME=$work/home ./install.sh --remove >/dev/null || fail "install.sh --remove fails"
[ "$(cd "$work/home" && find . -type f)" = ./.local/bin/mine ] ||
    fail "install.sh --remove leaves or takes too much: $(cd "$work/home" && find . -type f)"
HOME=$work/home ./install.sh --nonsense 2>/dev/null && fail "install.sh takes any argument"
exit $wrong
