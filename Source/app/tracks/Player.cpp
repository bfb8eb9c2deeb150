// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tracks/Player.h"

#include "media/io/MediaError.h"
#include "media/io/SoundSeeker.h"
#include "media/render/Resampler.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <memory>

namespace phonostage::app {

Player::~Player() { stop(); }

std::string Player::play(const std::filesystem::path& file, std::int64_t from, std::int64_t to, bool isFlat) {
    stop();
    if (rateHz_.load() <= 0.0) return "no audio device is open";
    try {
        fileRateHz_ = media::SoundSeeker(file).sampleRateHz();
    } catch (const base::FileError& error) {
        return error.what();
    }
    path_ = file;
    from_ = from;
    to_ = to;
    begin(isFlat);
    thread_ = std::thread([this, file, from, to] { read(file, from, to); });
    isWanted_ = true;
    return {};
}

std::string Player::play(std::function<media::Snippet()> make) {
    stop();
    if (rateHz_.load() <= 0.0) return "no audio device is open";
    path_.clear();
    from_ = to_ = 0;
    begin(true);
    thread_ = std::thread([this, make = std::move(make)] {
        try {
            play(make());
        } catch (const base::FileError&) {
            // A file that is gone: the page says so when it reads it.
        }
        isRead_ = true;
    });
    isWanted_ = true;
    return {};
}

void Player::begin(bool isFlat) {
    in_ = out_ = 0;
    isRead_ = isEnding_ = false;
    isFlat_ = isFlat;
}

void Player::stop() {
    isWanted_ = false;
    isEnding_ = true;
    if (thread_.joinable()) thread_.join();
}

void Player::poll() {
    if (isWanted_ && isRead_ && out_.load() >= in_.load()) stop();
}

std::int64_t Player::frame() const {
    const double rate = rateHz_.load();
    if (rate <= 0.0) return from_;
    return std::min<std::int64_t>(to_, from_ + std::llround(static_cast<double>(out_.load()) * fileRateHz_ / rate));
}

/** Waits while the ring is full. */
void Player::push(const double* left, const double* right, int frames) {
    for (int i = 0; i < frames && !isEnding_;) {
        const auto in = in_.load(std::memory_order_relaxed);
        const auto room = ringFrames - static_cast<std::size_t>(in - out_.load(std::memory_order_acquire));
        const int now = static_cast<int>(std::min<std::size_t>(room, static_cast<std::size_t>(frames - i)));
        for (int k = 0; k < now; ++k) {
            const auto at = 2 * static_cast<std::size_t>((in + static_cast<std::uint64_t>(k)) % ringFrames);
            ring_[at] = static_cast<float>(left[i + k]);
            ring_[at + 1] = static_cast<float>(right[i + k]);
        }
        in_.store(in + static_cast<std::uint64_t>(now), std::memory_order_release);
        i += now;
        if (now == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

/** Until there is no more, or nobody wants it any more. */
void Player::feed(double fromHz, const Source& source) {
    constexpr int block = 4096;
    std::vector<double> left(block), right(block);
    const std::array<const double*, 2> channel{left.data(), right.data()};
    std::unique_ptr<media::Resampler> resampler;
    const double rate = rateHz_.load();
    if (std::abs(rate - fromHz) > 0.5)
        resampler = std::make_unique<media::Resampler>(
            fromHz, rate, 2, [this](double* const* made, int frames) { push(made[0], made[1], frames); });
    while (!isEnding_) {
        const int got = source(left.data(), right.data(), block);
        if (got == 0) break;
        if (resampler != nullptr)
            resampler->process(channel.data(), got);
        else
            push(left.data(), right.data(), got);
    }
    if (resampler != nullptr && !isEnding_) resampler->finish();
}

void Player::read(const std::filesystem::path& path, std::int64_t from, std::int64_t to) {
    try {
        media::SoundSeeker file(path);
        file.seek(from);
        feed(fileRateHz_, [&](double* left, double* right, int frames) {
            const int got = file.read(left, right, static_cast<int>(std::min<std::int64_t>(frames, to - from)));
            from += got;
            return got;
        });
    } catch (const base::FileError&) {
        // What was read so far is heard; the page shows where it ends.
    }
    isRead_ = true;
}

void Player::play(const media::Snippet& snippet) {
    std::size_t at = 0;
    feed(snippet.sampleRateHz, [&](double* left, double* right, int frames) {
        const auto count = std::min<std::size_t>(static_cast<std::size_t>(frames), snippet.channels[0].size() - at);
        std::copy_n(snippet.channels[0].data() + at, count, left);
        std::copy_n(snippet.channels[1].data() + at, count, right);
        at += count;
        return static_cast<int>(count);
    });
}

void Player::prepare(double rateHz, int maxFrames) {
    stop();
    rateHz_ = rateHz;
    fadeStep_ = static_cast<float>(1.0 / std::max(1.0, fadeSeconds * rateHz));
    stage_.prepare(rateHz, maxFrames);
}

void Player::release() {
    rateHz_ = 0.0;
    stop();
    stage_.release();
}

float Player::takeFrame(float& right) {
    const auto out = out_.load(std::memory_order_relaxed);
    if (out >= in_.load(std::memory_order_acquire)) {
        right = 0.0F;
        return 0.0F;
    }
    const auto at = 2 * static_cast<std::size_t>(out % ringFrames);
    right = ring_[at + 1];
    const float left = ring_[at];
    out_.store(out + 1, std::memory_order_release);
    return left;
}

/** One fades out before the other fades in: forty decibels of gain make a bang of a step. */
void Player::process(float* left, float* right, int frames) {
    const bool wanted = isWanted_.load(std::memory_order_acquire);
    if (!wanted && input_ >= 1.0F && file_ <= 0.0F) {
        stage_.process(left, right, frames);
        return;
    }
    for (int i = 0; i < frames; ++i) {
        if (wanted && input_ > 0.0F) {
            input_ = std::max(0.0F, input_ - fadeStep_);
        } else if (wanted) {
            file_ = std::min(1.0F, file_ + fadeStep_);
        } else if (file_ > 0.0F) {
            file_ = std::max(0.0F, file_ - fadeStep_);
        } else {
            input_ = std::min(1.0F, input_ + fadeStep_);
        }
        if (file_ > 0.0F) {
            float other = 0.0F;
            const float one = takeFrame(other);
            left[i] = one * file_;
            right[i] = other * file_;
        } else {
            left[i] *= input_;
            right[i] *= input_;
        }
    }
    if (!isFlat_.load(std::memory_order_relaxed) || file_ <= 0.0F) stage_.process(left, right, frames);
}

} // namespace phonostage::app
