// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/ClickScan.h"

#include "media/render/RenderBlocks.h"
#include "media/render/TrimmedEngine.h"

#include <algorithm>

namespace phonostage::media {
namespace {

constexpr std::size_t mostBehind = 512; ///< are told between two parts of one click

class Gatherer {
public:
    explicit Gatherer(int channels) : channels_(channels) {}

    void add(const dsp::ClickEvent& event) {
        if (channels_ == 1 && event.channel == 1) return; // the same again
        ScannedClick click;
        click.frame = std::max<std::int64_t>(0, event.start);
        click.frames = std::clamp<std::int64_t>(event.length, 1, longestGivenBack);
        click.channel = channels_ == 1       ? TakeChannel::both
                        : event.channel == 0 ? TakeChannel::left
                                             : TakeChannel::right;
        click.peakDbv =
            peakDbv(static_cast<double>(event.peakVolts) / dsp::voltsAtFullScale(0.0), 0.0).value_or(-400.0);
        click.isCrackle = event.isCrackle;
        if (event.isSecond && join(click)) return;
        if (scan_.clicks.size() < mostScanned)
            scan_.clicks.push_back(click);
        else
            ++scan_.leftOut;
    }

    [[nodiscard]] ClickScan finish() {
        std::stable_sort(scan_.clicks.begin(), scan_.clicks.end(),
                         [](const ScannedClick& a, const ScannedClick& b) { return a.frame < b.frame; });
        return std::move(scan_);
    }

private:
    /** With the nearest one: it is that one's tail, or the other channel's part. */
    bool join(const ScannedClick& part) {
        auto& all = scan_.clicks;
        const auto from = all.size() > mostBehind ? all.size() - mostBehind : 0;
        ScannedClick* nearest = nullptr;
        for (auto i = from; i < all.size(); ++i)
            if (nearest == nullptr || away(all[i], part) < away(*nearest, part)) nearest = &all[i];
        if (nearest == nullptr) return false;
        const auto end = std::max(nearest->frame + nearest->frames, part.frame + part.frames);
        nearest->frame = std::min(nearest->frame, part.frame);
        nearest->frames = std::min(end - nearest->frame, longestGivenBack);
        if (nearest->channel != part.channel) nearest->channel = TakeChannel::both;
        nearest->peakDbv = std::max(nearest->peakDbv, part.peakDbv);
        nearest->isCrackle = nearest->isCrackle && part.isCrackle;
        return true;
    }

    static std::int64_t away(const ScannedClick& a, const ScannedClick& b) {
        return std::max<std::int64_t>({0, a.frame - (b.frame + b.frames), b.frame - (a.frame + a.frames)});
    }

    int channels_;
    ClickScan scan_;
};

} // namespace

ClickScan scanClicks(const std::filesystem::path& audio, const RenderStage& stage, const Progress& progress) {
    AudioReader reader(audio, true);
    auto cleaning = stage;
    cleaning.levels.clean.dehum = dsp::Dehum::off; // clicks are found before hum is
    TrimmedEngine engine(cleaning, reader.sampleRateHz(), reader.channels(), {}, [](double* const*, int) {});
    Gatherer gatherer(reader.channels());
    dsp::ClickEvent event;
    const auto gather = [&] {
        while (engine.takeClick(event))
            gatherer.add(event);
    };
    forEachBlock(reader, progress, [&](const Block& block, int n) {
        engine.process(block.channels(), n);
        gather();
    });
    engine.finish();
    gather();
    return gatherer.finish();
}

} // namespace phonostage::media
