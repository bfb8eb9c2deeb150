# SPDX-License-Identifier: GPL-3.0-or-later
# Finds JUCE 7.0.5 (Debian) or 8.0.12 and says once how our targets use it.
#
# JUCE's modules are sources that are compiled into the target which links them. They are compiled twice: for the plugin
# with its editor and the app (target Phonostage), and juce_graphics alone for the pictures of the command line.

set(PHONOSTAGE_JUCE_COMMIT 29396c22c93392d6738e021b83196283d6e4d850) # 8.0.12

set(PHONOSTAGE_SYSTEM_JUCE OFF)
if(PHONOSTAGE_JUCE_DIR)
    add_subdirectory(${PHONOSTAGE_JUCE_DIR} ${CMAKE_BINARY_DIR}/juce EXCLUDE_FROM_ALL)
    get_directory_property(JUCE_VERSION DIRECTORY ${PHONOSTAGE_JUCE_DIR} DEFINITION JUCE_VERSION)
else()
    # Debian's config accepts no version but its own exact one, so that none is asked for.
    find_package(JUCE CONFIG QUIET)
    if(JUCE_FOUND)
        set(PHONOSTAGE_SYSTEM_JUCE ON)
    else()
        message(STATUS "JUCE: downloading 8.0.12")
        FetchContent_Declare(JUCE
            GIT_REPOSITORY https://github.com/juce-framework/JUCE.git
            GIT_TAG ${PHONOSTAGE_JUCE_COMMIT})
        FetchContent_MakeAvailable(JUCE)
        get_directory_property(JUCE_VERSION DIRECTORY ${juce_SOURCE_DIR} DEFINITION JUCE_VERSION)
    endif()
endif()
if(JUCE_VERSION VERSION_LESS 7.0.5 OR JUCE_VERSION VERSION_GREATER_EQUAL 9)
    message(FATAL_ERROR "JUCE ${JUCE_VERSION} was found; Phonostage builds with 7.0.5 to 8.0.12.")
endif()
message(STATUS "JUCE: ${JUCE_VERSION}")

# Debian's JUCE leaves out the libraries that JUCE bundles. Each target links those that its modules use.
add_library(phonostage_juce_graphics_libraries INTERFACE)
add_library(phonostage_juce_audio_libraries INTERFACE)
if(PHONOSTAGE_SYSTEM_JUCE)
    pkg_check_modules(JUCE_GRAPHICS_LIBRARIES REQUIRED IMPORTED_TARGET libpng libjpeg zlib)
    target_link_libraries(phonostage_juce_graphics_libraries INTERFACE PkgConfig::JUCE_GRAPHICS_LIBRARIES)
    pkg_check_modules(JUCE_AUDIO_LIBRARIES REQUIRED IMPORTED_TARGET flac vorbis vorbisfile vorbisenc ogg)
    target_link_libraries(phonostage_juce_audio_libraries INTERFACE PkgConfig::JUCE_AUDIO_LIBRARIES)
endif()

# The settings that must be the same wherever JUCE is compiled or included.
add_library(phonostage_juce_settings INTERFACE)
target_compile_definitions(phonostage_juce_settings INTERFACE
    JUCE_WEB_BROWSER=0
    JUCE_USE_CURL=0
    JUCE_VST3_CAN_REPLACE_VST2=0
    JUCE_REPORT_APP_USAGE=0
    JUCE_STRICT_REFCOUNTEDPOINTER=1
    $<$<CONFIG:Debug>:JUCE_DISABLE_JUCE_VERSION_PRINTING=1> # on stderr, where only our own lines belong
    JUCE_USE_CUSTOM_PLUGIN_STANDALONE_APP=1
    $<$<PLATFORM_ID:Linux>:JUCE_ALSA=1>
    $<$<PLATFORM_ID:Linux>:JUCE_JACK=1>
    $<$<VERSION_LESS:${JUCE_VERSION},8>:JUCE_DISPLAY_SPLASH_SCREEN=0>)

