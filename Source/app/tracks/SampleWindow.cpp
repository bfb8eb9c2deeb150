// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tracks/SampleWindow.h"

#include "media/io/MediaError.h"
#include "media/io/SoundSeeker.h"

#include <algorithm>
#include <cmath>

namespace phonostage::app {

void SampleWindow::read(const std::filesystem::path& path, std::int64_t first, std::int64_t count,
                        double sampleRateHz) {
    if (path == file_ && first == asked_ && count == count_) return;
    file_ = path;
    asked_ = first;
    count_ = count;
    rateHz_ = sampleRateHz;
    peak_ = 0.0F;
    for (auto& channel : samples_)
        channel.clear();
    try {
        media::SoundSeeker file(path);
        first_ = std::clamp<std::int64_t>(first, 0, file.frames());
        const auto frames =
            static_cast<int>(std::clamp<std::int64_t>(first + count - first_, 0, file.frames() - first_));
        std::vector<double> left(static_cast<std::size_t>(frames)), right(left);
        file.seek(first_);
        const auto got = static_cast<std::ptrdiff_t>(file.read(left.data(), right.data(), frames));
        samples_[0].assign(left.begin(), left.begin() + got);
        samples_[1].assign(right.begin(), right.begin() + got);
    } catch (const base::FileError&) {
        return; // the overview stays
    }
    for (const auto& channel : samples_)
        for (const float sample : channel)
            peak_ = std::max(peak_, std::abs(sample));
}

void SampleWindow::paint(juce::Graphics& g, const ui::Palette& c, const Wave& wave, std::size_t channel) const {
    const auto& samples = samples_[channel];
    if (samples.empty()) return;
    const auto area = wave.area.toFloat();
    const float scale = peak_ > 0.0F ? 0.46F * area.getHeight() / peak_ : 0.0F;
    const auto point = [&](std::size_t i) {
        const double seconds = static_cast<double>(first_ + static_cast<std::int64_t>(i)) / rateHz_;
        return juce::Point<float>(wave.xOf(seconds), area.getCentreY() - scale * samples[i]);
    };
    g.setColour(c.gridStrong);
    g.fillRect(area.withSizeKeepingCentre(area.getWidth(), 1.0F));
    juce::Path line;
    line.startNewSubPath(point(0));
    for (std::size_t i = 1; i < samples.size(); ++i)
        line.lineTo(point(i));
    g.setColour(c.level);
    g.strokePath(line, juce::PathStrokeType(1.2F));
    const double pixelsPerFrame = static_cast<double>(area.getWidth()) / ((wave.to - wave.from) * rateHz_);
    if (pixelsPerFrame < 4.0) return;
    for (std::size_t i = 0; i < samples.size(); ++i)
        g.fillEllipse(juce::Rectangle<float>(3.2F, 3.2F).withCentre(point(i)));
}

} // namespace phonostage::app
