// SPDX-License-Identifier: GPL-3.0-or-later
#include "hosts/Vst3Host.h"

#include <pluginterfaces/base/ibstream.h>
#include <pluginterfaces/vst/ivstparameterchanges.h>
#include <public.sdk/source/common/memorystream.h>

#include <dlfcn.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <stdexcept>

using namespace Steinberg;

namespace phonostage::tests {
namespace {

/** On the stack of the caller: the plugin may look, but does not own. */
template <typename Interface> class Borrowed : public Interface {
public:
    tresult PLUGIN_API queryInterface(const TUID id, void** object) override {
        const bool known =
            FUnknownPrivate::iidEqual(id, Interface::iid) || FUnknownPrivate::iidEqual(id, FUnknown::iid);
        *object = known ? this : nullptr;
        return known ? kResultOk : kNoInterface;
    }

    uint32 PLUGIN_API addRef() override { return 1000; }

    uint32 PLUGIN_API release() override { return 1000; }
};

/** One value at the first sample of a block. */
class OnePoint final : public Borrowed<Vst::IParamValueQueue> {
public:
    OnePoint(Vst::ParamID id, double value) : id_(id), value_(value) {}

    Vst::ParamID PLUGIN_API getParameterId() override { return id_; }

    int32 PLUGIN_API getPointCount() override { return 1; }

    tresult PLUGIN_API getPoint(int32 index, int32& offset, Vst::ParamValue& value) override {
        offset = 0;
        value = value_;
        return index == 0 ? kResultTrue : kResultFalse;
    }

    tresult PLUGIN_API addPoint(int32, Vst::ParamValue, int32&) override { return kResultFalse; }

private:
    Vst::ParamID id_;
    double value_;
};

class Changes final : public Borrowed<Vst::IParameterChanges> {
public:
    explicit Changes(const std::vector<std::pair<Vst::ParamID, double>>& changes) {
        for (const auto& [id, value] : changes)
            points_.emplace_back(id, value);
    }

    int32 PLUGIN_API getParameterCount() override { return static_cast<int32>(points_.size()); }

    Vst::IParamValueQueue* PLUGIN_API getParameterData(int32 index) override {
        return index >= 0 && index < getParameterCount() ? &points_[static_cast<std::size_t>(index)] : nullptr;
    }

    Vst::IParamValueQueue* PLUGIN_API addParameterData(const Vst::ParamID&, int32&) override { return nullptr; }

private:
    std::vector<OnePoint> points_;
};

std::string sharedObjectOf(const std::string& bundle) {
    for (const auto& file : std::filesystem::recursive_directory_iterator(bundle))
        if (file.path().extension() == ".so") return file.path().string();
    throw std::runtime_error("no shared object in " + bundle);
}

void setBuffers(Vst::AudioBusBuffers& bus, float** channels) { bus.channelBuffers32 = channels; }

void setBuffers(Vst::AudioBusBuffers& bus, double** channels) { bus.channelBuffers64 = channels; }

} // namespace

Vst3Module::Vst3Module(const std::string& bundleDirectory)
    : library_(dlopen(sharedObjectOf(bundleDirectory).c_str(), RTLD_NOW | RTLD_LOCAL)) {
    if (library_ == nullptr) throw std::runtime_error(dlerror());
    const auto entry = reinterpret_cast<bool (*)(void*)>(dlsym(library_, "ModuleEntry"));
    const auto factory = reinterpret_cast<IPluginFactory* (*)()>(dlsym(library_, "GetPluginFactory"));
    if (entry == nullptr || factory == nullptr || !entry(library_)) throw std::runtime_error("no VST3 module");
    factory_ = Owned<IPluginFactory>(factory());
}

Vst3Module::~Vst3Module() {
    // The library stays loaded: JUCE's message thread ends by itself a little later.
    factory_ = {};
    if (const auto end = reinterpret_cast<bool (*)()>(dlsym(library_, "ModuleExit"))) end();
}

Vst3Module::Class Vst3Module::find(const char* category) const {
    Class found;
    const auto factory2 = factory_.as<IPluginFactory2>();
    for (int32 i = 0; factory2 && i < factory_->countClasses(); ++i) {
        if (factory2->getClassInfo2(i, &found.info) == kResultOk && std::strcmp(found.info.category, category) == 0) {
            found.index = i;
            return found;
        }
    }
    return {};
}

/** What the plugin tells its host. */
class Vst3Instance::Handler final : public Borrowed<Vst::IComponentHandler> {
public:
    tresult PLUGIN_API beginEdit(Vst::ParamID) override { return kResultOk; }
    tresult PLUGIN_API performEdit(Vst::ParamID, Vst::ParamValue) override { return kResultOk; }
    tresult PLUGIN_API endEdit(Vst::ParamID) override { return kResultOk; }

    tresult PLUGIN_API restartComponent(int32 flags) override {
        if ((flags & Vst::kLatencyChanged) != 0) ++latencyChanges;
        return kResultOk;
    }