# JUCE's headers count as system headers: our warnings are for our own code.
function(phonostage_quiet_juce_headers target)
    get_target_property(directories juce::juce_core INTERFACE_INCLUDE_DIRECTORIES)
    target_include_directories(${target} SYSTEM PRIVATE ${directories})
endfunction()

# Adds sources of ours, with our warnings, to a target that also compiles JUCE's modules.
function(phonostage_add_sources target)
    if(NOT ARGN)
        return()
    endif()
    list(TRANSFORM ARGN PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ OUTPUT_VARIABLE sources)
    target_sources(${target} PRIVATE ${sources})
    set_source_files_properties(${sources} TARGET_DIRECTORY ${target} PROPERTIES
        COMPILE_OPTIONS "${PHONOSTAGE_WARNING_OPTIONS}")
endfunction()

# For libraries and tests that use what the plugin target has compiled: processor, editor, and JUCE itself. They see the
# same headers with the same definitions, and JUCE is not compiled again.
function(phonostage_use_plugin_code target)
    phonostage_see_plugin_headers(${target})
    target_link_libraries(${target} PRIVATE Phonostage)
    phonostage_use_precompiled_juce(${target})
endfunction()

function(phonostage_see_plugin_headers target)
    target_include_directories(${target} PRIVATE $<TARGET_PROPERTY:Phonostage,INCLUDE_DIRECTORIES>)
    target_compile_definitions(${target} PRIVATE $<TARGET_PROPERTY:Phonostage,COMPILE_DEFINITIONS>)
    phonostage_quiet_juce_headers(${target})
endfunction()

# JUCE's headers take three times as long to read as a source of ours takes for all the rest. So they are compiled once,
# with the plugin's definitions, for all who share these. Visual Studio would want one compiled program database for all
# targets: there each source reads them.
option(PHONOSTAGE_PRECOMPILE_JUCE "Compile JUCE's headers once for all sources that include them" ON)
if(MSVC)
    set(PHONOSTAGE_PRECOMPILE_JUCE OFF)
endif()

# Called once, for the plugin's target: its sources, but for JUCE's own modules, are the first that read them.
function(phonostage_precompile_juce)
    if(NOT PHONOSTAGE_PRECOMPILE_JUCE)
        return()
    endif()
    add_library(phonostage_precompiled_juce OBJECT ${PROJECT_SOURCE_DIR}/JuceLibraryCode/Precompiled.cpp)
    phonostage_see_plugin_headers(phonostage_precompiled_juce)
    target_link_libraries(phonostage_precompiled_juce PRIVATE phonostage_warnings) # gcc wants the same -Wpedantic
    target_precompile_headers(phonostage_precompiled_juce PRIVATE <juce_audio_utils/juce_audio_utils.h>)

    get_target_property(modules juce::juce_core INTERFACE_JUCE_MODULE_PATH)
    file(GLOB module_sources ${modules}/juce_*/juce_*.cpp ${modules}/juce_*/juce_*.mm ${modules}/juce_*/juce_*.c)
    set_source_files_properties(${module_sources} TARGET_DIRECTORY Phonostage PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
    phonostage_use_precompiled_juce(Phonostage)
endfunction()

# JUCE's modules in a target of ours, but for those that work at samples and pixels: compiled in two thirds of the time.
function(phonostage_quick_juce target)
    if(MSVC)
        return()
    endif()
    get_target_property(modules juce::juce_core INTERFACE_JUCE_MODULE_PATH)
    foreach(module core data_structures events audio_devices audio_formats audio_processors audio_utils gui_basics gui_extra)
        list(APPEND sources ${modules}/juce_${module}/juce_${module}.cpp ${modules}/juce_${module}/juce_${module}.mm)
    endforeach()
    set_source_files_properties(${sources} TARGET_DIRECTORY ${target} PROPERTIES COMPILE_OPTIONS $<$<CONFIG:Release>:-O1>)
endfunction()

function(phonostage_use_precompiled_juce target)
    if(PHONOSTAGE_PRECOMPILE_JUCE)
        target_precompile_headers(${target} REUSE_FROM phonostage_precompiled_juce)
    endif()
endfunction()

include(${CMAKE_CURRENT_LIST_DIR}/Fonts.cmake)
