// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/AudioReader.h"

#include "base/text/PlainText.h"

#include "media/io/MediaError.h"
#include "media/io/Packed24.h"
#include "media/io/Reductions.h"
#include "media/io/RiffHeader.h"
#include "media/io/SoundFileIo.h"
#include "media/io/SoundFormats.h"
#include "media/io/StandardStreams.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace phonostage::media {
namespace {

constexpr int chunkFrames = 4096; ///< frames per call of the library: the buffers stay in the cache

/** Takes two of each frame's samples, or one, to planes. One channel or two alone, known to the compiler: it can use
    wide registers. */
template <typename Sample>
void takeApart(Sample sampleAt, double* const* channel, const std::array<int, 4>& layout, int start, int count,
               double scale) {
    const auto [fileChannels, channels, first, second] = layout;
    double* const left = channel[0] + start;
    if (fileChannels == 1) {
        for (int i = 0; i < count; ++i)
            left[i] = sampleAt(i) * scale;
        return;
    }
    if (channels == 1) {
        for (int i = 0; i < count; ++i)
            left[i] = sampleAt(fileChannels * i + first) * scale;
        return;
    }
    double* const right = channel[1] + start;
    if (fileChannels == 2 && first == 0) {
        for (int i = 0; i < count; ++i) {
            left[i] = sampleAt(2 * i) * scale;
            right[i] = sampleAt(2 * i + 1) * scale;
        }
        return;
    }
    for (int i = 0; i < count; ++i) {
        left[i] = sampleAt(fileChannels * i + first) * scale;
        right[i] = sampleAt(fileChannels * i + second) * scale;
    }
}

} // namespace

AudioReader::~AudioReader() = default;

void AudioReader::describe(int format) {
    int bits = integerBits(format);
    chooseTransfer(format, bits);
    if (transfer_ != Transfer::values && facts_.wordBits > 0 && facts_.wordBits < bits) bits = facts_.wordBits;
    if (bits == 16 || bits == 20 || bits == 24) wordBits_ = bits;
    isCompanded_ = isCompandedFormat(format);
    watchesWords_ = transfer_ == Transfer::words && bits == 32 && !source_.raw;
    formatName_ = facts_.container.empty() ? containerName(format) : std::string(facts_.container);
    formatName_ += ", " + codingName(format, bits);
}

void AudioReader::chooseTransfer(int format, int bits) {
    const auto samples = std::size_t{chunkFrames} * static_cast<std::size_t>(fileChannels_);
    const bool swapped = sf_command(handle_.get(), SFC_RAW_DATA_NEEDS_ENDSWAP, nullptr, 0) != 0;
    const int container = format & SF_FORMAT_TYPEMASK;
    const bool isKnown = container == SF_FORMAT_WAV || container == SF_FORMAT_WAVEX || container == SF_FORMAT_RF64;
    if (canHandlePacked && isKnown && !swapped && (format & SF_FORMAT_SUBMASK) == SF_FORMAT_PCM_24) {
        transfer_ = Transfer::packed24;
        packed_.resize(samples * 3 + packedSlack);
    } else if (bits > 0) {
        transfer_ = Transfer::words;
        words_.resize(samples);
    } else {
        transfer_ = Transfer::values;
        values_.resize(samples);
    }
}

void AudioReader::endEarly() {
    const auto done = std::to_string(done_);
    const bool isShort = frames_ && done_ < *frames_;
    const auto told = name() + (isShort ? " is truncated or damaged: it declares " + std::to_string(*frames_) +
                                              " frames but only the first " + done + " can be read"
                                        : " is damaged: only the first " + done + " frames can be read (" +
                                              sf_strerror(handle_.get()) + ")");
    if (!source_.allowTruncated) throw MediaError(told + "; use --allow-truncated to read the part that is present");
    if (done_ == 0) throw MediaError(told + ": no samples can be read; record or copy it again");
    warnings_.push_back(told);
}

/** The next frames, at most chunkFrames of them, to `start` of each channel. Returns how many there were. */
int AudioReader::fetch(double* const* channel, int start, int count) {
    int got = 0;
    const std::array<int, 4> layout{fileChannels_, channels_, first_, second_};
    switch (transfer_) {
    case Transfer::packed24: {
        const auto* in = packed_.data();
        const auto frameBytes = sf_count_t{3} * fileChannels_;
        got = static_cast<int>(sf_read_raw(handle_.get(), packed_.data(), count * frameBytes) / frameBytes);
        if (fileChannels_ == 2 && channels_ == 2 && first_ == 0) {
            takeApartPacked(in, got, channel[0] + start, channel[1] + start);
            break;
        }
        takeApart([in](int i) { return readPacked(in + std::ptrdiff_t{3} * i); }, channel, layout, start, got, 0x1p-31);
        break;
    }
    case Transfer::words: {
        const auto* in = words_.data();
        got = static_cast<int>(sf_readf_int(handle_.get(), words_.data(), count));
        if (shift_ > 0)
            for (auto& word : words_)
                word = static_cast<std::int32_t>(static_cast<std::uint32_t>(word) << shift_);
        takeApart([in](int i) { return in[i]; }, channel, layout, start, got, 0x1p-31);
        break;
    }
    case Transfer::values: {
        const QuietError quiet(facts_.container.empty());
        const auto* in = values_.data();
        got = static_cast<int>(sf_readf_double(handle_.get(), values_.data(), count));
        takeApart([in](int i) { return in[i]; }, channel, layout, start, got, 1.0);
        break;
    }
    }
    return got;
}

