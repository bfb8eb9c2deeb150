# SPDX-License-Identifier: GPL-3.0-or-later
# Run by CPack's External generator: packs what it has installed. CPack's own .tar.xz has the order of the file system.
set(tar ${CPACK_PACKAGE_DIRECTORY}/${CPACK_PACKAGE_FILE_NAME}.tar)
set(mtime "")
if(NOT "$ENV{SOURCE_DATE_EPOCH}" STREQUAL "")
    set(mtime --mtime=@$ENV{SOURCE_DATE_EPOCH})
endif()
execute_process(
    COMMAND tar --create --file ${tar} --sort=name --owner=root:0 --group=root:0 --mode=go=rX,u+rw --format=gnu ${mtime}
        --transform "s|^\\.|${CPACK_PACKAGE_FILE_NAME}|" --directory ${CPACK_TEMPORARY_DIRECTORY} .
    COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND xz --force --threads=1 -9 ${tar} COMMAND_ERROR_IS_FATAL ANY)
set(CPACK_EXTERNAL_BUILT_PACKAGES ${tar}.xz)
