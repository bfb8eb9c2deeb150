// SPDX-License-Identifier: GPL-3.0-or-later
#include "AudioReader.h"

#include "Packed24.h"
#include "SoundFileIo.h"

#include "../dsp/StageSettings.h"
#include "../params/Units.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace phonostage::media {
namespace {

constexpr int chunkFrames = 4096; ///< frames per call of the library: the buffers stay in the cache

std::string plain(double value) { return std::isfinite(value) ? params::formatShortest(value) : "no number"; }

void requireUsable(const std::string& name, double rateHz, int channels) {
    if (!(rateHz >= dsp::minSampleRateHz && rateHz <= dsp::maxSampleRateHz))
        throw MediaError(
            name + " gives its sample rate as " + plain(rateHz) +
            " Hz; it must be between 8000 and 768000 Hz: the header is damaged, or convert the file first");
    if (channels < 1)
        throw MediaError(name + " says that it has no channels: its header is damaged; make the file anew");
    if (channels > 2)
        throw MediaError(name + " has " + std::to_string(channels) +
                         " channels; a phono stage takes one or two: make a file of the two you want first");
}

const char* containerName(int format) {
    SF_FORMAT_INFO info{};
    info.format = format & SF_FORMAT_TYPEMASK;
    return sf_command(nullptr, SFC_GET_FORMAT_INFO, &info, sizeof info) == 0 && info.name != nullptr ? info.name
                                                                                                     : "audio";
}

std::string codingName(int subtype, int wordBits) {
    switch (subtype) {
    case SF_FORMAT_FLOAT:
        return "32 bit float";
    case SF_FORMAT_DOUBLE:
        return "64 bit float";
    default:
        return wordBits > 0 ? std::to_string(wordBits) + " bit" : "compressed";
    }
}

int subtypeBits(int subtype) {
    switch (subtype) {
    case SF_FORMAT_PCM_S8:
    case SF_FORMAT_PCM_U8:
        return 8;
    case SF_FORMAT_PCM_16:
    case SF_FORMAT_ALAC_16:
        return 16;
    case SF_FORMAT_ALAC_20:
        return 20;
    case SF_FORMAT_PCM_24:
    case SF_FORMAT_ALAC_24:
        return 24;
    case SF_FORMAT_PCM_32:
    case SF_FORMAT_ALAC_32:
        return 32;
    default:
        return 0;
    }
}

} // namespace

AudioReader::AudioReader(const std::filesystem::path& path, bool allowTruncated)
    : path_(path), allowTruncated_(allowTruncated), file_(File::openToRead(path)) {
    const auto name = quoted(path);
    const auto size = file_.size();
    if (size < 0) throw MediaError(name + " cannot be read: its size is unknown; copy it to a local disk first");
    if (size == 0) throw MediaError(name + " is empty (0 bytes): record or copy it again");
    const auto facts = readHeaderFacts(file_);
    if (facts.endsInHeader)
        throw MediaError(name + " is cut off inside its header: no sample of it is left; record or copy it again");
    if (facts.sampleRateHz && facts.channels > 0) requireUsable(name, *facts.sampleRateHz, facts.channels);

    if (facts.isTruncated()) {
        const auto frameBytes = std::max(facts.bytesPerFrame, 1);
        const auto unit = facts.bytesPerFrame > 0 ? " frames" : " bytes of audio";
        const auto told = name + " is truncated: its header declares " +
                          std::to_string(*facts.declaredBytes / frameBytes) + unit + " but only " +
                          std::to_string(facts.presentBytes / frameBytes) + " are there";
        if (!allowTruncated) throw MediaError(told + "; use --allow-truncated to take what is there");
        warnings_.push_back(told);
    } else if (facts.lengthUnknown && facts.container != "FLAC") {
        if (facts.container == "WAV" && facts.lengthPosition < 0)
            throw MediaError(name + " was never finished and is larger than 4 GiB: repair its header first");
        warnings_.push_back(name +
                            " was never finished: its header gives no length; everything up to its end is taken");
    }

    stream_ = std::make_unique<FileStream>(file_);
    if (facts.lengthPosition >= 0 && (facts.isTruncated() || facts.lengthUnknown))
        stream_->overlay(facts.lengthPosition, facts.fittedLength);
    SF_INFO info{};
    auto callbacks = fileStreamCallbacks();
    handle_.reset(sf_open_virtual(&callbacks, SFM_READ, &info, stream_.get()));
    if (!handle_) {
        if (stream_->error() != 0) throw MediaError(name + " cannot be read: " + systemError(stream_->error()));
        if (facts.container.empty())
            throw MediaError(name +
                             " is not an audio file that can be read: use WAV, RF64, W64, AIFF, FLAC, CAF or AU");
        throw MediaError(name + " cannot be read: its " + std::string(facts.container) +
                         " header is damaged or of an unknown kind (" + sf_strerror(nullptr) +
                         "): convert it to a plain WAV first");
    }
    requireUsable(name, info.samplerate, info.channels);
    sampleRateHz_ = info.samplerate;
    channels_ = info.channels;
    if (info.frames >= 0 && info.frames < INT64_MAX / 2 && !(facts.container == "FLAC" && facts.lengthUnknown))
        frames_ = info.frames;

    if (frames_ && *frames_ == 0)
        throw MediaError(name + " holds no samples: its header is all there is; record or copy it again");
    describe(facts, info.format);
    readTags();
}

