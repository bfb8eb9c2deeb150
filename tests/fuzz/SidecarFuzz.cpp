// SPDX-License-Identifier: GPL-3.0-or-later
// NAME.take.json beside a recording, as another version, another program or a person may have left it.
#include "fuzz/Fuzz.h"

#include "base/json/JsonFields.h"
#include "media/take/SidecarReader.h"
#include "media/take/SidecarWriter.h"

using namespace phonostage;
using namespace phonostage::fuzz;

namespace {

void requireLegal(const media::Sidecar& sidecar) {
    require(sidecar.audio.sampleRateHz >= 8000.0 && sidecar.audio.sampleRateHz <= 768000.0, "a rate is one");
    require(sidecar.events.size() <= media::mostTakeEvents, "events are as many as may be");
    require(sidecar.tracks.size() <= media::mostTracks, "tracks are as many as may be");
    for (const auto& track : sidecar.tracks) {
        require(track.startFrame >= 0 && track.endFrame > track.startFrame, "a track has frames");
        require(track.title.size() <= media::longestTag && base::isPlainText(track.title), "a title is plain text");
    }
    require(sidecar.givenBack.size() <= media::mostGivenBack, "clicks that were given back are as many as may be");
    for (const auto& click : sidecar.givenBack)
        require(click.frame >= 0 && click.frames >= 1 && click.frames <= media::longestGivenBack,
                "a click has a place");
    for (const auto& event : sidecar.events)
        require(event.frame >= 0 && event.frames >= 0 && event.time >= 0, "an event has a place");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto sidecar = media::readSidecar(textOf(data, size), "a.take.json");
        requireLegal(sidecar);
        const auto written = media::writeSidecar(sidecar);
        const auto again = media::readSidecar(written, "a.take.json");
        require(again == sidecar, "a sidecar comes back as it was", written);
        require(media::writeSidecar(again) == written, "the same sidecar gives the same bytes", written);
        auto changed = sidecar;
        changed.setStage({});
        (void)media::readSidecar(media::writeSidecar(changed), "a.take.json");
    } catch (const base::JsonFault& fault) {
        requireMessage(fault.what());
    }
    return 0;
}
