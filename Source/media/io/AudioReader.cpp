// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/AudioReader.h"

#include "base/text/PlainText.h"
#include "base/text/Units.h"
#include "dsp/design/StageSettings.h"
#include "dsp/simd/Decibels.h"
#include "media/io/AiffTags.h"
#include "media/io/FlacTags.h"
#include "media/io/MediaError.h"
#include "media/io/Packed24.h"
#include "media/io/Reductions.h"
#include "media/io/RiffHeader.h"
#include "media/io/RiffTags.h"
#include "media/io/SoundFileIo.h"
#include "media/io/SoundFormats.h"
#include "media/io/StandardStreams.h"
#include "media/io/WordScan.h"

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

std::string plain(double value) { return std::isfinite(value) ? base::formatShortest(value) : "not a number"; }

void requireUsable(const std::string& name, double rateHz, int channels) {
    if (!(rateHz >= dsp::minSampleRateHz && rateHz <= dsp::maxSampleRateHz))
        throw MediaError(
            name + " gives its sample rate as " + plain(rateHz) +
            " Hz; it must be between 8000 and 768000 Hz: the header is damaged, or convert the file first");
    if (channels < 1)
        throw MediaError(name +
                         " has no channels according to its header: the header is damaged; create the file again");
}

/** libsndfile's number for samples without a header. */
int rawFormatOf(const PlainCoding& coding) {
    const int order = coding.order == Order::big ? SF_ENDIAN_BIG : SF_ENDIAN_LITTLE;
    switch (coding.kind) {
    case PlainCoding::Kind::real:
        return SF_FORMAT_RAW | order | (coding.bytes == 4 ? SF_FORMAT_FLOAT : SF_FORMAT_DOUBLE);
    case PlainCoding::Kind::aLaw:
        return SF_FORMAT_RAW | SF_FORMAT_ALAW;
    case PlainCoding::Kind::muLaw:
        return SF_FORMAT_RAW | SF_FORMAT_ULAW;
    case PlainCoding::Kind::unsignedInteger:
        return SF_FORMAT_RAW | SF_FORMAT_PCM_U8;
    default:
        break;
    }
    constexpr int words[] = {SF_FORMAT_PCM_S8, SF_FORMAT_PCM_16, SF_FORMAT_PCM_24, SF_FORMAT_PCM_32};
    return SF_FORMAT_RAW | order | words[std::clamp(coding.bytes, 1, 4) - 1];
}

