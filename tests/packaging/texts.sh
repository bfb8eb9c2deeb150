#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# texts.sh FOLDER PROGRAM NAME: the manual page and the completion files of a program are there, load, and name every
# command and flag that the program's own help tells.
set -uo pipefail
[ $# -eq 3 ] || { echo "usage: $0 FOLDER PROGRAM NAME" >&2; exit 2; }
folder=$1
program=$2
name=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DISPLAY=:59999 # no such screen: words need none
wrong=0
checked=0
fail() { echo "$name: $*" >&2; wrong=1; }

# flags_of COMMAND...: the long flags that the help lists
flags_of() { "$program" "$@" --help | sed -n 's/^  \(-[^ ]*\).*/\1/p' | tr , '\n' | grep -- '^--' | sort -u; }
commands_of() { "$program" "$@" --help | sed -n '/^Subcommands:/,/^$/s/^  \([a-z][a-z0-9-]*\) .*/\1/p'; }

check() { # COMMAND...
    local flag child
    for flag in $(flags_of "$@"); do
        checked=$((checked + 1))
        grep -qF -- "${flag//-/\\-}" "$folder/$name.1" || fail "manual lacks $* $flag"
        grep -qE -- "[' |]${flag}[' )]" <(bash_of "$*") || fail "bash completion lacks $* $flag"
        grep -qF -- "$flag" "$folder/_$name" || fail "zsh completion lacks $* $flag"
        grep -qE -- " -l ${flag#--}( |$)" "$folder/$name.fish" || fail "fish completion lacks $* $flag"
    done
    for child in $(commands_of "$@"); do
        grep -qF -- "$*${1:+ }$child" <(sed 's/\\-/-/g' "$folder/$name.1") || fail "manual lacks the command $* $child"
        check "$@" "$child"
    done
}

bash_of() { # the flags that bash offers for a command
    (
        # shellcheck disable=SC1090
        source "$folder/$name.bash"
        # shellcheck disable=SC2034,SC2206
        COMP_WORDS=("$name" $1 --)
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        COMPREPLY=()
        "_${name//-/_}"
        printf " %s \n" "${COMPREPLY[@]}"
    )
}

completes() { # expected word, then what was typed
    local expected=$1
    shift
    (
        # shellcheck disable=SC1090
        source "$folder/$name.bash"
        # shellcheck disable=SC2034
        COMP_WORDS=("$name" "$@")
        COMP_CWORD=$#
        COMPREPLY=()
        "_${name//-/_}"
        printf '%s\n' "${COMPREPLY[@]}"
    ) >"$work/completed"
    grep -qxF -- "$expected" "$work/completed" || fail "\"$name $*\" is not completed to $expected"
}

bash -n "$folder/$name.bash" || fail "bash cannot read its completion"
if command -v zsh >/dev/null; then zsh -n "$folder/_$name" || fail "zsh cannot read its completion"; fi
if command -v fish >/dev/null; then fish -n "$folder/$name.fish" || fail "fish cannot read its completion"; fi
if command -v man >/dev/null; then
    MANWIDTH=100 LC_ALL=C.UTF-8 man --warnings -E UTF-8 -l "$folder/$name.1" >"$work/page" 2>"$work/warnings"
    [ -s "$work/warnings" ] && fail "man warns: $(cat "$work/warnings")"
    grep -q "^NAME" "$work/page" || fail "the manual page cannot be shown"
fi

"$program" --version >"$work/version" || fail "--version fails"
for fact in "^$name [0-9]+[.][0-9]+[.][0-9]+$" '^commit ([0-9a-f]{12}[+]?( of [0-9-]{10})?|unknown)' '^compiler .*[0-9]' \
    '^JUCE [78][.][0-9]' '^system .' '^libsndfile 1[.]'; do
    grep -qE -- "$fact" "$work/version" || fail "--version lacks: $fact"
done
"$program" --completion csh >"$work/out" 2>"$work/err" && fail "--completion takes any shell"
if [ -s "$work/out" ] || [ "$(wc -l <"$work/err")" -ne 1 ]; then fail "a wrong shell is not told in one line"; fi

check
[ "$checked" -ge 5 ] || fail "only $checked flags were found in the help"
completes --version --vers
if [ "$name" = phonostage ]; then
    completes render ren
    completes riaa_iec render --curve ria
    completes columbia_lp analyze --curve = colu
    completes --curve render --cur
    completes off response --dc o
fi
exit $wrong
