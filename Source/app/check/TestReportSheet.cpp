// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/check/TestReportSheet.h"

#include "ui/controls/Form.h"
#include "ui/text/LevelText.h"
#include "ui/text/ScreenNumbers.h"
#include "ui/text/Utf8.h"

#include <cmath>
#include <utility>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

using ui::fromUtf8;

const juce::String degreeSign = juce::String::fromUTF8("\xc2\xb0");

juce::String valueText(const std::optional<double>& value, const media::ReportDifference& figure) {
    return value ? ui::pretty(ui::fixedText(*value, figure.decimals)) : juce::String("-");
}

juce::String changeText(const media::ReportDifference& figure) {
    if (!figure.earlier || !figure.now) return "-";
    const double change = *figure.now - *figure.earlier;
    return ui::signedText(change, figure.decimals) +
           (figure.unit == "degrees" ? degreeSign : " " + fromUtf8(figure.unit));
}

} // namespace

TestReportSheet::TestReportSheet(std::function<void()> onForget) : Sheet("Compared", 720, 560) {
    addChildComponent(forget_);
    forget_.setComponentID("testrecord_forget");
    forget_.onClick = [this, onForget = std::move(onForget)] {
        onForget();
        close();
    };
}

void TestReportSheet::showDifferences(const juce::String& earlier, std::vector<media::ReportDifference> differences) {
    differences_ = std::move(differences);
    sentence_ = differences_.empty() ? juce::String("Neither report has a figure yet.") : juce::String();
    setName("Compared with " + earlier);
    setTitle(getName());
    juce::String description;
    for (const auto& figure : differences_)
        description << fromUtf8(figure.name) << ": " << valueText(figure.earlier, figure) << ", now "
                    << valueText(figure.now, figure) << " " << fromUtf8(figure.unit) << ". ";
    setDescription(description + sentence_);
    forget_.setVisible(true);
    setCardSize(720, 190 + 26 * static_cast<int>(differences_.size()));
    open();
}

void TestReportSheet::showTrouble(const juce::String& title, const juce::String& sentence) {
    differences_.clear();
    sentence_ = sentence;
    setName(title);
    setTitle(title);
    setDescription(sentence);
    forget_.setVisible(false);
    setCardSize(560, 220);
    open();
}

void TestReportSheet::layOut(juce::Rectangle<int> area) {
    forget_.setBounds(area.getX() - 12, done().getY(), 156, done().getHeight());
}

void TestReportSheet::paintSheet(juce::Graphics& g, juce::Rectangle<int> area) {
    const auto& style = ui::Style::of(*this);
    const auto& c = style.colours();
    if (sentence_.isNotEmpty()) {
        ui::drawParagraph(g, style.font(ui::Face::regular, metrics::bodySize), c.text, sentence_, area);
        return;
    }
    const auto words = style.font(ui::Face::regular, metrics::captionSize);
    const auto figures = style.font(ui::Face::mono, metrics::captionSize);
    const auto row = [&](const juce::String& name, const juce::String& earlier, const juce::String& now,
                         const juce::String& change, bool isHead, int height) {
        auto line = area.removeFromTop(height);
        const auto& font = isHead ? words : figures;
        ui::drawText(g, font, isHead ? c.textMuted : c.text, change, line.removeFromRight(150),
                     juce::Justification::centredRight);
        ui::drawText(g, font, isHead ? c.textMuted : c.text, now, line.removeFromRight(100),
                     juce::Justification::centredRight);
        ui::drawText(g, font, c.textMuted, earlier, line.removeFromRight(100), juce::Justification::centredRight);
        ui::drawText(g, words, isHead ? c.textMuted : c.text, name, line, juce::Justification::centredLeft);
    };
    const int height = std::min(26, area.getHeight() / (static_cast<int>(differences_.size()) + 1));
    row({}, "earlier", "now", "change", true, height);
    for (const auto& figure : differences_) {
        g.setColour(c.gridStrong);
        g.fillRect(area.getX(), area.getY(), area.getWidth(), 1);
        row(fromUtf8(figure.name), valueText(figure.earlier, figure), valueText(figure.now, figure), changeText(figure),
            false, height);
    }
}

} // namespace phonostage::app
