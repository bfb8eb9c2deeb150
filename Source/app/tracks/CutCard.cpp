// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tracks/CutCard.h"

#include "Compat.h"
#include "ui/controls/SpokenValue.h"
#include "ui/text/LevelText.h"
#include "ui/text/ScreenNumbers.h"
#include "ui/text/Utf8.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

constexpr int cutWaveLeft = 52, handleWidth = 28, namesTop = 48;
constexpr std::array<double, 9> spans{120.0, 60.0, 20.0, 8.0, 3.0, 1.0, 0.3, 0.06, 0.01};

using ui::fromUtf8;

} // namespace

// ------------------------------------------------------------ the handle

CutCard::Handle::Handle(CutCard& card) : card_(card) {
    setComponentID("cut_handle");
    setTitle("Cut");
    setWantsKeyboardFocus(true);
    setMouseCursor(juce::MouseCursor::LeftRightResizeCursor);
}

void CutCard::Handle::paint(juce::Graphics& g) {
    const auto& c = ui::Style::of(*this).colours();
    const auto area = getLocalBounds().toFloat();
    g.setColour(c.line);
    g.fillRect(juce::Rectangle<float>(2.0F, area.getHeight()).withCentre(area.getCentre()));
    for (const float y : {area.getY() + 7.0F, area.getBottom() - 7.0F}) {
        const auto grip = juce::Rectangle<float>(18.0F, 14.0F).withCentre({area.getCentreX(), y});
        g.setColour(c.line);
        g.fillRoundedRectangle(grip, 4.0F);
        g.setColour(c.onLine);
        for (const float x : {-3.0F, 0.0F, 3.0F})
            g.fillRect(juce::Rectangle<float>(1.0F, 6.0F).withCentre(grip.getCentre().translated(x, 0.0F)));
    }
    if (hasKeyboardFocus(false)) ui::drawFocusRing(g, c, area.reduced(1.0F), metrics::fieldRadius);
}

void CutCard::Handle::mouseDown(const juce::MouseEvent&) { card_.dragged_ = card_.cutSeconds(); }

void CutCard::Handle::mouseDrag(const juce::MouseEvent& event) {
    const auto place = event.getEventRelativeTo(&card_);
    card_.dragged_ = std::max(0.0, card_.wave_.secondsAt(place.x));
    card_.placeHandle();
    card_.repaint();
}

void CutCard::Handle::mouseUp(const juce::MouseEvent& event) {
    const auto to = std::exchange(card_.dragged_, std::nullopt);
    if (to && event.getDistanceFromDragStart() > 0 && card_.model_.selected())
        card_.model_.moveTo(*card_.model_.selected(), std::llround(*to * card_.model_.edits().sampleRateHz()));
    card_.placeHandle();
    card_.repaint();
}

std::unique_ptr<juce::AccessibilityHandler> CutCard::Handle::createAccessibilityHandler() {
    auto set = [this](const juce::String& text) {
        if (const auto cut = card_.model_.selected())
            card_.model_.moveTo(*cut, std::llround(text.getDoubleValue() * card_.model_.edits().sampleRateHz()));
    };
    return ui::spokenAs(*this, juce::AccessibilityRole::slider,
                        std::make_unique<ui::SpokenValue>([this] { return card_.spoken(); }, set));
}

// ------------------------------------------------------------ the card

CutCard::CutCard(TracksModel& model, Actions actions) : Card("Cut"), model_(model), actions_(std::move(actions)) {
    setComponentID("cut_card");
    for (juce::Component* part :
         std::array<juce::Component*, 7>{&earlier_, &later_, &remove_, &play_, &across_, &hear_, &handle_})
        addAndMakeVisible(part);
    for (auto* button : std::array<ActionButton*, 5>{&earlier_, &later_, &remove_, &play_, &across_})
        button->setMouseClickGrabsKeyboardFocus(false);
    earlier_.setTooltip("One frame of a compact disc, 1/75 s\nLeft; with Shift one second");
    later_.setTooltip("One frame of a compact disc, 1/75 s\nRight; with Shift one second");
    remove_.setTooltip("Joins the two tracks\nDel");
    play_.setTooltip("Space");
    across_.setTooltip("From 3 s before the cut to 3 s behind it\nEnter");
    play_.setIcon(ActionButton::Icon::play);
    across_.setIcon(ActionButton::Icon::across);
    earlier_.onClick = [this] { model_.nudge(-1); };
    later_.onClick = [this] { model_.nudge(1); };
    remove_.onClick = [this] { model_.removeSelected(); };
    play_.onClick = [this] { actions_.playFromHere(); };
    across_.onClick = [this] { actions_.playAcross(); };
    hear_.onChange = [this](int chosen) { actions_.hear(chosen == 1); };
}

