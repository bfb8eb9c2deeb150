// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/take/Sidecar.h"

#include "media/take/SidecarWords.h"

#include <nlohmann/json.hpp>

namespace phonostage::media {

const char* wordName(SampleWord word) {
    switch (word) {
    case SampleWord::bits16:
        return "16";
    case SampleWord::bits24:
        return "24";
    case SampleWord::bits32:
        return "32";
    case SampleWord::float32:
        break;
    }
    return "32f";
}

int wordBytes(SampleWord word) { return word == SampleWord::bits16 ? 2 : word == SampleWord::bits24 ? 3 : 4; }

std::variant<params::Snapshot, params::StateError> Sidecar::stage() const {
    if (stageState.empty()) return params::Snapshot{};
    return params::readState(stageState);
}

void Sidecar::setStage(const params::Snapshot& stage) {
    using Json = nlohmann::ordered_json;
    auto state = Json::parse(params::writeState(stage.values, stage.texts));
    const auto before = Json::parse(stageState, nullptr, false);
    if (before.is_object())
        for (const auto& [key, value] : before.items())
            if (state.find(key) == state.end()) state[key] = value;
    stageState = state.dump();
}

} // namespace phonostage::media
