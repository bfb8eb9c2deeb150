// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Page.h"
#include "ui/look/Style.h"

#include <functional>
#include <memory>
#include <vector>

namespace phonostage::app {

/** The words that lead to the pages. Only pages that are there have one. */
class NavBar final : public juce::Component {
public:
    explicit NavBar(std::function<void(PageId)> onPage);
    ~NavBar() override;

    void add(PageId page);
    void show(PageId page);
    /** A small dot at a word: red on a page where something is recorded, amber where something waits. */
    enum class Badge { none, recording, open };
    void setBadge(PageId page, Badge badge);
    [[nodiscard]] PageId shown() const { return shown_; }

private:
    class Tab;

    void resized() override;
    void paint(juce::Graphics& g) override;
    [[nodiscard]] Tab* find(PageId page) const;

    std::function<void(PageId)> onPage_;
    std::vector<std::unique_ptr<Tab>> tabs_;
    PageId shown_ = PageId::listen;
    int dividerX_ = 0;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(NavBar)
};

} // namespace phonostage::app
