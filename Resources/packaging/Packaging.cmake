# SPDX-License-Identifier: GPL-3.0-or-later
# What is installed where, and the packages that CPack makes of it: `scripts/package` does it all.
#
# Components: `phonostage` is everything that people use; `debian` and `archive` add what only that package has.

set(here ${CMAKE_CURRENT_LIST_DIR})
include(GNUInstallDirs)

# ---- manual pages and shell completion, written by the programs themselves
set(texts ${CMAKE_BINARY_DIR}/texts)
set(PHONOSTAGE_TEXTS "")
function(phonostage_text target file)
    add_custom_command(OUTPUT ${texts}/${file}
        COMMAND ${CMAKE_COMMAND} -E make_directory ${texts}
        COMMAND $<TARGET_FILE:${target}> ${ARGN} > ${texts}/${file}
        DEPENDS ${target}
        COMMENT "Writing ${file}"
        VERBATIM)
    set(PHONOSTAGE_TEXTS ${PHONOSTAGE_TEXTS} ${texts}/${file} PARENT_SCOPE)
endfunction()

# A sanitized program writes the same, more slowly, and may report what a build cannot answer.
if(UNIX AND NOT CMAKE_CROSSCOMPILING AND NOT PHONOSTAGE_SANITIZERS)
    set(programs "")
    if(PHONOSTAGE_BUILD_CLI)
        list(APPEND programs phonostage_cli phonostage)
    endif()
    if(PHONOSTAGE_BUILD_PLUGIN AND NOT APPLE)
        list(APPEND programs Phonostage_Standalone phonostage-app)
    endif()
    while(programs)
        list(POP_FRONT programs target name)
        phonostage_text(${target} ${name}.1 --man)
        phonostage_text(${target} ${name}.bash --completion bash)
        phonostage_text(${target} _${name} --completion zsh)
        phonostage_text(${target} ${name}.fish --completion fish)
        install(FILES ${texts}/${name}.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT phonostage)
        install(FILES ${texts}/${name}.bash DESTINATION share/bash-completion/completions RENAME ${name}
            COMPONENT phonostage)
        install(FILES ${texts}/${name}.fish DESTINATION share/fish/vendor_completions.d COMPONENT phonostage)
        install(FILES ${texts}/_${name} DESTINATION share/zsh/vendor-completions COMPONENT debian)
        install(FILES ${texts}/_${name} DESTINATION share/zsh/site-functions COMPONENT archive)
    endwhile()
    add_custom_target(phonostage_texts ALL DEPENDS ${PHONOSTAGE_TEXTS})
    add_dependencies(products phonostage_texts)
endif()

