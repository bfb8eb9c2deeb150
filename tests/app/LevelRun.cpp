// SPDX-License-Identifier: GPL-3.0-or-later
// From a fresh settings folder to the right level, as a beginner goes: Input on, interface, cartridge, the gain where
// it is known or found from the music, Start. By mouse and keys on the app's own window, over JACK.
//
//     level_run CAPTURES FOLDER CASE
//
// 28 cases: the interface's knob at 0, 20, 40 and 56 dB, seven cartridges, by turns entered or not. Each must end with
// its loud passages within 3 dB of the nominal level (6 dB where only the music told the gain), in at most 8 clicks,
// and never be above -1 dBFS true peak for more than 100 ms on the way. level-run.sh starts screen and server.
#include "app/AppModel.h"
#include "app/MainWindow.h"
#include "app/SafeStart.h"
#include "dsp/measure/TruePeak.h"
#include "plugin/Processor.h"
#include "ui/Editor.h"
#include "ui/setup/FirstRun.h"

#include "support/SoundFiles.h"

#include <jack/jack.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace phonostage;

constexpr double rateHz = 48000.0;
constexpr double interfaceFullScaleDbv = 19.78; ///< of the 2i2's line input, its knob fully down: 22 dBu
constexpr const char* interfaceWords = "scarlett 2i2 3rd";
constexpr double nominalDbv = -10.0, outputFullScaleDbv = 6.0;
constexpr double listenSeconds = 12.0;
constexpr int mostClicks = 8;
constexpr double mostLoudSeconds = 0.1;
constexpr double loudPeak = 0.89125093813374556; ///< -1 dBFS

struct Cartridge {
    const char* words; ///< that are typed
    double mv;         ///< what the one in the arm really gives at 5 cm/s
};
constexpr std::array<Cartridge, 7> cartridges{{{"at3600l", 3.5},
                                               {"vm95e", 4.0},
                                               {"ortofon 2m red", 5.5},
                                               {"nagaoka mp-110", 5.0},
                                               {"shure m44-7", 9.5},
                                               {"denon dl-110", 1.6},
                                               {"denon dl-103", 0.3}}};
constexpr std::array<double, 4> knobs{0.0, 20.0, 40.0, 56.0};

struct Case {
    int number;
    Cartridge cartridge;
    double knobDb;
    bool isEntered;
};

std::vector<Case> allCases() {
    std::vector<Case> list;
    for (std::size_t k = 0; k < knobs.size(); ++k)
        for (std::size_t c = 0; c < cartridges.size(); ++c)
            list.push_back({static_cast<int>(list.size()), cartridges[c], knobs[k], (k + c) % 2 == 0});
    return list;
}

/** The record, in volts at the socket for a cartridge of 1 V at 5 cm/s, its loud passages at 5 cm/s. */
std::array<std::vector<double>, 2> recordOf(const std::filesystem::path& folder) {
    const auto file = folder / "level-000-stereo.flac";
    std::ifstream text(folder / "level-000-stereo.json");
    const auto truth = nlohmann::json::parse(text);
    const double scale = dsp::voltsAtFullScale(truth.at("input_dbv_at_0dbfs").get<double>()) /
                         (truth.at("mv_at_5cm").get<double>() / 1000.0) /
                         std::pow(10.0, truth.at("loud_db").get<double>() / 20.0);
    const auto sound = tests::readSound(file);
    std::array<std::vector<double>, 2> record{sound.channel(0), sound.channel(1)};
    for (auto& side : record) {
        // The programme begins and ends in silence of a second.
        side.erase(side.begin(), side.begin() + 60000);
        side.resize(side.size() - 60000);
        for (auto& sample : side)
            sample *= scale;
    }
    return record;
}

