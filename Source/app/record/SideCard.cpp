// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/record/SideCard.h"

#include "app/record/RecordText.h"

#include "Compat.h"
#include "ui/controls/Form.h"
#include "ui/controls/SpokenValue.h"
#include "ui/meters/MeterBar.h"
#include "ui/text/LevelText.h"
#include "ui/text/ScreenNumbers.h"
#include "ui/text/Utf8.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

using Kind = media::TakeEventKind;

constexpr int waveLeft = 48, railHeight = 22, ticksHeight = 24, bandGap = 6;
constexpr double bottomDbfs = -60.0;
constexpr double stepSeconds = 5.0;      ///< by a key
constexpr double scratchSeconds = 0.001; ///< what is cut off for longer is music
constexpr double scratchBelowDb = 6.0;   ///< the music around peaks so far below full scale

using ui::fromUtf8;

double decibels(double factor) { return factor > 0.0 ? 20.0 * std::log10(factor) : -200.0; }

bool isShown(Kind kind) {
    return kind == Kind::needleDrop || kind == Kind::overload || kind == Kind::dropOut || kind == Kind::gap ||
           kind == Kind::mark || kind == Kind::deviceFound;
}

const char* nameOf(Kind kind) {
    switch (kind) {
    case Kind::needleDrop:
        return "needle down";
    case Kind::overload:
        return "overload";
    case Kind::dropOut:
    case Kind::gap:
    case Kind::deviceFound:
        return "drop-out";
    case Kind::mark:
        return "mark";
    default:
        return "";
    }
}

/** Where music peaks around a place: the second largest of the half-seconds within ten seconds, the place left out. */
double peakAround(const SideHistory& history, double seconds, std::size_t channel) {
    const auto& side = history.side();
    const auto here = static_cast<std::int64_t>(seconds / history.secondsPerColumn());
    const auto reach = static_cast<std::int64_t>(10.0 / history.secondsPerColumn());
    double peak = 0.0;
    for (auto i = std::max<std::int64_t>(0, here - reach); i <= here + reach; ++i) {
        if (i >= static_cast<std::int64_t>(side.size()) || std::abs(i - here) <= 1) continue;
        peak = std::max(peak, static_cast<double>(side[static_cast<std::size_t>(i)].peak[channel]));
    }
    return peak;
}

/** Between two tracks. */
void drawGap(juce::Graphics& g, const ui::Palette& c, juce::Point<float> centre) {
    juce::Path path;
    path.startNewSubPath(centre.translated(0, -6.5F));
    path.lineTo(centre.translated(5, 0));
    path.lineTo(centre.translated(0, 6.5F));
    path.lineTo(centre.translated(-5, 0));
    path.closeSubPath();
    g.setColour(c.reference);
    g.strokePath(path, juce::PathStrokeType(1.5F));
}

} // namespace

void drawMark(juce::Graphics& g, const ui::Palette& c, Kind kind, juce::Point<float> centre) {
    juce::Path path;
    switch (kind) {
    case Kind::needleDrop:
        g.setColour(c.text);
        g.fillEllipse(juce::Rectangle<float>(9.0F, 9.0F).withCentre(centre.translated(0, -1.5F)));
        path.addTriangle(centre.translated(-4.2F, 0.2F), centre.translated(4.2F, 0.2F), centre.translated(0, 6.5F));
        g.fillPath(path);
        return;
    case Kind::overload:
        g.setColour(c.overload);
        path.startNewSubPath(centre.translated(-5, -6));
        path.lineTo(centre.translated(5, -6));
        path.lineTo(centre.translated(5, 3));
        path.lineTo(centre.translated(0, 7));
        path.lineTo(centre.translated(-5, 3));
        path.closeSubPath();
        g.fillPath(path);
        return;
    case Kind::mark:
        g.setColour(c.line);
        path.addTriangle(centre.translated(-5, -5), centre.translated(5, -5), centre.translated(0, 5));
        g.fillPath(path);
        return;
    default: // something is missing: a box with a gap in it
        g.setColour(c.overload);
        g.drawRect(juce::Rectangle<float>(10.0F, 10.0F).withCentre(centre), 1.5F);
        g.fillRect(juce::Rectangle<float>(2.0F, 10.0F).withCentre(centre));
    }
}

