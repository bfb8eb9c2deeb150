// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the names on the command line are captures, and what each result will be called.
#include "cli/commands/RenderPlan.h"

#include "cli/output/Errors.h"

#include "media/io/MediaError.h"

#include "base/files/FilePlace.h"

#include <algorithm>
#include <map>
#include <utility>

namespace phonostage::cli {
namespace {

namespace fs = std::filesystem;

/** STEM.CURVE.wav, in the folder. */
fs::path usualName(const fs::path& folder, const fs::path& input, const std::string& curve) {
    auto name = input.stem();
    name += "." + curve + ".wav";
    return folder / name;
}

/** Two paths have the same key where they are one file, whether it is there or not. */
std::string keyOf(const fs::path& path) {
    const auto folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    const auto identity = base::fileIdentity(folder);
    auto name = path.filename().string();
#if defined(__APPLE__) || defined(_WIN32) // where the case of a name does not count
    for (auto& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
#endif
    return (identity ? std::to_string(identity->device) + ":" + std::to_string(identity->number) : folder.string()) +
           "/" + name;
}

void requireApart(const std::vector<RenderJob>& jobs) {
    std::map<std::string, const RenderJob*> results;
    std::map<std::pair<std::uint64_t, std::uint64_t>, const RenderJob*> captures;
    for (const auto& job : jobs)
        if (const auto identity = base::fileIdentity(job.input))
            captures.emplace(std::pair(identity->device, identity->number), &job);
    for (const auto& job : jobs) {
        const auto [at, isNew] = results.emplace(keyOf(job.output), &job);
        if (!isNew && at->second->input == job.input)
            throw UsageError(base::quoted(job.input) + " is named twice: name it only once");
        if (!isNew)
            throw UsageError(base::quoted(at->second->input) + " and " + base::quoted(job.input) +
                             " would both be written to " + base::quoted(job.output) +
                             ": render them one at a time, each with its own output name");
        const auto identity = base::fileIdentity(job.output);
        if (!identity) continue;
        const auto capture = captures.find({identity->device, identity->number});
        if (capture != captures.end())
            throw UsageError("the output of " + base::quoted(job.input) + " would replace " +
                             base::quoted(capture->second->input) +
                             ", which is an input too: remove that, or use --out FOLDER");
    }
}

/** A long dash in the place of two hyphens comes with text copied from a page, and would be taken for a file. */
void refuseDashes(const std::vector<std::string>& files) {
    for (const auto& file : files)
        for (const std::string dash : {"\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x88\x92"}) // U+2013, U+2014, U+2212
            if (file.starts_with(dash) && base::pathKind(file) == base::PathKind::missing)
                throw UsageError("'" + shown(file) +
                                 "' begins with a long dash: options begin with two hyphens, as in --" +
                                 shown(file.substr(dash.size())));
}

/** A stream has no name that one for its result could be made from, and there is but one of each. */
void refuseStreams(const RenderFlags& flags, const std::vector<std::string>& inputs) {
    if (flags.outFolder == "-")
        throw UsageError("--out needs a folder: for a WAV on standard output, write IN - without --out");
    if (std::none_of(inputs.begin(), inputs.end(), [](const auto& file) { return media::isStandardStream(file); }))
        return;
    if (inputs.size() > 1)
        throw UsageError(
            "- with several files: standard input and output handle one file at a time; render it separately, "
            "as in 'render - OUT' or 'render IN -'");
    throw UsageError(
        "standard input has no file name to derive the output name from: give OUT, or - for standard output" +
        std::string(flags.outFolder.empty() ? "" : ", and remove --out"));
}

fs::path folderNamed(const std::string& name) {
    switch (base::pathKind(name)) {
    case base::PathKind::folder:
        return name;
    case base::PathKind::missing:
        throw media::MediaError("--out " + base::quoted(name) + ": there is no such folder; create it first");
    default:
        throw media::MediaError("--out " + base::quoted(name) + " is not a folder: name one, or give OUT by its name");
    }
}

} // namespace

RenderPlan planRender(const RenderFlags& flags, const std::string& curveName) {
    refuseDashes(flags.files);
    auto inputs = flags.files;
    std::optional<fs::path> folder;
    if (!flags.outFolder.empty() || inputs.size() > 2) refuseStreams(flags, inputs);
    if (!flags.outFolder.empty()) {
        folder = folderNamed(flags.outFolder);
    } else if (inputs.size() > 1 && !media::isStandardStream(inputs.back()) &&
               base::pathKind(inputs.back()) == base::PathKind::folder) {
        folder = inputs.back();
        inputs.pop_back();
    } else if (inputs.size() == 2) {
        return {{{inputs.front(), inputs.back()}}, false, {}};
    }
    refuseStreams(flags, inputs);
    RenderPlan plan;
    plan.folder = folder;
    plan.isSeveral = inputs.size() > 1 || !flags.outFolder.empty();
    for (const auto& input : inputs)
        plan.jobs.push_back({input, usualName(folder.value_or(fs::path(input).parent_path()), input, curveName)});
    if (plan.jobs.size() > 1) requireApart(plan.jobs);
    if (!plan.isSeveral) return plan;
    for (const auto& [flag, value] :
         {std::pair{"--levels-png", &flags.levelsPng}, {"--response-png", &flags.responsePng}})
        if (!value->empty())
            throw UsageError(std::string(flag) +
                             " works with one file at a time: remove it, or render the files separately");
    return plan;
}

} // namespace phonostage::cli
