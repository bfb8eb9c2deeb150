// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/TakeRequest.h"

#include "base/files/FileError.h"
#include "base/files/FilePlace.h"
#include "media/take/TakeNames.h"

namespace phonostage::media {

std::string whyNotArmed(const TakeRequest& request, const SourceFormat& format) {
    const TakeFormat take{format.sampleRateHz, format.channels, request.word};
    if (auto why = TakeWriter::whyNot(request.audio, take); !why.empty()) return why;
    if (auto why = whyNoTakeName(request.audio); !why.empty()) return why;
    const auto folder = base::folderOf(request.audio);
    if (base::pathKind(folder) == base::PathKind::missing)
        return "there is no folder " + base::quoted(folder) + ": create it first, or name another";
    for (const auto& path : {request.audio, sidecarPathOf(request.audio), recordingPathOf(request.audio)})
        if (base::pathKind(path) != base::PathKind::missing)
            return base::quoted(path) + " already exists, and recordings are never replaced: name another file";
    return {};
}

} // namespace phonostage::media
