// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ActionButton.h"
#include "app/Card.h"
#include "app/tracks/TracksModel.h"
#include "ui/controls/TextBox.h"

#include <array>
#include <functional>
#include <memory>

namespace phonostage::app {

/** Tags of the record: each is kept when it is typed. */
class AlbumCard final : public Card {
public:
    AlbumCard(TracksModel& model, std::function<void()> onCover);

    void show();

private:
    void paintCard(juce::Graphics& g, const ui::Style& style) override;
    void resized() override;

    static constexpr std::size_t fields = 6;

    TracksModel& model_;
    std::array<std::unique_ptr<ui::TextBox>, fields> boxes_;
    ActionButton cover_{"Cover..."};
    std::int64_t version_ = -1;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(AlbumCard)
};

} // namespace phonostage::app
