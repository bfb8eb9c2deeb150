// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Sheet.h"
#include "ui/controls/Segments.h"
#include "ui/controls/TextBox.h"

namespace phonostage::app {

class TestRecordModel;

/** What the catalogue does not say of the test record, and where the needle is. */
class TestRecordSheet final : public Sheet {
public:
    explicit TestRecordSheet(TestRecordModel& model);

    [[nodiscard]] ui::TextBox& velocity() { return velocity_; }
    [[nodiscard]] ui::Segments& kind() { return kind_; }
    [[nodiscard]] ui::TextBox& radius() { return radius_; }

private:
    void load() override;
    void layOut(juce::Rectangle<int> area) override;
    void paintSheet(juce::Graphics& g, juce::Rectangle<int> area) override;
    juce::Component& first() override { return radius_; }
    void take();

    TestRecordModel& model_;
    ui::Segments carrier_{"testrecord_carrier",
                          "Tone for the speed",
                          {"3150", "3000", "1000", "315", "300"},
                          "The frequency on the record, Hz."};
    ui::Segments cut_{
        "testrecord_cut",
        "Cut of the sweeps",
        {"RIAA", juce::String::fromUTF8("no 75 \xc2\xb5s"), "constant", "STR-100"},
        "How the velocity of the sweeps goes with the frequency: RIAA, RIAA without 75 us as on TRS-1007, the "
        "same everywhere, or constant amplitude below 500 Hz."};
    ui::TextBox velocity_{"testrecord_velocity", "Velocity of the 1 kHz bands", "cm/s, as the record's notes have it"};
    ui::Segments kind_{"testrecord_kind",
                       "Peak or rms",
                       {"peak", "rms", "not known"},
                       "How that velocity is meant: the two are 3 dB apart."};
    ui::TextBox radius_{
        "testrecord_radius", "Radius of the speed band",
        "From the middle of the record to the needle, mm; 0: not known. It turns the off-centre hole into mm."};

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(TestRecordSheet)
};

} // namespace phonostage::app
