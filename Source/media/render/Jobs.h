// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>

namespace phonostage::media {

/** Does the jobs 0 to count - 1, several at a time, in this order as far as their beginnings go. threads: 1 or more;
   with 1 all is done on the caller's own. Returns when all have ended. A job that throws keeps those that have not
   begun from beginning; the first that was thrown is thrown again at the end. */
void runJobs(std::size_t count, int threads, const std::function<void(std::size_t)>& job);

} // namespace phonostage::media
