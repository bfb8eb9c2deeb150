# SPDX-License-Identifier: GPL-3.0-or-later
# Run after the component `phonostage`, with PHONOSTAGE_FACTS, PHONOSTAGE_ROOT and PROJECT_VERSION set: Debian's changelog,
# and pages and changelogs compressed as Debian's policy wants them.
include("${PHONOSTAGE_FACTS}")
if(NOT PHONOSTAGE_COMMIT_EPOCH STREQUAL "")
    set(ENV{SOURCE_DATE_EPOCH} ${PHONOSTAGE_COMMIT_EPOCH}) # what string(TIMESTAMP) goes by
endif()
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
set(doc "${PHONOSTAGE_ROOT}/share/doc/phonostage")
file(WRITE "${doc}/changelog.Debian" "phonostage (${PROJECT_VERSION}-1) unstable; urgency=medium

  * Release ${PROJECT_VERSION}, commit ${PHONOSTAGE_COMMIT}. What is new is in changelog.gz.

 -- The Phonostage contributors <phonostage@users.noreply.github.com>  ${date}
")
file(CHMOD "${doc}/changelog.Debian" PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
file(GLOB files "${PHONOSTAGE_ROOT}/share/man/man1/*.1" "${doc}/changelog" "${doc}/changelog.Debian")
execute_process(COMMAND gzip -9nf ${files} COMMAND_ERROR_IS_FATAL ANY)
