// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ActionButton.h"
#include "app/FieldButton.h"

#include <functional>

namespace phonostage::app {

class TestRecordModel;

/** In the header of the page: which test record plays, and what is done with the report. */
class TestRecordBar final : public juce::Component {
public:
    struct Actions {
        std::function<void()> onDetails, onCompare, onSave, onAgain;
    };
    TestRecordBar(TestRecordModel& model, Actions actions);

    void refresh();
    /** An item of the menu: of the catalogue, and behind it another record. */
    void choose(int index);

private:
    void resized() override;
    void openMenu();

    TestRecordModel& model_;
    Actions actions_;
    FieldButton record_{"testrecord_record", "Test record"};
    ActionButton details_{"Details"}, compare_{"Compare..."}, save_{"Save report..."}, again_{"Start again"};

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(TestRecordBar)
};

} // namespace phonostage::app