SideCard::SideCard() : Card("Side A") {
    setComponentID("side_so_far");
    setRepaintsOnMouseActivity(false);
    setWantsKeyboardFocus(true);
    setDescription("Click to hear a place while the recording goes on. Return: the last 20 seconds");
}

double SideCard::spanFor(double seconds) {
    for (const double minutes : {25.0, 35.0, 50.0, 75.0, 100.0, 150.0, 200.0, 300.0})
        if (seconds <= minutes * 60.0) return minutes * 60.0;
    return 3600.0 * std::ceil(seconds / 3600.0);
}

SideCard::Words SideCard::wordsOf(const SideMark& mark, const SideHistory& history, double sampleRateHz) {
    const auto& event = mark.event;
    const auto length = sampleRateHz > 0.0 ? static_cast<double>(event.frames) / sampleRateHz : 0.0;
    switch (event.kind) {
    case Kind::needleDrop:
        return {"needle down", "The ten seconds before it are kept."};
    case Kind::mark:
        return {"your mark", "Kept with the recording."};
    case Kind::dropOut:
        return {"drop-out", event.frames > 0
                                ? ui::shortDurationText(length) + " are missing here."
                                : juce::String("The interface lost samples here, it does not say how many.")};
    case Kind::gap:
        return {"missing: " + ui::shortDurationText(length), "The disk was too slow. Silence takes their place."};
    case Kind::deviceFound:
        return {"the interface came back", fromUtf8(event.text) + ". Recording went on in a new file."};
    case Kind::overload: {
        const std::size_t channel = event.channel == media::TakeChannel::right ? 1 : 0;
        Words words;
        words.what = juce::String(channel == 1 ? "right" : "left") + ", " + juce::String(event.frames) +
                     (event.frames == 1 ? " sample" : " samples") + " at full scale";
        const double below = -decibels(peakAround(history, mark.seconds, channel));
        if (length <= scratchSeconds && below > scratchBelowDb)
            words.meaning = "A scratch, " + ui::shortDurationText(length) + " long. The music around it peaks " +
                            ui::fixedText(below, 1) + " dB lower: nothing to turn down.";
        else
            words.meaning = "Music reaches full scale here, for " + ui::shortDurationText(length) +
                            ": turn the interface down before the next side.";
        return words;
    }
    default:
        return {};
    }
}

void SideCard::show(const SideHistory& history, const SideView& view) {
    history_ = &history;
    const double seconds = history.seconds();
    const auto whole = static_cast<std::int64_t>(seconds);
    const auto marks = history.marks().size();
    if (marks < drawnMarks_) selected_.reset();
    const bool isNew = view != view_;
    const double span = spanFor(seconds);
    const bool isSame = whole == drawnSeconds_ && marks == drawnMarks_ && history.gaps() == drawnGaps_;
    if (!isNew && isSame && std::abs(span - span_) < 0.5) return;
    view_ = view;
    span_ = span;
    drawnSeconds_ = whole;
    drawnMarks_ = marks;
    drawnGaps_ = history.gaps();
    const juce::String side(std::string(1, view.recorded != 0 && !view.isArmed ? view.recorded : view.side));
    hasSide_ = view.isOpen && !history.side().empty();
    title_ = hasSide_ ? "Side " + side + " so far" : "Side " + side;
    say();
    repaint();
}

/** In the heading: what the picture shows, or what is heard. */
void SideCard::say() {
    juce::String remark = hasSide_ ? "level in dBV" : "";
    if (heard_)
        remark = "you hear " + fromUtf8(placeText(std::floor(*heard_))).dropLastCharacters(2) +
                 (view_.isRecording ? ", the recording goes on" : "");
    else if (!refusal_.empty())
        remark = fromUtf8(refusal_);
    setHeading(title_, remark);
}

void SideCard::showHeard(std::optional<double> seconds, const std::string& refusal) {
    const bool isSame = heard_.has_value() == seconds.has_value() && refusal == refusal_ &&
                        (!seconds || std::abs(*seconds - *heard_) < 0.05);
    if (isSame) return;
    heard_ = seconds;
    refusal_ = refusal;
    say();
    repaint();
}