    std::atomic<int> latencyChanges{0};
};

Vst3Instance::Vst3Instance(const Vst3Module& module) : handler_(std::make_unique<Handler>()) {
    component_ = module.create<Vst::IComponent>(module.find("Audio Module Class").info.cid);
    if (!component_ || component_->initialize(nullptr) != kResultOk) throw std::runtime_error("no component");
    processor_ = component_.as<Vst::IAudioProcessor>();
    TUID controllerClass{};
    component_->getControllerClassId(controllerClass);
    controller_ = module.create<Vst::IEditController>(controllerClass);
    if (!processor_ || !controller_ || controller_->initialize(nullptr) != kResultOk)
        throw std::runtime_error("no processor or controller");
    controller_->setComponentHandler(handler_.get());
    componentPoint_ = component_.as<Vst::IConnectionPoint>();
    controllerPoint_ = controller_.as<Vst::IConnectionPoint>();
    if (componentPoint_ && controllerPoint_) {
        componentPoint_->connect(controllerPoint_.get());
        controllerPoint_->connect(componentPoint_.get());
    }
}

Vst3Instance::~Vst3Instance() {
    stop();
    if (componentPoint_ && controllerPoint_) {
        componentPoint_->disconnect(controllerPoint_.get());
        controllerPoint_->disconnect(componentPoint_.get());
    }
    if (controller_) controller_->terminate();
    if (component_) component_->terminate();
}

int Vst3Instance::latencyChanges() const { return handler_->latencyChanges; }

void Vst3Instance::start(double rateHz, int maxBlockFrames, int sampleSize) {
    sampleSize_ = sampleSize;
    Vst::ProcessSetup setup{Vst::kRealtime, sampleSize, maxBlockFrames, rateHz};
    if (processor_->setupProcessing(setup) != kResultOk) throw std::runtime_error("setupProcessing");
    component_->activateBus(Vst::kAudio, Vst::kInput, 0, true);
    component_->activateBus(Vst::kAudio, Vst::kOutput, 0, true);
    component_->setActive(true);
    processor_->setProcessing(true);
    running_ = true;
}

void Vst3Instance::stop() {
    if (!std::exchange(running_, false)) return;
    processor_->setProcessing(false);
    component_->setActive(false);
}

template <typename Sample>
void Vst3Instance::run(std::vector<std::vector<Sample>>& signal, std::size_t from, std::size_t to,
                       const std::vector<std::pair<Vst::ParamID, double>>& changes) {
    std::vector<Sample*> channels;
    for (auto& channel : signal)
        channels.push_back(channel.data() + from);
    Vst::AudioBusBuffers bus;
    bus.numChannels = static_cast<int32>(channels.size());
    setBuffers(bus, channels.data());
    Vst::AudioBusBuffers output = bus;
    Changes parameterChanges(changes);
    Vst::ProcessData data;
    data.processMode = Vst::kRealtime;
    data.symbolicSampleSize = sampleSize_;
    data.numSamples = static_cast<int32>(to - from);
    data.numInputs = data.numOutputs = 1;
    data.inputs = &bus;
    data.outputs = &output;
    data.inputParameterChanges = &parameterChanges;
    if (aroundProcess != nullptr) aroundProcess(true);
    const auto result = processor_->process(data);
    if (aroundProcess != nullptr) aroundProcess(false);
    if (result != kResultOk) throw std::runtime_error("process");
}

template void Vst3Instance::run(std::vector<std::vector<float>>&, std::size_t, std::size_t,
                                const std::vector<std::pair<Vst::ParamID, double>>&);
template void Vst3Instance::run(std::vector<std::vector<double>>&, std::size_t, std::size_t,
                                const std::vector<std::pair<Vst::ParamID, double>>&);

Vst::ParameterInfo Vst3Instance::findParameter(const std::string& title) const {
    Vst::ParameterInfo info{};
    for (int32 i = 0; i < controller_->getParameterCount(); ++i) {
        controller_->getParameterInfo(i, info);
        std::string text;
        for (const auto* c = info.title; *c != 0; ++c)
            text += static_cast<char>(*c);
        if (text == title) return info;
    }
    throw std::runtime_error("no parameter " + title);
}

std::vector<char> Vst3Instance::saveState() const {
    MemoryStream stream;
    if (component_->getState(&stream) != kResultOk) throw std::runtime_error("getState");
    return {stream.getData(), stream.getData() + stream.getSize()};
}

bool Vst3Instance::restoreState(const std::vector<char>& state) const {
    std::vector<char> copy = state;
    MemoryStream stream(copy.data(), static_cast<TSize>(copy.size()));
    return component_->setState(&stream) == kResultOk;
}

void Vst3Instance::showState(const std::vector<char>& state) const {
    std::vector<char> copy = state;
    MemoryStream stream(copy.data(), static_cast<TSize>(copy.size()));
    controller_->setComponentState(&stream); // JUCE answers "not implemented" when it has done it
}

} // namespace phonostage::tests
