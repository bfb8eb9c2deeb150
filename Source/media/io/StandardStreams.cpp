// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/StandardStreams.h"

#include "media/io/HeaderBytes.h"
#include "media/io/MediaError.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

namespace phonostage::media {
namespace {

constexpr std::int64_t largest32 = 0xffffffff;
constexpr std::size_t blockBytes = std::size_t{1} << 16;

#ifdef _WIN32
std::int64_t readSome(int descriptor, void* bytes, std::size_t count) {
    return ::_read(descriptor, bytes, static_cast<unsigned>(std::min<std::size_t>(count, 1U << 20)));
}
std::int64_t writeSome(int descriptor, const void* bytes, std::size_t count) {
    return ::_write(descriptor, bytes, static_cast<unsigned>(std::min<std::size_t>(count, 1U << 20)));
}
bool isTerminal(int descriptor) { return ::_isatty(descriptor) != 0; }
void makeBinary(int descriptor) { (void)::_setmode(descriptor, _O_BINARY); }
int unnamedFile() {
    const auto path = std::filesystem::temp_directory_path() / ("phonostage-" + std::to_string(::_getpid()) + ".tmp");
    return ::_wopen(path.c_str(), _O_RDWR | _O_CREAT | _O_EXCL | _O_BINARY | _O_TEMPORARY, _S_IREAD | _S_IWRITE);
}
base::File standardInputFile() { return {}; }
#else
std::int64_t readSome(int descriptor, void* bytes, std::size_t count) { return ::read(descriptor, bytes, count); }
std::int64_t writeSome(int descriptor, const void* bytes, std::size_t count) {
    return ::write(descriptor, bytes, count);
}
bool isTerminal(int descriptor) { return ::isatty(descriptor) != 0; }
void makeBinary(int) {}
int unnamedFile() {
    std::error_code error;
    auto name = (std::filesystem::temp_directory_path(error) / "phonostage-XXXXXX").string();
    const int descriptor = ::mkstemp(name.data());
    if (descriptor >= 0) ::unlink(name.c_str());
    return descriptor;
}
/** Standard input where it is a file that nobody has begun to read, else a file that is not open. */
base::File standardInputFile() {
    struct stat facts {};
    if (::fstat(0, &facts) != 0 || !S_ISREG(facts.st_mode) || ::lseek(0, 0, SEEK_CUR) != 0) return {};
    return base::File::adopt(::fcntl(0, F_DUPFD_CLOEXEC, 3));
}
#endif

} // namespace

// ------------------------------------------------------------ reading

std::size_t PipeSource::take(void* bytes, std::size_t count) const {
    std::size_t done = 0;
    while (done < count && !ended_) {
        const auto got = readSome(descriptor_, static_cast<char*>(bytes) + done, count - done);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) error_ = errno;
        if (got <= 0) {
            ended_ = true;
            break;
        }
        done += static_cast<std::size_t>(got);
        next_ += got;
    }
    return done;
}

bool PipeSource::skipTo(std::int64_t position) const {
    std::vector<char> waste(blockBytes);
    while (next_ < position && !ended_)
        (void)take(waste.data(), static_cast<std::size_t>(std::min<std::int64_t>(position - next_, blockBytes)));
    return next_ == position;
}

std::int64_t PipeSource::readAt(std::int64_t position, void* bytes, std::size_t count) const {
    if (position < 0) return -1;
    const auto end = static_cast<std::size_t>(position) + count;
    if (keeps_ && end > head_.size()) {
        if (end > mostKept) return -1;
        const auto before = head_.size();
        head_.resize(end);
        head_.resize(before + take(head_.data() + before, end - before));
    }
    auto* out = static_cast<char*>(bytes);
    std::size_t done = 0;
    if (static_cast<std::size_t>(position) < head_.size()) {
        done = std::min(count, head_.size() - static_cast<std::size_t>(position));
        std::memcpy(out, head_.data() + position, done);
    }
    if (!keeps_ && done < count) {
        if (!skipTo(position + static_cast<std::int64_t>(done))) return ended_ ? static_cast<std::int64_t>(done) : -1;
        done += take(out + done, count - done);
    }
    return error_ != 0 && done == 0 ? -1 : static_cast<std::int64_t>(done);
}

std::string PipeSource::drain(std::int64_t position, std::size_t most) const {
    std::string first(most, '\0');
    const auto got = readAt(position, first.data(), most);
    first.resize(static_cast<std::size_t>(std::max<std::int64_t>(got, 0)));
    if (!keeps_) (void)skipTo(sizeOfPipe);
    return first;
}

