// SPDX-License-Identifier: GPL-3.0-or-later
//
// A long session, faster than real time: everything is automated at random, and between times the stage is looked at in
// quiet: soak [--laps N] [--seconds S] [--seed N] [--no-clock] [--worn]. A lap is S seconds of automation, a tone and
// five minutes of silence; 48 laps of 1487 seconds are a day, and the default. --worn: a record with clicks, crackle,
// scratches and hum, cleaned throughout; only what cleans is automated. Exit 1 where something is wrong, or nothing is
// taken out:
//
// - a sample or a meter that is not finite, while the stage is not bypassed;
// - the tone's level away from the closed form of curve and gain by more than 0.02 dB, or from the first lap's of that
//   rate by more than 1e-9 of it; an offset, of which the input has one, of more than 1e-9 of full scale;
// - subnormal numbers in silence after music that stay, silence that does not end in exact zeros, or (unless
//   --no-clock) a block of it that takes more than twice the time of music;
// - memory that has grown by more than a megabyte since the second lap.

#include "bench/Machine.h"
#include "bench/Signals.h"
#include "bench/Stage.h"

#include "params/State.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <numbers>
#include <random>
#include <string>
#include <variant>
#include <vector>

using namespace phonostage;
using namespace phonostage::bench;
using params::Id;

namespace {

constexpr double settleSeconds = 12.0;   // what is left of 1e6 volts behind the 1 Hz high-pass is then below 1e-16
constexpr double silenceSeconds = 300.0; // as long as a meter of 300 ms needs to fall through all that doubles can hold
constexpr int toneBlockFrames = 441;

struct Options {
    int laps = 48;
    double seconds = 1487.0;
    unsigned seed = 1;
    bool clock = true;
    bool worn = false;
};

int failures = 0;

void fail(const char* what, double value) {
    std::printf("WRONG: %s: %.17g\n", what, value);
    ++failures;
}

double median(std::vector<double>& v) {
    const auto middle = v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2);
    std::nth_element(v.begin(), middle, v.end());
    return *middle;
}

class Session {
public:
    explicit Session(const Options& options) : options_(options), random_(options.seed) {
        stage_.spectrumTap.setActive(true);
    }

    void lap(int number) {
        const double rateHz = number % 2 == 0 ? 44100.0 : 48000.0;
        stage_.prepare(rateHz);
        if (options_.worn)
            clean(options_.seconds);
        else
            automate(options_.seconds);
        tone();
        silence();
        const double megabytes = residentMegabytes();
        if (number == std::min(1, options_.laps - 1)) firstMegabytes_ = megabytes;
        if (megabytes > firstMegabytes_ + 1.0 && number > 1) fail("memory has grown to MB", megabytes);
        std::printf(
            "lap %2d  %.0f Hz  1 kHz %+.7f dB  drift %.1e  offset %.1e  silence/music %.2f  %.1f MB  %d designs\n",
            number + 1, rateHz, toneDb_, drift_, offset_, slowest_, megabytes, designs_);
        std::fflush(stdout);
    }

    [[nodiscard]] std::int64_t frames() const { return frames_; }

private:
    // ---- random automation

    void automate(double seconds) {
        const double rateHz = stage_.rateHz();
        auto& sources = sources_[rateHz];
        if (sources.empty()) {
            for (const auto signal : {Signal::music, Signal::clipped, Signal::clippedPeaks, Signal::clippedBelow,
                                      Signal::denormalTail, Signal::storm, Signal::silence})
                sources.emplace_back(signal, rateHz, 8.0, options_.seed);
        }
        std::size_t source = 0;
        double nextMove = 0.0;
        for (double now = 0.0; now < seconds;) {
            if (now >= nextMove) {
                nextMove = now + std::exponential_distribution<double>(2.0)(random_);
                move();
                if (oneIn(8)) source = random_() % sources.size();
            }
            if (oneIn(3)) designs_ += stage_.design() ? 1 : 0;
            const int frames = oneIn(40) ? 1 + static_cast<int>(random_() % 9000) : blockFrames_;
            if (isDouble_)
                block(sources[source], doubles_, frames);
            else
                block(sources[source], floats_, frames);
            now += frames / rateHz;
        }
    }

