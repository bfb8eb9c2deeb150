// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands/RenderSeveral.h"

#include "cli/commands/RenderOne.h"
#include "cli/output/Outputs.h"

#include "base/text/PlainText.h"

#include "media/io/MediaError.h"
#include "media/render/GainThatFits.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace phonostage::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::string lineOf(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; }

Json beginLine(const RenderJob& job, const char* status) {
    Json line;
    line["path"] = job.input.string();
    line["out"] = job.output.string();
    line["status"] = status;
    return line;
}

/** The report's own fields behind those of the file. */
std::string doneLine(const RenderJob& job, const Rendered& rendered) {
    auto line = beginLine(job, "ok");
    const auto report = Json::parse(media::toJson(rendered.report));
    for (const auto& [key, value] : report.items())
        line[key] = value;
    return lineOf(line);
}

std::string failedLine(const RenderJob& job, const std::string& why) {
    auto line = beginLine(job, "failed");
    line["out"] = nullptr;
    line["error"] = base::oneLine(why);
    return lineOf(line);
}

/** Goes through the files; keeps count of what became of them. */
class Batch {
public:
    Batch(const RenderFlags& flags, const std::vector<RenderJob>& jobs) : flags_(flags), jobs_(jobs) {}

    void run() {
        Outputs outputs(flags_.overwrite);
        for (const auto& job : jobs_) {
            outputs.read(job.input);
            outputs.keepClearOf(job.output, "a result");
        }
        if (const auto preset = flags_.stage.presetFile(); !preset.empty()) outputs.keepClearOf(preset, "the preset");
        auto* const report = outputs.addReport(flags_.reportToStdout() ? fs::path() : fs::path(flags_.report));
        std::vector<bool> isOpen(jobs_.size(), true);
        std::optional<double> gainDb;
        try {
            if (flags_.stage.isGainAuto()) gainDb = albumGain(isOpen);
            for (std::size_t i = 0; i < jobs_.size(); ++i)
                if (isOpen[i]) attempt(jobs_[i], [&] { render(jobs_[i], gainDb); });
        } catch (const media::Cancelled&) {
            wasInterrupted_ = true;
        }
        if (report != nullptr) {
            report->writeAll(lines_);
            outputs.commit(wasInterrupted_);
        }
        conclude();
    }

private:
    /** True where the work was done; what goes wrong is said, and counts as this file's failure. */
    template <typename Work> bool attempt(const RenderJob& job, Work work) {
        try {
            work();
            return true;
        } catch (const media::Cancelled&) {
            throw;
        } catch (const ReaderGone&) {
            throw;
        } catch (const std::exception& error) {
            ++failed_;
            complain("phonostage render", error.what());
            put(failedLine(job, error.what()));
            return false;
        }
    }

    /** One gain for the whole album: the one at which the loudest of its files just fits. */
    std::optional<double> albumGain(std::vector<bool>& isOpen) {
        std::optional<double> least;
        for (std::size_t i = 0; i < jobs_.size(); ++i)
            isOpen[i] = attempt(jobs_[i], [&] {
                const auto [truePeak, gainDb] = measurePeak(flags_, flags_.input.source(jobs_[i].input));
                const auto fitting = media::gainThatFits(truePeak, gainDb);
                if (fitting) least = std::min(least.value_or(*fitting), *fitting);
            });
        return least;
    }

    void render(const RenderJob& job, std::optional<double> gainDb) {
        say(flags_.talk(), "\n" + base::quoted(job.input) + "\n");
        const auto rendered = renderOne(flags_, job, {}, gainDb);
        ++done_;
        if (!rendered.clipping.empty()) warn(base::quoted(job.output) + ": " + rendered.clipping);
        clipped_ += rendered.isClipped ? 1 : 0;
        put(doneLine(job, rendered));
    }

    void put(const std::string& line) {
        if (flags_.reportToStdout())
            print(line);
        else if (!flags_.report.empty())
            lines_ += line;
    }

    void conclude() const {
        const auto all = std::to_string(jobs_.size()) + " files";
        if (wasInterrupted_)
            throw media::Cancelled("interrupted; " + std::to_string(done_) + " of " + all + " had been rendered");
        if (failed_ > 0)
            throw media::MediaError(std::to_string(failed_) + " of " + all + " could not be rendered (see above); " +
                                    std::to_string(done_) + " were");
        if (clipped_ > 0 && flags_.strict)
            throw OutputClips(std::to_string(clipped_) + " of " + all + " clip (see above); all have been written");
        say(flags_.talk(), "\n" + all + " rendered\n");
    }

    const RenderFlags& flags_;
    const std::vector<RenderJob>& jobs_;
    std::string lines_;
    std::size_t done_ = 0, failed_ = 0, clipped_ = 0;
    bool wasInterrupted_ = false;
};

} // namespace

void renderSeveral(const RenderFlags& flags, const std::vector<RenderJob>& jobs) { Batch(flags, jobs).run(); }

} // namespace phonostage::cli