/** The turntable and the loudspeakers: plays the record through the interface, and listens. */
class World {
public:
    World(const std::array<std::vector<double>, 2>& record, const Case& test) {
        const double scale = test.cartridge.mv / 1000.0 / dsp::voltsAtFullScale(interfaceFullScaleDbv - test.knobDb);
        for (std::size_t side = 0; side < 2; ++side)
            for (const double volts : record[side])
                played_[side].push_back(static_cast<float>(std::clamp(scale * volts, -1.0, 1.0)));
        client_ = jack_client_open("turntable", JackNoStartServer, nullptr);
        if (client_ == nullptr) throw std::runtime_error("the JACK server does not answer");
        for (std::size_t side = 0; side < 2; ++side) {
            const auto number = std::to_string(side + 1);
            send_[side] =
                jack_port_register(client_, ("send_" + number).c_str(), JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput, 0);
            receive_[side] =
                jack_port_register(client_, ("receive_" + number).c_str(), JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
            truePeak_[side].prepare(rateHz);
        }
        jack_set_process_callback(
            client_, [](jack_nframes_t frames, void* self) { return static_cast<World*>(self)->process(frames); },
            this);
        jack_activate(client_);
    }
    ~World() { jack_client_close(client_); }
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    /** Connects what the app shows, whenever it shows it. */
    void connect() {
        const auto ports = [this](unsigned long flags) {
            std::vector<std::string> names;
            const char** list = jack_get_ports(client_, "^Phonostage.*:", JACK_DEFAULT_AUDIO_TYPE, flags);
            for (const char** port = list; port != nullptr && *port != nullptr; ++port)
                names.emplace_back(*port);
            jack_free(list);
            return names;
        };
        const auto inputs = ports(JackPortIsInput), outputs = ports(JackPortIsOutput);
        for (std::size_t side = 0; side < 2; ++side) {
            if (inputs.size() == 2) jack_connect(client_, jack_port_name(send_[side]), inputs[side].c_str());
            if (outputs.size() == 2) jack_connect(client_, outputs[side].c_str(), jack_port_name(receive_[side]));
        }
        hasInput_ = inputs.size() == 2;
    }

    [[nodiscard]] bool hasInput() const { return hasInput_; }
    [[nodiscard]] double seconds() const { return static_cast<double>(frames_.load()) / rateHz; }
    /** The longest that the output was above -1 dBFS true peak, without 10 ms below it. */
    [[nodiscard]] double loudSeconds() const { return static_cast<double>(longestLoud_.load()) / rateHz; }
    /** Mean squares of tenths of a second are gathered from here on. */
    void listen() { listens_.store(true); }
    /** The 90 % quantile of what was gathered, dBV rms. */
    [[nodiscard]] double loudDbv() {
        const auto count = gathered_.load();
        std::vector<double> list(parts_.begin(), parts_.begin() + static_cast<std::ptrdiff_t>(count));
        if (list.empty()) return -400.0;
        std::sort(list.begin(), list.end());
        return 10.0 * std::log10(2.0 * list[list.size() * 9 / 10] + 1e-40) + outputFullScaleDbv;
    }

private:
    static constexpr std::size_t partFrames = 4800;

    int process(jack_nframes_t frames) {
        std::array<const float*, 2> in{};
        for (std::size_t side = 0; side < 2; ++side) {
            auto* out = static_cast<float*>(jack_port_get_buffer(send_[side], frames));
            for (jack_nframes_t n = 0; n < frames; ++n)
                out[n] = played_[side][(position_ + n) % played_[side].size()];
            in[side] = static_cast<const float*>(jack_port_get_buffer(receive_[side], frames));
        }
        position_ += frames;
        for (jack_nframes_t n = 0; n < frames; ++n) {
            double peak = 0.0;
            for (std::size_t side = 0; side < 2; ++side) {
                const double sample = static_cast<double>(in[side][n]);
                truePeak_[side].process(&sample, 1);
                peak = std::max(peak, truePeak_[side].maximum());
                truePeak_[side].take();
                square_ += 0.5 * sample * sample;
            }
            watchPeak(peak);
            if (++inPart_ < partFrames) continue;
            const auto at = gathered_.load();
            if (listens_.load() && at < parts_.size()) {
                parts_[at] = square_ / partFrames;
                gathered_.store(at + 1);
            }
            square_ = 0.0;
            inPart_ = 0;
        }
        frames_.fetch_add(frames);
        return 0;
    }

    void watchPeak(double peak) {
        if (peak > loudPeak) {
            if (sinceLoud_ > 480) loud_ = 0;
            loud_ += sinceLoud_ > 480 ? 1 : sinceLoud_;
            sinceLoud_ = 1;
            longestLoud_.store(std::max(longestLoud_.load(), loud_));
        } else {
            ++sinceLoud_;
        }
    }

    std::array<std::vector<float>, 2> played_;
    jack_client_t* client_ = nullptr;
    std::array<jack_port_t*, 2> send_{}, receive_{};
    std::array<dsp::TruePeak, 2> truePeak_;
    std::size_t position_ = 0, inPart_ = 0;
    double square_ = 0.0;
    std::int64_t loud_ = 0, sinceLoud_ = 1000;
    std::atomic<std::int64_t> longestLoud_{0}, frames_{0};
    std::atomic<bool> listens_{false};
    std::array<double, 4096> parts_{};
    std::atomic<std::size_t> gathered_{0};
    bool hasInput_ = false;
};

/** A person with a mouse and a keyboard. */
class Hand {
public:
    [[nodiscard]] int clicks() const { return clicks_; }

