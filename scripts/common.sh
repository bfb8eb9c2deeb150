# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by the scripts beside it: finds the system, installs packages, configures and builds. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build/release

case $(uname -s) in
    Linux) system=linux ;;
    Darwin) system=macos ;;
    MINGW* | MSYS* | CYGWIN*) system=windows ;;
    *)
        echo "Phonostage builds on Linux, macOS and Windows (Git Bash), not on $(uname -s)." >&2
        exit 1
        ;;
esac

preset=release
suffix="" # of programs
if [ "$system" = windows ]; then
    preset=windows
    suffix=.exe
fi

# What a build needs. Names as in Debian 12 and Ubuntu 24.04.
build_packages=(
    build-essential ccache cmake git ninja-build pkg-config
    catch2 juce-modules-source libcli11-dev liblilv-dev lv2-dev nlohmann-json3-dev
    libasound2-dev libjack-jackd2-dev libsoxr-dev libsndfile1-dev libflac-dev libogg-dev libvorbis-dev
    libtag1-dev libebur128-dev libxxhash-dev
    libfreetype-dev libjpeg-dev libpng-dev zlib1g-dev
    libx11-dev libxcursor-dev libxext-dev libxinerama-dev libxrandr-dev libxrender-dev
)
# What the tests need on top.
test_packages=(
    clang-format python3 python3-numpy python3-soundfile
    jackd2 jalv lilv-utils serdi sordi sox xauth xdotool xvfb
    cuetools ffmpeg flac kid3-cli parallel python3-mutagen
    appstream desktop-file-utils man-db
)
# What packing needs on top of a build.
package_packages=(dpkg-dev fakeroot file gzip xz-utils)

is_installed() {
    dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "Packages are missing and neither root nor sudo is at hand. As root: $*" >&2
        exit 1
    fi
}

# Installs those of the packages that are missing; quick when there are none.
need_packages() {
    local missing=() package
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    echo "Installing: ${missing[*]}"
    as_root apt-get update -q
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
}

# The same on macOS, from Homebrew.
need_formulae() {
    local missing=() formula
    if ! command -v brew >/dev/null; then
        echo "Homebrew is needed to install: $*. See https://brew.sh" >&2
        exit 1
    fi
    for formula in "$@"; do
        brew list --versions "$formula" >/dev/null || missing+=("$formula")
    done
    [ ${#missing[@]} -eq 0 ] || brew install "${missing[@]}"
}

install_build_packages() {
    case $system in
        linux)
            if ! command -v dpkg-query >/dev/null; then
                echo "No dpkg here: install what scripts/common.sh lists under build_packages by hand." >&2
            else
                need_packages "${build_packages[@]}"
            fi
            ;;
        macos) need_formulae ccache cmake libebur128 libsndfile libsoxr ninja nlohmann-json taglib xxhash ;;
        windows) ;; # Visual Studio 2022 brings CMake; libsndfile comes by vcpkg where that is installed, see configure
    esac
}

install_test_packages() {
    case $system in
        linux)
            if command -v dpkg-query >/dev/null; then
                need_packages "${test_packages[@]}"
                # The test with Ardour knows version 7, which Debian 12 has.
                if apt-cache policy ardour | grep 'Candidate: 1:7\.' >/dev/null; then need_packages ardour; fi
            fi
            ;;
        macos | windows)
            # numpy and soundfile make the captures.
            python3 -c 'import numpy, soundfile' 2>/dev/null ||
                python3 -m pip install --user --break-system-packages numpy soundfile ||
                python3 -m pip install numpy soundfile
            ;;
    esac
}

# Takes a second or two where nothing has changed. PHONOSTAGE_CMAKE_OPTIONS adds options, as in
# PHONOSTAGE_CMAKE_OPTIONS=-DPHONOSTAGE_JUCE_DIR=/path/to/JUCE scripts/test
configure() {
    local options=()
    read -ra options <<<"${PHONOSTAGE_CMAKE_OPTIONS:-}"
    [ "$system" = macos ] && options+=("-DCMAKE_OSX_ARCHITECTURES=${PHONOSTAGE_ARCHITECTURES:-$(uname -m)}")
    if [ "$system" = windows ] && [ -n "${VCPKG_INSTALLATION_ROOT:-}" ]; then
        "$VCPKG_INSTALLATION_ROOT/vcpkg" install --triplet x64-windows-static-md libsndfile
        options+=("-DCMAKE_TOOLCHAIN_FILE=$VCPKG_INSTALLATION_ROOT/scripts/buildsystems/vcpkg.cmake"
            -DVCPKG_TARGET_TRIPLET=x64-windows-static-md)
    fi
    (cd "$root" && cmake --preset "$preset" ${options[@]+"${options[@]}"})
}

jobs_at_once() {
    if command -v nproc >/dev/null; then nproc; else sysctl -n hw.ncpu; fi
}

# build_targets [TARGET ...]: everything when none is named.
build_targets() {
    local targets=()
    [ $# -gt 0 ] && targets=(--target "$@")
    (cd "$root" && cmake --build --preset "$preset" --parallel "$(jobs_at_once)" ${targets[@]+"${targets[@]}"})
}
