# SPDX-License-Identifier: GPL-3.0-or-later
# What JUCE's plugin wrappers need changed, for juce_add_plugin targets.

# phonostage_check_plugin(target [property value]...): juce_add_plugin ignores what it does not know; this reads back what it
# took.
function(phonostage_check_plugin target)
    math(EXPR last "${ARGC} - 1")
    foreach(at RANGE 1 ${last} 2)
        math(EXPR next "${at} + 1")
        get_target_property(value ${target} ${ARGV${at}})
        if(NOT "${value}" STREQUAL "${ARGV${next}}")
            message(FATAL_ERROR "juce_add_plugin: ${ARGV${at}} is '${value}', not '${ARGV${next}}'.")
        endif()
    endforeach()
endfunction()

# phonostage_mend_plugin_formats(target lv2_uri): the VST3 wrapper stops allocating in the callback; the LV2 bundle gets an entry
# point of ours and a description with real units, presets and one URI.
function(phonostage_mend_plugin_formats target lv2_uri)
    get_target_property(juce_modules juce::juce_audio_plugin_client INTERFACE_JUCE_MODULE_PATH)
    phonostage_mend_vst3(${target} ${juce_modules})
    phonostage_mend_lv2(${target} ${juce_modules} ${lv2_uri})
endfunction()

function(phonostage_mend_vst3 target juce_modules)
    # The wrapper's own include of juce_VST3Common.h finds ours first.
    set(vst3_common ${juce_modules}/juce_audio_processors_headless/format_types/juce_VST3Common.h)
    if(NOT EXISTS ${vst3_common})
        set(vst3_common ${juce_modules}/juce_audio_processors/format_types/juce_VST3Common.h)
    endif()
    # JUCE 7.0.5 copies the map of the channels in each block and so allocates; 8.0.12 takes a reference, as this does.
    file(READ ${vst3_common} text)
    string(REPLACE "const auto mapping = map[busIndex];" "const auto& mapping = map[busIndex];" mended "${text}")
    if(NOT mended STREQUAL text)
        set(vst3_common ${CMAKE_CURRENT_BINARY_DIR}/juce_VST3Common.h)
        set(text "")
        if(EXISTS ${vst3_common})
            file(READ ${vst3_common} text)
        endif()
        if(NOT mended STREQUAL text) # else it would be compiled again after each configuration
            file(WRITE ${vst3_common} "${mended}")
        endif()
    endif()
    target_include_directories(${target}_VST3 BEFORE PRIVATE ${PROJECT_SOURCE_DIR}/JuceLibraryCode/vst3)
    target_compile_definitions(${target}_VST3 PRIVATE PHONOSTAGE_VST3_COMMON="${vst3_common}")
endfunction()

function(phonostage_mend_lv2 target juce_modules lv2_uri)
    # The LV2 entry point is ours and calls JUCE's under another name.
    set_source_files_properties(
        ${juce_modules}/juce_audio_plugin_client/juce_audio_plugin_client_LV2.cpp
        ${juce_modules}/juce_audio_plugin_client/juce_audio_plugin_client_LV2.mm
        TARGET_DIRECTORY ${target}_LV2
        PROPERTIES COMPILE_DEFINITIONS lv2_descriptor=phonostage_juce_lv2_descriptor)
    target_sources(${target}_LV2 PRIVATE ${PROJECT_SOURCE_DIR}/JuceLibraryCode/lv2/Entry.cpp)
    set_source_files_properties(${PROJECT_SOURCE_DIR}/JuceLibraryCode/lv2/Entry.cpp TARGET_DIRECTORY ${target}_LV2
        PROPERTIES COMPILE_OPTIONS "${PHONOSTAGE_WARNING_OPTIONS}")
    phonostage_quiet_juce_headers(${target}_LV2)

    if(PHONOSTAGE_SANITIZERS MATCHES address AND TARGET juce_lv2_helper)
        target_sources(juce_lv2_helper PRIVATE ${PROJECT_SOURCE_DIR}/JuceLibraryCode/lv2/HelperOptions.cpp)
    endif()

    # JUCE writes the LV2 bundle's TTL files after linking; then this corrects them.
    add_library(phonostage_lv2_ttl STATIC
        ${PROJECT_SOURCE_DIR}/JuceLibraryCode/lv2/TtlPatch.cpp
        ${PROJECT_SOURCE_DIR}/JuceLibraryCode/lv2/TtlPresets.cpp)
    target_link_libraries(phonostage_lv2_ttl PUBLIC phonostage_params PRIVATE phonostage_warnings)
    target_include_directories(phonostage_lv2_ttl PUBLIC ${PROJECT_SOURCE_DIR}/JuceLibraryCode)
    add_executable(patch_lv2_ttl ${PROJECT_SOURCE_DIR}/JuceLibraryCode/lv2/Main.cpp)
    target_link_libraries(patch_lv2_ttl PRIVATE phonostage_lv2_ttl phonostage_warnings)

    get_target_property(lv2_bundle ${target}_LV2 JUCE_PLUGIN_ARTEFACT_FILE)
    add_custom_command(TARGET ${target}_LV2 POST_BUILD
        COMMAND patch_lv2_ttl ${lv2_bundle} ${lv2_uri}
        VERBATIM)
    # Another patch, another bundle.
    set_property(TARGET ${target}_LV2 APPEND PROPERTY LINK_DEPENDS $<TARGET_FILE:patch_lv2_ttl>)
    add_dependencies(${target}_LV2 patch_lv2_ttl)
endfunction()