    /** A worn record; strengths, hum and what is heard change twice a minute, from the moment
        on when hum must be known. */
    void clean(double seconds) {
        const double rateHz = stage_.rateHz();
        auto& sources = sources_[rateHz];
        if (sources.empty()) {
            sources.emplace_back(Signal::music, rateHz, 8.0, options_.seed); // for silence()
            sources.emplace_back(Signal::worn, rateHz, 16.0, options_.seed);
        }
        params::Snapshot stage;
        stage.values.set(Id::declick, 1.0);
        stage.values.set(Id::decrackle, 1.0);
        stage.values.set(Id::dehum, 1.0);
        commit(stage);
        constexpr std::array moving{Id::declickStrength, Id::decrackleStrength, Id::dehum, Id::dehumMost, Id::hear};
        // It pauses for 3 s in 16, and under its clicks not every pause is known for one.
        constexpr double learnSeconds = 120.0, everySeconds = 30.0;
        double nextMove = learnSeconds;
        const auto& meters = stage_.runner.engine().meters();
        for (double now = 0.0; now < seconds;) {
            if (now >= nextMove) {
                if (nextMove == learnSeconds && meters.hum.lines == 0) fail("hum is not known after, s", now);
                nextMove += everySeconds;
                const Id id = moving[random_() % moving.size()];
                stage_.set(id, anyValue(random_, id));
                blockFrames_ = 1 + static_cast<int>(random_() % 1024);
            }
            designs_ += stage_.design() ? 1 : 0;
            block(sources[1], floats_, blockFrames_);
            now += blockFrames_ / rateHz;
        }
        const auto clicks = static_cast<double>(meters.clicks.clicks());
        if (clicks < seconds) fail("clicks taken out are too few", clicks); // there are more than five a second
    }

    void move() {
        const auto id = static_cast<Id>(random_() % params::parameterCount);
        switch (random_() % 16) {
        case 0: // a whole stage, by way of its text
            restore();
            break;
        case 1:
            stage_.runner.engine().resetHolds();
            break;
        case 2:
            if (oneIn(4))
                stage_.runner.reset();
            else if (oneIn(4))
                stage_.prepare(stage_.rateHz());
            break;
        case 3: {
            stage_.spectrumTap.setActive(oneIn(2));
            (void)stage_.spectrumTap.read(4096, spectrum_);
            if (stage_.inputTap.isDone()) (void)stage_.inputTap.take();
            if (!stage_.inputTap.isRunning()) (void)stage_.inputTap.start(2.0);
            break;
        }
        case 4:
            channels_ = oneIn(3) ? 1 : 2;
            isDouble_ = oneIn(2);
            blockFrames_ = 1 + static_cast<int>(random_() % 1024);
            break;
        default:
            stage_.set(id, anyValue(random_, id));
        }
    }

    void restore() {
        params::Snapshot stage;
        for (const auto& entry : params::table())
            stage.values.set(entry.id, anyValue(random_, entry.id));
        if (oneIn(2)) stage.values.set(Id::bypass, 0.0);
        for (const auto& entry : params::textTable())
            stage.texts.set(entry.id, std::to_string(random_()));
        const auto read = params::readState(params::writeState(stage.values, stage.texts));
        if (const auto* error = std::get_if<params::StateError>(&read)) {
            std::printf("%s\n", error->message.c_str());
            return fail("a state is not read", 0.0);
        }
        commit(std::get<params::Snapshot>(read));
    }

    void commit(const params::Snapshot& stage) {
        stage_.worker.commit(stage);
        stage_.runner.noteStateLoaded();
    }

    template <typename Sample>
    void block(SignalSource& source, std::array<std::vector<Sample>, 2>& buffers, int frames) {
        for (auto& buffer : buffers)
            buffer.resize(std::max(buffer.size(), static_cast<std::size_t>(frames)));
        source.read(buffers[0].data(), buffers[1].data(), frames);
        Sample* const channels[] = {buffers[0].data(), buffers[1].data()};
        // Bypassed, what is not finite passes through: then only the meters are looked at.
        const bool bypassed = stage_.store.get(Id::bypass) >= 0.5;
        sinceBypass_ = bypassed ? 0.0 : sinceBypass_ + frames / stage_.rateHz();
        stage_.process(channels, channels_, frames);
        frames_ += frames;
        if (sinceBypass_ > 0.5) {
            bool finite = true;
            for (int c = 0; c < channels_; ++c)
                for (int i = 0; i < frames; ++i)
                    finite &= std::isfinite(channels[c][i]);
            if (!finite) fail("an output sample is not finite, at frame", static_cast<double>(frames_));
        }
        if (oneIn(16)) checkMeters();
    }