    void click(juce::Component& component) {
        auto* peer = component.getPeer();
        if (peer == nullptr || !component.isShowing()) throw std::runtime_error("nothing to click at");
        const auto centre = component.localPointToGlobal(component.getLocalBounds().getCentre().toFloat());
        const auto at = peer->globalToLocal(centre);
        const auto send = [&](juce::ModifierKeys buttons) {
            juce::ModifierKeys::currentModifiers = buttons;
            peer->handleMouseEvent(juce::MouseInputSource::InputSourceType::mouse, at, buttons, 0.0f, 0.0f,
                                   juce::Time::currentTimeMillis());
        };
        send({});
        send(juce::ModifierKeys::leftButtonModifier);
        send({});
        ++clicks_;
    }

    void type(juce::Component& within, const juce::String& words) {
        auto* peer = within.getPeer();
        for (auto letter = words.getCharPointer(); !letter.isEmpty();) {
            const auto character = letter.getAndAdvance();
            peer->handleKeyPress(juce::KeyPress(static_cast<int>(character), {}, character));
        }
    }

    void pressReturn(juce::Component& within) {
        within.getPeer()->handleKeyPress(juce::KeyPress(juce::KeyPress::returnKey, {}, '\r'));
    }

private:
    int clicks_ = 0;
};

juce::Component* find(juce::Component& parent, const std::function<bool(juce::Component&)>& isIt) {
    if (parent.isVisible() && isIt(parent)) return &parent;
    for (auto* child : parent.getChildren())
        if (child->isVisible())
            if (auto* found = find(*child, isIt)) return found;
    return nullptr;
}

/** One beginner: a script of steps, each tried until it is done. */
class Beginner final : private juce::Timer {
public:
    Beginner(const Case& test, const std::array<std::vector<double>, 2>& record, const std::filesystem::path& folder,
             std::function<void(bool)> onEnd)
        : test_(test), onEnd_(std::move(onEnd)), home_(folder / ("case-" + std::to_string(test.number))) {
        std::filesystem::create_directories(home_);
        setenv("XDG_CONFIG_HOME", home_.c_str(), 1);
        juce::AudioProcessor::setTypeOfNextNewPlugin(juce::AudioProcessor::wrapperType_Standalone);
        processor_ = std::make_unique<plugin::Processor>();
        juce::AudioProcessor::setTypeOfNextNewPlugin(juce::AudioProcessor::wrapperType_Undefined);
        app::Options options;
        options.deviceType = "JACK";
        app::holdUntilAnswered(*processor_, options);
        model_ = std::make_unique<app::AppModel>(*processor_, device::AudioSession::systemTypes(),
                                                 app::SettingsStore(juce::File((home_ / "settings.json").string())),
                                                 options);
        model_->start();
        window_ = std::make_unique<app::MainWindow>(*model_, *processor_);
        world_ = std::make_unique<World>(record, test);
        write();
        startTimer(20);
    }

private:
    using Step = std::function<bool()>;

    juce::Component* byId(const char* id) {
        return find(*window_, [id](auto& part) { return part.getComponentID() == id; });
    }
    juce::Component* byText(const char* text) {
        return find(*window_, [text](auto& part) {
            const auto* button = dynamic_cast<juce::Button*>(&part);
            return button != nullptr && button->getButtonText() == text;
        });
    }
    [[nodiscard]] ui::FirstRun* questions() {
        return dynamic_cast<ui::FirstRun*>(
            find(*window_, [](auto& part) { return dynamic_cast<ui::FirstRun*>(&part) != nullptr; }));
    }

    Step clickOn(const char* id) {
        return [this, id] {
            auto* part = byId(id);
            if (part == nullptr || !part->isEnabled()) return false;
            hand_.click(*part);
            return true;
        };
    }
    /** A list follows what is typed a moment later. */
    void typeWords(const juce::String& words) {
        steps_.push_back([this, words] {
            hand_.type(*window_, words);
            return true;
        });
        steps_.push_back(pause(0.3));
        steps_.push_back([this] {
            hand_.pressReturn(*window_);
            return true;
        });
    }
    /** Of sound and of the clock: a machine that is busy lets either go on without the other. */
    Step pause(double seconds) {
        struct Begin {
            double sound, clock;
        };
        auto begin = std::make_shared<std::optional<Begin>>();
        return [this, seconds, begin] {
            const double clock = 1e-3 * juce::Time::getMillisecondCounterHiRes();
            if (!*begin) *begin = Begin{world_->seconds(), clock};
            return world_->seconds() - (*begin)->sound >= seconds && clock - (*begin)->clock >= seconds;
        };
    }

