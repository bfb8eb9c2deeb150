// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugin/Processor.h"
#include "ui/Editor.h"

#include <juce_audio_processors/juce_audio_processors.h>
#include <juce_gui_basics/juce_gui_basics.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <numbers>
#include <random>
#include <stdexcept>
#include <vector>

namespace phonostage::tests {

/** A processor that plays, and its editor, in step: a thirtieth of a second of audio, then one beat of the editor. */
class Bench {
public:
    static constexpr double defaultRateHz = 48000.0;

    /** Gives the raw sample of a channel at a frame. */
    using Signal = std::function<float(int channel, std::int64_t frame)>;

    explicit Bench(double rateHz = defaultRateHz)
        : framesPerBeat_(static_cast<int>(rateHz) / ui::FrameClock::beatsPerSecond) {
        processor.setNonRealtime(true); // filters are designed in place, so that every run is alike
        processor.prepareToPlay(rateHz, framesPerBeat_);
        editor = std::make_unique<ui::Editor>(processor);
        // Whatever this machine's user, or another test, has chosen.
        editor->setSize(ui::metrics::faceWidth, ui::metrics::faceHeight);
        editor->showTheme(ui::ThemeName::dark);
        editor->face().dismissFirstRun();
        editor->face().dismissOffer();
        editor->face().setView({});
        editor->setVisible(true);
    }

    void set(params::Id id, double value) {
        if (auto* parameter = processor.parameter(id))
            parameter->setValueNotifyingHost(parameter->convertTo0to1(static_cast<float>(value)));
        else
            processor.setSetting(id, value);
    }

    void beat() { editor->beat(1.0 / ui::FrameClock::beatsPerSecond); }

    void play(const Signal& signal, double seconds) {
        juce::AudioBuffer<float> buffer(2, framesPerBeat_);
        juce::MidiBuffer midi;
        for (int beats = static_cast<int>(std::lround(seconds * ui::FrameClock::beatsPerSecond)); beats > 0; --beats) {
            for (int channel = 0; channel < 2; ++channel)
                for (int i = 0; i < framesPerBeat_; ++i)
                    buffer.setSample(channel, i, converted(signal(channel, frame_ + i)));
            processor.processBlock(buffer, midi);
            frame_ += framesPerBeat_;
            beat();
        }
    }

    /** The control of an entry, by its key. */
    template <typename Control = ui::ParameterControl> Control& control(const char* key) {
        auto* found = dynamic_cast<Control*>(find(*editor, key));
        if (found == nullptr) {
            // Clean, and what is set once in the set-up, are made when they are first opened.
            editor->face().openClean();
            found = dynamic_cast<Control*>(find(*editor, key));
        }
        if (found == nullptr) {
            editor->face().openDrawer();
            found = dynamic_cast<Control*>(find(*editor, key));
        }
        if (found == nullptr) throw std::runtime_error(std::string("no such control: ") + key);
        return *found;
    }

    static juce::Component* find(juce::Component& parent, const juce::String& id) {
        if (parent.getComponentID() == id) return &parent;
        for (auto* child : parent.getChildren())
            if (auto* found = find(*child, id)) return found;
        return nullptr;
    }

    plugin::Processor processor;
    std::unique_ptr<ui::Editor> editor;

private:
    static float converted(float sample);

