// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/SleepInhibitor.h"

#ifdef __linux__
#include <array>
#include <cerrno>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern "C" char** environ;
#endif

namespace phonostage::media {
namespace {

constexpr const char* remedy = "the computer may go to sleep while a side is recorded: switch that off in its settings";

#ifdef __linux__

constexpr int answerMs = 3000;

/** systemd-inhibit holds the lock as long as the program that it runs: cat, which ends when our end closes,
    also where we are killed. */
class LogindInhibitor final : public SleepInhibitor {
public:
    LogindInhibitor() { start(); }
    ~LogindInhibitor() override { end(); }

    [[nodiscard]] std::string whyNot() const override { return why_; }

private:
    void start();
    void end();
    [[nodiscard]] bool answers() const;

    int toChild_ = -1;
    pid_t child_ = -1;
    std::string why_;
};

void LogindInhibitor::start() {
    why_ = std::string("systemd-inhibit could not be started; ") + remedy;
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return;
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], 0);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    ::posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    // In a group of its own: a terminal's interrupt is for the recorder, which then still needs it.
    posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    std::array<const char*, 7> words{"systemd-inhibit",
                                     "--what=sleep:idle:handle-lid-switch",
                                     "--who=Phonostage",
                                     "--why=A side is being recorded",
                                     "--mode=block",
                                     "cat",
                                     nullptr};
    const int failed =
        ::posix_spawnp(&child_, words[0], &actions, &attributes, const_cast<char**>(words.data()), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
    ::close(ends[1]);
    toChild_ = ends[0];
    if (failed != 0) {
        child_ = -1;
        return;
    }
    why_ = answers() ? std::string() : std::string("logind refused to keep the computer awake; ") + remedy;
}

/** cat runs once the lock is held, and gives back what it gets. */
bool LogindInhibitor::answers() const {
    char byte = 'x';
    pollfd wait{toChild_, POLLIN, 0};
    return ::send(toChild_, &byte, 1, MSG_NOSIGNAL) == 1 && ::poll(&wait, 1, answerMs) == 1 &&
           ::recv(toChild_, &byte, 1, 0) == 1;
}

void LogindInhibitor::end() {
    if (toChild_ >= 0) ::close(toChild_);
    if (child_ <= 0) return;
    ::kill(child_, SIGTERM); // where it never came to run cat
    int status = 0;
    while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
    }
}

#endif

class NoInhibitor final : public SleepInhibitor {
public:
    [[nodiscard]] std::string whyNot() const override { return remedy; }
};

} // namespace

std::unique_ptr<SleepInhibitor> inhibitSleep() {
#ifdef __linux__
    return std::make_unique<LogindInhibitor>();
#else
    return std::make_unique<NoInhibitor>();
#endif
}

} // namespace phonostage::media