/** "0:17.123" */
std::string duration(std::int64_t bytes, const HeaderFacts& facts) {
    if (facts.bytesPerFrame < 1 || !facts.sampleRateHz || !(*facts.sampleRateHz > 0.0))
        return std::to_string(bytes) + " bytes";
    return base::formatFixed(static_cast<double>(bytes / facts.bytesPerFrame) / *facts.sampleRateHz, 1) + " s";
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

AudioReader::AudioReader(const std::filesystem::path& path, bool allowTruncated)
    : AudioReader(SoundSource{path, allowTruncated, {}, {}, {}}) {}

AudioReader::AudioReader(const SoundSource& source) : source_(source) {
    openBytes();
    facts_ = readHeaderFacts(*bytes_);
    if (source_.raw) takeRawFormat();
    // What the library has to read needs a file, to go back in.
    if (pipe_ != nullptr && !facts_.plain && !facts_.endsInHeader) {
        bytes_ = std::make_shared<base::File>(copyOf(*bytes_));
        pipe_ = nullptr;
        facts_ = readHeaderFacts(*bytes_);
    }
    checkLength();
    const auto& f = facts_;
    const bool isShortWord =
        f.plain && f.plain->kind == PlainCoding::Kind::integer && f.wordBits > 0 && f.wordBits < 8 * f.plain->bytes;
    isPlain_ =
        f.plain && f.dataStart >= 0 && f.channels > 0 &&
        (source_.raw || pipe_ != nullptr || f.libraryMisreads || f.isTruncated() || f.lengthUnknown || isShortWord);
    if (isPlain_)
        openPlain();
    else
        openWithLibrary();
    if (frames_ && *frames_ == 0)
        throw MediaError(name() + " contains only a header and no samples; record or copy it again");
    if (isPlain_) placeWords();
    SF_INFO info{};
    sf_command(handle_.get(), SFC_GET_CURRENT_SF_INFO, &info, sizeof info);
    describe(info.format);
    choosePair();
    readTags();
    if (pipe_ != nullptr) pipe_->forget();
}

void AudioReader::openBytes() {
    if (source_.copy) {
        bytes_ = source_.copy;
    } else if (isStandardStream(source_.path)) {
        bytes_ = openStandardInput();
        pipe_ = const_cast<PipeSource*>(dynamic_cast<const PipeSource*>(bytes_.get()));
    } else {
        bytes_ = std::make_shared<base::File>(openSoundFile(source_.path));
    }
    const auto size = bytes_->size();
    if (size < 0) throw MediaError(name() + " cannot be read: its size is unknown; copy it to a local disk first");
    if (size == 0) throw MediaError(name() + " is empty (0 bytes): record or copy it again");
}

/** What the flag says of the samples; of a header, if there is one, only where it ends. */
void AudioReader::takeRawFormat() {
    const auto& raw = *source_.raw;
    if (facts_.container == "FLAC")
        throw MediaError(name() + " is FLAC, which describes its own sample format: remove --raw");
    if (facts_.container.empty() || facts_.dataStart < 0) {
        facts_ = {};
        facts_.container = "raw";
        facts_.dataStart = 0;
        facts_.presentBytes = bytes_->size();
        if (pipe_ == nullptr)
            facts_.declaredBytes = facts_.presentBytes;
        else
            facts_.lengthUnknown = true;
    }
    facts_.endsInHeader = false;
    facts_.plain = raw.coding;
    facts_.channels = raw.channels;
    facts_.sampleRateHz = raw.sampleRateHz;
    facts_.wordBits = raw.wordBits;
    facts_.bytesPerFrame = raw.coding.bytes * raw.channels;
}

void AudioReader::checkLength() {
    const auto& f = facts_;
    if (f.endsInHeader)
        throw MediaError(name() + " is truncated inside its header and contains no samples; record or copy it again");
    if (f.sampleRateHz && f.channels > 0) requireUsable(name(), *f.sampleRateHz, f.channels);
    if (f.contradictedBytes)
        warnings_.push_back(name() + " contains " + duration(*f.declaredBytes, f) +
                            " of audio, but its header declares " + duration(*f.contradictedBytes, f) +
                            ": the header is wrong, and the whole file is read");
    if (f.isTruncated()) {
        const auto frameBytes = std::max(f.bytesPerFrame, 1);
        const auto unit = f.bytesPerFrame > 0 ? " frames" : " bytes of audio";
        const auto told = name() + " is truncated: its header declares " +
                          std::to_string(*f.declaredBytes / frameBytes) + unit + " but only " +
                          std::to_string(f.presentBytes / frameBytes) + " are present";
        if (!source_.allowTruncated)
            throw MediaError(told + "; use --allow-truncated to read the part that is present");
        warnings_.push_back(told);
    } else if (f.lengthUnknown && f.container != "FLAC" && pipe_ == nullptr && !isStandardStream(source_.path)) {
        if (f.container == "WAV" && f.lengthPosition < 0 && !f.plain)
            throw MediaError(name() + " was never finished and is larger than 4 GiB: repair its header first");
        warnings_.push_back(name() + " was never finished: its header gives no length; it is read to its end");
    }
}

void AudioReader::openPlain() {
    requireUsable(name(), facts_.sampleRateHz.value_or(0.0), facts_.channels);
    facts_.bytesPerFrame = facts_.plain->bytes * facts_.channels;
    const bool isOpen = pipe_ != nullptr && facts_.lengthUnknown;
    const auto whole = facts_.presentBytes - (isOpen ? 0 : facts_.presentBytes % facts_.bytesPerFrame);
    stream_ = std::make_unique<FileStream>(*bytes_, facts_.dataStart, whole);
    SF_INFO info{};
    info.format = rawFormatOf(*facts_.plain);
    info.channels = facts_.channels;
    info.samplerate = static_cast<int>(std::lround(*facts_.sampleRateHz));
    auto callbacks = fileStreamCallbacks();
    handle_.reset(sf_open_virtual(&callbacks, SFM_READ, &info, stream_.get()));
    if (!handle_)
        throw MediaError(name() + " cannot be read: " + sf_strerror(nullptr) + "; convert it with " +
                         convertCommand(source_.path));
    sampleRateHz_ = info.samplerate;
    fileChannels_ = facts_.channels;
    if (!isOpen) frames_ = whole / facts_.bytesPerFrame;
}

void AudioReader::openWithLibrary() {
    const auto& facts = facts_;
    stream_ = std::make_unique<FileStream>(*bytes_, 0, bytes_->size());
    if (facts.lengthPosition >= 0 && (facts.isTruncated() || facts.lengthUnknown))
        stream_->overlay(facts.lengthPosition, facts.fittedLength);
    SF_INFO info{};
    auto callbacks = fileStreamCallbacks();
    {
        const QuietError quiet(facts.container.empty());
        handle_.reset(sf_open_virtual(&callbacks, SFM_READ, &info, stream_.get()));
    }
    if (!handle_) {
        if (stream_->error() != 0) throw MediaError(name() + " cannot be read: " + base::systemError(stream_->error()));
        if (const auto foreign = foreignFormat(*bytes_, source_.path); facts.container.empty() && !foreign.empty())
            throw MediaError(name() + foreign);
        if (facts.container.empty())
            throw MediaError(name() + " is not an audio file that can be read: use WAV, RF64, W64, AIFF, FLAC, CAF, "
                                      "AU, MP3, Ogg or Opus, or give the format of raw samples with --raw");
        throw MediaError(name() + " cannot be read: its " + std::string(facts.container) +
                         " header is damaged or of an unknown type (" + sf_strerror(nullptr) +
                         "): convert it to a plain WAV first, with " + convertCommand(source_.path));
    }
    requireUsable(name(), info.samplerate, info.channels);
    sampleRateHz_ = info.samplerate;
    fileChannels_ = info.channels;
    if (info.frames >= 0 && info.frames < INT64_MAX / 2 && !(facts.container == "FLAC" && facts.lengthUnknown))
        frames_ = info.frames;
}

/** Short words in long containers: the samples say where they are, as headers are not to be relied on there. */
void AudioReader::placeWords() {
    const auto coding = *facts_.plain;
    const int bits = facts_.wordBits;
    if (coding.kind != PlainCoding::Kind::integer || bits < 2 || bits >= 8 * coding.bytes) return;
    const int spare = 8 * coding.bytes - bits;
    if (source_.raw) {
        shift_ = source_.raw->wordsAreLow ? spare : 0;
        return;
    }
    constexpr std::int64_t lookedAtInPipe = 262144;
    const bool highIsRule = facts_.wordsAreHigh || coding.bytes == (bits + 7) / 8;
    const auto place = scanWords(*bytes_, facts_.dataStart,
                                 pipe_ == nullptr ? facts_.presentBytes : std::min(facts_.presentBytes, lookedAtInPipe),
                                 coding, bits, highIsRule);
    const auto words = std::to_string(bits) + " bits in " + std::to_string(coding.bytes) + " bytes";
    if (place == WordPlace::low || (place == WordPlace::unknown && !highIsRule)) shift_ = spare;
    if (place == WordPlace::low && highIsRule)
        warnings_.push_back(name() + " has its " + words +
                            " in the low bits, contrary to its format, and is read that way; if its "
                            "levels are " +
                            base::formatFixed(6.0206 * spare, 1) + " dB too high, give the format with --raw");
    if (place == WordPlace::full) {
        warnings_.push_back(name() + " has " + words + " according to its header, but uses more bits: all are read");
        facts_.wordBits = 8 * coding.bytes;
    }
}

void AudioReader::choosePair() {
    if (source_.pair) {
        const auto& pair = *source_.pair;
        if (std::max(pair.left, pair.right) > fileChannels_)
            throw MediaError(name() + " has " +
                             (fileChannels_ == 1 ? "one channel" : std::to_string(fileChannels_) + " channels") +
                             " and no --pair " + toText(pair) + ": choose from its channels" +
                             (fileChannels_ > 2 ? ", as in --pair " + loudestPair() : ", or remove --pair"));
        first_ = pair.left - 1;
        second_ = std::max(pair.right, 1) - 1;
        channels_ = pair.right > 0 ? 2 : 1;
        return;
    }
    channels_ = fileChannels_;
    if (fileChannels_ <= 2) return;
    throw MediaError(name() + " has " + std::to_string(fileChannels_) +
                     " channels, and a phono stage needs one or two: choose them, as in --pair " + loudestPair());
}

/** "3+4 (the loudest: -26 dBFS rms)": the pair of neighbours with most in it, DC left out, at places all over the file.
 */
std::string AudioReader::loudestPair() {
    constexpr int places = 64, count = 4096;
    const auto channels = static_cast<std::size_t>(fileChannels_);
    std::vector<double> block(count * channels), sums(channels), squares(channels);
    std::int64_t total = 0;
    channels_ = 1;
    for (int place = 0; place < places; ++place) {
        if (frames_ && pipe_ == nullptr && *frames_ > std::int64_t{places} * count &&
            sf_seek(handle_.get(), *frames_ / places * place, SEEK_SET) < 0)
            break;
        const auto got = sf_readf_double(handle_.get(), block.data(), count);
        if (got <= 0) break;
        const double factor = std::ldexp(1.0, shift_);
        for (std::size_t i = 0; i < static_cast<std::size_t>(got) * channels; ++i) {
            const double value = std::isfinite(block[i]) ? block[i] * factor : 0.0;
            sums[i % channels] += value;
            squares[i % channels] += value * value;
        }
        total += got;
    }
    std::vector<double> variance(channels);
    const auto n = static_cast<double>(std::max<std::int64_t>(total, 1));
    for (std::size_t c = 0; c < channels; ++c)
        variance[c] = std::max(squares[c] / n - sums[c] / n * (sums[c] / n), 0.0);
    std::size_t best = 0;
    const auto power = [&](std::size_t c) { return variance[c] + variance[c + 1]; };
    for (std::size_t c = 0; c + 1 < channels; c = c + 3 == channels ? c + 1 : c + 2)
        if (power(c) > power(best)) best = c;
    const auto text = toText({static_cast<int>(best) + 1, static_cast<int>(best) + 2});
    if (!(power(best) > 0.0)) return text;
    return text + " (the loudest: " + base::formatFixed(dsp::decibelsOfPower(power(best)), 0) + " dBFS rms)";
}

void AudioReader::readTags() {
    const auto container = facts_.container;
    if (container == "raw") return;
    if (container == "FLAC") {
        readFlacTags(tags_, *bytes_, facts_.dataStart, sampleRateHz_);
        return;
    }
    // Samples that are read without their header: the library may still know what is written in it.
    SoundFileHandle other;
    FileStream stream(*bytes_, 0, bytes_->size());
    auto* handle = handle_.get();
    if (isPlain_) {
        SF_INFO info{};
        auto callbacks = fileStreamCallbacks();
        if (pipe_ == nullptr) other.reset(sf_open_virtual(&callbacks, SFM_READ, &info, &stream));
        handle = other.get();
    }
    for (int field = SF_STR_FIRST; handle != nullptr && field <= SF_STR_LAST; ++field) {
        const char* text = sf_get_string(handle, field);
        if (text == nullptr || *text == '\0' || field == SF_STR_SOFTWARE) continue;
        if (field == SF_STR_COMMENT)
            std::tie(tags_.comment, tags_.note) = splitComment(text);
        else
            tags_.texts.emplace_back(field, text);
    }
    other.reset(); // before its stream
    if (container == "WAV" || container == "RF64") readRiffTags(tags_, *bytes_, facts_, handle == nullptr);
    if (container == "AIFF" && pipe_ == nullptr) readAiffTags(tags_, *bytes_);
    if (container == "CAF" || container == "W64") nameUnread(tags_, *bytes_, container);
}

} // namespace phonostage::media
