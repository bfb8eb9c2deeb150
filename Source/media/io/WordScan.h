// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/io/HeaderFacts.h"

#include <cstdint>

namespace phonostage::media {

/** Where in their containers the bits of short words are: 24 in four bytes, 12 in two. */
enum class WordPlace {
    high,   ///< zeros behind them: what a standard WAV has
    low,    ///< the sign in front of them, or zeros: ALSA's S24_LE
    full,   ///< neither: more bits are in use than the header says
    unknown ///< nothing but silence
};

/** Looks at samples of `validBits` bits in containers of a known size. Where both fit (quiet words of few bits), it is
    high where `highIsRule`, else low. */
class WordScan {
public:
    WordScan(const PlainCoding& coding, int validBits) : coding_(coding), validBits_(validBits) {}

    void add(const unsigned char* samples, std::size_t count);
    /** False once nothing more can be learnt. */
    [[nodiscard]] bool isOpen() const { return fitsHigh_ || fitsLow_; }
    [[nodiscard]] WordPlace place(bool highIsRule) const;

private:
    PlainCoding coding_;
    int validBits_;
    bool fitsHigh_ = true, fitsLow_ = true, isSilent_ = true;
};

/** Scans `bytes` of a source from `start` on. */
[[nodiscard]] WordPlace scanWords(const base::ByteSource& source, std::int64_t start, std::int64_t bytes,
                                  const PlainCoding& coding, int validBits, bool highIsRule);

} // namespace phonostage::media
