#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# ./install.sh             for the current user: ~/.local, ~/.vst3 and ~/.lv2
# ./install.sh --system    for all users: /usr/local (as root)
# ./install.sh --remove    uninstalls it; with --system from /usr/local
set -eu
cd "$(dirname "$0")"

system=no
remove=no
for argument in "$@"; do
    case $argument in
        --system) system=yes ;;
        --remove) remove=yes ;;
        *)
            sed -n '3,5s/^# //p' "$0" >&2
            exit 2
            ;;
    esac
done
if [ $system = yes ]; then
    prefix=/usr/local
    vst3=/usr/local/lib/vst3
    lv2=/usr/local/lib/lv2
else
    prefix=$HOME/.local
    vst3=$HOME/.vst3
    lv2=$HOME/.lv2
fi

rm -rf "$vst3/Phonostage.vst3" "$lv2/Phonostage.lv2"
if [ $remove = no ]; then
    mkdir -p "$vst3" "$lv2"
    cp -R lib/vst3/Phonostage.vst3 "$vst3/"
    cp -R lib/lv2/Phonostage.lv2 "$lv2/"
fi
find bin share -type f | while IFS= read -r file; do
    rm -f "$prefix/$file"
    [ $remove = yes ] && continue
    mkdir -p "$prefix/$(dirname "$file")"
    cp -p "$file" "$prefix/$file"
done

if [ $remove = yes ]; then
    echo "Removed from $prefix, $vst3 and $lv2."
else
    echo "Installed: programs in $prefix/bin, plugins in $vst3 and $lv2."
    case ":$PATH:" in
        *":$prefix/bin:"*) ;;
        *) echo "$prefix/bin is not in your PATH yet." ;;
    esac
fi
