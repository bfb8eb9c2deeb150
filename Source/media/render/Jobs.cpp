// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/render/Jobs.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace phonostage::media {

void runJobs(std::size_t count, int threads, const std::function<void(std::size_t)>& job) {
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::exception_ptr thrown;
    const auto work = [&] {
        try {
            for (std::size_t i = next++; i < count; i = next++)
                job(i);
        } catch (...) {
            const std::lock_guard lock(mutex);
            if (!thrown) thrown = std::current_exception();
            next = count;
        }
    };
    std::vector<std::thread> others;
    const auto most = std::min(static_cast<std::size_t>(std::max(threads, 1)), count);
    try {
        while (others.size() + 1 < most)
            others.emplace_back(work);
    } catch (const std::system_error&) {
        // The system has no more of them: those that there are do the work.
    }
    work();
    for (auto& thread : others)
        thread.join();
    if (thrown) std::rethrow_exception(thrown);
}

} // namespace phonostage::media