bool SideCard::keyPressed(const juce::KeyPress& key) {
    if (key == juce::KeyPress::returnKey && onEnd) {
        onEnd();
        return true;
    }
    const bool isBack = key == juce::KeyPress::leftKey;
    if (!heard_ || !onPlace || (!isBack && key != juce::KeyPress::rightKey)) return false;
    onPlace(std::max(0.0, *heard_ + (isBack ? -stepSeconds : stepSeconds)));
    return true;
}

void SideCard::resized() {
    wave_ = getLocalBounds()
                .withTrimmedLeft(waveLeft)
                .withTrimmedRight(metrics::cardPadding)
                .withTrimmedTop(headingHeight - 6 + railHeight)
                .withTrimmedBottom(ticksHeight + 6);
}

juce::Rectangle<int> SideCard::band(std::size_t channel) const {
    const int height = (wave_.getHeight() - bandGap) / 2;
    return wave_.withHeight(height).withY(channel == 0 ? wave_.getY() : wave_.getBottom() - height);
}

float SideCard::xOf(double seconds) const {
    return static_cast<float>(wave_.getX() + wave_.getWidth() * std::clamp(seconds / span_, 0.0, 1.0));
}

float SideCard::railY() const { return static_cast<float>(wave_.getY() - railHeight / 2 - 2); }

/** The beginning of a track whose gap lies there. */
std::optional<double> SideCard::gapAt(juce::Point<int> place) const {
    if (history_ == nullptr || std::abs(static_cast<float>(place.y) - railY()) > 12.0F) return std::nullopt;
    for (const double gap : history_->gaps())
        if (std::abs(xOf(gap) - static_cast<float>(place.x)) < 8.0F) return gap;
    return std::nullopt;
}

std::optional<std::size_t> SideCard::markAt(juce::Point<int> place) const {
    if (history_ == nullptr || place.y > wave_.getY() + 2 || place.y < wave_.getY() - railHeight - 4)
        return std::nullopt;
    std::optional<std::size_t> best;
    float nearest = 14.0F; // caught in 28 x 28
    const auto& marks = history_->marks();
    for (std::size_t i = 0; i < marks.size(); ++i) {
        if (!isShown(marks[i].event.kind)) continue;
        const float distance = std::abs(xOf(marks[i].seconds) - static_cast<float>(place.x));
        if (distance > nearest) continue;
        nearest = distance;
        best = i;
    }
    return best;
}

void SideCard::selectMark(std::optional<std::size_t> mark) {
    selected_ = mark;
    repaint();
    if (!mark || history_ == nullptr || *mark >= history_->marks().size()) return;
    const auto words = wordsOf(history_->marks()[*mark], *history_, rateHz_);
    juce::AccessibilityHandler::postAnnouncement(words.what + ". " + words.meaning,
                                                 juce::AccessibilityHandler::AnnouncementPriority::medium);
}

void SideCard::mouseDown(const juce::MouseEvent& event) {
    const auto mark = markAt(event.getPosition());
    const bool isSame = mark && mark == selected_;
    selectMark(isSame ? std::nullopt : mark);
    if (mark || !onPlace || history_ == nullptr) return;
    if (const auto gap = gapAt(event.getPosition())) onPlace(*gap);
    if (!wave_.contains(event.getPosition())) return;
    const double seconds = span_ * (event.x - wave_.getX()) / std::max(1, wave_.getWidth());
    if (seconds <= history_->seconds()) onPlace(seconds);
}

void SideCard::mouseMove(const juce::MouseEvent& event) {
    const bool isPlace = gapAt(event.getPosition()) || wave_.contains(event.getPosition());
    const bool isHit = markAt(event.getPosition()) || (onPlace && isPlace);
    setMouseCursor(isHit ? juce::MouseCursor::PointingHandCursor : juce::MouseCursor::NormalCursor);
}