    /** What a beginner does. */
    void write() {
        steps_.push_back([this] {
            auto* button = byText("Input on");
            if (button == nullptr || questions() == nullptr) return false;
            hand_.click(*button);
            return true;
        });
        steps_.push_back([this] { return world_->hasInput(); });
        steps_.push_back(pause(3.0));
        steps_.push_back(clickOn("first_interface"));
        steps_.push_back(pause(0.2));
        typeWords(interfaceWords);
        steps_.push_back(pause(0.5));
        steps_.push_back(clickOn("first_cartridge"));
        steps_.push_back(pause(0.2));
        typeWords(test_.cartridge.words);
        steps_.push_back(pause(0.5));
        if (test_.isEntered && test_.knobDb > 0.0) {
            steps_.push_back(clickOn("first_interface_gain"));
            steps_.push_back(pause(1.0)); // a second click would be the default
            typeWords(juce::String(static_cast<int>(test_.knobDb)));
        } else if (test_.knobDb > 0.0) {
            steps_.push_back(clickOn("first_find_gain"));
            steps_.push_back([this] { return questions()->gainHint().startsWith("About "); });
        }
        steps_.push_back(pause(1.0));
        steps_.push_back(clickOn("first_finish"));
        steps_.push_back(pause(dsp::OutputHold::releaseSeconds + 1.0));
        steps_.push_back([this] {
            world_->listen();
            return true;
        });
        steps_.push_back(pause(listenSeconds));
    }

    void timerCallback() override {
        try {
            world_->connect();
            if (step_ < steps_.size()) {
                if (steps_[step_]()) {
                    ++step_;
                    tries_ = 0;
                } else if (++tries_ > 6000) {
                    throw std::runtime_error("step " + std::to_string(step_) + " is never done");
                }
                return;
            }
            end(judge());
        } catch (const std::exception& error) {
            std::printf("case %d: %s\n", test_.number, error.what());
            std::fflush(stdout);
            end(false);
        }
    }

    bool judge() {
        const double offDb = world_->loudDbv() - nominalDbv;
        const bool told = test_.isEntered || !(test_.knobDb > 0.0);
        const double limitDb = told ? 3.0 : 6.0;
        const bool isRight =
            std::abs(offDb) <= limitDb && hand_.clicks() <= mostClicks && world_->loudSeconds() <= mostLoudSeconds;
        std::printf("case %2d: %-16s knob %2.0f dB, %s: %+5.1f dB (%.0f), %d clicks, above -1 dBFS for %3.0f ms, "
                    "reads %2.0f dB, %s%s\n",
                    test_.number, test_.cartridge.words, test_.knobDb,
                    test_.isEntered      ? "entered"
                    : test_.knobDb > 0.0 ? "by music"
                                         : "fully down",
                    offDb, limitDb, hand_.clicks(), 1e3 * world_->loudSeconds(),
                    processor_->value(params::Id::interfaceGain), processor_->text(params::TextId::cartridgeId).c_str(),
                    isRight ? "" : "  <-- wrong");
        std::fflush(stdout);
        return isRight;
    }

    void end(bool isRight) {
        stopTimer();
        window_.reset();
        model_.reset();
        world_.reset();
        processor_.reset();
        onEnd_(isRight);
    }

    Case test_;
    std::function<void(bool)> onEnd_;
    std::filesystem::path home_;
    std::unique_ptr<plugin::Processor> processor_;
    std::unique_ptr<app::AppModel> model_;
    std::unique_ptr<app::MainWindow> window_;
    std::unique_ptr<World> world_;
    Hand hand_;
    std::vector<Step> steps_;
    std::size_t step_ = 0;
    int tries_ = 0;
};

int run(char** argv) {
    const auto record = recordOf(argv[1]);
    const auto cases = allCases();
    const auto test = std::find_if(cases.begin(), cases.end(),
                                   [&](const Case& one) { return std::to_string(one.number) == argv[3]; });
    if (test == cases.end()) throw std::runtime_error(std::string("no such case: ") + argv[3]);
    bool isRight = false;
    std::unique_ptr<Beginner> beginner;
    juce::MessageManager::callAsync([&] {
        beginner = std::make_unique<Beginner>(*test, record, argv[2], [&](bool right) {
            isRight = right;
            juce::MessageManager::getInstance()->stopDispatchLoop();
        });
    });
    juce::MessageManager::getInstance()->runDispatchLoop();
    return isRight ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fprintf(stderr, "usage: level_run CAPTURES FOLDER CASE\n");
        return 2;
    }
    // As an application, JUCE lives with errors of a screen without a window manager.
    juce::JUCEApplicationBase::createInstance = []() -> juce::JUCEApplicationBase* { return nullptr; };
    const juce::ScopedJuceInitialiser_GUI juceLibrary;
    try {
        return run(argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "level_run: %s\n", error.what());
        return 1;
    }
}