/** 32-bit samples that never leave the lowest 24 bits but use the last eight: that is what S24_LE looks like. */
void AudioReader::watchWords(double* const* channel, int start, int count) {
    for (int c = 0; c < channels_ && watchesWords_; ++c) {
        const double* const samples = channel[c] + start;
        for (int i = 0; i < count; ++i) {
            lowest_ = std::min(lowest_, samples[i]);
            highest_ = std::max(highest_, samples[i]);
        }
        watchesWords_ = lowest_ >= -0x1p-8 && highest_ < (lowest_ < 0.0 ? 0x1p-8 : 0x1p-7);
        for (int i = 0; i < count && watchesWords_ && !lowBitsUsed_; ++i)
            lowBitsUsed_ = std::fmod(samples[i] * 0x1p31, 256.0) != 0.0;
    }
}

void AudioReader::finishWords() {
    if (!watchesWords_ || !lowBitsUsed_) return;
    warnings_.push_back(name() +
                        " has 32 bits according to its header, but all samples use only the lowest 24: if it was "
                        "recorded as S24_LE, its levels are 48.16 dB too low; in that case read it with --raw " +
                        std::to_string(static_cast<int>(sampleRateHz_)) + ":" + std::to_string(fileChannels_) +
                        ":s24in32");
}

/** What comes after the audio of a stream is read, so that its writer meets no closed pipe, and named. */
void AudioReader::finishStream() {
    if (pipe_ == nullptr) return;
    if (pipe_->error() != 0)
        throw MediaError(name() + " cannot be read any further: " + base::systemError(pipe_->error()));
    if (facts_.lengthUnknown || !facts_.declaredBytes) return;
    const auto end = facts_.dataStart + *facts_.declaredBytes;
    const auto rest = pipe_->drain(end, 65536);
    std::string names;
    auto at = static_cast<std::size_t>(*facts_.declaredBytes & 1);
    bool isTail = true;
    for (std::size_t start = at; rest.size() >= 8 && at + 8 <= rest.size();) {
        const auto chunk = std::string_view(rest).substr(at, 4);
        if (!isChunkName(chunk)) {
            isTail = at != start;
            break;
        }
        if (chunk != "JUNK" && chunk != "PAD ")
            names += (names.empty() ? "" : ", ") + base::oneLine(chunk.substr(0, chunk.find_last_not_of(' ') + 1));
        const auto length = numberIn(rest, at + 4, 4, facts_.order);
        at += 8 + length + (length & 1);
        if (names.size() > 60) break;
    }
    const bool isRiff = facts_.container == "WAV" || facts_.container == "RF64";
    if (rest.size() >= 64 && isRiff && !isTail &&
        !std::all_of(rest.begin(), rest.end(), [&](char c) { return c == rest.front(); }))
        throw MediaError(
            name() + " continues after the " + std::to_string(*facts_.declaredBytes) +
            " bytes of audio that its header declares: the header is wrong; save it to a file and use that");
    if (isRiff && isTail && !names.empty())
        warnings_.push_back("metadata after the audio of a stream is not kept (" + names +
                            "): give the file name instead of using standard input");
}

int AudioReader::read(double* const* channel, int frames) {
    int filled = 0;
    while (filled < frames && !ended_) {
        const int want = std::min(frames - filled, chunkFrames);
        const int got = fetch(channel, filled, want);
        if (watchesWords_) watchWords(channel, filled, got);
        filled += got;
        done_ += got;
        if (stream_->error() != 0)
            throw MediaError(name() + " cannot be read any further: " + base::systemError(stream_->error()));
        // The library goes on behind damaged FLAC frames, with its own idea of what was there.
        const bool damaged = sf_error(handle_.get()) != SF_ERR_NO_ERROR;
        if (got == want && !damaged) continue;
        ended_ = true;
        if (got == want) { // with what came behind the damage
            filled -= got;
            done_ -= got;
        }
        if (damaged || (frames_ && done_ < *frames_)) endEarly();
        if (done_ == 0) throw MediaError(name() + " holds no samples that can be read; record or copy it again");
        finishStream();
        finishWords();
    }
    return filled;
}

} // namespace phonostage::media