std::unique_ptr<base::ByteSource> openStandardInput() {
    if (isTerminal(0))
        throw MediaError("standard input is a terminal: pipe a WAV stream into it, as in 'arecord -f cd | phonostage "
                         "render - out.wav'");
    makeBinary(0);
    if (auto file = standardInputFile(); file.isOpen()) return std::make_unique<base::File>(std::move(file));
    auto pipe = std::make_unique<PipeSource>(0);
    char first = 0;
    if (pipe->readAt(0, &first, 1) < 0)
        throw MediaError("standard input cannot be read: " +
                         (pipe->error() == EBADF ? std::string("it is closed; pipe a WAV stream into it")
                                                 : base::systemError(pipe->error())));
    return pipe;
}

base::File copyOf(const base::ByteSource& source) {
    auto copy = base::File::adopt(unnamedFile());
    const auto fail = [](int error) {
        throw MediaError("standard input cannot be stored in " + base::quoted(std::filesystem::temp_directory_path()) +
                         ": " + base::systemError(error) + "; save it to a file and use that");
    };
    if (!copy.isOpen()) fail(errno);
    std::vector<char> block(blockBytes);
    for (std::int64_t at = 0;;) {
        const auto got = source.readAt(at, block.data(), block.size());
        if (got < 0) throw MediaError("standard input cannot be read any further: save it to a file and use that");
        if (got == 0) return copy;
        if (const int error = copy.writeAt(at, block.data(), static_cast<std::size_t>(got)); error != 0) fail(error);
        at += got;
    }
}

std::unique_lock<std::mutex> QuietError::lock() {
    static std::mutex mutex;
    return std::unique_lock(mutex);
}

#ifdef _WIN32
QuietError::QuietError(bool) {}
QuietError::~QuietError() = default;
#else
QuietError::QuietError(bool isNeeded) {
    if (!isNeeded) return;
    lock_ = lock();
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere < 0) return;
    std::fflush(stderr);
    kept_ = ::fcntl(2, F_DUPFD_CLOEXEC, 3);
    if (kept_ >= 0) ::dup2(nowhere, 2);
    ::close(nowhere);
}
QuietError::~QuietError() {
    if (kept_ < 0) return;
    std::fflush(stderr);
    ::dup2(kept_, 2);
    ::close(kept_);
}
#endif

// ------------------------------------------------------------ writing

StreamSink::StreamSink() {
    if (isTerminal(1))
        throw MediaError(
            "standard output is a terminal, which cannot play audio: redirect it to a program or a file, as "
            "in '... - | aplay'");
    makeBinary(1);
#ifndef _WIN32
    if (const int flags = ::fcntl(1, F_GETFL); flags == -1 || (flags & O_ACCMODE) == O_RDONLY)
        throw MediaError("standard output cannot be written: it is closed; redirect it to a file or a pipe");
#endif
}

int StreamSink::send(const char* bytes, std::size_t count) {
    for (std::size_t done = 0; done < count && error_ == 0;) {
        const auto put = writeSome(1, bytes + done, count - done);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) error_ = put < 0 ? errno : ENOSPC;
        done += static_cast<std::size_t>(std::max<std::int64_t>(put, 0));
    }
    sent_ += static_cast<std::int64_t>(count);
    return error_;
}

int StreamSink::writeAt(std::int64_t position, const void* bytes, std::size_t count) {
    const auto* in = static_cast<const char*>(bytes);
    if (!started_) {
        head_.resize(std::max(head_.size(), static_cast<std::size_t>(position) + count));
        std::memcpy(head_.data() + position, in, count);
        return 0;
    }
    if (error_ != 0) return error_;
    const auto behind = std::max<std::int64_t>(sent_ - position, 0);
    if (behind >= static_cast<std::int64_t>(count)) return 0;
    if (position > sent_) return error_ = EIO;
    return send(in + behind, count - static_cast<std::size_t>(behind));
}

int StreamSink::start(std::int64_t dataBytes) {
    started_ = true;
    const auto all = dataBytes + static_cast<std::int64_t>(head_.size()) - 8 + (dataBytes & 1);
    const bool isKnown = dataBytes > 0 && all < largest32;
    if (head_.size() >= 44) {
        head_.replace(4, 4, numberBytes(static_cast<std::uint64_t>(isKnown ? all : largest32), 4, Order::little));
        head_.replace(head_.size() - 4, 4,
                      numberBytes(static_cast<std::uint64_t>(isKnown ? dataBytes : largest32), 4, Order::little));
    }
    return send(head_.data(), head_.size());
}

bool StreamSink::readerIsGone() const { return error_ == EPIPE; }

} // namespace phonostage::media
