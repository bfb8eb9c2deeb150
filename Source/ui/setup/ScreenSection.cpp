// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/ScreenSection.h"

#include "ui/text/CurveCaption.h"

#include "info/Info.h"

#include <cmath>
#include <utility>

namespace phonostage::ui {

ScreenSection::ScreenSection(Actions actions)
    : Section("Display"), actions_(std::move(actions)),
      unit_("view_unit", "Meter unit", {"dBV", "dBu", "dBFS", "mV"}, "Unit of the meter numbers."),
      output_("view_output", "Output meter", {"Bars", "Needle"}, "Output level as bars, or as VU needles."),
      spectrum_("view_spectrum", "Spectrum", {"Off", "On"}, "Live spectrum behind the response plot."),
      theme_("view_theme", "Theme", {"Dark", "Light"}) {
    unit_.onChange = [this](int) { viewChosen(); };
    output_.onChange = [this](int) { viewChosen(); };
    spectrum_.onChange = [this](int) { viewChosen(); };
    theme_.onChange = [this](int chosen) { actions_.onTheme(chosen == 1 ? ThemeName::light : ThemeName::dark); };
    size_.setComponentID("view_size");
    size_.setTitle("Window size");
    size_.setTooltip("Window size, 75 to 300 %");
    size_.onClick = [this] { actions_.onSize(size_); };
    firstRun_.setButtonText("Setup assistant");
    firstRun_.setComponentID("first_run_again");
    firstRun_.setTitle("Open the setup assistant again");
    firstRun_.setTooltip("Asks for interface, cartridge and record, as at the first start.");
    firstRun_.onClick = [this] { actions_.onFirstRun(); };
    copy_.setButtonText("Copy diagnostics");
    copy_.setComponentID("copy_diagnostics");
    copy_.setTitle("Copy diagnostic information");
    copy_.setTooltip("Copies version, system and sample rate for a bug report. Contains no personal data.");
    copy_.onClick = [this] {
        juce::SystemClipboard::copyTextToClipboard(actions_.diagnostics());
        copy_.setButtonText("Copied");
    };
    about_.setButtonText("About");
    about_.setComponentID("about_open");
    about_.setTitle("About Phonostage");
    about_.setTooltip("Version, commit, compiler, JUCE, licence.");
    about_.onClick = [this] { actions_.onAbout(); };

    form_.row("Meter unit", unit_);
    form_.row("Output meter", output_);
    form_.row("Spectrum", spectrum_);
    form_.row("Theme", theme_);
    form_.row("Size", size_);
    form_.space(8);
    note_ = form_.note(2);
    form_.row({&firstRun_, &copy_});
    form_.row({&about_});
    for (juce::Component* component : std::initializer_list<juce::Component*>{&unit_, &output_, &spectrum_, &theme_,
                                                                              &size_, &firstRun_, &copy_, &about_})
        add(*component);
    for (auto* button : {&size_, &firstRun_, &copy_, &about_}) {
        button->setWantsKeyboardFocus(true);
        button->setMouseClickGrabsKeyboardFocus(false);
    }
    form_.setNote(note_, {"Phonostage " + fromUtf8(info::versionAndCommit())});
}

void ScreenSection::viewChosen() {
    view_.unit = static_cast<LevelUnit>(unit_.chosen());
    view_.needle = output_.chosen() == 1;
    view_.spectrum = spectrum_.chosen() == 1;
    actions_.onView(view_);
}

void ScreenSection::show(const ViewOptions& view, ThemeName theme) {
    view_ = view;
    unit_.show(static_cast<int>(view.unit));
    output_.show(view.needle ? 1 : 0);
    spectrum_.show(view.spectrum ? 1 : 0);
    theme_.show(theme == ThemeName::light ? 1 : 0);
    copy_.setButtonText("Copy diagnostics");
}

void ScreenSection::setScale(double scale) { size_.setButtonText(juce::String(std::lround(scale * 100.0)) + " %"); }

} // namespace phonostage::ui
