// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/NavBar.h"

#include "Compat.h"

#include <algorithm>
#include <cmath>

namespace phonostage::app {

namespace metrics = ui::metrics;

class NavBar::Tab final : public juce::Button {
public:
    explicit Tab(PageId page) : juce::Button(pageName(page)), page_(page) {
        setButtonText(pageName(page));
        setTitle(juce::String(pageName(page)) + " page");
        setTooltip(juce::String(pageName(page)) + "\nCtrl+" + juce::String(static_cast<int>(page) + 1));
        setComponentID("page_" + juce::String(pageName(page)).toLowerCase());
        setRadioGroupId(1);
        setWantsKeyboardFocus(true);
        setMouseClickGrabsKeyboardFocus(false);
        setMouseCursor(juce::MouseCursor::PointingHandCursor);
    }

    [[nodiscard]] PageId page() const { return page_; }
    [[nodiscard]] int textWidth() const {
        const auto font = ui::Style::of(*this).font(ui::Face::semibold, metrics::headingSize);
        return static_cast<int>(std::ceil(compat::textWidth(font, getButtonText())));
    }
    void setBadge(Badge badge) {
        if (badge_ == badge) return;
        badge_ = badge;
        repaint();
    }

private:
    void paintButton(juce::Graphics& g, bool highlighted, bool) override {
        const auto& style = ui::Style::of(*this);
        const auto& c = style.colours();
        const bool isShown = getToggleState();
        ui::drawText(g, style.font(isShown ? ui::Face::semibold : ui::Face::medium, metrics::headingSize),
                     isShown || highlighted ? c.text : c.textMuted, getButtonText(), getLocalBounds(),
                     juce::Justification::centred);
        const auto words = getLocalBounds().toFloat().withSizeKeepingCentre(static_cast<float>(textWidth()), 20.0F);
        if (isShown) {
            g.setColour(c.line);
            g.fillRoundedRectangle(
                words.expanded(6.0F, 0.0F).withTop(static_cast<float>(getHeight()) - 4.0F).withHeight(3.0F), 1.5F);
        }
        if (badge_ != Badge::none) {
            g.setColour(badge_ == Badge::recording ? c.record : c.line);
            g.fillEllipse(juce::Rectangle<float>(7.0F, 7.0F).withCentre(words.getTopRight().translated(7.0F, 3.0F)));
        }
        if (hasKeyboardFocus(false)) ui::drawFocusRing(g, c, words.expanded(8.0F, 8.0F), metrics::fieldRadius);
    }

    const PageId page_;
    Badge badge_ = Badge::none;
};

NavBar::NavBar(std::function<void(PageId)> onPage) : onPage_(std::move(onPage)) {
    setTitle("Pages");
    setMouseClickGrabsKeyboardFocus(false);
}

NavBar::~NavBar() = default;

NavBar::Tab* NavBar::find(PageId page) const {
    for (const auto& tab : tabs_)
        if (tab->page() == page) return tab.get();
    return nullptr;
}

void NavBar::add(PageId page) {
    auto tab = std::make_unique<Tab>(page);
    tab->onClick = [this, page] { onPage_(page); };
    addAndMakeVisible(*tab);
    tabs_.push_back(std::move(tab));
    std::sort(tabs_.begin(), tabs_.end(), [](const auto& a, const auto& b) { return a->page() < b->page(); });
    show(shown_);
    resized();
}

void NavBar::show(PageId page) {
    shown_ = page;
    for (const auto& tab : tabs_)
        tab->setToggleState(tab->page() == page, juce::dontSendNotification);
}

void NavBar::setBadge(PageId page, Badge badge) {
    if (auto* tab = find(page)) tab->setBadge(badge);
}

void NavBar::resized() {
    if (dynamic_cast<const ui::Style*>(&getLookAndFeel()) == nullptr || tabs_.empty()) return;
    constexpr int mostPadding = 17;
    int words = 0;
    for (const auto& tab : tabs_)
        words += tab->textWidth();
    const bool hasDivider = find(PageId::check) != nullptr;
    const int room = getWidth() - words - (hasDivider ? 16 : 0);
    const int padding = std::clamp(room / (2 * static_cast<int>(tabs_.size())), 6, mostPadding);
    auto area = getLocalBounds();
    dividerX_ = 0;
    for (const auto& tab : tabs_) {
        if (tab->page() == PageId::check && tabs_.size() > 1) dividerX_ = area.removeFromLeft(16).getCentreX();
        tab->setBounds(area.removeFromLeft(tab->textWidth() + 2 * padding));
    }
}

void NavBar::paint(juce::Graphics& g) {
    if (dividerX_ == 0) return;
    g.setColour(ui::Style::of(*this).colours().outline);
    g.fillRect(dividerX_, getHeight() / 2 - 8, 1, 16);
}

} // namespace phonostage::app