    void checkMeters() {
        const auto& meters = stage_.runner.engine().meters();
        for (const auto* side : {&meters.input, &meters.output}) {
            for (const auto& m : *side) {
                const double sum = m.meanSquareVolts2 + m.peakVolts + m.peakHoldVolts + m.truePeakHoldVolts;
                if (!std::isfinite(sum)) fail("a meter is not finite", sum);
            }
        }
    }

    // ---- a tone in quiet

    void tone() {
        commit(params::Snapshot());
        const double rateHz = stage_.rateHz();
        constexpr std::array frequencies{100.0, 1000.0, 10000.0};
        constexpr double peak = 0.002, offset = 0.001;
        std::array<std::array<std::complex<double>, 3>, 2> sums{};
        std::array<double, 2> means{};
        const auto from = static_cast<int>(settleSeconds * rateHz), end = from + static_cast<int>(rateHz);
        std::array<std::vector<double>, 2> samples{std::vector<double>(toneBlockFrames),
                                                   std::vector<double>(toneBlockFrames)};
        for (int at = 0; at < end; at += toneBlockFrames) {
            const int count = std::min(toneBlockFrames, end - at);
            for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
                double sum = offset;
                for (const double f : frequencies)
                    sum += peak * std::sin(turn(f, at + static_cast<int>(i)));
                samples[0][i] = sum;
                samples[1][i] = -sum;
            }
            double* const channels[] = {samples[0].data(), samples[1].data()};
            stage_.process(channels, 2, count);
            frames_ += count;
            for (int i = std::max(0, from - at); i < count; ++i) {
                for (std::size_t c = 0; c < 2; ++c) {
                    const double y = samples[c][static_cast<std::size_t>(i)] / rateHz;
                    means[c] += y;
                    for (std::size_t k = 0; k < frequencies.size(); ++k)
                        sums[c][k] += 2.0 * y * std::polar(1.0, -turn(frequencies[k], at + i));
                }
            }
        }
        offset_ = std::max(std::fabs(means[0]), std::fabs(means[1]));
        if (!(offset_ <= 1e-9)) fail("the output has an offset", offset_);
        drift_ = 0.0;
        auto& first = firstLevels_[rateHz];
        for (std::size_t c = 0; c < 2; ++c) {
            for (std::size_t k = 0; k < frequencies.size(); ++k) {
                const double level = std::abs(sums[c][k]);
                const double ideal = 100.0 * peak * riaa(frequencies[k]) / riaa(1000.0);
                const double errorDb = 20.0 * std::log10(level / ideal);
                if (k == 1) toneDb_ = errorDb;
                if (!(std::fabs(errorDb) <= 0.02)) fail("the tone's level in dB", errorDb);
                if (first[c][k] <= 0.0) first[c][k] = level;
                drift_ = std::max(drift_, std::fabs(level / first[c][k] - 1.0));
            }
        }
        if (!(drift_ <= 1e-9)) fail("the tone's level has drifted by", drift_);
    }

    // In whole turns first: the frame number is large, and all frequencies are whole numbers of Hz.
    [[nodiscard]] double turn(double frequencyHz, int frame) const {
        const double turns = std::fmod(frequencyHz * frame, stage_.rateHz()) / stage_.rateHz();
        return 2.0 * std::numbers::pi * turns;
    }

    // IEC 60098.
    static double riaa(double frequencyHz) {
        const std::complex<double> s(0.0, 2.0 * std::numbers::pi * frequencyHz);
        return std::abs((1.0 + s * 318e-6) / ((1.0 + s * 3180e-6) * (1.0 + s * 75e-6)));
    }

    // ---- silence after music

    void silence() {
        params::Snapshot stage;
        for (const auto& entry : params::table())
            stage.values.set(entry.id, anyValue(random_, entry.id));
        stage.values.set(Id::bypass, 0.0);
        commit(stage);
        const double rateHz = stage_.rateHz();
        const double playing = median(timed(&sources_[rateHz].front(), 5.0));
        slowest_ = 0.0;
        for (double now = 0.0; now < silenceSeconds; now += 1.0)
            slowest_ = std::max(slowest_, median(timed(nullptr, 1.0)) / playing);
        if (options_.clock && !(slowest_ <= 2.0)) fail("silence takes more time than music, times", slowest_);
        for (const auto& buffer : doubles_)
            for (std::size_t i = 0; i < Stage::blockFrames; ++i)
                if (std::fabs(buffer[i]) > 0.0) return fail("silence has not become exact", buffer[i]);
    }

    /** What each block took. Without a source it is silence, and watched. */
    std::vector<double>& timed(SignalSource* source, double seconds) {
        times_.clear();
        for (auto& buffer : doubles_)
            buffer.resize(std::max(buffer.size(), static_cast<std::size_t>(Stage::blockFrames)));
        double* const channels[] = {doubles_[0].data(), doubles_[1].data()};
        int inRow = 0, mostInRow = 0;
        for (int left = static_cast<int>(seconds * stage_.rateHz()); left > 0; left -= Stage::blockFrames) {
            if (source != nullptr)
                source->read(channels[0], channels[1], Stage::blockFrames);
            else
                for (auto* channel : channels)
                    std::fill_n(channel, Stage::blockFrames, 0.0);
            beginWatch();
            const double start = threadMicroseconds();
            stage_.process(channels, 2, Stage::blockFrames);
            times_.push_back(threadMicroseconds() - start);
            inRow = source == nullptr && metSubnormals() ? inRow + 1 : 0;
            mostInRow = std::max(mostInRow, inRow);
            frames_ += Stage::blockFrames;
        }
        // The engine looks at its states every 128 frames: a fast one may fall through the subnormals in between.
        if (mostInRow > 128 / Stage::blockFrames + 1) fail("blocks in a row with subnormals, in silence", mostInRow);
        return times_;
    }

    bool oneIn(unsigned n) { return random_() % n == 0; }

    Options options_;
    std::mt19937_64 random_;
    Stage stage_;
    plugin::SpectrumTap::Frames spectrum_;
    std::map<double, std::vector<SignalSource>> sources_; ///< by rate
    std::array<std::vector<float>, 2> floats_;
    std::array<std::vector<double>, 2> doubles_;
    std::vector<double> times_;
    int channels_ = 2, blockFrames_ = 256, designs_ = 0;
    bool isDouble_ = false;
    double sinceBypass_ = 0.0;
    std::int64_t frames_ = 0;
    std::map<double, std::array<std::array<double, 3>, 2>> firstLevels_;
    double firstMegabytes_ = 0.0, toneDb_ = 0.0, drift_ = 0.0, offset_ = 0.0, slowest_ = 0.0;
};

} // namespace

int main(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const bool hasValue = i + 1 < argc;
        if (std::strcmp(argv[i], "--no-clock") == 0) {
            options.clock = false;
        } else if (std::strcmp(argv[i], "--worn") == 0) {
            options.worn = true;
        } else if (hasValue && std::strcmp(argv[i], "--laps") == 0) {
            options.laps = std::atoi(argv[++i]);
        } else if (hasValue && std::strcmp(argv[i], "--seconds") == 0) {
            options.seconds = std::atof(argv[++i]);
        } else if (hasValue && std::strcmp(argv[i], "--seed") == 0) {
            options.seed = static_cast<unsigned>(std::atoi(argv[++i]));
        } else {
            std::fprintf(stderr, "usage: soak [--laps N] [--seconds S] [--seed N] [--no-clock] [--worn]\n");
            return 2;
        }
    }
    Session session(options);
    for (int lap = 0; lap < options.laps && failures < 20; ++lap)
        session.lap(lap);
    std::printf("%lld frames, %d failures\n", static_cast<long long>(session.frames()), failures);
    return failures == 0 ? 0 : 1;
}
