# SPDX-License-Identifier: GPL-3.0-or-later
# The products as people get them, in <build folder>/dist. The target `products` builds all of them, and no test. The
# functions belong into the folder that creates the target.
set(PHONOSTAGE_DIST_DIR ${CMAKE_BINARY_DIR}/dist)
add_custom_target(products)

# Copies a program to dist/<name> each time it has been linked.
function(phonostage_dist_program target name)
    add_dependencies(products ${target})
    add_custom_command(TARGET ${target} POST_BUILD
        COMMAND ${CMAKE_COMMAND} -E make_directory ${PHONOSTAGE_DIST_DIR}
        COMMAND ${CMAKE_COMMAND} -E copy $<TARGET_FILE:${target}> ${PHONOSTAGE_DIST_DIR}/${name}${CMAKE_EXECUTABLE_SUFFIX}
        VERBATIM)
endfunction()

# Replaces dist/<name> by the bundle (a folder) of a plugin format each time it has been linked.
function(phonostage_dist_bundle target name)
    add_dependencies(products ${target})
    get_target_property(bundle ${target} JUCE_PLUGIN_ARTEFACT_FILE)
    add_custom_command(TARGET ${target} POST_BUILD
        COMMAND ${CMAKE_COMMAND} -E rm -rf ${PHONOSTAGE_DIST_DIR}/${name}
        COMMAND ${CMAKE_COMMAND} -E copy_directory ${bundle} ${PHONOSTAGE_DIST_DIR}/${name}
        VERBATIM)
endfunction()
