// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/FileAudioSource.h"

#include "media/io/AudioReader.h"
#include "media/io/MediaError.h"
#include "media/record/RecordClock.h"

#include <chrono>
#include <memory>
#include <vector>

namespace phonostage::media {
namespace {

constexpr auto shortWait = std::chrono::milliseconds(2);

} // namespace

FileAudioSource::FileAudioSource(SoundSource source, double pace, int blockFrames)
    : source_(std::move(source)), pace_(pace), blockFrames_(blockFrames) {}

void FileAudioSource::start(AudioSink& sink) {
    stop();
    isEnding_.store(false);
    auto reader = std::make_shared<AudioReader>(source_);
    SourceFormat format;
    format.sampleRateHz = reader->sampleRateHz();
    format.channels = reader->channels();
    format.wordBits = reader->wordBits();
    format.type = "file";
    format.name = source_.path.filename().string();
    if (format.channels == 1) format.secondChannel = 0;
    sink.begin(format);
    thread_ = std::thread([this, &sink, reader] { run(sink, *reader); });
}

void FileAudioSource::stop() {
    isEnding_.store(true);
    if (thread_.joinable()) thread_.join();
}

void FileAudioSource::run(AudioSink& sink, AudioReader& reader) {
    const auto channels = static_cast<std::size_t>(reader.channels());
    const auto count = static_cast<std::size_t>(blockFrames_);
    std::vector<double> exact(channels * count);
    std::vector<float> samples(channels * count);
    std::vector<double*> into;
    std::vector<const float*> from;
    for (std::size_t channel = 0; channel < channels; ++channel) {
        into.push_back(exact.data() + channel * count);
        from.push_back(samples.data() + channel * count);
    }
    const RecordClock clock;
    const auto began = std::chrono::steady_clock::now();
    std::int64_t delivered = 0;
    std::string why;
    try {
        while (!isEnding_.load()) {
            const int frames = reader.read(into.data(), blockFrames_);
            if (frames == 0) break;
            for (std::size_t i = 0; i < exact.size(); ++i)
                samples[i] = static_cast<float>(exact[i]);
            delivered += frames;
            if (pace_ > 0.0)
                std::this_thread::sleep_until(
                    began +
                    std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                        std::chrono::duration<double>(static_cast<double>(delivered) / reader.sampleRateHz() / pace_)));
            while (pace_ <= 0.0 && sink.roomFrames() < frames && !isEnding_.load())
                std::this_thread::sleep_for(shortWait);
            sink.block(from.data(), frames, clock.nanoseconds());
        }
    } catch (const base::FileError& error) {
        why = error.what();
    }
    if (!isEnding_.load()) sink.lost(why, true);
}

} // namespace phonostage::media
