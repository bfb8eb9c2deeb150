// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace phonostage::tests {

/** Catches what an audio callback must not do: allocating, freeing, locking, waiting and other system calls.

    The test program defines these C functions itself and passes them on to the C library (Linux with glibc, without
    sanitizers, which do the same); everything linked into the program goes through them. While a thread is armed, each
    call is counted. */
namespace trap {

/** False where the trap cannot be: then nothing is caught. */
[[nodiscard]] bool isAvailable();

/** Arms or disarms the calling thread; calls may nest. */
void arm(bool on);

/** Calls caught in all threads since clear(). */
[[nodiscard]] int caught();
/** Names of the functions caught, each once. */
[[nodiscard]] std::vector<std::string> names();
void clear();

} // namespace trap

} // namespace phonostage::tests