void SideCard::paintLevels(juce::Graphics& g, const ui::Style& style) const {
    const auto& c = style.colours();
    const auto& side = history_->side();
    const double per = history_->secondsPerColumn();
    const auto height = [](double level, int most) {
        return static_cast<float>(most * std::clamp(1.0 - decibels(level) / bottomDbfs, 0.0, 1.0));
    };
    for (std::size_t channel = 0; channel < 2; ++channel) {
        const auto area = band(channel);
        // A line of the screen at a time: the loudest of what falls into it.
        for (int x = area.getX(); x < area.getRight(); ++x) {
            const double from = span_ * (x - area.getX()) / area.getWidth() / per;
            const double to = span_ * (x + 1 - area.getX()) / area.getWidth() / per;
            if (from >= static_cast<double>(side.size())) break;
            double peak = 0.0, squares = 0.0;
            const auto first = static_cast<std::size_t>(from);
            const auto last = std::min(side.size(), std::max(first + 1, static_cast<std::size_t>(std::ceil(to))));
            for (auto i = first; i < last; ++i) {
                peak = std::max(peak, static_cast<double>(side[i].peak[channel]));
                squares = std::max(squares, static_cast<double>(side[i].meanSquare[channel]));
            }
            const auto bar = [&](float tall) {
                return juce::Rectangle<float>(static_cast<float>(x), static_cast<float>(area.getBottom()) - tall, 1.0F,
                                              tall);
            };
            g.setColour(c.levelFaint);
            g.fillRect(bar(height(peak, area.getHeight())));
            g.setColour(c.level);
            g.fillRect(bar(height(std::sqrt(squares) * std::sqrt(2.0), area.getHeight())));
        }
    }
    const float now = xOf(history_->seconds());
    g.setColour(c.text);
    g.fillRect(now - 1.0F, static_cast<float>(wave_.getY()) - 3.0F, 2.0F, static_cast<float>(wave_.getHeight()) + 6.0F);
}

void SideCard::paintScale(juce::Graphics& g, const ui::Style& style) const {
    const auto& c = style.colours();
    const auto tick = style.font(ui::Face::mono, metrics::tickSize);
    for (std::size_t channel = 0; channel < 2; ++channel) {
        const auto area = band(channel);
        g.setColour(c.overload);
        ui::drawDashes(g, static_cast<float>(area.getX()), static_cast<float>(area.getRight()),
                       static_cast<float>(area.getY()) + 0.5F);
        // Round numbers of dBV; none where they would touch the letter of the channel.
        const double step = area.getHeight() < 50 ? 30.0 : 20.0;
        const double topDbv = view_.fullScaleDbv, bottomDbv = topDbv + bottomDbfs;
        for (double dbv = step * std::floor(topDbv / step); dbv > bottomDbv + 4.0; dbv -= step) {
            const double part = (topDbv - dbv) / -bottomDbfs;
            const int y = area.getY() + static_cast<int>(std::lround(part * area.getHeight()));
            ui::drawText(g, tick, c.textMuted, ui::decibelText(dbv).upToFirstOccurrenceOf(".", false, false),
                         {4, y - 7, waveLeft - 10, 14}, juce::Justification::centredRight);
        }
    }
    const double step = span_ <= 35 * 60 ? 300.0 : span_ <= 100 * 60 ? 600.0 : 3600.0;
    for (double at = 0.0; at <= span_ + 1.0; at += step) {
        const int x = static_cast<int>(xOf(at));
        if (at > 0.0 && at < span_ - 1.0) {
            g.setColour(c.gridStrong);
            g.fillRect(x, wave_.getY(), 1, wave_.getHeight());
        }
        const auto place = at < 1.0           ? juce::Justification::centredLeft
                           : at > span_ - 1.0 ? juce::Justification::centredRight
                                              : juce::Justification::centred;
        const int left = at < 1.0 ? x : at > span_ - 1.0 ? x - 60 : x - 30;
        ui::drawText(g, tick, c.textMuted, fromUtf8(placeText(at)).dropLastCharacters(2),
                     {left, wave_.getBottom() + 6, 60, 16}, place);
    }
}

