// SPDX-License-Identifier: GPL-3.0-or-later
// Many files: several at a time, what is done passed over, a line of the report for each, a table at the end.
#include "cli/commands/RenderSeveral.h"

#include "cli/commands/RenderOne.h"
#include "cli/flags/FlagValues.h"
#include "cli/output/Console.h"
#include "cli/output/Errors.h"
#include "cli/output/Outputs.h"
#include "cli/output/ShelfProgress.h"
#include "cli/output/Text.h"

#include "base/text/NumberText.h"
#include "base/text/PlainText.h"

#include "media/io/MediaError.h"
#include "media/io/OwnFiles.h"
#include "media/render/DoneFolder.h"
#include "media/render/GainThatFits.h"
#include "media/render/Jobs.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <mutex>
#include <tuple>
#include <utility>

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
std::string reportLine(const RenderJob& job, const char* status, const std::string& reportText) {
    auto line = beginLine(job, status);
    const auto report = Json::parse(reportText);
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

/** What has become of one file. */
struct Item {
    enum class State { open, failed, rendered, unchanged };
    State state = State::open;
    media::Done done;               ///< of what is there in the end
    std::optional<media::Done> old; ///< the note of an earlier run, where input and settings are still those
    std::optional<media::FileMark> before;
    bool keepsPeak = false; ///< done.peak has been found, in this run or an earlier one
    std::string line;
};

std::vector<std::int64_t> sizesOf(const std::vector<RenderJob>& jobs) {
    std::vector<std::int64_t> sizes;
    for (const auto& job : jobs) {
        const auto mark = media::fileMark(job.input);
        sizes.push_back(mark ? mark->bytes : 0);
    }
    return sizes;
}

/** Goes through the files; keeps count of what became of them. */
class Shelf {
public:
    Shelf(const RenderFlags& flags, const RenderPlan& plan)
        : flags_(flags), jobs_(plan.jobs), threads_(readJobs(flags.jobs)), items_(plan.jobs.size()),
          bar_(flags.talk(), sizesOf(plan.jobs), flags.stage.isGainAuto() ? 2 : 1) {
        if (!plan.folder) return;
        notes_.emplace(*plan.folder);
        settings_ = settingsHash(flags);
    }

    void run() {
        Outputs outputs(flags_.overwrite);
        for (const auto& job : jobs_) {
            outputs.read(job.input);
            outputs.keepClearOf(job.output, "a result");
        }
        if (const auto preset = flags_.stage.presetFile(); !preset.empty()) outputs.keepClearOf(preset, "the preset");
        auto* const report = outputs.addReport(flags_.reportToStdout() ? fs::path() : fs::path(flags_.report));
        try {
            if (flags_.stage.isGainAuto()) findAlbumGain();
            media::runJobs(jobs_.size(), threads_, [this](std::size_t i) {
                if (items_[i].state == Item::State::open) attempt(i, [&] { work(i); });
                conclude(i);
            });
        } catch (const media::Cancelled&) {
            wasInterrupted_ = true;
        }
        bar_.clear();
        if (report != nullptr) {
            std::string lines;
            for (const auto& item : items_)
                lines += item.line;
            report->writeAll(lines);
            outputs.commit(wasInterrupted_);
        }
        finish();
    }

private:
    /** What goes wrong is said, and counts as this file's failure. */
    template <typename Work> void attempt(std::size_t i, Work work) {
        try {
            work();
        } catch (const media::Cancelled&) {
            throw;
        } catch (const ReaderGone&) {
            throw;
        } catch (const std::exception& error) {
            items_[i].state = Item::State::failed;
            complain("phonostage render", error.what());
            items_[i].line = failedLine(jobs_[i], error.what());
        }
    }

    /** One gain for the whole album: the one at which the loudest of its files just fits. */
    void findAlbumGain() {
        media::runJobs(jobs_.size(), threads_, [this](std::size_t i) {
            attempt(i, [&] {
                auto& item = items_[i];
                lookBack(i);
                if (item.old && item.old->peak) {
                    item.done.peak = item.old->peak;
                    item.done.peakGainDb = item.old->peakGainDb;
                } else {
                    const auto [peak, gainDb] =
                        measurePeak(flags_, flags_.input.source(jobs_[i].input), bar_.callback(i));
                    item.done.peak = peak;
                    item.done.peakGainDb = gainDb;
                }
            });
            bar_.finished(i);
        });
        bar_.nextRound();
        for (const auto& item : items_)
            if (item.state == Item::State::open)
                if (const auto fitting = media::gainThatFits(item.done.peak.value_or(0.0), item.done.peakGainDb))
                    gainDb_ = std::min(gainDb_.value_or(*fitting), *fitting);
    }

    /** Whether an earlier run has done this very work; what the input is now. Once a file. */
    void lookBack(std::size_t i) {
        auto& item = items_[i];
        if (!notes_ || item.before) return;
        const auto& input = jobs_[i].input;
        item.before = media::fileMark(input);
        if (flags_.again) return;
        item.old = notes_->find(jobs_[i].output.filename());
        if (item.old && (item.old->maker != "render" || item.old->settings != settings_ ||
                         !media::isSameInput(item.old->input, input)))
            item.old.reset();
    }

    /** The result is there, made of this input with these settings, and its sound has not been touched since. */
    bool isDone(std::size_t i) {
        auto& item = items_[i];
        if (!item.old) return false;
        auto& old = *item.old;
        if (!flags_.report.empty() && old.report.empty()) return false;
        if (flags_.stage.isGainAuto() && old.gainDb != gainDb_) return false;
        const auto now = media::fileMark(jobs_[i].output);
        if (!now) return false;
        if (*now != old.output) {
            // Another program has written tags into it, or it has been copied: it is still this result.
            if (!media::whyNotOwnSound(jobs_[i].output, old.sampleRateHz, old.frames).empty()) return false;
            old.output = *now;
        }
        return true;
    }

    void work(std::size_t i) {
        auto& item = items_[i];
        const auto& job = jobs_[i];
        lookBack(i);
        if (isDone(i)) {
            const auto noted = notes_->find(job.output.filename());
            item.done = std::move(*item.old);
            item.state = Item::State::unchanged;
            if (!flags_.report.empty()) item.line = reportLine(job, "unchanged", item.done.report);
            if (noted && (noted->input != item.done.input || noted->output != item.done.output)) note(i);
            return;
        }
        auto& done = item.done;
        const auto input = notes_ ? media::inputMark(job.input) : media::FileMark{};
        const AmongSeveral several{bar_.callback(i)};
        const auto rendered = renderOne(flags_, job, {}, gainDb_, &several);
        item.state = Item::State::rendered;
        const auto report = media::toJson(rendered.report);
        done.frames = rendered.frames;
        done.sampleRateHz = rendered.sampleRateHz;
        done.overloads = rendered.report.overloadCount();
        done.clipping = rendered.clipping;
        done.isClipped = rendered.isClipped;
        if (!rendered.clipping.empty()) warn(base::quoted(job.output) + ": " + rendered.clipping);
        if (!flags_.report.empty()) {
            item.line = reportLine(job, "ok", report);
            done.report = Json::parse(report).dump();
        }
        if (!notes_ || media::fileMark(job.input) != item.before) return;
        done.maker = "render";
        done.settings = settings_;
        done.gainDb = gainDb_;
        done.input = input;
        done.inputPath = fs::absolute(job.input).string();
        done.output = media::fileMark(job.output).value_or(media::FileMark{});
        note(i);
    }

    void note(std::size_t i) {
        try {
            notes_->note(jobs_[i].output.filename(), items_[i].done);
        } catch (const base::FileError& error) {
            warn("what is done cannot be noted, so it will be done again next time: " + std::string(error.what()));
        }
    }

    /** The lines of the report go out in the order of the files. */
    void conclude(std::size_t i) {
        bar_.finished(i);
        const std::lock_guard lock(mutex_);
        isOver_.resize(items_.size());
        isOver_[i] = true;
        for (; nextLine_ < items_.size() && isOver_[nextLine_]; ++nextLine_)
            if (flags_.reportToStdout()) print(items_[nextLine_].line);
    }

    [[nodiscard]] std::size_t count(Item::State state) const {
        return static_cast<std::size_t>(
            std::count_if(items_.begin(), items_.end(), [&](const Item& item) { return item.state == state; }));
    }

    [[nodiscard]] std::string table() const {
        std::vector<std::vector<std::string>> rows{{"file", "", "length", "overloads", "written to", ""}};
        for (std::size_t i = 0; i < items_.size(); ++i) {
            const auto& [state, done] = std::tie(items_[i].state, items_[i].done);
            const auto file = base::oneLine(jobs_[i].input.string());
            if (state == Item::State::open)
                rows.push_back({file, "not done"});
            else if (state == Item::State::failed)
                rows.push_back({file, "failed"});
            else
                rows.push_back({file, state == Item::State::rendered ? "rendered" : "unchanged",
                                base::clockTime(static_cast<double>(done.frames) / done.sampleRateHz),
                                std::to_string(done.overloads), base::oneLine(jobs_[i].output.string()),
                                done.isClipped ? "clips" : ""});
        }
        return "\n" + tableText(rows, "llrrll") + "\n";
    }

    void finish() const {
        const auto all = counted(static_cast<long long>(jobs_.size()), "file", "files");
        const auto rendered = count(Item::State::rendered), unchanged = count(Item::State::unchanged);
        const auto failed = count(Item::State::failed);
        const auto before = unchanged > 0 ? ", " + std::to_string(unchanged) + " had been rendered before" : "";
        say(flags_.talk(), table());
        if (wasInterrupted_)
            throw media::Cancelled("interrupted; " + std::to_string(rendered) + " of " + all + " had been rendered" +
                                   (unchanged > 0 ? " now, " + std::to_string(unchanged) + " before" : ""));
        if (failed > 0)
            throw media::MediaError(std::to_string(failed) + " of " + all + " could not be rendered (see above); " +
                                    std::to_string(rendered) + " were" + before);
        const auto clipped =
            std::count_if(items_.begin(), items_.end(), [](const Item& item) { return item.done.isClipped; });
        if (clipped > 0 && flags_.strict)
            throw OutputClips(std::to_string(clipped) + " of " + all + " clip (see above); all have been written");
        say(flags_.talk(),
            (unchanged > 0 ? std::to_string(rendered) + " of " : "") + all + " rendered" + before + "\n");
    }

    const RenderFlags& flags_;
    const std::vector<RenderJob>& jobs_;
    int threads_;
    std::vector<Item> items_; ///< each is touched by the thread that works on its file
    ShelfProgress bar_;
    std::optional<media::DoneFolder> notes_;
    std::string settings_;
    std::optional<double> gainDb_;
    std::mutex mutex_;
    std::vector<bool> isOver_;
    std::size_t nextLine_ = 0;
    bool wasInterrupted_ = false;
};

} // namespace

void renderSeveral(const RenderFlags& flags, const RenderPlan& plan) { Shelf(flags, plan).run(); }

} // namespace phonostage::cli
