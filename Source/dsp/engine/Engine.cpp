// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/Engine.h"

#include "dsp/engine/SignalPath.h"

namespace phonostage::dsp {

Engine::Engine() : path_(std::make_unique<SignalPath>()) { prepare(designStage(FilterSettings(), 48000.0)); }

Engine::~Engine() = default;

void Engine::prepare(const StageDesign& design, const Options& options) { path_->prepare(design, options); }

void Engine::reset(bool keepsHum) { path_->reset(keepsHum); }

void Engine::install(const StageDesign& design) { path_->install(design); }

void Engine::setLevels(const LevelSettings& levels) { path_->setLevels(levels); }

void Engine::process(const float* const* input, float* const* output, int channels, int frames) {
    path_->process(input, output, channels, frames);
}

void Engine::process(const double* const* input, double* const* output, int channels, int frames) {
    path_->process(input, output, channels, frames);
}

void Engine::drain(double* const* output, int channels, int frames) { path_->drain(output, channels, frames); }

int Engine::latencyFrames() const { return path_->latencyFrames(); }

void Engine::flush() { path_->flush(); }

void Engine::resetHolds() { path_->requestResetHolds(); }

EngineMeters& Engine::meters() { return path_->meters; }

const EngineMeters& Engine::meters() const { return path_->meters; }

const OverloadCounts& Engine::overload(int channel) const { return path_->overload(static_cast<std::size_t>(channel)); }

} // namespace phonostage::dsp
