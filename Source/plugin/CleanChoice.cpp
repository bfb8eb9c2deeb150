// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/CleanChoice.h"

namespace phonostage::plugin {

using params::Id;

bool CleanChoice::isOn(const params::Values& values) {
    return values.isOn(Id::declick) || values.isOn(Id::decrackle) || values.isOn(Id::dehum);
}

void CleanChoice::follow(const params::Values& values) {
    if (!isOn(values)) return;
    clicks_ = values.isOn(Id::declick);
    crackle_ = values.isOn(Id::decrackle);
    hum_ = values.isOn(Id::dehum);
    if (hum_) mains_ = values.get(Id::dehum);
}

double CleanChoice::valueOf(Id id) const {
    switch (id) {
    case Id::declick:
        return clicks_ ? 1.0 : 0.0;
    case Id::decrackle:
        return crackle_ ? 1.0 : 0.0;
    default:
        return hum_ ? mains_ : 0.0;
    }
}

} // namespace phonostage::plugin
