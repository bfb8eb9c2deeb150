// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/AudioWriter.h"

#include "media/io/AiffTags.h"
#include "media/io/AppendedChunks.h"
#include "media/io/HeaderBytes.h"
#include "media/io/MediaError.h"
#include "media/io/Packed24.h"
#include "media/io/Reductions.h"
#include "media/io/RiffTags.h"
#include "media/io/SoundFileIo.h"

#include "base/text/LikeWords.h"
#include "base/text/Units.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace phonostage::media {
namespace {

constexpr int chunkFrames = AudioWriter::mostWords;
/** Of the library, 0 (best) to 1: LAME's V0. */
constexpr double mp3CompressionLevel = 0.0;
/** Some 160 kbit/s in stereo: the library has 256 kbit/s a channel at 0, and 6 at 1. */
constexpr double opusCompressionLevel = 0.704;
/** Room for chunks in the library's header of at most 100 KiB, beside the texts. */
constexpr std::size_t mostChunkBytes = 40960;

std::int64_t bytesOf(const AudioSpec& spec, std::int64_t frames) {
    return frames * spec.channels * (bitsOf(spec.format) / 8);
}

std::int64_t dataBytes(const AudioSpec& spec) { return bytesOf(spec, spec.frames.value_or(0)); }

/** Frame headers hold a rate in Hz up to 65535, in tens of Hz up to 655350. */
bool flacTakes(double sampleRateHz) {
    const auto rate = std::llround(sampleRateHz);
    return rate <= 65535 || (rate <= 655350 && rate % 10 == 0);
}

bool fitsAiff(AudioSpec spec, SampleFormat format) {
    spec.format = format;
    return dataBytes(spec) <= largestDataBytes;
}

[[noreturn]] void refuseAiff(const AudioSpec& spec, const std::string& size) {
    std::string remedy = "write WAV";
    if (spec.format != SampleFormat::float32 && flacTakes(spec.sampleRateHz)) remedy += " or FLAC";
    if (spec.frames && spec.format != SampleFormat::pcm16 && fitsAiff(spec, SampleFormat::pcm16))
        remedy += ", or use --bits 16";
    else if (spec.frames && spec.format == SampleFormat::float32 && fitsAiff(spec, SampleFormat::pcm24))
        remedy += ", or use --bits 24";
    throw MediaError("AIFF cannot be larger than 4 GiB, and this would be " + size + ": " + remedy);
}

const char* nameOf(int field) {
    switch (field) {
    case SF_STR_TITLE:
        return "title";
    case SF_STR_COPYRIGHT:
        return "copyright";
    case SF_STR_ARTIST:
        return "artist";
    case SF_STR_COMMENT:
        return "comment";
    case SF_STR_DATE:
        return "date";
    case SF_STR_ALBUM:
        return "album";
    case SF_STR_LICENSE:
        return "licence";
    case SF_STR_TRACKNUMBER:
        return "track number";
    case SF_STR_GENRE:
        return "genre";
    default:
        return "text";
    }
}

/** "title", "title and artist", "title, artist and comment" */
std::string listed(const std::vector<std::string>& names) {
    std::string text;
    constexpr std::size_t most = 12;
    if (names.size() > most)
        return listed({names.begin(), names.begin() + most}) + ", and " + std::to_string(names.size() - most) + " more";
    for (std::size_t i = 0; i < names.size(); ++i)
        text.append(i == 0 ? "" : i + 1 == names.size() ? " and " : ", ").append(names[i]);
    return text;
}

int formatOf(const AudioSpec& spec, bool isStream) {
    int major = SF_FORMAT_WAV;
    if (spec.container == Container::flac) major = SF_FORMAT_FLAC;
    if (spec.container == Container::aiff) major = SF_FORMAT_AIFF;
    if (spec.container == Container::mp3) return SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III;
    if (spec.container == Container::opus) return SF_FORMAT_OGG | SF_FORMAT_OPUS;
    if (spec.container == Container::wav && !isStream && (!spec.frames || needsRf64(spec))) major = SF_FORMAT_RF64;
    switch (spec.format) {
    case SampleFormat::pcm16:
        return major | SF_FORMAT_PCM_16;
    case SampleFormat::pcm24:
        return major | SF_FORMAT_PCM_24;
    default:
        return major | SF_FORMAT_FLOAT;
    }
}

/** Whether the library lists the number under this command, of major formats or of codings. */
bool libraryLists(int countCommand, int command, int format) {
    int count = 0;
    sf_command(nullptr, countCommand, &count, sizeof count);
    for (int i = 0; i < count; ++i) {
        SF_FORMAT_INFO info{};
        info.format = i;
        if (sf_command(nullptr, command, &info, sizeof info) == 0 && info.format == format) return true;
    }
    return false;
}

std::string ratesText(Container container) {
    std::vector<std::string> texts;
    for (const auto rate : ratesOf(container))
        texts.push_back(base::formatShortest(rate));
    return listed(texts);
}

void requireLossyHoldable(const AudioSpec& spec) {
    const std::string name = nameOf(spec.container);
    if (!canWrite(spec.container))
        throw MediaError(name + " cannot be written: the libsndfile that is installed (" + soundLibraryVersion() +
                         ") has no coder for it; write FLAC or WAV");
    const auto& rates = ratesOf(spec.container);
    if (std::find(rates.begin(), rates.end(), spec.sampleRateHz) == rates.end())
        throw MediaError(name + " cannot store a sample rate of " + base::formatShortest(spec.sampleRateHz) +
                         " Hz: use --rate fit to resample to " +
                         base::formatShortest(fittingRate(spec.container, spec.sampleRateHz)) + " Hz (it has " +
                         ratesText(spec.container) + " Hz), or write FLAC or WAV");
}

} // namespace

