// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Application.h"

#include "app/PluginProcess.h"
#include "app/SafeStart.h"
#include "base/files/PendingFile.h"
#include "base/text/PlainText.h"
#include "info/Completion.h"
#include "info/CompletionZsh.h"
#include "info/Info.h"
#include "info/ManPage.h"
#include "media/io/OwnFiles.h"
#include "media/io/SoundFile.h"
#include "plugin/Processor.h"

#include <iostream>

namespace phonostage::app {
namespace {

constexpr double screenshotAfterSeconds = 2.0;

std::string devicesText() {
    plugin::Processor processor;
    PluginProcess process(processor);
    device::DeviceCallback callback(process);
    const device::AudioSession session(callback, device::AudioSession::systemTypes());
    juce::String text;
    for (const auto& type : session.typeNames()) {
        text << type << "\n";
        for (const bool inputs : {true, false}) {
            const auto names = session.deviceNames(type, inputs);
            text << (inputs ? "  inputs:" : "  outputs:") << (names.isEmpty() ? " none\n" : "\n");
            for (const auto& name : names)
                text << "    " << name << "\n";
        }
    }
    return text.toStdString();
}

/** Null where written; else what went wrong. */
std::optional<juce::String> writePicture(juce::Component& component, const juce::File& file) {
    const auto image = component.createComponentSnapshot(component.getLocalBounds(), true, 1.0F);
    juce::MemoryOutputStream bytes;
    if (!juce::PNGImageFormat().writeImageToStream(image, bytes)) return "the picture could not be created";
    const std::string name = file.getFullPathName().toStdString();
    try {
        const auto whyKept = [](const std::filesystem::path& there) {
            auto why = media::whyTake(there);
            return why.empty() ? media::whyNotOwnPicture(there, ": name another file") : why;
        };
        base::writeFile(std::u8string(name.begin(), name.end()),
                        media::signedPng({static_cast<const char*>(bytes.getData()), bytes.getDataSize()}),
                        base::Replace::unless(whyKept));
    } catch (const base::FileError& error) {
        return juce::String::fromUTF8(error.what());
    }
    return std::nullopt;
}

juce::File fileOf(const std::string& name) {
    return juce::File::getCurrentWorkingDirectory().getChildFile(juce::String::fromUTF8(name.c_str()));
}

} // namespace

Application::Application() = default;

Application::~Application() = default;

const juce::String Application::getApplicationName() { return "Phonostage"; }

const juce::String Application::getApplicationVersion() { return JucePlugin_VersionString; }

bool Application::moreThanOneInstanceAllowed() { return true; }

void Application::initialise(const juce::String&) {
    std::vector<std::string> arguments;
    for (const auto& argument : getCommandLineParameterArray())
        arguments.push_back(argument.toStdString());
    const auto parsed = parseOptions(arguments);
    if (const auto* error = std::get_if<OptionError>(&parsed)) {
        std::cerr << "phonostage-app: " << base::oneLine(error->message) << '\n';
        leave(2);
        return;
    }
    options_ = std::get<Options>(parsed);
    const auto tell = [this](const std::string& text) {
        std::cout << text << std::flush;
        if (!std::cout) std::cerr << "phonostage-app: standard output cannot be written\n";
        leave(std::cout ? 0 : 1);
    };
    switch (options_.action) {
    case Action::help:
        tell(helpText());
        return;
    case Action::version:
        tell(info::diagnosticText("phonostage-app", "libsndfile " + media::soundLibraryVersion()));
        return;
    case Action::man:
        tell(info::manPage(programText(), std::string(info::version()), std::string(info::commitDate())));
        return;
    case Action::completion:
        tell(options_.shell == "bash"  ? info::bashCompletion(programText())
             : options_.shell == "zsh" ? info::zshCompletion(programText())
                                       : info::fishCompletion(programText()));
        return;
    case Action::listDevices:
        tell(devicesText());
        return;
    case Action::run:
        break;
    }
    if (juce::Desktop::getInstance().getDisplays().displays.isEmpty()) {
        std::cerr
            << "phonostage-app: there is no display to open a window on; set DISPLAY, or use the command-line program "
               "phonostage\n";
        leave(1);
        return;
    }
    run(options_);
}

void Application::run(const Options& options) {
    juce::AudioProcessor::setTypeOfNextNewPlugin(juce::AudioProcessor::wrapperType_Standalone);
    auto processor = std::make_unique<plugin::Processor>();
    juce::AudioProcessor::setTypeOfNextNewPlugin(juce::AudioProcessor::wrapperType_Undefined);
    holdUntilAnswered(*processor, options);
    processor_ = std::move(processor);
    SettingsStore store(options.settingsFile ? fileOf(*options.settingsFile) : SettingsStore::defaultFile());
    model_ = std::make_unique<AppModel>(*processor_, device::AudioSession::systemTypes(), std::move(store), options,
                                        device::DeviceWatch::usualPlace());
    model_->onDeviceNews = [](const juce::String& text) { std::cerr << "phonostage-app: " << text << std::endl; };
    model_->start();
    for (const auto& text : {model_->trouble(), model_->notice()})
        if (text.isNotEmpty()) std::cerr << "phonostage-app: " << text << '\n';
    window_ = std::make_unique<MainWindow>(*model_, *processor_);
    endSignals_.emplace([this] {
        model_->record().stopAndClose();
        leave(0);
    });
    if (options.quitAfterSeconds || options.screenshotFile)
        startTimer(juce::roundToInt(1000.0 * options.quitAfterSeconds.value_or(screenshotAfterSeconds)));
}

void Application::timerCallback() {
    stopTimer();
    // Scripts learn from the status whether they got the devices they asked for.
    int status = model_->trouble().isEmpty() ? 0 : 1;
    if (options_.screenshotFile) {
        if (const auto wrong = writePicture(*window_->getContentComponent(), fileOf(*options_.screenshotFile))) {
            std::cerr << "phonostage-app: " << *wrong << '\n';
            status = 1;
        }
    }
    leave(status);
}

void Application::leave(int status) {
    setApplicationReturnValue(status);
    quit();
}

void Application::shutdown() {
    endSignals_.reset();
    window_.reset();
    model_.reset();
    processor_.reset();
}

void Application::systemRequestedQuit() {
    if (window_ != nullptr)
        window_->closeButtonPressed();
    else
        quit();
}

} // namespace phonostage::app