double CutCard::cutSeconds() const {
    if (dragged_) return *dragged_;
    const auto selected = model_.selected();
    if (!selected) return 0.0;
    return static_cast<double>(model_.edits().boundary(*selected).frame) / model_.edits().sampleRateHz();
}

juce::String CutCard::headingText() const {
    if (look_) return "At " + trackTime(look_->seconds, true);
    const auto selected = model_.selected();
    if (!selected || model_.overview() == nullptr) return "Cut";
    const auto count = model_.edits().tracks().size();
    if (*selected == 0) return "Start of " + fromUtf8(model_.position(0));
    if (*selected >= count) return "End of " + fromUtf8(model_.position(count - 1));
    return "Cut " + fromUtf8(model_.position(*selected - 1)) + " | " + fromUtf8(model_.position(*selected));
}

juce::String CutCard::spoken() const {
    const auto selected = model_.selected();
    if (!selected) return "no cut chosen";
    const auto count = model_.edits().tracks().size();
    const auto boundary = model_.edits().boundary(*selected);
    juce::String text = *selected == 0       ? juce::String("Start of ") + fromUtf8(model_.position(0))
                        : *selected >= count ? "End of " + fromUtf8(model_.position(count - 1))
                                             : "Cut between " + fromUtf8(model_.position(*selected - 1)) + " and " +
                                                   fromUtf8(model_.position(*selected));
    const double seconds = cutSeconds();
    const int minutes = static_cast<int>(seconds / 60.0);
    text << ", " << minutes << (minutes == 1 ? " minute " : " minutes ") << ui::fixedText(seconds - 60.0 * minutes, 1)
         << " seconds, " << (boundary.isSure ? "sure" : "not sure");
    if (!boundary.why.empty()) text << ", " << fromUtf8(boundary.why);
    return text;
}

void CutCard::zoom(int steps) {
    std::size_t now = 0;
    while (now + 1 < spans.size() && spans[now] > span_ + 1e-9)
        ++now;
    const int next = std::clamp(static_cast<int>(now) + steps, 0, static_cast<int>(spans.size()) - 1);
    span_ = spans[static_cast<std::size_t>(next)];
    version_ = -1;
}

void CutCard::lookAt(double seconds) {
    constexpr double closeSeconds = 0.06;
    look_ = Look{seconds, model_.selected(), cutSeconds(), look_ ? look_->spanBefore : span_};
    span_ = closeSeconds;
    version_ = -1;
}

void CutCard::stopLooking() {
    if (!look_) return;
    const bool isSame = look_->cut == model_.selected() && std::abs(look_->cutSeconds - cutSeconds()) < 1e-9;
    if (isSame) return;
    span_ = look_->spanBefore;
    look_.reset();
}

void CutCard::mouseWheelMove(const juce::MouseEvent& event, const juce::MouseWheelDetails& wheel) {
    if (std::abs(wheel.deltaY) > 0.01F && event.mods.isCommandDown())
        zoom(wheel.deltaY > 0.0F ? 1 : -1);
    else
        Card::mouseWheelMove(event, wheel);
}

void CutCard::show(std::optional<double> playing) {
    const bool isNew = model_.version() != version_;
    if (!isNew && playing == playing_) return;
    playing_ = playing;
    if (isNew) {
        version_ = model_.version();
        stopLooking();
        const bool isChosen = model_.selected().has_value() && model_.overview() != nullptr;
        const auto selected = model_.selected().value_or(0);
        const bool isCut = isChosen && selected > 0 && selected < model_.edits().tracks().size();
        for (auto* button : std::array<ActionButton*, 4>{&earlier_, &later_, &play_, &across_})
            button->setEnabled(isChosen);
        remove_.setEnabled(isCut);
        handle_.setVisible(isChosen && !look_);
        setHeading(headingText());
        placeHandle();
        if (auto* handler = handle_.getAccessibilityHandler())
            handler->notifyAccessibilityEvent(juce::AccessibilityEvent::valueChanged);
    }
    play_.setButtonText(playing ? "Stop" : "Play from here");
    play_.setIcon(playing ? ActionButton::Icon::stop : ActionButton::Icon::play);
    repaint();
}

