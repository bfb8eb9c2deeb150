// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/ByteSource.h"
#include "media/io/HeaderBytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace phonostage::media {

/** Samples that need no decoder: all of one size, one frame behind the other. */
struct PlainCoding {
    enum class Kind { integer, unsignedInteger, real, aLaw, muLaw };
    Kind kind = Kind::integer;
    int bytes = 0; ///< of one sample: 1 to 4, 4 or 8 for real
    Order order = Order::little;

    bool operator==(const PlainCoding&) const = default;
};

/** What a file's own header says, read without the audio library: it hides missing data and odd word lengths.
    Everything is empty or 0 where the container is not known or does not say. */
struct HeaderFacts {
    std::string_view container;                ///< "WAV", "RF64", "AIFF", "FLAC", "W64", "AU", "CAF"; "" unknown
    std::optional<std::int64_t> declaredBytes; ///< of sample data
    std::int64_t presentBytes = 0;             ///< of sample data, up to the end of the file
    std::int64_t dataStart = -1;               ///< of the first sample (FLAC: of its mark), bytes; -1 where not known
    bool endsInHeader = false;                 ///< the file ends before its sample data begin
    bool lengthUnknown = false;                ///< a recorder that never finished, or a pipe, left no length
    std::optional<double> sampleRateHz;
    int channels = 0;
    int wordBits = 0;      ///< valid bits of an integer sample, 1 to 64
    int bytesPerFrame = 0; ///< 0 where frames have no fixed size
    std::optional<PlainCoding> plain;
    bool wordsAreHigh = false; ///< by the format's rule short words have zeros behind them, not in front
    Order order = Order::little;
    /** The declared length that the file contradicts, where the file is believed; declaredBytes is then the file's. */
    std::optional<std::int64_t> contradictedBytes;
    /** Sizes or words that the audio library would take another way. */
    bool libraryMisreads = false;
    /** Where the length stands, and what should stand there for what is present: the library takes no sample of some
        files whose length is wrong. Position -1 where that is not so. */
    std::int64_t lengthPosition = -1;
    std::string fittedLength;

    /** Sample data are missing at the end. */
    [[nodiscard]] bool isTruncated() const { return endsInHeader || (declaredBytes && presentBytes < *declaredBytes); }
};

[[nodiscard]] HeaderFacts readHeaderFacts(const base::ByteSource& source);

} // namespace phonostage::media