const char* nameOf(Container container) {
    switch (container) {
    case Container::wav:
        return "WAV";
    case Container::flac:
        return "FLAC";
    case Container::aiff:
        return "AIFF";
    case Container::mp3:
        return "MP3";
    default:
        return "Opus";
    }
}

const char* extensionOf(Container container) {
    switch (container) {
    case Container::wav:
        return ".wav";
    case Container::flac:
        return ".flac";
    case Container::aiff:
        return ".aiff";
    case Container::mp3:
        return ".mp3";
    default:
        return ".opus";
    }
}

bool canWrite(Container container) {
    if (container == Container::mp3)
        return libraryLists(SFC_GET_FORMAT_MAJOR_COUNT, SFC_GET_FORMAT_MAJOR, SF_FORMAT_MPEG);
    if (container == Container::opus)
        return libraryLists(SFC_GET_FORMAT_SUBTYPE_COUNT, SFC_GET_FORMAT_SUBTYPE, SF_FORMAT_OPUS);
    return true;
}

const std::vector<double>& ratesOf(Container container) {
    static const std::vector<double> any;
    static const std::vector<double> mp3{8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000};
    static const std::vector<double> opus{8000, 12000, 16000, 24000, 48000};
    return container == Container::mp3 ? mp3 : container == Container::opus ? opus : any;
}

double fittingRate(Container container, double sampleRateHz) {
    const auto& rates = ratesOf(container);
    if (rates.empty()) return sampleRateHz;
    const auto at = std::lower_bound(rates.begin(), rates.end(), sampleRateHz);
    return at == rates.end() ? rates.back() : *at;
}

Container containerOf(const std::filesystem::path& path) {
    auto extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : static_cast<char>(c);
    });
    if (extension == ".wav") return Container::wav;
    if (extension == ".flac") return Container::flac;
    if (extension == ".aiff" || extension == ".aif") return Container::aiff;
    const auto what = extension.empty() ? std::string(" has no extension")
                                        : " has the extension " + base::quoted(std::filesystem::path(extension)) +
                                              ", which is not supported for output";
    throw MediaError(base::quoted(path) + what + ": " + base::didYouMean(extension, {".wav", ".flac", ".aiff"}) +
                     "use .wav, .flac or .aiff");
}

int bitsOf(SampleFormat format) {
    switch (format) {
    case SampleFormat::pcm16:
        return 16;
    case SampleFormat::pcm24:
        return 24;
    default:
        return 32;
    }
}

