#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# commit.sh PROJECT CMAKE: where Source/info/WriteCommit.cmake finds the commit, and that it leaves an unchanged file alone.
set -uo pipefail
[ $# -eq 2 ] || { echo "usage: $0 PROJECT CMAKE" >&2; exit 2; }
script=$1/Source/info/WriteCommit.cmake
cmake=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset SOURCE_DATE_EPOCH GIT_DIR GIT_WORK_TREE
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
export GIT_AUTHOR_DATE='1000000000 +0000' GIT_COMMITTER_DATE='1000000000 +0000'
wrong=0
tree=$work/tree
mkdir -p "$tree/Source/info"
cp "$1/Source/info/.gitattributes" "$tree/Source/info/"
# shellcheck disable=SC2016 # git fills it in
echo '$Format:%H %ct$' >"$tree/Source/info/commit.txt"

look() { # what it must say of $1, and the text of the facts
    "$cmake" "-DSOURCE=$1" -DGIT="$(command -v git)" "-DCPP=$work/c.cpp" "-DFACTS=$work/facts" -P "$script" || wrong=1
    tr -d '\n' <"$work/facts" >"$work/line"
    grep -qE -- "$2" "$work/line" || { echo "$1: \"$2\" is not in: $(cat "$work/line")" >&2; wrong=1; }
}

look "$tree" 'COMMIT "unknown".*EPOCH "".*DATE ""'
SOURCE_DATE_EPOCH=86400 look "$tree" 'COMMIT "unknown".*EPOCH "86400".*DATE "1970-01-02"'

# Somebody else's repository around the sources is not ours.
git -C "$work" init -q && git -C "$work" commit -q --allow-empty -m other
look "$tree" 'COMMIT "unknown"'
rm -rf "$work/.git"

git -C "$tree" init -q && git -C "$tree" add . && git -C "$tree" commit -q -m one
hash=$(git -C "$tree" rev-parse HEAD)
look "$tree" "COMMIT \"${hash:0:12}\".*EPOCH \"1000000000\".*DATE \"2001-09-09\""
grep -q "commit = \"${hash:0:12}\"" "$work/c.cpp" || { echo "the C++ text lacks the commit" >&2; wrong=1; }

# Nothing is compiled again while the commit stays.
touch -d '2001-01-01' "$work/c.cpp" "$work/facts"
look "$tree" "COMMIT \"${hash:0:12}\""
[ -n "$(find "$work/c.cpp" "$work/facts" -newermt 2001-01-02)" ] && { echo "an unchanged file was written" >&2; wrong=1; }

# What `git archive` makes knows its commit without git.
mkdir "$work/tarball" && git -C "$tree" archive HEAD | tar -x -C "$work/tarball"
look "$work/tarball" "COMMIT \"${hash:0:12}\".*EPOCH \"1000000000\""

echo changed >>"$tree/Source/info/commit.txt"
look "$tree" "COMMIT \"${hash:0:12}[+]\""
exit $wrong
