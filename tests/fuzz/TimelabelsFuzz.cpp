// SPDX-License-Identifier: GPL-3.0-or-later
// Labels as Audacity writes them.
#include "fuzz/Fuzz.h"

#include "media/tracks/AudacityLabels.h"
#include "media/tracks/TrackText.h"

using namespace phonostage;
using namespace phonostage::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto labels = media::readLabels(textOf(data, size));
        require(!labels.empty(), "there are labels");
        double last = 0.0;
        for (const auto& label : labels) {
            require(label.startSeconds >= last && label.endSeconds >= label.startSeconds, "times go forwards");
            require(base::isPlainText(label.text), "a text can be shown", label.text);
            last = label.startSeconds;
        }
        const auto text = media::writeLabels(labels);
        require(media::writeLabels(media::readLabels(text)) == text, "once written, labels stay as they are", text);
    } catch (const media::TrackTextFault& fault) {
        requireMessage(fault.what());
    }
    return 0;
}