bool needsRf64(const AudioSpec& spec) {
    return dataBytes(spec) + static_cast<std::int64_t>(spec.tagRoomBytes) > largestDataBytes;
}

void requireHoldable(const AudioSpec& spec, double sourceRateHz) {
    if (isLossy(spec.container)) return requireLossyHoldable(spec);
    if (spec.container == Container::flac) {
        if (spec.format == SampleFormat::float32)
            throw MediaError("FLAC cannot store 32 bit float samples: write WAV or AIFF, or use --bits 24");
        if (!flacTakes(spec.sampleRateHz)) {
            std::string remedy = "write WAV or AIFF";
            if (sourceRateHz > 0.0 && flacTakes(sourceRateHz))
                remedy += ", or keep " + base::formatShortest(sourceRateHz) +
                          " Hz with --speed-back resample (correct speed) or --speed-back off (as captured)";
            throw MediaError("FLAC cannot store a sample rate of " + base::formatShortest(spec.sampleRateHz) +
                             " Hz: " + remedy);
        }
    }
    if (spec.container == Container::aiff && needsRf64(spec))
        refuseAiff(spec, std::to_string(dataBytes(spec) >> 20) + " MiB");
}

AudioWriter::AudioWriter(base::PendingFile& file, const AudioSpec& spec, const FileTags& tags,
                         std::int64_t largestAiffBytes)
    : name_(base::quoted(file.target())), file_(&file.file()), spec_(spec), largestAiffBytes_(largestAiffBytes) {
    std::vector<std::string> lost = tags.unread;
    if (spec.container == Container::flac) {
        auto extras = flacExtras(tags, spec.sampleRateHz, spec.frames);
        lost.insert(lost.end(), extras.lost.begin(), extras.lost.end());
        if (spec.tagRoomBytes > 0) extras.blocks.push_back(flacPadding(spec.tagRoomBytes));
        if (!extras.isEmpty()) flac_ = std::make_unique<FlacSink>(file.file(), std::move(extras));
    }
    stream_ = flac_ ? std::make_unique<FileStream>(*flac_) : std::make_unique<FileStream>(file.file());
    open();
    writeTags(tags, std::move(lost));
    makeRoom();
}

AudioWriter::AudioWriter(StreamSink& sink, const AudioSpec& spec, const FileTags& tags)
    : name_("standard output"), sink_(&sink), spec_(spec), stream_(std::make_unique<FileStream>(sink)) {
    open();
    writeTags(tags, tags.unread);
    makeRoom();
    sf_command(handle_.get(), SFC_UPDATE_HEADER_NOW, nullptr, 0);
    if (stream_->flush() != 0 || sink.start(dataBytes(spec)) != 0) fail();
}

void AudioWriter::open() {
    requireHoldable(spec_);
    SF_INFO info{};
    info.samplerate = static_cast<int>(std::lround(spec_.sampleRateHz));
    info.channels = spec_.channels;
    info.format = formatOf(spec_, sink_ != nullptr);
    auto callbacks = fileStreamCallbacks();
    handle_.reset(sf_open_virtual(&callbacks, SFM_WRITE, &info, stream_.get()));
    if (!handle_) fail();
    // The peak chunk of float files bears the time of day: the same samples would not give the same bytes.
    sf_command(handle_.get(), SFC_SET_ADD_PEAK_CHUNK, nullptr, SF_FALSE);
    if (isLossy(spec_.container)) setQuality();
    if (!spec_.frames && sink_ == nullptr) sf_command(handle_.get(), SFC_RF64_AUTO_DOWNGRADE, nullptr, SF_TRUE);
}

/** For listening to music: nobody has been shown to hear these from the original. */
void AudioWriter::setQuality() {
    if (spec_.container == Container::mp3) {
        int mode = SF_BITRATE_MODE_VARIABLE;
        sf_command(handle_.get(), SFC_SET_BITRATE_MODE, &mode, sizeof mode);
    }
    double level = spec_.container == Container::mp3 ? mp3CompressionLevel : opusCompressionLevel;
    sf_command(handle_.get(), SFC_SET_COMPRESSION_LEVEL, &level, sizeof level);
}

