// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/record/StripCard.h"

#include "ui/meters/MeterBar.h"
#include "ui/text/LevelText.h"

#include <algorithm>
#include <cmath>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

constexpr int stripLeft = 48, waveTop = 40, ticksHeight = 26, bandGap = 8;

/** Half a band's height by a level: 0 at the bottom of the scale, 1 at full scale. */
float reach(float level) {
    if (level <= 0.0F) return 0.0F;
    const double dbfs = 20.0 * std::log10(static_cast<double>(level));
    return static_cast<float>(std::clamp(1.0 - dbfs / StripCard::bottomDbfs, 0.0, 1.0));
}

} // namespace

StripCard::StripCard() : Card("Last 30 seconds") { setComponentID("strip"); }

juce::Rectangle<int> StripCard::band(std::size_t channel) const {
    const int height = (wave_.getHeight() - bandGap) / 2;
    return wave_.withHeight(height).withY(channel == 0 ? wave_.getY() : wave_.getBottom() - height);
}

void StripCard::resized() {
    wave_ = getLocalBounds()
                .withTrimmedLeft(stripLeft)
                .withTrimmedRight(metrics::cardPadding)
                .withTrimmedTop(waveTop)
                .withTrimmedBottom(ticksHeight);
    clearImage();
}

void StripCard::setPixelsPerUnit(double pixels) {
    if (std::abs(pixels - pixels_) < 1e-9) return;
    pixels_ = pixels;
    clearImage();
}

void StripCard::lookAndFeelChanged() { clearImage(); }

void StripCard::clearImage() {
    image_ = {};
    isStale_ = true;
    repaint();
}

void StripCard::setKept(double seconds) {
    if (std::abs(seconds - kept_) < 1e-9) return;
    kept_ = seconds;
    repaint();
}

void StripCard::drawColumn(juce::Graphics& g, const media::LevelColumn& column, float left, float right) const {
    const auto& c = ui::Style::of(*this).colours();
    for (std::size_t channel = 0; channel < 2; ++channel) {
        const auto area =
            band(channel).toFloat().translated(-static_cast<float>(wave_.getX()), -static_cast<float>(wave_.getY()));
        const float half = area.getHeight() / 2.0F;
        const auto bar = [&](float level) {
            const float height = std::max(0.5F, reach(level) * half);
            return juce::Rectangle<float>::leftTopRightBottom(left, area.getCentreY() - height, right,
                                                              area.getCentreY() + height);
        };
        g.setColour(c.well);
        g.fillRect(juce::Rectangle<float>::leftTopRightBottom(left, area.getY(), right, area.getBottom()));
        g.setColour(column.peak[channel] >= 1.0F ? c.overload : c.levelFaint);
        g.fillRect(bar(column.peak[channel]));
        g.setColour(c.level);
        g.fillRect(bar(column.rms[channel]));
    }
}

/** Everything: after a change of size, theme or device. */
void StripCard::redraw(const SideHistory& history) {
    const auto& c = ui::Style::of(*this).colours();
    image_ = juce::Image(juce::Image::RGB, std::max(1, static_cast<int>(wave_.getWidth() * pixels_)),
                         std::max(1, static_cast<int>(wave_.getHeight() * pixels_)), false);
    juce::Graphics g(image_);
    g.fillAll(c.card);
    g.addTransform(juce::AffineTransform::scale(static_cast<float>(pixels_)));
    for (std::size_t channel = 0; channel < 2; ++channel) {
        g.setColour(c.well);
        g.fillRect(band(channel).translated(-wave_.getX(), -wave_.getY()));
    }
    drawNewest(g, history, static_cast<std::int64_t>(history.recent().size()));
}

/** The last columns, each from a whole pixel to the next, so that none shows a seam. */
void StripCard::drawNewest(juce::Graphics& g, const SideHistory& history, std::int64_t count) const {
    const auto& columns = history.recent();
    const auto end = pixelOf(history.count());
    for (std::int64_t i = history.count() - count; i < history.count(); ++i) {
        const auto from = pixelOf(i) - end + image_.getWidth();
        const auto to = pixelOf(i + 1) - end + image_.getWidth();
        if (to <= from) continue;
        drawColumn(g, columns[columns.size() - static_cast<std::size_t>(history.count() - i)],
                   static_cast<float>(static_cast<double>(from) / pixels_),
                   static_cast<float>(static_cast<double>(to) / pixels_));
    }
}

std::int64_t StripCard::pixelOf(std::int64_t column) const {
    const double perColumn = image_.getWidth() / static_cast<double>(SideHistory::recentColumns);
    return static_cast<std::int64_t>(std::floor(static_cast<double>(column) * perColumn));
}

/** The image goes to the left by whole pixels, and what is new is drawn at its right. */
void StripCard::append(const SideHistory& history) {
    const auto shift = static_cast<int>(pixelOf(history.count()) - pixelOf(drawn_));
    image_.moveImageSection(0, 0, shift, 0, image_.getWidth() - shift, image_.getHeight());
    juce::Graphics g(image_);
    g.addTransform(juce::AffineTransform::scale(static_cast<float>(pixels_)));
    drawNewest(g, history, history.count() - drawn_);
}

