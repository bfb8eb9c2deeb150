// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Program.h"

#include <chrono>
#include <cmath>
#include <csignal>
#include <thread>

#include <fcntl.h>
#ifdef __linux__
#include <sched.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#endif
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace phonostage::tests {
namespace {

constexpr int nobody = 65534;
constexpr int couldNotStart = 127;
constexpr int couldNotMount = 126;

/** For this process and what it becomes. */
bool makeReadOnly(const char* folder) {
#ifdef __linux__
    struct statvfs facts {};
    // Without root's rights these marks may not be taken off, and are the same numbers for mount().
    return ::statvfs(folder, &facts) == 0 && ::unshare(CLONE_NEWNS | (::geteuid() == 0 ? 0 : CLONE_NEWUSER)) == 0 &&
           ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           ::mount(folder, folder, nullptr, MS_BIND, nullptr) == 0 &&
           ::mount(nullptr, folder, nullptr,
                   MS_REMOUNT | MS_BIND | MS_RDONLY | (facts.f_flag & (MS_NOSUID | MS_NODEV | MS_NOEXEC)),
                   nullptr) == 0;
#else
    static_cast<void>(folder);
    return false;
#endif
}

/** In the child: nothing but system calls until the program takes over. */
[[noreturn]] void become(int program, char* const* arguments, const Circumstances& circumstances, int in, int out,
                         int err) {
    if (in >= 0) ::dup2(in, 0);
    ::dup2(out, 1);
    ::dup2(err, 2);
    if (!circumstances.folder.empty() && ::chdir(circumstances.folder.c_str()) != 0) ::_exit(couldNotStart);
    if (circumstances.fileSizeLimit) {
        const rlimit limit{static_cast<rlim_t>(*circumstances.fileSizeLimit),
                           static_cast<rlim_t>(*circumstances.fileSizeLimit)};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    if (!circumstances.readOnlyFolder.empty() && !makeReadOnly(circumstances.readOnlyFolder.c_str()))
        ::_exit(couldNotMount);
    for (const int stream : circumstances.closed)
        ::close(stream);
    std::signal(SIGPIPE, SIG_DFL); // whatever whoever runs the tests has set
    if (circumstances.ignoreSignal) std::signal(circumstances.signal, SIG_IGN);
    if (!circumstances.locale.empty()) ::setenv("LC_ALL", circumstances.locale.c_str(), 1);
    if (circumstances.asNobody && ::geteuid() == 0 && (::setgid(nobody) != 0 || ::setuid(nobody) != 0))
        ::_exit(couldNotStart);
#ifdef __linux__
    // By descriptor: the folders above the program need not be open to everyone.
    ::fexecve(program, arguments, environ);
#else
    static_cast<void>(program);
    ::execv(PHONOSTAGE_PROGRAM, arguments);
#endif
    ::_exit(couldNotStart);
}

int openToWrite(const std::filesystem::path& path) {
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

/** The end to write to of a pipe whose other end is closed. */
int openPipeWithoutReader() {
    int ends[2] = {-1, -1};
    REQUIRE(::pipe(ends) == 0);
    ::close(ends[0]);
    REQUIRE(::fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0);
    return ends[1];
}

int openToAdd(const std::string& path) { return ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC); }

int openOutput(const Circumstances& circumstances, const std::filesystem::path& file) {
    if (circumstances.readerGone) return openPipeWithoutReader();
    if (circumstances.output.empty()) return openToWrite(file);
    return openToAdd(circumstances.output);
}

/** Standard input as asked for; -1 for the tests' own. A pipe is filled by a process of its own. */
int openInput(const Circumstances& circumstances) {
    if (circumstances.input.empty()) return -1;
    const int file = ::open(circumstances.input.c_str(), O_RDONLY | O_CLOEXEC);
    REQUIRE(file >= 0);
    if (!circumstances.inputIsPipe) return file;
    int ends[2] = {-1, -1};
    REQUIRE(::pipe(ends) == 0);
    REQUIRE(::fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0);
    const pid_t writer = ::fork();
    REQUIRE(writer >= 0);
    if (writer == 0) {
        ::close(ends[0]);
        std::signal(SIGPIPE, SIG_DFL);
        char block[4096];
        for (ssize_t got = 0; (got = ::read(file, block, sizeof block)) > 0;)
            for (ssize_t done = 0; done < got;) {
                const auto put = ::write(ends[1], block + done, static_cast<std::size_t>(got - done));
                if (put <= 0) ::_exit(1);
                done += put;
            }
        ::_exit(0);
    }
    ::close(ends[1]);
    ::close(file);
    return ends[0];
}

} // namespace

bool Outcome::isOneClearLine() const {
    return status >= 1 && status <= 125 && out.empty() && err.starts_with("phonostage ") &&
           err.find('\n') == err.size() - 1;
}

Outcome runStage(const std::vector<std::string>& arguments, const Circumstances& circumstances) {
    const TemporaryFolder folder;
    std::vector<std::string> texts{"phonostage"};
    texts.insert(texts.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (auto& text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    const int program = ::open(PHONOSTAGE_PROGRAM, O_RDONLY | O_CLOEXEC);
    const int out = openOutput(circumstances, folder / "out");
    const int err =
        circumstances.errorOutput.empty() ? openToWrite(folder / "err") : openToAdd(circumstances.errorOutput);
    REQUIRE(program >= 0);
    REQUIRE(out >= 0);
    REQUIRE(err >= 0);

    const int in = openInput(circumstances);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) become(program, pointers.data(), circumstances, in, out, err);
    if (in >= 0) ::close(in);
    for (const int descriptor : {program, out, err})
        ::close(descriptor);

    int status = 0;
    rusage usage{};
    bool interrupted = !circumstances.interruptWhen;
    while (::wait4(child, &status, interrupted ? 0 : WNOHANG, &usage) == 0) {
        if (circumstances.interruptWhen()) {
            ::kill(child, circumstances.signal);
            interrupted = true;
        } else {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
    if (circumstances.inputIsPipe) // the writer, where it is still there: its pipe is closed
        while (::waitpid(-1, nullptr, 0) > 0)
            ;
    Outcome outcome;
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    outcome.out = readBytes(folder / "out");
    outcome.err = readBytes(folder / "err");
#ifdef __APPLE__
    outcome.peakKib = usage.ru_maxrss / 1024;
#else
    outcome.peakKib = usage.ru_maxrss;
#endif
    REQUIRE(outcome.status != couldNotStart);
    outcome.couldNotMount = outcome.status == couldNotMount && !circumstances.readOnlyFolder.empty();
    return outcome;
}

nlohmann::json jsonOf(const std::vector<std::string>& arguments) {
    const auto outcome = runStage(arguments);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    return nlohmann::json::parse(outcome.out);
}

void writeSilence(const std::filesystem::path& path, int rate, double seconds) {
    writeSound(path, SF_FORMAT_WAV | SF_FORMAT_PCM_24, rate, 2, std::vector<double>(2));
    auto header = readBytes(path);
    const auto data = header.find("data");
    const auto bytes = static_cast<std::uint32_t>(std::llround(seconds * rate)) * 6;
    for (std::size_t i = 0; i < 4; ++i) {
        header[data + 4 + i] = static_cast<char>((bytes >> (8 * i)) & 0xff);
        header[4 + i] = static_cast<char>(((bytes + 36) >> (8 * i)) & 0xff);
    }
    writeBytes(path, header.substr(0, data + 8));
    std::filesystem::resize_file(path, data + 8 + bytes);
}

void writeTone(const std::filesystem::path& path, std::size_t frames, double level) {
    std::vector<double> samples;
    for (std::size_t i = 0; i < frames; ++i) {
        samples.push_back(level * std::sin(0.07 * static_cast<double>(i)));
        samples.push_back(level * std::sin(0.05 * static_cast<double>(i)));
    }
    writeSound(path, SF_FORMAT_WAV | SF_FORMAT_PCM_24, 96000, 2, samples);
}

} // namespace phonostage::tests
