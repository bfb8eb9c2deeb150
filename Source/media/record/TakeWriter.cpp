// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/TakeWriter.h"

#include "base/files/FileError.h"
#include "base/text/Units.h"
#include "media/record/FlacBytes.h"
#include "media/record/FlacTakeWriter.h"
#include "media/record/WavTakeWriter.h"

#include <algorithm>
#include <cmath>

namespace phonostage::media {
namespace {

std::string endingOf(const std::filesystem::path& path) {
    auto ending = path.extension().string();
    for (char& c : ending)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return ending;
}

} // namespace

std::unique_ptr<TakeWriter> TakeWriter::forName(const std::filesystem::path& path, const TakeFormat& format) {
    const auto ending = endingOf(path);
    if (ending == ".flac") return std::make_unique<FlacTakeWriter>(format);
    if (ending == ".wav") return std::make_unique<WavTakeWriter>(format);
    return nullptr;
}

std::string TakeWriter::whyNot(const std::filesystem::path& path, const TakeFormat& format) {
    const auto ending = endingOf(path);
    const auto name = base::quoted(path);
    if (ending != ".flac" && ending != ".wav")
        return name + " has no ending that sides are recorded to: name it .flac or .wav";
    if (ending == ".wav") return {};
    if (format.word == SampleWord::float32 || format.word == SampleWord::bits32)
        return "FLAC holds no " + std::string(format.word == SampleWord::float32 ? "32-bit float" : "32-bit words") +
               " that every player reads: name " + name + " .wav, or record 24 bit";
    if (format.sampleRateHz > flacHighestRateHz || std::floor(format.sampleRateHz) < format.sampleRateHz)
        return "FLAC cannot hold a rate of " + base::formatShortest(format.sampleRateHz) + " Hz: name " + name +
               " .wav";
    return {};
}

int TakeWriter::create(const std::filesystem::path& path, const TakeNotes& notes) {
    if (const int error = file_.createNew(path, base::File::For::everybody); error != 0) return error;
    (void)file_.lock(); // nobody else has a new file; a program that is killed leaves it without one
    const auto bytes = head(notes, 0);
    error_ = addBytes(bytes.data(), bytes.size());
    if (error_ == 0) error_ = begin();
    // Nothing is waited for: sound comes in already, and a busy disk takes long to say that it has something.
    return error_;
}

int TakeWriter::append(const float* samples, int frames) {
    if (error_ == 0) error_ = put(samples, frames);
    frames_ += frames;
    return error_;
}

int TakeWriter::addBytes(const void* bytes, std::size_t count) {
    const int error = file_.writeAt(end_, bytes, count);
    if (error == 0) end_ += static_cast<std::int64_t>(count);
    return error;
}

int TakeWriter::noteLength() {
    const auto whole = wholeFrames();
    if (const int error = writeLength(whole); error != 0) return error;
    notedFrames_ = whole;
    return 0;
}

int TakeWriter::bringToDisk() { return file_.sync(); }

void TakeWriter::markEnd() {
    isMarked_ = true;
    rememberEnd();
}

void TakeWriter::clearEnd() {
    isMarked_ = false;
    forgetEnd();
}

int TakeWriter::finish(const TakeNotes& notes) {
    // What did not fit any more is cut off, down to the last whole frame.
    int error = isMarked_ ? endAtMark() : endHere();
    if (const int cut = file_.resize(end_ + padding()); error == 0) error = cut;
    const auto whole = wholeFrames();
    const auto bytes = head(notes, whole);
    if (const int failed = file_.writeAt(0, bytes.data(), bytes.size()); error == 0) error = failed;
    if (const int failed = file_.sync(); error == 0) error = failed;
    if (const int failed = file_.close(); error == 0) error = failed;
    frames_ = notedFrames_ = syncedFrames_ = whole;
    return error;
}

void TakeWriter::abandon() { file_.close(); }

void TakeWriter::toWords(const float* samples, std::size_t count, std::vector<std::int32_t>& words) {
    const int bits = format_.word == SampleWord::bits16 ? 16 : format_.word == SampleWord::bits24 ? 24 : 32;
    const double scale = std::ldexp(1.0, bits - 1);
    words.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double exact = static_cast<double>(samples[i]) * scale;
        const double step = std::nearbyint(exact);
        const double legal = step >= -scale ? std::min(step, scale - 1.0) : step < -scale ? -scale : 0.0; // NaN: 0
        words[i] = static_cast<std::int32_t>(legal);
        // What differs at all; a step above the largest is what +1.0 is.
        rounded_ += legal == exact ? 0 : 1;
        held_ += step < -scale || step > scale ? 1 : 0;
    }
}

} // namespace phonostage::media
