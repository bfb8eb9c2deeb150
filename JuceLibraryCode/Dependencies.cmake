# SPDX-License-Identifier: GPL-3.0-or-later
# Every library from outside, found here and nowhere else: the system's package first, else a download pinned by commit.
include(FetchContent)
find_package(Threads REQUIRED)
find_package(PkgConfig QUIET)

# The headers of a downloaded library count as the system's, as those of an installed one do: our warnings are for our own
# code. (FetchContent can do it itself from CMake 3.25.)
function(phonostage_quiet_headers target)
    get_target_property(directories ${target} INTERFACE_INCLUDE_DIRECTORIES)
    set_target_properties(${target} PROPERTIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${directories}")
endfunction()

# ---- nlohmann-json: nlohmann_json::nlohmann_json
find_package(nlohmann_json 3.10 CONFIG QUIET)
if(NOT nlohmann_json_FOUND)
    message(STATUS "nlohmann-json: downloading 3.11.3")
    FetchContent_Declare(nlohmann_json
        GIT_REPOSITORY https://github.com/nlohmann/json.git
        GIT_TAG 9cca280a4d0ccf0c08f47a99aa71d1b0e52f8d03) # 3.11.3
    FetchContent_MakeAvailable(nlohmann_json)
    phonostage_quiet_headers(nlohmann_json)
endif()

# ---- CLI11: CLI11::CLI11, for the flags of command line and app
if(PHONOSTAGE_BUILD_CLI OR PHONOSTAGE_BUILD_PLUGIN)
    find_package(CLI11 2.1 CONFIG QUIET)
    if(NOT CLI11_FOUND)
        message(STATUS "CLI11: downloading 2.4.2")
        FetchContent_Declare(CLI11
            GIT_REPOSITORY https://github.com/CLIUtils/CLI11.git
            GIT_TAG 6c7b07a878ad834957b98d0f9ce1dbe0cb204fc9) # 2.4.2
        FetchContent_MakeAvailable(CLI11)
        phonostage_quiet_headers(CLI11)
    endif()
endif()

# ---- libsndfile: SndFile::sndfile. The command line reads and writes with it; the app shares the layer that does.
if(PHONOSTAGE_BUILD_CLI OR PHONOSTAGE_BUILD_PLUGIN)
    find_package(SndFile CONFIG QUIET)
    if(NOT SndFile_FOUND AND PKG_CONFIG_FOUND)
        pkg_check_modules(SNDFILE QUIET IMPORTED_TARGET sndfile>=1.0.31)
        if(SNDFILE_FOUND)
            add_library(SndFile::sndfile INTERFACE IMPORTED)
            target_link_libraries(SndFile::sndfile INTERFACE PkgConfig::SNDFILE)
        endif()
    endif()
    if(NOT TARGET SndFile::sndfile)
        # Without the system's FLAC, Ogg, Vorbis and Opus this one reads and writes WAV and AIFF only.
        message(STATUS "libsndfile: downloading 1.2.2")
        set(BUILD_PROGRAMS OFF CACHE BOOL "" FORCE)
        set(BUILD_EXAMPLES OFF CACHE BOOL "" FORCE)
        set(BUILD_TESTING OFF CACHE BOOL "" FORCE)
        set(ENABLE_MPEG OFF CACHE BOOL "" FORCE)
        set(ENABLE_CPACK OFF CACHE BOOL "" FORCE)
        set(ENABLE_PACKAGE_CONFIG OFF CACHE BOOL "" FORCE)
        FetchContent_Declare(libsndfile
            GIT_REPOSITORY https://github.com/libsndfile/libsndfile.git
            GIT_TAG 72f6af15e8f85157bd622ed45b979025828b7001) # 1.2.2
        FetchContent_MakeAvailable(libsndfile)
        if(NOT TARGET SndFile::sndfile)
            add_library(SndFile::sndfile ALIAS sndfile)
        endif()
    endif()
endif()

# ---- libFLAC: Flac::flac. Recordings are written with it: libsndfile writes no length before the end.
if(PHONOSTAGE_BUILD_CLI OR PHONOSTAGE_BUILD_PLUGIN)
    if(PKG_CONFIG_FOUND)
        pkg_check_modules(FLAC QUIET IMPORTED_TARGET flac>=1.3.3)
    endif()
    add_library(Flac::flac INTERFACE IMPORTED)
    if(FLAC_FOUND)
        target_link_libraries(Flac::flac INTERFACE PkgConfig::FLAC)
    else()
        message(STATUS "libFLAC: downloading 1.4.3")
        set(BUILD_CXXLIBS OFF CACHE BOOL "" FORCE)
        set(BUILD_PROGRAMS OFF CACHE BOOL "" FORCE)
        set(BUILD_EXAMPLES OFF CACHE BOOL "" FORCE)
        set(BUILD_TESTING OFF CACHE BOOL "" FORCE)
        set(BUILD_DOCS OFF CACHE BOOL "" FORCE)
        set(INSTALL_MANPAGES OFF CACHE BOOL "" FORCE)
        set(WITH_OGG OFF CACHE BOOL "" FORCE)
        FetchContent_Declare(flac
            URL https://github.com/xiph/flac/releases/download/1.4.3/flac-1.4.3.tar.xz
            URL_HASH SHA256=6c58e69cd22348f441b861092b825e591d0b822e106de6eb0ee4d05d27205b70)
        FetchContent_MakeAvailable(flac)
        target_link_libraries(Flac::flac INTERFACE FLAC)
    endif()
endif()

# ---- soxr, for a wrong speed put right: Soxr::soxr
if(PHONOSTAGE_BUILD_CLI OR PHONOSTAGE_BUILD_PLUGIN)
    if(PKG_CONFIG_FOUND)
        pkg_check_modules(SOXR QUIET IMPORTED_TARGET soxr>=0.1.2)
    endif()
    if(SOXR_FOUND)
        add_library(Soxr::soxr INTERFACE IMPORTED)
        target_link_libraries(Soxr::soxr INTERFACE PkgConfig::SOXR)
    else()
        message(STATUS "soxr: downloading 0.1.3")
        set(WITH_OPENMP OFF CACHE BOOL "" FORCE)
        set(WITH_LSR_BINDINGS OFF CACHE BOOL "" FORCE)
        set(BUILD_TESTS OFF CACHE BOOL "" FORCE)
        set(BUILD_SHARED_LIBS OFF)
        # It asks for a CMake of long ago.
        set(CMAKE_POLICY_VERSION_MINIMUM 3.5)
        FetchContent_Declare(soxr
            GIT_REPOSITORY https://github.com/chirlu/soxr.git
            GIT_TAG 945b592b70470e29f917f4de89b4281fbbd540c0) # 0.1.3
        FetchContent_MakeAvailable(soxr)
        unset(CMAKE_POLICY_VERSION_MINIMUM)
        add_library(Soxr::soxr INTERFACE IMPORTED)
        target_link_libraries(Soxr::soxr INTERFACE soxr)
        target_include_directories(Soxr::soxr SYSTEM INTERFACE ${soxr_SOURCE_DIR}/src)
    endif()
endif()

# ---- TagLib, for the tags of exported tracks: TagLib::tag
if(PHONOSTAGE_BUILD_CLI OR PHONOSTAGE_BUILD_PLUGIN)
    if(PKG_CONFIG_FOUND)
        pkg_check_modules(TAGLIB QUIET IMPORTED_TARGET taglib>=1.12)
    endif()
    if(TAGLIB_FOUND)
        add_library(TagLib::tag INTERFACE IMPORTED)
        # Its own folder stands in no include: <taglib/fileref.h>.
        target_link_libraries(TagLib::tag INTERFACE PkgConfig::TAGLIB)
    else()
        message(STATUS "TagLib: downloading 1.13.1")
        set(BUILD_SHARED_LIBS OFF)
        set(CMAKE_POLICY_VERSION_MINIMUM 3.5)
        FetchContent_Declare(taglib
            GIT_REPOSITORY https://github.com/taglib/taglib.git
            GIT_TAG c840222a391439285478820b4477d5fa6b78d63d) # 1.13.1
        FetchContent_MakeAvailable(taglib)
        unset(CMAKE_POLICY_VERSION_MINIMUM)
        # Its headers lie in several folders there, and are installed in one.
        file(GLOB_RECURSE headers ${taglib_SOURCE_DIR}/taglib/*.h ${taglib_SOURCE_DIR}/taglib/*.tcc ${taglib_BINARY_DIR}/*.h)
        file(COPY ${headers} DESTINATION ${taglib_BINARY_DIR}/installed/taglib)
        add_library(TagLib::tag INTERFACE IMPORTED)
        target_link_libraries(TagLib::tag INTERFACE tag)
        target_include_directories(TagLib::tag SYSTEM INTERFACE ${taglib_BINARY_DIR}/installed)
    endif()
endif()

# ---- libebur128, for the loudness of exported tracks: Ebur128::ebur128
if(PHONOSTAGE_BUILD_CLI OR PHONOSTAGE_BUILD_PLUGIN)
    if(PKG_CONFIG_FOUND)
        pkg_check_modules(EBUR128 QUIET IMPORTED_TARGET libebur128>=1.2.4)
    endif()
    add_library(Ebur128::ebur128 INTERFACE IMPORTED)
    if(EBUR128_FOUND)
        target_link_libraries(Ebur128::ebur128 INTERFACE PkgConfig::EBUR128)
    else()
        message(STATUS "libebur128: downloading 1.2.6")
        set(BUILD_SHARED_LIBS OFF)
        set(CMAKE_POLICY_VERSION_MINIMUM 3.5)
        FetchContent_Declare(libebur128
            GIT_REPOSITORY https://github.com/jiixyj/libebur128.git
            GIT_TAG 67b33abe1558160ed76ada1322329b0e9e058b02) # 1.2.6
        FetchContent_MakeAvailable(libebur128)
        unset(CMAKE_POLICY_VERSION_MINIMUM)
        target_link_libraries(Ebur128::ebur128 INTERFACE ebur128)
        target_include_directories(Ebur128::ebur128 SYSTEM INTERFACE ${libebur128_SOURCE_DIR}/ebur128)
    endif()
endif()

# ---- xxHash, which tells contents of files apart: XxHash::xxhash. Its header alone.
if(PHONOSTAGE_BUILD_CLI OR PHONOSTAGE_BUILD_PLUGIN)
    add_library(XxHash::xxhash INTERFACE IMPORTED)
    find_path(PHONOSTAGE_XXHASH_FOLDER xxhash.h)
    mark_as_advanced(PHONOSTAGE_XXHASH_FOLDER)
    if(PHONOSTAGE_XXHASH_FOLDER)
        target_include_directories(XxHash::xxhash SYSTEM INTERFACE ${PHONOSTAGE_XXHASH_FOLDER})
    else()
        message(STATUS "xxHash: downloading 0.8.2")
        FetchContent_Declare(xxhash
            GIT_REPOSITORY https://github.com/Cyan4973/xxHash.git
            GIT_TAG bbb27a5efb85b92a0486cf361a8635715a53f6ba # 0.8.2
            SOURCE_SUBDIR doc) # nothing to build
        FetchContent_MakeAvailable(xxhash)
        target_include_directories(XxHash::xxhash SYSTEM INTERFACE ${xxhash_SOURCE_DIR})
    endif()
endif()

# ---- Catch2, 2.13 or 3: phonostage_catch_main, phonostage_catch (bring your own main), catch_discover_tests()
if(PHONOSTAGE_BUILD_TESTS)
    find_package(Catch2 3 CONFIG QUIET)
    if(NOT Catch2_FOUND)
        find_package(Catch2 2.13 CONFIG QUIET)
    endif()
    if(NOT Catch2_FOUND)
        message(STATUS "Catch2: downloading 3.7.1")
        FetchContent_Declare(Catch2
            GIT_REPOSITORY https://github.com/catchorg/Catch2.git
            GIT_TAG fa43b77429ba76c462b1898d6cd2f2d7a9416b14) # 3.7.1
        FetchContent_MakeAvailable(Catch2)
        phonostage_quiet_headers(Catch2)
        list(APPEND CMAKE_MODULE_PATH ${Catch2_SOURCE_DIR}/extras)
    endif()
    include(Catch)
    add_library(phonostage_catch INTERFACE)
    target_link_libraries(phonostage_catch INTERFACE Catch2::Catch2)
    add_library(phonostage_catch_main INTERFACE)
    target_link_libraries(phonostage_catch_main INTERFACE Catch2::Catch2WithMain)
endif()

# ---- JUCE
if(PHONOSTAGE_BUILD_CLI OR PHONOSTAGE_BUILD_PLUGIN)
    include(${CMAKE_CURRENT_LIST_DIR}/Juce.cmake)
endif()
