// SPDX-License-Identifier: GPL-3.0-or-later
// A plugin's state, as a host hands it back or somebody has edited it.
#include "fuzz/Fuzz.h"

#include "params/StageValues.h"
#include "params/State.h"

using namespace phonostage;
using namespace phonostage::fuzz;
using params::Snapshot;

namespace {

void requireLegal(const Snapshot& stage) {
    for (const auto& e : params::table()) {
        const double value = stage.values.get(e.id);
        require(value >= e.minimum && value <= e.maximum, "a value that was read is in its range", e.key);
    }
    require(dsp::whyIllegal(params::filterSettings(stage.values)) == nullptr, "the engine takes the filters");
    require(dsp::whyIllegal(params::levelSettings(stage.values)) == nullptr, "the engine takes the levels");
}

void tryOn(std::string_view text, const Snapshot& missing) {
    const auto result = params::readState(text, missing);
    if (const auto* error = std::get_if<params::StateError>(&result)) {
        requireMessage(error->message);
        return;
    }
    const auto& stage = std::get<Snapshot>(result);
    requireLegal(stage);
    const auto written = params::writeState(stage.values, stage.texts);
    require(written.size() <= params::maxStateBytes, "a state that is written can be read", written);
    const auto again = params::readState(written);
    require(std::holds_alternative<Snapshot>(again), "a state that was read and written reads back", written);
    require(std::get<Snapshot>(again) == stage, "a state comes back as it was", written);
    require(params::writeState(std::get<Snapshot>(again).values, std::get<Snapshot>(again).texts) == written,
            "the same stage gives the same bytes", written);
}

void tryAsSession(std::string_view text) {
    const auto result = params::readSession(text);
    if (const auto* error = std::get_if<params::StateError>(&result)) {
        requireMessage(error->message);
        return;
    }
    const auto& session = std::get<params::Session>(result);
    requireLegal(session.stage);
    if (session.other) requireLegal(*session.other);
    const auto written = params::writeSession(session);
    require(written.size() <= params::maxStateBytes, "a session that is written can be read", written);
    const auto again = params::readSession(written);
    require(std::holds_alternative<params::Session>(again), "a session that was read and written reads back", written);
    require(params::writeSession(std::get<params::Session>(again)) == written, "the same session gives the same bytes",
            written);
}

/** Everything at its largest value, as far from the defaults as may be. */
Snapshot fullStage() {
    Snapshot stage;
    for (const auto& e : params::table())
        stage.values.set(e.id, e.maximum);
    for (const auto& e : params::textTable())
        stage.texts.set(e.id, "\xC3\xA9 \"{\\");
    return stage;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Snapshot full = fullStage();
    tryOn(textOf(data, size), {});
    tryOn(textOf(data, size), full);
    tryAsSession(textOf(data, size));
    return 0;
}
