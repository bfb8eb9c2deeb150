// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/EndSignals.h"
#include "app/MainWindow.h"

#include <optional>

namespace phonostage::app {

/** The standalone application: flags, processor, model, window, in this order. */
class Application final : public juce::JUCEApplication, private juce::Timer {
public:
    Application();
    ~Application() override;

    const juce::String getApplicationName() override;
    const juce::String getApplicationVersion() override;
    bool moreThanOneInstanceAllowed() override;
    void initialise(const juce::String& commandLine) override;
    void shutdown() override;
    void systemRequestedQuit() override;

private:
    void run(const Options& options);
    void timerCallback() override;
    void leave(int status);

    Options options_;
    std::unique_ptr<juce::AudioProcessor> processor_;
    std::unique_ptr<AppModel> model_;
    std::unique_ptr<MainWindow> window_;
    std::optional<EndSignals> endSignals_;
};

} // namespace phonostage::app