void AudioWriter::makeRoom() {
    const auto channels = static_cast<std::size_t>(spec_.channels);
    const auto samples = std::size_t{chunkFrames} * channels;
    beyond_.resize(channels);
    floatPeak_.resize(channels);
    if (spec_.format == SampleFormat::float32 || isLossy(spec_.container)) {
        floats_.resize(samples);
        return;
    }
    words_.resize(samples);
    interleaved_.resize(samples);
    if (canHandlePacked && spec_.container == Container::wav && spec_.format == SampleFormat::pcm24)
        packed_.resize(samples * 3 + packedSlack);
    for (int c = 0; c < spec_.channels; ++c)
        quantizers_.emplace_back(bitsOf(spec_.format), c);
}

void AudioWriter::writeTags(const FileTags& tags, std::vector<std::string> lost) {
    const bool isLimited = spec_.container != Container::flac;
    const auto bytes = isLimited ? longestTagBytes : std::numeric_limits<std::size_t>::max();
    std::vector<std::string> cut;
    const auto put = [&](int field, const std::string& text, bool isWhole) {
        if (sf_set_string(handle_.get(), field, text.c_str()) != SF_ERR_NO_ERROR)
            lost.emplace_back(nameOf(field));
        else if (!isWhole)
            cut.emplace_back(nameOf(field));
    };
    for (const auto& [field, text] : tags.texts) {
        const std::string part(beginningOf(text, bytes));
        put(field, part, part.size() == text.size());
    }
    const auto comment = joinComment(tags.comment, tags.note, bytes);
    if (!comment.empty()) put(SF_STR_COMMENT, comment, comment.size() == joinComment(tags.comment, tags.note).size());

    writeChunks(tags, lost);
    if (!cut.empty())
        warnings_.push_back(name_ + " contains only the beginning of the source's " + listed(cut) +
                            ": the format has room for " + std::to_string(longestTagBytes) +
                            " bytes; FLAC keeps all of it");
    if (!lost.empty())
        warnings_.push_back(name_ + " does not contain the source's " + listed(lost) + ": the format cannot store it");
}

/** Small chunks stand before the sound, where a stream can have them too; large ones get behind it. */
void AudioWriter::writeChunks(const FileTags& tags, std::vector<std::string>& lost) {
    if (spec_.container == Container::flac || isLossy(spec_.container)) return;
    auto written = spec_.container == Container::aiff ? aiffChunks(tags) : riffChunks(tags);
    lost.insert(lost.end(), written.lost.begin(), written.lost.end());
    std::size_t total = 0;
    for (auto& chunk : written.chunks) {
        total += chunk.bytes.size() + 8;
        SF_CHUNK_INFO info{};
        std::copy_n(chunk.name.begin(), std::min<std::size_t>(chunk.name.size(), 4), std::begin(info.id));
        info.id_size = 4;
        info.datalen = static_cast<unsigned>(chunk.bytes.size());
        info.data = chunk.bytes.data();
        if (total <= mostChunkBytes) {
            if (sf_set_chunk(handle_.get(), &info) != SF_ERR_NO_ERROR) lost.push_back(chunk.name);
            continue;
        }
        total -= chunk.bytes.size() + 8;
        if (file_ != nullptr)
            appended_.push_back(std::move(chunk));
        else
            lost.push_back(chunk.name);
    }
}

/** Behind the file as the library has closed it: RIFF, RF64 or FORM. */
void AudioWriter::appendChunks() {
    if (appended_.empty()) return;
    const auto order = spec_.container == Container::aiff ? Order::big : Order::little;
    const int error = media::appendChunks(*file_, appended_, order);
    if (error == passes4Gib)
        warnings_.push_back(name_ + " does not contain the source's " + appended_.front().name +
                            " and what follows it: the file would exceed 4 GiB");
    else if (error != 0)
        throw MediaError(name_ + " could not be written: " + base::systemError(error));
}

/** A length that was known has been judged before; one that was not is known when it is reached. */
void AudioWriter::count(int frames) {
    dataBytes_ += bytesOf(spec_, frames);
    if (spec_.container == Container::aiff && dataBytes_ > largestAiffBytes_) refuseAiff(spec_, "larger");
}

