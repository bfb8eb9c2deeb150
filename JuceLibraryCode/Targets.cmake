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
endfunction()