void CutCard::resized() {
    if (dynamic_cast<const ui::Style*>(&getLookAndFeel()) == nullptr) return;
    auto row = juce::Rectangle<int>(metrics::cardPadding, 10, getWidth() - 2 * metrics::cardPadding, 28);
    hear_.setBounds(row.removeFromRight(180));
    row.removeFromRight(52);
    for (auto* button : std::array<ActionButton*, 2>{&across_, &play_}) {
        button->setBounds(row.removeFromRight(button == &play_ ? 138 : 146));
        row.removeFromRight(8);
    }
    row.removeFromRight(10);
    for (auto* button : std::array<ActionButton*, 3>{&remove_, &later_, &earlier_}) {
        button->setBounds(row.removeFromRight(button == &remove_ ? 82 : 70));
        row.removeFromRight(button == &remove_ ? 16 : 6);
    }
    headRight_ = row.getRight();
    wave_.area = getLocalBounds()
                     .withTrimmedLeft(cutWaveLeft)
                     .withTrimmedRight(metrics::cardPadding)
                     .withTrimmedTop(namesTop + 18)
                     .withTrimmedBottom(30);
    placeHandle();
}

void CutCard::placeHandle() {
    if (!dragged_) centre_ = look_ ? look_->seconds : cutSeconds();
    wave_.from = centre_ - span_ / 2.0;
    wave_.to = centre_ + span_ / 2.0;
    const int x = static_cast<int>(std::lround(wave_.xOf(cutSeconds())));
    handle_.setBounds(x - handleWidth / 2, wave_.area.getY() - 16, handleWidth, wave_.area.getHeight() + 28);
    readSamples();
}

void CutCard::paintHead(juce::Graphics& g, const ui::Style& style) {
    const auto& c = style.colours();
    const auto selected = model_.selected();
    if (!selected || look_) return;
    const auto boundary = model_.edits().boundary(*selected);
    const float x = static_cast<float>(headingRight()) + 12.0F;
    drawSign(g, c, {x, 25.0F}, 16.0F, boundary.isSure);
    auto row = juce::Rectangle<int>(static_cast<int>(x) + 14, 14, headRight_ - static_cast<int>(x) - 14, 22);
    const auto time = style.font(ui::Face::mono, metrics::bodySize);
    ui::drawText(g, time, c.text, trackTime(cutSeconds(), true), row.removeFromRight(84),
                 juce::Justification::centredRight);
    row.removeFromRight(8);
    const auto medium = style.font(ui::Face::medium, metrics::captionSize);
    const juce::String word = boundary.isSure ? "sure" : "not sure";
    ui::drawText(g, medium, boundary.isSure ? c.text : c.accent, word,
                 row.removeFromLeft(static_cast<int>(compat::textWidth(medium, word)) + 8),
                 juce::Justification::centredLeft);
    const auto regular = style.font(ui::Face::regular, metrics::captionSize);
    auto why = fromUtf8(boundary.why);
    if (compat::textWidth(regular, why) > static_cast<float>(row.getWidth()))
        why = why.upToFirstOccurrenceOf(":", false, false); // the list below has all of it
    ui::drawText(g, regular, c.textMuted, why, row, juce::Justification::centredLeft);
}

/** What the finder left out between two tracks. */
void CutCard::paintGap(juce::Graphics& g, const ui::Style& style) const {
    const auto selected = model_.selected();
    const auto& tracks = model_.edits().tracks();
    if (!selected || *selected == 0 || *selected >= tracks.size()) return;
    const auto& c = style.colours();
    const double rate = model_.edits().sampleRateHz();
    const double from = static_cast<double>(tracks[*selected - 1].endFrame) / rate;
    const double to = static_cast<double>(tracks[*selected].startFrame) / rate;
    if (to - from < 0.05) return;
    const auto area = juce::Rectangle<float>::leftTopRightBottom(
        std::max(wave_.xOf(from), static_cast<float>(wave_.area.getX())), static_cast<float>(wave_.area.getY()),
        std::min(wave_.xOf(to), static_cast<float>(wave_.area.getRight())), static_cast<float>(wave_.area.getBottom()));
    g.setColour(c.reference.withAlpha(0.16F));
    g.fillRect(area);
    g.setColour(c.reference);
    g.fillRect(area.withHeight(1.5F).translated(0.0F, -5.0F));
    // The name of the track before stands at the left.
    if (area.getWidth() > 60.0F && area.getX() > static_cast<float>(wave_.area.getX()) + 160.0F)
        ui::drawText(g, style.font(ui::Face::regular, metrics::captionSize), c.reference, "left out",
                     area.toNearestInt().withHeight(16).translated(6, -21), juce::Justification::centredLeft);
}

/** Close by, single samples are drawn. */
void CutCard::readSamples() {
    const auto* take = model_.take();
    if (take == nullptr || span_ > SampleWindow::longestSeconds) return;
    const double rate = model_.edits().sampleRateHz();
    const auto first = static_cast<std::int64_t>(std::floor(wave_.from * rate)) - 1;
    samples_.read(take->audioPath(), first, static_cast<std::int64_t>(std::ceil(span_ * rate)) + 3, rate);
}

