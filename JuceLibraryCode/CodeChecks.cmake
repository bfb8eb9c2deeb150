# SPDX-License-Identifier: GPL-3.0-or-later
# Targets `format-check` and `tidy`; scripts/check-format and scripts/tidy do the work.
add_custom_target(format-check
    COMMAND ${PROJECT_SOURCE_DIR}/scripts/check-format
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} USES_TERMINAL VERBATIM)
add_custom_target(tidy
    COMMAND ${PROJECT_SOURCE_DIR}/scripts/tidy ${CMAKE_BINARY_DIR}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} USES_TERMINAL VERBATIM)
