// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/ByteSource.h"

#include <filesystem>
#include <string>

namespace phonostage::media {

/** What a file is that the audio library does not read, with the command that makes a WAV of it: "is WavPack, which is
    not read: make a WAV of it with wvunpack 'a.wv' -o 'a.wav'". Empty where its first bytes are unknown. */
[[nodiscard]] std::string foreignFormat(const base::ByteSource& source, const std::filesystem::path& path);
/** The command that makes a plain WAV of what the library knows too little of. */
[[nodiscard]] std::string convertCommand(const std::filesystem::path& path);

/** "WAV", of libsndfile's format number. */
[[nodiscard]] std::string containerName(int format);
/** "24 bit", "32 bit float", "A-law", of libsndfile's format number. */
[[nodiscard]] std::string codingName(int format, int wordBits);
/** Bits of an integer sample as the file holds it; 0 for all others. */
[[nodiscard]] int integerBits(int format);
/** Steps of a size that goes with the level, or made up from few bits: what looks like a converter's ceiling is none.
 */
[[nodiscard]] bool isCompandedFormat(int format);

} // namespace phonostage::media