void SideCard::paintLegend(juce::Graphics& g, const ui::Style& style) const {
    const auto& c = style.colours();
    const auto font = style.font(ui::Face::regular, metrics::captionSize);
    if (heard_) return; // what is heard stands there
    int x = headingRight() + 28;
    const auto name = [&](const juce::String& text) {
        const int width = static_cast<int>(std::ceil(compat::textWidth(font, text))) + 2;
        ui::drawText(g, font, c.textMuted, text, {x + 18, 16, width, 20}, juce::Justification::centredLeft);
        x += 18 + width + 22;
    };
    if (!history_->gaps().empty()) {
        drawGap(g, c, {static_cast<float>(x) + 6.0F, 26.0F});
        name("gap between tracks");
    }
    for (const auto kind : {Kind::needleDrop, Kind::overload, Kind::dropOut, Kind::mark}) {
        const auto& marks = history_->marks();
        const bool isThere = std::any_of(marks.begin(), marks.end(), [&](const SideMark& mark) {
            return isShown(mark.event.kind) && std::string_view(nameOf(mark.event.kind)) == nameOf(kind);
        });
        if (!isThere) continue;
        drawMark(g, c, kind, {static_cast<float>(x) + 6.0F, 26.0F});
        name(nameOf(kind));
    }
}

void SideCard::paintGaps(juce::Graphics& g, const ui::Style& style) const {
    for (const double gap : history_->gaps())
        drawGap(g, style.colours(), {xOf(gap), railY()});
}

void SideCard::paintMarks(juce::Graphics& g, const ui::Style& style) const {
    const auto& c = style.colours();
    const auto& marks = history_->marks();
    const float y = railY();
    for (std::size_t i = 0; i < marks.size(); ++i) {
        if (!isShown(marks[i].event.kind)) continue;
        const float x = std::max(xOf(marks[i].seconds), static_cast<float>(wave_.getX()) + 6.0F);
        const bool isTrouble = marks[i].event.kind != Kind::needleDrop && marks[i].event.kind != Kind::mark;
        if (isTrouble || i == selected_) {
            g.setColour((isTrouble ? c.overload : c.text).withAlpha(0.7F));
            const std::array<float, 2> dashes{3.0F, 3.0F};
            g.drawDashedLine({x, y + 8.0F, x, static_cast<float>(wave_.getBottom())}, dashes.data(), 2, 1.0F);
        }
        drawMark(g, c, marks[i].event.kind, {x, y});
    }
}

void SideCard::paintInvitation(juce::Graphics& g, const ui::Style& style) const {
    const auto& c = style.colours();
    const auto area = wave_.withTop(wave_.getY() - railHeight + 8);
    g.setColour(c.well);
    g.fillRoundedRectangle(area.toFloat(), metrics::fieldRadius);
    auto words = area.withSizeKeepingCentre(area.getWidth(), 76);
    const auto title = style.font(ui::Face::semibold, metrics::titleSize);
    const juce::String text = view_.isArmed          ? "Put the needle down"
                              : view_.startsByItself ? "Press Record, then put the needle down"
                                                     : "Put the needle down, then press Record";
    auto row = words.removeFromTop(30);
    const int width = static_cast<int>(std::ceil(compat::textWidth(title, text)));
    const float left = static_cast<float>(row.getCentreX()) - static_cast<float>(width) / 2.0F;
    if (view_.isArmed) {
        const juce::Point<float> centre(left - 26.0F, static_cast<float>(row.getCentreY()));
        g.setColour(c.record);
        g.drawEllipse(juce::Rectangle<float>(18.0F, 18.0F).withCentre(centre), 2.0F);
        g.fillEllipse(juce::Rectangle<float>(7.0F, 7.0F).withCentre(centre));
    }
    ui::drawText(g, title, c.text, text, row, juce::Justification::centred);
    const auto body = style.font(ui::Face::regular, metrics::bodySize);
    const juce::String first = view_.startsByItself ? "Recording starts by itself and keeps the 10 seconds before it."
                                                    : "The 10 seconds before the start are kept.";
    const juce::String second = view_.isArmed          ? "No hurry: it waits as long as you like."
                                : view_.startsByItself ? "It stops in the run-out groove, or when the needle is lifted."
                                                       : "It goes on until you press Stop.";
    ui::drawText(g, body, c.textMuted, first, words.removeFromTop(22), juce::Justification::centred);
    ui::drawText(g, body, c.textMuted, second, words.removeFromTop(20), juce::Justification::centred);
}

