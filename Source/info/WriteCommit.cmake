# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DSOURCE=... -DGIT=... -DCPP=... -DFACTS=... -P WriteCommit.cmake: the commit of the sources and its time, for
# C++ and for CMake. From git, else from commit.txt as `git archive` fills it in, else "unknown". A set
# SOURCE_DATE_EPOCH wins over the commit's time. A file that would not change is left alone.
cmake_minimum_required(VERSION 3.22)

set(commit unknown)
set(epoch "")
set(changed "")

# No other repository, in which the sources happen to lie unpacked, may be taken for ours.
file(REAL_PATH "${SOURCE}" source)
set(ENV{GIT_OPTIONAL_LOCKS} 0)
set(top "")
if(GIT)
    execute_process(COMMAND ${GIT} -C ${source} rev-parse --show-toplevel
        OUTPUT_VARIABLE top ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
endif()
if(top)
    file(REAL_PATH "${top}" top)
endif()
if(top STREQUAL source)
    execute_process(COMMAND ${GIT} -C ${source} show -s --format=%H\ %ct HEAD
        OUTPUT_VARIABLE line ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
    execute_process(COMMAND ${GIT} -C ${source} status --porcelain --untracked-files=no
        OUTPUT_VARIABLE changed ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
else()
    file(READ ${source}/Source/info/commit.txt line)
endif()
if(line MATCHES "^([0-9a-f]+) ([0-9]+)")
    string(SUBSTRING ${CMAKE_MATCH_1} 0 12 commit)
    set(epoch ${CMAKE_MATCH_2})
endif()
if(changed)
    string(APPEND commit "+")
endif()
if("$ENV{SOURCE_DATE_EPOCH}" MATCHES "^[0-9]+$")
    set(epoch $ENV{SOURCE_DATE_EPOCH})
endif()

set(date "")
if(NOT epoch STREQUAL "")
    set(ENV{SOURCE_DATE_EPOCH} ${epoch}) # what string(TIMESTAMP) goes by
    string(TIMESTAMP date "%Y-%m-%d" UTC)
endif()

function(write_if_different path text)
    set(old "")
    if(EXISTS ${path})
        file(READ ${path} old)
    endif()
    if(NOT old STREQUAL text)
        file(WRITE ${path} "${text}")
    endif()
endfunction()

if(CPP)
    write_if_different(${CPP} "// Generated
namespace phonostage::info::detail {
extern const char* const commit;
extern const char* const commitDate;
const char* const commit = \"${commit}\";
const char* const commitDate = \"${date}\";
} // namespace phonostage::info::detail
")
endif()
if(FACTS)
    write_if_different(${FACTS} "set(PHONOSTAGE_COMMIT \"${commit}\")
set(PHONOSTAGE_COMMIT_EPOCH \"${epoch}\")
set(PHONOSTAGE_COMMIT_DATE \"${date}\")
")
endif()
