# SPDX-License-Identifier: GPL-3.0-or-later
# What every target is compiled with. Neither -ffast-math nor -march=native may come here: the first changes the host's
# denormal mode as soon as the plugin is loaded and breaks NaN checks, the second breaks other people's machines.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# Programs as libraries: they share JUCE's precompiled headers, which gcc takes only with the same options.
set(CMAKE_CXX_COMPILE_OPTIONS_PIE ${CMAKE_CXX_COMPILE_OPTIONS_PIC})
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

get_property(PHONOSTAGE_MULTI_CONFIG GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
if(NOT PHONOSTAGE_MULTI_CONFIG)
    if(NOT CMAKE_BUILD_TYPE)
        set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release, RelWithDebInfo or MinSizeRel" FORCE)
    endif()
    # A misspelt type would silently give neither optimisation nor debug information.
    if(NOT CMAKE_BUILD_TYPE MATCHES "^(Debug|Release|RelWithDebInfo|MinSizeRel)$")
        message(FATAL_ERROR "CMAKE_BUILD_TYPE is '${CMAKE_BUILD_TYPE}': use Debug, Release, RelWithDebInfo or MinSizeRel.")
    endif()
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
    # As ccache's manual asks where headers are precompiled: it looks at the compiled header, not at what went into it.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
endif()

# Everywhere, so that x86 and ARM, plugin and command line, give the same bits.
if(MSVC)
    add_compile_options(/fp:precise /utf-8 /bigobj) # ten sources in one object have many sections
    add_compile_definitions(_USE_MATH_DEFINES NOMINMAX)
else()
    add_compile_options(-ffp-contract=off)
endif()

# What is handed out must not depend on where it was built. Builds with tests keep the real paths, for debuggers.
if(NOT PHONOSTAGE_BUILD_TESTS AND NOT MSVC)
    add_compile_options(
        -ffile-prefix-map=${CMAKE_BINARY_DIR}=build
        -ffile-prefix-map=${PROJECT_SOURCE_DIR}=.)
endif()

if(PHONOSTAGE_SANITIZERS)
    add_compile_options(-fsanitize=${PHONOSTAGE_SANITIZERS} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${PHONOSTAGE_SANITIZERS})
endif()

if(PHONOSTAGE_BUILD_FUZZERS)
    if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
        message(FATAL_ERROR "PHONOSTAGE_BUILD_FUZZERS needs clang with its libFuzzer: set CMAKE_CXX_COMPILER to clang++.")
    endif()
    add_compile_options(-fsanitize=fuzzer-no-link)
    add_compile_definitions(_GLIBCXX_ASSERTIONS)
endif()

# For our own sources only; JUCE's modules are compiled without.
set(PHONOSTAGE_WARNING_OPTIONS
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wdouble-promotion
    -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wformat=2 -Werror)
if(MSVC)
    set(PHONOSTAGE_WARNING_OPTIONS /W4 /permissive- /WX)
elseif(PHONOSTAGE_JOIN_SOURCES AND CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    # What another source has in its anonymous namespace is shadowed by chance. Builds of each source alone look.
    list(REMOVE_ITEM PHONOSTAGE_WARNING_OPTIONS -Wshadow)
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # gcc 12 sees overlapping copies inside std::string (gcc bug 105651).
    list(APPEND PHONOSTAGE_WARNING_OPTIONS -Wno-restrict)
    if(PHONOSTAGE_SANITIZERS)
        # gcc 12 loses track of std::optional and std::function among the checks that a sanitizer adds.
        list(APPEND PHONOSTAGE_WARNING_OPTIONS -Wno-maybe-uninitialized)
    endif()
endif()

add_library(phonostage_warnings INTERFACE)
target_compile_options(phonostage_warnings INTERFACE ${PHONOSTAGE_WARNING_OPTIONS})