void SideCard::paintPopover(juce::Graphics& g, const ui::Style& style) const {
    if (!selected_ || *selected_ >= history_->marks().size()) return;
    const auto& c = style.colours();
    const auto& mark = history_->marks()[*selected_];
    const auto words = wordsOf(mark, *history_, rateHz_);
    constexpr int width = 316, height = 66;
    const int x = static_cast<int>(xOf(mark.seconds));
    const int left = x + 14 + width < wave_.getRight() ? x + 14 : x - 14 - width;
    const auto box = juce::Rectangle<int>(std::max(left, 8), wave_.getY() - railHeight - 4, width, height);
    g.setColour(c.raised);
    g.fillRoundedRectangle(box.toFloat(), metrics::fieldRadius);
    g.setColour(c.outline);
    g.drawRoundedRectangle(box.toFloat().reduced(0.5F), metrics::fieldRadius, 1.0F);
    auto area = box.reduced(12, 7);
    auto row = area.removeFromTop(18);
    const auto mono = style.font(ui::Face::mono, metrics::captionSize);
    const auto place = fromUtf8(placeText(mark.seconds));
    ui::drawText(g, mono, c.text, place, row.removeFromLeft(static_cast<int>(compat::textWidth(mono, place)) + 14),
                 juce::Justification::centredLeft);
    const bool isTrouble = mark.event.kind != Kind::needleDrop && mark.event.kind != Kind::mark;
    ui::drawText(g, style.font(ui::Face::medium, metrics::captionSize), isTrouble ? c.overload : c.text, words.what,
                 row, juce::Justification::centredLeft);
    ui::drawParagraph(g, style.font(ui::Face::regular, metrics::captionSize), c.textMuted, words.meaning, area);
}

void SideCard::paintHeard(juce::Graphics& g, const ui::Style& style) const {
    if (!heard_) return;
    const float x = xOf(*heard_);
    g.setColour(style.colours().reference);
    g.fillRect(x - 1.0F, static_cast<float>(wave_.getY()) - 3.0F, 2.0F, static_cast<float>(wave_.getHeight()) + 6.0F);
    juce::Path path;
    path.addTriangle(x - 5.0F, static_cast<float>(wave_.getY()) - 10.0F, x + 5.0F,
                     static_cast<float>(wave_.getY()) - 10.0F, x, static_cast<float>(wave_.getY()) - 2.0F);
    g.fillPath(path);
}

void SideCard::paintCard(juce::Graphics& g, const ui::Style& style) {
    if (history_ == nullptr) return;
    const auto& c = style.colours();
    if (!view_.isOpen || history_->side().empty()) {
        paintInvitation(g, style);
        return;
    }
    for (std::size_t channel = 0; channel < 2; ++channel) {
        g.setColour(c.well);
        g.fillRect(band(channel));
    }
    paintLegend(g, style);
    paintLevels(g, style);
    paintScale(g, style);
    paintGaps(g, style);
    paintMarks(g, style);
    paintHeard(g, style);
    paintPopover(g, style);
    if (hasKeyboardFocus(false))
        ui::drawFocusRing(g, style.colours(), getLocalBounds().toFloat().reduced(1.0F), metrics::cardRadius);
}

std::unique_ptr<juce::AccessibilityHandler> SideCard::createAccessibilityHandler() {
    const auto text = [this] {
        if (history_ == nullptr || history_->side().empty()) return juce::String("nothing recorded yet");
        std::int64_t overloads = 0, lost = 0;
        for (const auto& mark : history_->marks()) {
            if (mark.event.kind == Kind::overload) ++overloads;
            if (mark.event.kind == Kind::dropOut || mark.event.kind == Kind::gap) ++lost;
        }
        const auto gaps = static_cast<int>(history_->gaps().size());
        return fromUtf8(minutesText(history_->seconds())) + ", " + juce::String(gaps) + " gaps between tracks, " +
               juce::String(overloads) + " overloads, " + juce::String(lost) + " drop-outs";
    };
    juce::AccessibilityActions actions;
    actions.addAction(juce::AccessibilityActionType::press, [this] {
        if (onEnd) onEnd();
    });
    return ui::spokenAs(*this, juce::AccessibilityRole::image, std::make_unique<ui::SpokenValue>(text),
                        std::move(actions));
}

} // namespace phonostage::app
