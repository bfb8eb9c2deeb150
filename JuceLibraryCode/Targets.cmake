# SPDX-License-Identifier: GPL-3.0-or-later
# How our libraries and test programs are declared, said once.

# phonostage_library(NAME SOURCES file... [PUBLIC library...] [PRIVATE library...]): a layer without JUCE. Sources are relative to the
# folder; includes are written from Source/. Position-independent, since the plugin is made of it; our warnings are errors.
function(phonostage_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;PUBLIC;PRIVATE")
    if(arg_UNPARSED_ARGUMENTS OR NOT arg_SOURCES)
        message(FATAL_ERROR "phonostage_library(${name}): give SOURCES; ${arg_UNPARSED_ARGUMENTS} is not understood.")
    endif()
    add_library(${name} STATIC ${arg_SOURCES})
    target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR}/Source)
    target_compile_features(${name} PUBLIC cxx_std_20)
    target_link_libraries(${name} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE} phonostage_warnings)
    set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    phonostage_join_sources(${name})
endfunction()

# phonostage_join_sources(NAME): hands the compiler ten sources at a time, so that it reads the headers they share once.
function(phonostage_join_sources name)
    if(PHONOSTAGE_JOIN_SOURCES)
        set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 10)
    endif()
endfunction()

# phonostage_quick_build(NAME): for code that need not be fast. It is compiled in two thirds of the time.
function(phonostage_quick_build name)
    if(NOT MSVC)
        target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
    endif()
endfunction()

# phonostage_test(NAME LABEL label SOURCES file... [LIBRARIES library...] [MAIN file] [PLUGIN] [DATA] [JOINED] [PROPERTIES property value...]):
# a test program whose cases become CTest tests named "<label>: <case>".
#   LIBRARIES   what it tests, and what it needs beside that
#   MAIN        a source with a main of its own, which calls support/CatchSession.h; else Catch2's
#   PLUGIN      uses the processor, the editor and JUCE as the plugin's target has compiled them
#   DATA        is compiled with PHONOSTAGE_TEST_DATA, the folder tests/data
#   JOINED      its sources are compiled several at a time, for those whose headers are long; names must not clash then
#   PROPERTIES  of each test, as for set_tests_properties
# Includes are written from Source/ or tests/.
function(phonostage_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "PLUGIN;DATA;JOINED" "LABEL;MAIN" "SOURCES;LIBRARIES;PROPERTIES")
    if(arg_UNPARSED_ARGUMENTS OR NOT arg_LABEL OR NOT arg_SOURCES)
        message(FATAL_ERROR "phonostage_test(${name}): give LABEL and SOURCES; ${arg_UNPARSED_ARGUMENTS} is not understood.")
    endif()
    add_executable(${name} ${arg_SOURCES} ${arg_MAIN})
    if(arg_PLUGIN)
        phonostage_use_plugin_code(${name})
    endif()
    if(arg_DATA)
        target_compile_definitions(${name} PRIVATE PHONOSTAGE_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data")
    endif()
    target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} phonostage_test_support phonostage_warnings
        $<IF:$<BOOL:${arg_MAIN}>,phonostage_catch_session,phonostage_catch_main>)
    # Tests that compute for long are fast.
    set(precompiled phonostage_precompiled_tests)
    if(NOT arg_LABEL MATCHES "^(dsp|figures|realtime|threads)$")
        phonostage_quick_build(${name})
        set(precompiled phonostage_precompiled_quick_tests)
    endif()
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU") # the fault behind -Wno-restrict, as it shows with either
        target_compile_options(${name} PRIVATE -Wno-array-bounds -Wno-stringop-overflow)
    endif()
    # Those of the plugin have JUCE's headers compiled already, which are the longer ones.
    if(TARGET ${precompiled} AND NOT arg_PLUGIN)
        target_precompile_headers(${name} REUSE_FROM ${precompiled})
    endif()
    if(arg_JOINED)
        phonostage_join_sources(${name})
    endif()
    phonostage_discover_tests(${name} ${arg_LABEL} ${arg_PROPERTIES})
endfunction()