void StripCard::show(const SideHistory& history, double fullScaleDbv, bool isOn) {
    if (wave_.isEmpty()) return;
    if (std::abs(fullScaleDbv - fullScaleDbv_) > 0.05) {
        fullScaleDbv_ = fullScaleDbv;
        repaint();
    }
    setHeading("Last 30 seconds", isOn ? "dBV at the cartridge" : "the input is off");
    const auto fresh = history.count() - drawn_;
    const bool isBroken = isStale_ || fresh < 0 || fresh > static_cast<std::int64_t>(history.recent().size());
    if (!isBroken && fresh == 0) return;
    if (isBroken)
        redraw(history);
    else
        append(history);
    isStale_ = false;
    drawn_ = history.count();
    if (drawn_ % 20 == 0 || isBroken) {
        float loudest = 0.0F;
        for (const auto& column : history.recent())
            loudest = std::max({loudest, column.peak[0], column.peak[1]});
        loudestDbfs_ = loudest > 0.0F ? 20.0F * std::log10(loudest) : -200.0F;
        setDescription(loudest > 0.0F ? "Loudest " + ui::decibelText(static_cast<double>(loudestDbfs_)) + " dBFS"
                                      : juce::String("Nothing is heard"));
    }
    repaint(wave_.expanded(2, 6));
}

void StripCard::paintLegend(juce::Graphics& g, const ui::Style& style) const {
    const auto& c = style.colours();
    const auto font = style.font(ui::Face::regular, metrics::tickSize);
    auto row =
        juce::Rectangle<int>(headingRight() + 12, 15, getWidth() - metrics::cardPadding - headingRight() - 12, 20);
    if (row.getWidth() < 270) return;
    for (const auto& [words, colour] : {std::pair("rms", c.level), std::pair("peak", c.levelFaint)}) {
        ui::drawText(g, font, c.textMuted, words, row.removeFromRight(34), juce::Justification::centredLeft);
        g.setColour(colour);
        g.fillRect(row.removeFromRight(14).withSizeKeepingCentre(9, 9).translated(-1, 0));
        row.removeFromRight(8);
    }
    ui::drawText(g, font, c.textMuted, "full scale " + ui::decibelText(fullScaleDbv_), row.removeFromRight(96),
                 juce::Justification::centredLeft);
    g.setColour(c.overload);
    ui::drawDashes(g, static_cast<float>(row.getRight() - 20), static_cast<float>(row.getRight() - 4),
                   static_cast<float>(row.getCentreY()));
}

void StripCard::paintKept(juce::Graphics& g, const ui::Style& style) const {
    if (kept_ <= 0.0) return;
    const auto& c = style.colours();
    const int left =
        wave_.getRight() - static_cast<int>(std::lround(wave_.getWidth() * kept_ / SideHistory::recentSeconds));
    const auto area = wave_.withLeft(left);
    g.setColour(c.reference.withAlpha(0.13F));
    g.fillRect(area);
    g.setColour(c.reference);
    const std::array<float, 2> dashes{4.0F, 3.0F};
    g.drawDashedLine({area.getTopLeft().toFloat(), area.getBottomLeft().toFloat()}, dashes.data(), 2, 1.0F);
    ui::drawText(g, style.font(ui::Face::regular, metrics::captionSize), c.reference, "these 10 s will be kept",
                 area.reduced(10, 4).removeFromTop(18), juce::Justification::centredLeft);
}

void StripCard::paintCard(juce::Graphics& g, const ui::Style& style) {
    const auto& c = style.colours();
    paintLegend(g, style);
    if (image_.isValid()) {
        // A pixel of it is one of the screen's, but for a rounding: to blend them would cost more than all the rest.
        g.setImageResamplingQuality(juce::Graphics::lowResamplingQuality);
        g.drawImage(image_, wave_.toFloat());
    } else {
        g.setColour(c.well);
        g.fillRect(band(0));
        g.fillRect(band(1));
    }
    const auto tick = style.font(ui::Face::mono, metrics::tickSize);
    for (std::size_t channel = 0; channel < 2; ++channel) {
        const auto area = band(channel);
        g.setColour(c.overload);
        ui::drawDashes(g, static_cast<float>(area.getX()), static_cast<float>(area.getRight()),
                       static_cast<float>(area.getY()) + 0.5F);
        ui::drawDashes(g, static_cast<float>(area.getX()), static_cast<float>(area.getRight()),
                       static_cast<float>(area.getBottom()) - 0.5F);
        ui::drawText(g, style.font(ui::Face::medium, metrics::tickSize), c.textMuted, channel == 0 ? "L" : "R",
                     area.withX(area.getX() - 24).withWidth(16), juce::Justification::centred);
    }
    for (int seconds = 5; seconds < 30; seconds += 5) {
        const int x = wave_.getRight() - wave_.getWidth() * seconds / 30;
        g.setColour(c.gridStrong);
        g.fillRect(x, wave_.getY(), 1, wave_.getHeight());
        ui::drawText(g, tick, c.textMuted, juce::String::fromUTF8("\xe2\x88\x92") + juce::String(seconds) + " s",
                     {x - 30, wave_.getBottom() + 4, 60, 16}, juce::Justification::centred);
    }
    paintKept(g, style);
    g.setColour(c.text);
    g.fillRect(wave_.getRight() - 1, wave_.getY() - 4, 2, wave_.getHeight() + 8);
    ui::drawText(g, style.font(ui::Face::medium, metrics::tickSize), c.text, "now",
                 {wave_.getRight() - 60, wave_.getBottom() + 4, 60, 16}, juce::Justification::centredRight);
}

} // namespace phonostage::app
