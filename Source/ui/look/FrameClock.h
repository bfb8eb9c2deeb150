// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

#include <cstdint>
#include <functional>

namespace phonostage::ui {

/** One beat of the clock. */
struct Tick {
    std::int64_t count = 0;      ///< beats since the editor was built
    double elapsedSeconds = 0.0; ///< since the last beat
};

/** Looks at atomics when the clock beats, and repaints what has changed. */
class Polled {
public:
    virtual ~Polled() = default;
    virtual void poll(const Tick& tick) = 0;
};

/** The editor's only clock: 30 beats a second while the component is showing, none while it is not. */
class FrameClock final : private juce::Timer, private juce::ComponentMovementWatcher {
public:
    static constexpr int beatsPerSecond = 30;

    /** onActive is called when beats begin and end. */
    FrameClock(juce::Component& shown, std::function<void(const Tick&)> onBeat, std::function<void(bool)> onActive);
    ~FrameClock() override;

    /** One beat now, however long after the last: for tests and pictures, which have no window. */
    void beat(double elapsedSeconds);

    [[nodiscard]] bool isActive() const { return active_; }

private:
    void timerCallback() override;
    void componentMovedOrResized(bool, bool) override {}
    void componentPeerChanged() override { update(); }
    void componentVisibilityChanged() override { update(); }
    void update();

    juce::Component& shown_;
    std::function<void(const Tick&)> onBeat_;
    std::function<void(bool)> onActive_;
    std::int64_t count_ = 0;
    double lastMilliseconds_ = 0.0;
    bool active_ = false;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(FrameClock)
};

} // namespace phonostage::ui