# ---- programs and plugins, as they are in dist
set(read_only OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
if(APPLE)
    set(bin usr/local/bin)
    set(vst3 Library/Audio/Plug-Ins/VST3)
    set(lv2 Library/Audio/Plug-Ins/LV2)
elseif(WIN32)
    set(bin .)
    set(vst3 VST3)
    set(lv2 LV2)
else()
    set(bin bin)
    # Debian's hosts look into lib, whatever the architecture.
    set(vst3 lib/vst3)
    set(lv2 lib/lv2)
endif()
if(PHONOSTAGE_BUILD_CLI)
    install(PROGRAMS ${PHONOSTAGE_DIST_DIR}/phonostage${CMAKE_EXECUTABLE_SUFFIX} DESTINATION ${bin} COMPONENT phonostage)
endif()
if(PHONOSTAGE_BUILD_PLUGIN)
    if(APPLE)
        install(DIRECTORY ${PHONOSTAGE_DIST_DIR}/Phonostage.component DESTINATION Library/Audio/Plug-Ins/Components
            COMPONENT phonostage USE_SOURCE_PERMISSIONS)
        install(DIRECTORY ${PHONOSTAGE_DIST_DIR}/phonostage-app.app DESTINATION Applications
            COMPONENT phonostage USE_SOURCE_PERMISSIONS)
        install(DIRECTORY ${PHONOSTAGE_DIST_DIR}/Phonostage.vst3 DESTINATION ${vst3}
            COMPONENT phonostage USE_SOURCE_PERMISSIONS)
        install(DIRECTORY ${PHONOSTAGE_DIST_DIR}/Phonostage.lv2 DESTINATION ${lv2}
            COMPONENT phonostage USE_SOURCE_PERMISSIONS)
    else()
        install(PROGRAMS ${PHONOSTAGE_DIST_DIR}/phonostage-app${CMAKE_EXECUTABLE_SUFFIX} DESTINATION ${bin}
            COMPONENT phonostage)
        install(DIRECTORY ${PHONOSTAGE_DIST_DIR}/Phonostage.vst3 DESTINATION ${vst3} COMPONENT phonostage
            FILE_PERMISSIONS ${read_only})
        install(DIRECTORY ${PHONOSTAGE_DIST_DIR}/Phonostage.lv2 DESTINATION ${lv2} COMPONENT phonostage
            FILE_PERMISSIONS ${read_only})
    endif()
endif()

if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
    # Files of a bundle are no targets to CMake, so that it would not strip them.
    install(CODE "
        if(CMAKE_INSTALL_DO_STRIP)
            set(root \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}\")
            file(GLOB_RECURSE objects \"\${root}/lib/vst3/Phonostage.vst3/*.so\" \"\${root}/lib/lv2/Phonostage.lv2/*.so\")
            foreach(object IN LISTS objects ITEMS \"\${root}/bin/phonostage\" \"\${root}/bin/phonostage-app\")
                if(EXISTS \"\${object}\")
                    execute_process(COMMAND \"${CMAKE_STRIP}\" --strip-unneeded --remove-section=.comment
                        --remove-section=.note \"\${object}\" COMMAND_ERROR_IS_FATAL ANY)
                endif()
            endforeach()
        endif()" COMPONENT phonostage)

    set(icons share/icons/hicolor)
    set(app_id io.github.phonostage.phonostage)
    if(PHONOSTAGE_BUILD_PLUGIN)
        install(FILES ${here}/linux/${app_id}.desktop DESTINATION share/applications COMPONENT phonostage)
        install(FILES ${here}/icon/phonostage.svg DESTINATION ${icons}/scalable/apps COMPONENT phonostage)
        foreach(size 48 128 256)
            install(FILES ${here}/icon/phonostage-${size}.png DESTINATION ${icons}/${size}x${size}/apps
                RENAME phonostage.png COMPONENT phonostage)
        endforeach()
    endif()
    # What bears the commit's date is written when it is installed.
    install(CODE "
        set(PHONOSTAGE_PACKAGING \"${here}/linux\")
        set(PHONOSTAGE_FACTS \"${CMAKE_BINARY_DIR}/Source/info/commit.cmake\")
        set(PROJECT_VERSION ${PROJECT_VERSION})
        set(PHONOSTAGE_ROOT \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}\")" COMPONENT phonostage)
    install(SCRIPT ${here}/linux/InstallMetainfo.cmake COMPONENT phonostage)
    install(FILES ${here}/linux/copyright DESTINATION share/doc/phonostage COMPONENT phonostage)
    install(FILES ${PROJECT_SOURCE_DIR}/CHANGELOG.md DESTINATION share/doc/phonostage RENAME changelog
        COMPONENT phonostage)
    install(CODE "
        set(PHONOSTAGE_FACTS \"${CMAKE_BINARY_DIR}/Source/info/commit.cmake\")
        set(PROJECT_VERSION ${PROJECT_VERSION})
        set(PHONOSTAGE_ROOT \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}\")" COMPONENT debian)
    install(SCRIPT ${here}/linux/InstallDebian.cmake COMPONENT debian)
    install(FILES ${here}/linux/lintian-overrides DESTINATION share/lintian/overrides RENAME phonostage COMPONENT debian)
    install(PROGRAMS ${here}/linux/install.sh DESTINATION . COMPONENT archive)
    install(FILES ${here}/linux/README.txt ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION . COMPONENT archive)
endif()

# ---- CPack
set(CPACK_PACKAGE_NAME phonostage)
set(CPACK_PACKAGE_VENDOR Phonostage)
set(CPACK_PACKAGE_CONTACT "The Phonostage contributors <phonostage@users.noreply.github.com>")
set(CPACK_PACKAGE_HOMEPAGE_URL https://phonostage.github.io)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "phono stage in software: plugin, app and command line")
set(CPACK_PACKAGE_DESCRIPTION "Connect a turntable to the line input of an audio interface. Phonostage
adds the gain of a phono stage (about 40 dB), plays the record with the
right curve (RIAA and many older ones), corrects the cartridge load, flags
input overload and shows levels in volts.
.
It comes as a VST3 and LV2 plugin, as an app for ALSA and JACK, and as a
command-line program for files, all with the same engine.")
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/packages)
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_VERBATIM_VARIABLES TRUE)
set(CPACK_STRIP_FILES TRUE)
set(CPACK_THREADS 1) # the number of threads shows in what xz writes
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PROJECT_CONFIG_FILE ${here}/PackSettings.cmake)
set(CPACK_PHONOSTAGE_FACTS ${CMAKE_BINARY_DIR}/Source/info/commit.cmake)
set(CPACK_PHONOSTAGE_BUILD ${CMAKE_BINARY_DIR})
set(CPACK_PHONOSTAGE_PROCESSOR ${CMAKE_SYSTEM_PROCESSOR})

if(APPLE)
    set(CPACK_GENERATOR productbuild)
    set(CPACK_PACKAGING_INSTALL_PREFIX /)
    set(CPACK_SET_DESTDIR ON)
    set(CPACK_PRODUCTBUILD_IDENTIFIER io.github.phonostage)
    # "Developer ID Installer: ...", where there is one.
    set(CPACK_PRODUCTBUILD_IDENTITY_NAME "$ENV{PHONOSTAGE_INSTALLER_IDENTITY}")
    configure_file(${PROJECT_SOURCE_DIR}/LICENSE ${CMAKE_BINARY_DIR}/License.txt COPYONLY) # productbuild wants an extension
    set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_BINARY_DIR}/License.txt)
elseif(WIN32)
    set(CPACK_GENERATOR NSIS)
    include(${here}/windows/Nsis.cmake)
else()
    set(CPACK_GENERATOR DEB External) # the second is the .tar.xz
    set(CPACK_EXTERNAL_ENABLE_STAGING TRUE)
    set(CPACK_EXTERNAL_PACKAGE_SCRIPT ${here}/linux/MakeTar.cmake)
    set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
    set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
    set(CPACK_DEBIAN_PACKAGE_SECTION sound)
    set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
    set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
    set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION TRUE)
    # What dpkg-shlibdeps cannot see: JUCE opens these by name, without any of the first six there is no window.
    # scripts/check-package compares the list with the names in the binaries.
    set(CPACK_DEBIAN_PACKAGE_DEPENDS
        "libx11-6, libxcursor1, libxext6, libxinerama1, libxrandr2, libxrender1")
    set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libjack-jackd2-0 | libjack-0.125")
    set(CPACK_DEBIAN_PACKAGE_SUGGESTS "ardour, jackd, libxss1")
    set(CPACK_DEBIAN_PACKAGE_ENHANCES "ardour")
endif()
include(CPack)