void AudioReader::describe(const HeaderFacts& facts, int format) {
    const int subtype = format & SF_FORMAT_SUBMASK;
    int bits = subtypeBits(subtype);
    chooseTransfer(bits);
    if (transfer_ != Transfer::values && facts.wordBits > 0 && facts.wordBits < bits) bits = facts.wordBits;
    if (bits == 16 || bits == 20 || bits == 24) wordBits_ = bits;
    formatName_ = facts.container.empty() ? containerName(format) : std::string(facts.container);
    formatName_ += ", " + codingName(subtype, bits);
}

void AudioReader::chooseTransfer(int bits) {
    const auto samples = std::size_t{chunkFrames} * static_cast<std::size_t>(channels_);
    const bool swapped = sf_command(handle_.get(), SFC_RAW_DATA_NEEDS_ENDSWAP, nullptr, 0) != 0;
    SF_INFO info{};
    sf_command(handle_.get(), SFC_GET_CURRENT_SF_INFO, &info, sizeof info);
    const int container = info.format & SF_FORMAT_TYPEMASK;
    const bool isPlain = container == SF_FORMAT_WAV || container == SF_FORMAT_WAVEX || container == SF_FORMAT_RF64;
    if (canHandlePacked && isPlain && !swapped && (info.format & SF_FORMAT_SUBMASK) == SF_FORMAT_PCM_24) {
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

void AudioReader::readTags() {
    for (int field = SF_STR_FIRST; field <= SF_STR_LAST; ++field) {
        const char* text = sf_get_string(handle_.get(), field);
        if (text == nullptr || *text == '\0' || field == SF_STR_SOFTWARE) continue;
        if (field == SF_STR_COMMENT)
            std::tie(tags_.comment, tags_.note) = splitComment(text);
        else
            tags_.texts.emplace_back(field, text);
    }
}

void AudioReader::endEarly() {
    const auto done = std::to_string(done_);
    const bool isShort = frames_ && done_ < *frames_;
    const auto told = quoted(path_) + (isShort ? " is truncated or damaged: it declares " + std::to_string(*frames_) +
                                                     " frames but only the first " + done + " can be read"
                                               : " is damaged: only the first " + done + " frames can be read (" +
                                                     sf_strerror(handle_.get()) + ")");
    if (!allowTruncated_) throw MediaError(told + "; use --allow-truncated to take what is there");
    if (done_ == 0) throw MediaError(told + ": nothing of it is left; record or copy it again");
    warnings_.push_back(told);
}

/** Takes `count` interleaved frames apart. One channel or two, known to the compiler: it can use wide registers. */
template <typename Sample>
static void takeApart(Sample sampleAt, double* const* channel, int channels, int start, int count, double scale) {
    double* const left = channel[0] + start;
    if (channels == 1) {
        for (int i = 0; i < count; ++i)
            left[i] = sampleAt(i) * scale;
        return;
    }
    double* const right = channel[1] + start;
    for (int i = 0; i < count; ++i) {
        left[i] = sampleAt(2 * i) * scale;
        right[i] = sampleAt(2 * i + 1) * scale;
    }
}

/** The next frames, at most chunkFrames of them, to `start` of each channel. Returns how many there were. */
int AudioReader::fetch(double* const* channel, int start, int count) {
    int got = 0;
    switch (transfer_) {
    case Transfer::packed24: {
        const auto* in = packed_.data();
        const auto frameBytes = sf_count_t{3} * channels_;
        got = static_cast<int>(sf_read_raw(handle_.get(), packed_.data(), count * frameBytes) / frameBytes);
        takeApart([in](int i) { return readPacked(in + std::ptrdiff_t{3} * i); }, channel, channels_, start, got,
                  0x1p-31);
        break;
    }
    case Transfer::words: {
        const auto* in = words_.data();
        got = static_cast<int>(sf_readf_int(handle_.get(), words_.data(), count));
        takeApart([in](int i) { return in[i]; }, channel, channels_, start, got, 0x1p-31);
        break;
    }
    case Transfer::values: {
        const auto* in = values_.data();
        got = static_cast<int>(sf_readf_double(handle_.get(), values_.data(), count));
        takeApart([in](int i) { return in[i]; }, channel, channels_, start, got, 1.0);
        break;
    }
    }
    return got;
}

int AudioReader::read(double* const* channel, int frames) {
    int filled = 0;
    while (filled < frames && !ended_) {
        const int want = std::min(frames - filled, chunkFrames);
        const int got = fetch(channel, filled, want);
        filled += got;
        done_ += got;
        if (stream_->error() != 0)
            throw MediaError(quoted(path_) + " cannot be read any further: " + systemError(stream_->error()));
        // The library goes on behind damaged FLAC frames, with its own idea of what was there.
        const bool damaged = sf_error(handle_.get()) != SF_ERR_NO_ERROR;
        if (got == want && !damaged) continue;
        ended_ = true;
        if (got == want) { // with what came behind the damage
            filled -= got;
            done_ -= got;
        }
        if (damaged || (frames_ && done_ < *frames_)) endEarly();
        if (done_ == 0) throw MediaError(quoted(path_) + " holds no samples that can be read; record or copy it again");
    }
    return filled;
}

} // namespace phonostage::media