void AudioWriter::write(double* const* channel, int frames, bool keepWritten) {
    count(frames);
    for (int start = 0; start < frames; start += chunkFrames) {
        const int n = std::min(frames - start, chunkFrames);
        double* part[2] = {channel[0] + start, spec_.channels > 1 ? channel[1] + start : nullptr};
        if (quantizers_.empty())
            writeFloats(part, n);
        else
            quantise(part, n, keepWritten);
    }
    if (stream_->error() != 0) fail();
}

void AudioWriter::writeWords(const std::int32_t* const* words, int frames) {
    count(frames);
    putWords(words, frames);
    if (stream_->error() != 0) fail();
}

void AudioWriter::quantise(double* const* channel, int frames, bool keepWritten) {
    const std::int32_t* words[2] = {words_.data(), words_.data() + chunkFrames};
    for (std::size_t c = 0; c < quantizers_.size(); ++c)
        quantizers_[c].process(channel[c], words_.data() + c * chunkFrames, frames, keepWritten);
    putWords(words, frames);
}

void AudioWriter::putWords(const std::int32_t* const* words, int frames) {
    const auto channels = static_cast<std::size_t>(spec_.channels);
    const auto count = static_cast<std::size_t>(frames);
    const auto bytes = static_cast<sf_count_t>(count * channels * 3);
    if (!packed_.empty() && channels == 2) {
        putTogetherPacked(words[0], words[1], frames, packed_.data());
        if (sf_write_raw(handle_.get(), packed_.data(), bytes) != bytes) fail();
        return;
    }
    const auto* all = words[0];
    if (channels > 1) {
        for (std::size_t i = 0; i < count; ++i) {
            interleaved_[2 * i] = words[0][i];
            interleaved_[2 * i + 1] = words[1][i];
        }
        all = interleaved_.data();
    }
    if (packed_.empty()) {
        if (sf_writef_int(handle_.get(), all, frames) != frames) fail();
        return;
    }
    for (std::size_t i = 0; i < count; ++i)
        writePacked(packed_.data() + 3 * i, all[i]);
    if (sf_write_raw(handle_.get(), packed_.data(), bytes) != bytes) fail();
}

void AudioWriter::writeFloats(double* const* channel, int frames) {
    for (int c = 0; c < spec_.channels; ++c) {
        const auto at = static_cast<std::size_t>(c);
        for (int i = 0; i < frames; ++i) {
            const auto value = static_cast<float>(channel[c][i]);
            floats_[static_cast<std::size_t>(i) * beyond_.size() + at] = value;
            channel[c][i] = static_cast<double>(value);
        }
        const double peak = largestMagnitude(channel[c], frames);
        floatPeak_[at] = std::max(floatPeak_[at], peak);
        if (peak > 1.0)
            beyond_[at] += std::count_if(channel[c], channel[c] + frames, [](double x) { return std::abs(x) > 1.0; });
    }
    if (sf_writef_float(handle_.get(), floats_.data(), frames) != frames) fail();
}

std::int64_t AudioWriter::clippedSamples(int channel) const {
    const auto at = static_cast<std::size_t>(channel);
    return quantizers_.empty() ? beyond_[at] : quantizers_[at].clippedSamples();
}

std::int64_t AudioWriter::framesWritten() const { return dataBytes_ / bytesOf(spec_, 1); }

double AudioWriter::peak(int channel) const {
    const auto at = static_cast<std::size_t>(channel);
    return quantizers_.empty() ? floatPeak_[at] : quantizers_[at].peak();
}

void AudioWriter::finish() {
    // Closing writes the header's lengths; its own result says little, the stream's error says all.
    const int closed = sf_close(handle_.release());
    if (stream_->flush() != 0 || closed != 0) fail();
    appendChunks();
}

void AudioWriter::fail() {
    if (sink_ != nullptr && sink_->error() != 0)
        throw MediaError("standard output could not be written: " + base::systemError(sink_->error()));
    if (stream_->error() != 0)
        throw MediaError(name_ + " could not be written: " + base::systemError(stream_->error()));
    throw MediaError(name_ + " could not be written: " + sf_strerror(handle_.get()) + "; write WAV instead");
}

} // namespace phonostage::media