void CutCard::paintWaves(juce::Graphics& g, const ui::Style& style) {
    const auto& c = style.colours();
    const int height = (wave_.area.getHeight() - 4) / 2;
    for (std::size_t channel = 0; channel < 2; ++channel) {
        auto one = wave_;
        one.area =
            wave_.area.withHeight(height).withY(channel == 0 ? wave_.area.getY() : wave_.area.getBottom() - height);
        g.setColour(c.well);
        g.fillRect(one.area);
        if (samples_.isEmpty() || span_ > SampleWindow::longestSeconds)
            one.paintChannel(g, c, *model_.overview(), channel);
        else
            samples_.paint(g, c, one, channel);
        ui::drawText(g, style.font(ui::Face::medium, metrics::tickSize), c.textMuted, channel == 0 ? "L" : "R",
                     one.area.withX(one.area.getX() - 26).withWidth(16), juce::Justification::centred);
    }
}

void CutCard::paintTicks(juce::Graphics& g, const ui::Style& style) const {
    constexpr std::array<std::pair<double, double>, 8> steps{
        {{60.0, 20.0}, {20.0, 10.0}, {8.0, 2.0}, {3.0, 1.0}, {1.0, 0.5}, {0.3, 0.1}, {0.06, 0.05}, {0.01, 0.01}}};
    const auto found = std::find_if(steps.begin(), steps.end(), [&](const auto& each) { return span_ > each.first; });
    const double step = found != steps.end() ? found->second : 0.002;
    const auto font = style.font(ui::Face::mono, metrics::tickSize);
    const bool isClose = span_ <= SampleWindow::longestSeconds && !samples_.isEmpty();
    for (double at = step * std::ceil(std::max(0.0, wave_.from) / step); at < wave_.to; at += step) {
        const int tick = static_cast<int>(wave_.xOf(at));
        if (tick < wave_.area.getX() + 20 || tick > wave_.area.getRight() - (isClose ? 130 : 20)) continue;
        auto text = trackTime(at, step < 1.0);
        if (step > 0.05 && step < 1.0) text = text.dropLastCharacters(2);
        ui::drawText(g, font, style.colours().textMuted, text, {tick - 36, wave_.area.getBottom() + 10, 72, 16},
                     juce::Justification::centred);
    }
    if (!isClose) return;
    const auto words =
        samples_.peak() > 0.0F
            ? "peak " + ui::decibelText(20.0 * std::log10(static_cast<double>(samples_.peak()))) + " dBFS"
            : juce::String("silence");
    ui::drawText(g, style.font(ui::Face::regular, metrics::tickSize), style.colours().textMuted, words,
                 wave_.area.withY(wave_.area.getBottom() + 10).withHeight(16), juce::Justification::centredRight);
}

void CutCard::paintCard(juce::Graphics& g, const ui::Style& style) {
    const auto& c = style.colours();
    const auto selected = model_.selected();
    ui::drawText(g, style.font(ui::Face::regular, metrics::captionSize), c.textMuted, "Hear",
                 hear_.getBounds().withX(hear_.getX() - 44).withWidth(38), juce::Justification::centredRight);
    if ((!selected && !look_) || model_.overview() == nullptr) {
        ui::drawText(g, style.font(ui::Face::regular, metrics::bodySize), c.textMuted,
                     model_.isOpen() ? "Choose a cut, in the picture above or with [ and ]." : juce::String(),
                     wave_.area, juce::Justification::centred);
        return;
    }
    paintHead(g, style);
    paintWaves(g, style);
    paintGap(g, style);
    if (selected && !look_) paintNames(g, style, *selected);
    paintTicks(g, style);
    if (playing_ && *playing_ > wave_.from && *playing_ < wave_.to) {
        g.setColour(c.text);
        g.fillRect(wave_.xOf(*playing_) - 1.0F, static_cast<float>(wave_.area.getY()), 2.0F,
                   static_cast<float>(wave_.area.getHeight()));
    }
}

/** Of the tracks on both sides of the cut. */
void CutCard::paintNames(juce::Graphics& g, const ui::Style& style, std::size_t selected) const {
    const auto& c = style.colours();
    const auto count = model_.edits().tracks().size();
    const auto name = style.font(ui::Face::medium, metrics::captionSize);
    const int x = static_cast<int>(wave_.xOf(cutSeconds()));
    const auto names = wave_.area.withHeight(18).translated(0, -22);
    if (selected > 0)
        ui::drawText(g, name, c.textMuted,
                     fromUtf8(model_.position(selected - 1) + "  " + model_.titleOf(selected - 1)),
                     names.withRight(x - 130), juce::Justification::centredLeft);
    if (selected < count)
        ui::drawText(g, name, c.text, fromUtf8(model_.position(selected) + "  " + model_.titleOf(selected)),
                     names.withLeft(x + 24), juce::Justification::centredLeft);
}

} // namespace phonostage::app
