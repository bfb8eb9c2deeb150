// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/check/TestRecordView.h"

#include "ui/text/Utf8.h"

#include <array>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

using ui::fromUtf8;

std::filesystem::path pathOf(const juce::File& file) {
    return std::filesystem::u8path(file.getFullPathName().toStdString());
}

} // namespace

TestRecordView::TestRecordView(TestRecordModel& model)
    : model_(model), bands_([this] {
          if (model_.done().empty())
              model_.useForCalibration();
          else
              model_.takeBack();
          refresh();
      }),
      details_(model), report_([this] {
          model_.compareWithNothing();
          refresh();
      }),
      bar_(model, {[this] { details_.open(); }, [this] { compare(); }, [this] { askWhereToSave(); },
                   [this] {
                       model_.startAgain();
                       refresh();
                   }}) {
    setName("Test record");
    setTitle("Test record");
    int order = 1;
    for (juce::Component* card : std::array<juce::Component*, 4>{&bands_, &speed_, &azimuth_, &response_}) {
        addAndMakeVisible(card);
        card->setExplicitFocusOrder(order++);
    }
}

void TestRecordView::refresh() {
    if (model_.version() == version_) return;
    version_ = model_.version();
    speed_.show(model_);
    azimuth_.show(model_);
    response_.show(model_);
    bands_.show(model_);
    bar_.refresh();
}

void TestRecordView::resized() {
    const int space = getWidth() < 900 ? metrics::compactMargin : metrics::gap;
    auto area = getLocalBounds();
    auto upper = area.removeFromTop((area.getHeight() - space) * 48 / 100);
    area.removeFromTop(space);
    speed_.setBounds(upper.removeFromLeft((upper.getWidth() - space) / 2));
    upper.removeFromLeft(space);
    azimuth_.setBounds(upper);
    bands_.setBounds(area.removeFromRight(metrics::meterCardWidth));
    area.removeFromRight(space);
    response_.setBounds(area);
}

// ------------------------------------------------------------ reports

void TestRecordView::askWhereToSave() {
    const auto name = juce::File::createLegalFileName(model_.record() != nullptr ? fromUtf8(model_.record()->name)
                                                                                 : juce::String("test record"));
    const auto folder = juce::File::getSpecialLocation(juce::File::userDocumentsDirectory);
    chooser_ = std::make_unique<juce::FileChooser>("Save the report: a picture and a JSON file beside it",
                                                   folder.getChildFile(name + ".json"), "*.json");
    chooser_->launchAsync(juce::FileBrowserComponent::saveMode | juce::FileBrowserComponent::canSelectFiles,
                          [this](const juce::FileChooser& chooser) {
                              if (chooser.getResult() != juce::File()) saveTo(chooser.getResult());
                          });
}

void TestRecordView::saveTo(const juce::File& file) {
    const auto wrong = model_.saveReport(pathOf(file));
    if (!wrong.empty()) report_.showTrouble("The report was not saved", fromUtf8(wrong) + ".");
}

void TestRecordView::compare() {
    if (model_.earlier()) {
        showDifferences();
        return;
    }
    chooser_ = std::make_unique<juce::FileChooser>(
        "A report that was saved before", juce::File::getSpecialLocation(juce::File::userDocumentsDirectory), "*.json");
    chooser_->launchAsync(juce::FileBrowserComponent::openMode | juce::FileBrowserComponent::canSelectFiles,
                          [this](const juce::FileChooser& chooser) {
                              if (chooser.getResult() != juce::File()) compareWith(chooser.getResult());
                          });
}

void TestRecordView::compareWith(const juce::File& file) {
    const auto wrong = model_.compareWith(pathOf(file));
    if (!wrong.empty()) {
        report_.showTrouble("This is no report to compare with", fromUtf8(wrong) + ".");
        return;
    }
    showDifferences();
    refresh();
}

void TestRecordView::showDifferences() {
    report_.showDifferences(fromUtf8(model_.earlier()->record + ", " + model_.earlier()->made), model_.differences());
}

} // namespace phonostage::app
