// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/record/RecordFolder.h"

#include <juce_core/juce_core.h>

namespace phonostage::app {

std::string usualRecordFolder() {
    return juce::File::getSpecialLocation(juce::File::userMusicDirectory)
        .getChildFile("Phonostage")
        .getFullPathName()
        .toStdString();
}

} // namespace phonostage::app
