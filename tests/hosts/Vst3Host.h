// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <pluginterfaces/base/funknown.h>
#include <pluginterfaces/base/ipluginbase.h>
#include <pluginterfaces/vst/ivstaudioprocessor.h>
#include <pluginterfaces/vst/ivstcomponent.h>
#include <pluginterfaces/vst/ivsteditcontroller.h>
#include <pluginterfaces/vst/ivstmessage.h>
#include <pluginterfaces/vst/ivstunits.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace phonostage::tests {

/** A reference that is given up at the end. */
template <typename Interface> class Owned {
public:
    Owned() = default;

    explicit Owned(Interface* object) : object_(object) {}

    ~Owned() {
        if (object_ != nullptr) object_->release();
    }

    Owned(Owned&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}

    Owned& operator=(Owned&& other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }

    Interface* operator->() const { return object_; }

    Interface* get() const { return object_; }

    explicit operator bool() const { return object_ != nullptr; }

    /** The same object seen as another interface; empty where it has none. */
    template <typename Other> Owned<Other> as() const {
        void* found = nullptr;
        if (object_ == nullptr || object_->queryInterface(Other::iid, &found) != Steinberg::kResultOk) return {};
        return Owned<Other>(static_cast<Other*>(found));
    }

private:
    Interface* object_ = nullptr;
};

/** The loaded shared object of a VST3 bundle. */
class Vst3Module {
public:
    explicit Vst3Module(const std::string& bundleDirectory);
    ~Vst3Module();
    Vst3Module(const Vst3Module&) = delete;
    Vst3Module& operator=(const Vst3Module&) = delete;

    Steinberg::IPluginFactory* factory() const { return factory_.get(); }

    /** The class of a category ("Audio Module Class"), with index -1 where there is none. */
    struct Class {
        int index = -1;
        Steinberg::PClassInfo2 info;
    };

    Class find(const char* category) const;

    template <typename Interface> Owned<Interface> create(const Steinberg::TUID classId) const {
        void* object = nullptr;
        if (factory_->createInstance(classId, Interface::iid, &object) != Steinberg::kResultOk) return {};
        return Owned<Interface>(static_cast<Interface*>(object));
    }

private:
    void* library_ = nullptr;
    Owned<Steinberg::IPluginFactory> factory_;
};

/** Processor and controller of one instance, connected. */
class Vst3Instance {
public:
    explicit Vst3Instance(const Vst3Module& module);
    ~Vst3Instance();
    Vst3Instance(const Vst3Instance&) = delete;
    Vst3Instance& operator=(const Vst3Instance&) = delete;

    Steinberg::Vst::IComponent& component() const { return *component_.get(); }

    Steinberg::Vst::IAudioProcessor& processor() const { return *processor_.get(); }

    Steinberg::Vst::IEditController& controller() const { return *controller_.get(); }

    /** Stereo, active and processing. sampleSize: kSample32 or kSample64. */
    void start(double rateHz, int maxBlockFrames, int sampleSize);
    void stop();

    /** In place, one block; each change is (parameter, 0 to 1) at its first sample. */
    template <typename Sample>
    void run(std::vector<std::vector<Sample>>& signal, std::size_t from, std::size_t to,
             const std::vector<std::pair<Steinberg::Vst::ParamID, double>>& changes = {});

    /** How often the plugin has told its host of another latency. */
    int latencyChanges() const;

    /** Called with true before each process() and with false after it. */
    void (*aroundProcess)(bool entering) = nullptr;

    /** The parameter's id by its name for people; all ones where there is none. */
    Steinberg::Vst::ParameterInfo findParameter(const std::string& title) const;

    std::vector<char> saveState() const;
    bool restoreState(const std::vector<char>& state) const;
    /** The second half of what a host does with a state: the controller learns of it. */
    void showState(const std::vector<char>& state) const;

    Owned<Steinberg::Vst::IUnitInfo> units() const { return controller_.as<Steinberg::Vst::IUnitInfo>(); }

private:
    class Handler;
    std::unique_ptr<Handler> handler_; ///< goes after the controller
    Owned<Steinberg::Vst::IComponent> component_;
    Owned<Steinberg::Vst::IAudioProcessor> processor_;
    Owned<Steinberg::Vst::IEditController> controller_;
    Owned<Steinberg::Vst::IConnectionPoint> componentPoint_, controllerPoint_;
    int sampleSize_ = Steinberg::Vst::kSample32;
    bool running_ = false;
};

} // namespace phonostage::tests