    int framesPerBeat_;
    std::int64_t frame_ = 0;
};

/** A thump of 40 samples, too loud by a fifth: 14 of them are cut off. Nothing outside 0 to 39; other lengths likewise.
 */
inline float clippedThump(std::int64_t sample, int length = 40) {
    if (sample < 0 || sample >= length) return 0.0f;
    return static_cast<float>(1.2 * std::sin(std::numbers::pi * (static_cast<double>(sample) + 0.5) / length));
}

/** As a 24-bit interface gives it, cut off at its largest code. */
inline float Bench::converted(float sample) {
    constexpr float codes = 8388608.0f;
    return std::clamp(std::round(sample * codes), -codes, codes - 1.0f) / codes;
}

inline Bench::Signal silence() {
    return [](int, std::int64_t) { return 0.0f; };
}

inline Bench::Signal sine(double frequencyHz, double peak) {
    return [=](int, std::int64_t frame) {
        return static_cast<float>(
            peak * std::sin(2.0 * std::numbers::pi * frequencyHz * static_cast<double>(frame) / Bench::defaultRateHz));
    };
}

/** A mouse event as a component gets it. */
inline juce::MouseEvent mouseEvent(juce::Component& component, juce::Point<float> position, juce::Point<float> down,
                                   int clicks = 1, bool dragged = false,
                                   juce::ModifierKeys modifiers = juce::ModifierKeys::leftButtonModifier) {
    const auto now = juce::Time::getCurrentTime();
    return {juce::Desktop::getInstance().getMainMouseSource(),
            position,
            modifiers,
            1.0f,
            0.0f,
            0.0f,
            0.0f,
            0.0f,
            &component,
            &component,
            now,
            down,
            now,
            clicks,
            dragged};
}

/** Counts gestures and values as a host hears them. */
class GestureLog final : private juce::AudioProcessorParameter::Listener {
public:
    explicit GestureLog(juce::AudioProcessorParameter& parameter) : parameter_(parameter) {
        parameter_.addListener(this);
    }
    ~GestureLog() override { parameter_.removeListener(this); }

    int begun = 0, ended = 0, values = 0;
    int valuesOutside = 0; ///< set while no gesture was open

private:
    void parameterValueChanged(int, float) override {
        ++values;
        if (begun == ended) ++valuesOutside;
    }
    void parameterGestureChanged(int, bool starting) override { ++(starting ? begun : ended); }

    juce::AudioProcessorParameter& parameter_;
};

/** Stands where a component's cached image would and hears of every repaint in the tree below. */
class RepaintLog final : public juce::CachedComponentImage {
public:
    RepaintLog(int& count, std::int64_t& area, const juce::Component& owner)
        : count_(count), area_(area), owner_(owner) {}

    void paint(juce::Graphics&) override {}
    bool invalidateAll() override {
        add(owner_.getLocalBounds());
        return true;
    }
    bool invalidate(const juce::Rectangle<int>& area) override {
        add(area);
        return true;
    }
    void releaseResources() override {}

private:
    void add(juce::Rectangle<int> area) {
        ++count_;
        area_ += static_cast<std::int64_t>(area.getWidth()) * area.getHeight();
    }

    int& count_;
    std::int64_t& area_;
    const juce::Component& owner_;
};

/** Something like a record in its groove: a few voices that come and go, louder in the treble as a record is. */
class Music {
public:
    Music(double volts, double fullScaleVolts, double rateHz = Bench::defaultRateHz)
        : scale_(volts / fullScaleVolts), rateHz_(rateHz) {}

    float operator()(int channel, std::int64_t frame) const {
        const double seconds = static_cast<double>(frame) / rateHz_;
        constexpr double tau = 2.0 * std::numbers::pi;
        double sum = 0.0;
        for (std::size_t voice = 0; voice < notes.size(); ++voice) {
            const double beat = seconds * (1.6 + 0.13 * static_cast<double>(voice));
            const double decay = std::exp(-3.0 * (beat - std::floor(beat)));
            const double side =
                channel == 0 ? 1.0 - 0.06 * static_cast<double>(voice) : 0.72 + 0.05 * static_cast<double>(voice);
            sum += side * decay * amplitudes[voice] *
                   std::sin(tau * notes[voice] * seconds + static_cast<double>(channel));
        }
        return static_cast<float>(scale_ * sum);
    }

private:
    static constexpr std::array<double, 6> notes{98.0, 196.0, 392.0, 587.3, 1174.7, 3136.0};
    static constexpr std::array<double, 6> amplitudes{0.5, 0.6, 0.9, 1.0, 1.2, 1.6};
    double scale_;
    double rateHz_;
};

} // namespace phonostage::tests
