# SPDX-License-Identifier: GPL-3.0-or-later
# phonostage_embed(target file symbol): compiles a data file into a target, without JUCE.
#
#     #include "embedded/<symbol>.h"     // std::string_view phonostage::embedded::<symbol>
set(PHONOSTAGE_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/EmbedFile.cmake)

function(phonostage_embed target file symbol)
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} NORMALIZE)
    set(directory ${CMAKE_CURRENT_BINARY_DIR}/${target}_embedded)
    set(outputs ${directory}/embedded/${symbol}.h ${directory}/embedded/${symbol}.cpp)
    add_custom_command(
        OUTPUT ${outputs}
        COMMAND ${CMAKE_COMMAND} -DFILE=${file} -DSYMBOL=${symbol} -DDIRECTORY=${directory}/embedded
            -P ${PHONOSTAGE_EMBED_SCRIPT}
        DEPENDS ${file} ${PHONOSTAGE_EMBED_SCRIPT}
        COMMENT "Embedding ${symbol}"
        VERBATIM)
    target_sources(${target} PRIVATE ${outputs})
    # Each has its bytes under one name.
    set_source_files_properties(${outputs} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    target_include_directories(${target} PRIVATE ${directory})
endfunction()
