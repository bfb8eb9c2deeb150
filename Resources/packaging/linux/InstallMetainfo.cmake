# SPDX-License-Identifier: GPL-3.0-or-later
# Run when installing, with PHONOSTAGE_PACKAGING, PHONOSTAGE_FACTS, PHONOSTAGE_ROOT and PROJECT_VERSION set.
include("${PHONOSTAGE_FACTS}")
if(PHONOSTAGE_COMMIT_DATE STREQUAL "")
    string(TIMESTAMP PHONOSTAGE_COMMIT_DATE "%Y-%m-%d" UTC)
endif()
set(metainfo "${PHONOSTAGE_ROOT}/share/metainfo/io.github.phonostage.phonostage.metainfo.xml")
configure_file("${PHONOSTAGE_PACKAGING}/metainfo.xml.in" "${metainfo}" @ONLY
    FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
list(APPEND CMAKE_INSTALL_MANIFEST_FILES "${metainfo}")
