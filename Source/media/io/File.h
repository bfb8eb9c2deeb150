// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/io/ByteSink.h"
#include "media/io/ByteSource.h"
#include "media/io/MediaError.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace phonostage::media {

/** What a path leads to, links followed. */
enum class PathKind { missing, unreachable, file, folder, device, pipe, other };

[[nodiscard]] PathKind pathKind(const std::filesystem::path& path);

/** Tells two names of one file from two files (device and file number). */
struct FileIdentity {
    std::uint64_t device = 0;
    std::uint64_t number = 0;
    bool operator==(const FileIdentity&) const = default;
};

/** Empty where there is nothing at the path. Links are followed. */
[[nodiscard]] std::optional<FileIdentity> fileIdentity(const std::filesystem::path& path);

/** What standard output, standard error or another descriptor of this program leads to, where that is a regular file
   and the path is one of its names, /dev/stdout among them: "standard output". Empty for all other paths. */
[[nodiscard]] std::string streamAt(const std::filesystem::path& path);

/** For messages: text of others as one line that any terminal can show, of at most 1000 bytes. As params::oneLine(),
    and with '?' also for the marks that turn the direction of writing. */
[[nodiscard]] std::string plainLine(std::string_view text);

/** An open regular file, read or written without the C library's buffers. Functions that end in an error code do not
    throw: they are called from a C library's callbacks. */
class File final : public ByteSource, public ByteSink {
public:
    File() = default;
    ~File() override { close(); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    File(File&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
    File& operator=(File&& other) noexcept;

    /** Throws MediaError where the path is no regular file or cannot be read. */
    [[nodiscard]] static File openToRead(const std::filesystem::path& path);
    /** Takes a descriptor over, and closes it. */
    [[nodiscard]] static File adopt(int descriptor);
    /** Creates a file that must not exist, for its owner only. 0, or the errno of the failure. */
    [[nodiscard]] int createNew(const std::filesystem::path& path);

    [[nodiscard]] bool isOpen() const { return descriptor_ >= 0; }
    [[nodiscard]] std::int64_t size() const override; ///< bytes; -1 on error
    [[nodiscard]] std::int64_t readAt(std::int64_t position, void* bytes, std::size_t count) const override;
    /** 0, or the errno of the failure; all bytes or an error. */
    [[nodiscard]] int writeAt(std::int64_t position, const void* bytes, std::size_t count) override;
    /** Gives the file the permissions of `model` where that exists, else those of a newly made file. 0 or errno. */
    [[nodiscard]] int takePermissions(const std::filesystem::path& model);
    /** Waits until the data are on the medium. 0, or the errno of the failure. */
    [[nodiscard]] int sync();
    /** 0, or the errno of the failure. */
    int close();

private:
    int descriptor_ = -1;
};

/** 0, or the errno with which the system would refuse a change of what is in the folder. */
[[nodiscard]] int whyNotWritable(const std::filesystem::path& folder);
/** Puts `from` in the place of `to` in one step. 0 or errno. */
[[nodiscard]] int replaceFile(const std::filesystem::path& from, const std::filesystem::path& to);
/** Waits until a new name is on the medium too, as far as that is possible: the data are safe by then. */
void bringNameToDisk(const std::filesystem::path& file);
/** Removes a file, if it is there; errors are ignored. */
void removeFile(const std::filesystem::path& path) noexcept;
/** The system's words for an errno, with the remedy where there is an obvious one ("the disk is full"). */
[[nodiscard]] std::string systemError(int error);

} // namespace phonostage::media
