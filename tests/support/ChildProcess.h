// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <csignal>
#include <cstddef>
#include <cstdio>
#include <iostream>

#ifndef _WIN32
#include <grp.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

#ifdef __linux__
#include <cerrno>
#include <initializer_list>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <vector>
#endif

namespace phonostage::tests {

#ifndef _WIN32

/** Runs something in a child process, for what cannot be undone in one's own, and for what might wait forever.
    Its result from 0 to 125, the negative signal that ended it (-SIGALRM where it was still waiting), or noChild. */
constexpr int noChild = -1000;
template <typename Work> [[nodiscard]] int inChild(Work work) {
    constexpr unsigned longestSeconds = 120; // it is there to end what hangs, not to measure
    std::cout.flush();                       // or both would say it
    (void)std::fflush(nullptr);
    const pid_t child = ::fork();
    if (child < 0) return noChild;
    if (child == 0) {
        ::alarm(longestSeconds);
        ::_exit(work());
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/** For a child: gives root's rights up; whoever has none stays who he is. False where it cannot. */
[[nodiscard]] inline bool becomeNobody() {
    constexpr int nobody = 65534;
    if (::geteuid() != 0) return true;
    return ::setgroups(0, nullptr) == 0 && ::setgid(nobody) == 0 && ::setuid(nobody) == 0;
}

/** For a child: no file gets larger, as on a disk that is full. */
[[nodiscard]] inline bool limitFileSize(std::size_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN); // the call fails, the process goes on
    const rlimit limit{static_cast<rlim_t>(bytes), static_cast<rlim_t>(bytes)};
    return ::setrlimit(RLIMIT_FSIZE, &limit) == 0;
}

#endif

#ifdef __linux__

/** For a child: from now on these system calls fail with this error. False where the kernel does not let us. */
[[nodiscard]] inline bool letFail(std::initializer_list<long> calls, int error) {
    std::vector<sock_filter> filter;
    filter.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)));
    for (const long call : calls) {
        filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<__u32>(call), 0, 1));
        filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (static_cast<__u32>(error) & SECCOMP_RET_DATA)));
    }
    filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

#endif

} // namespace phonostage::tests
