// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/Outputs.h"

#include "cli/output/Signals.h"

#include "media/io/MediaError.h"
#include "media/io/OwnFiles.h"

namespace phonostage::cli {

base::PendingFile* Outputs::add(const std::filesystem::path& path, const OutputRole& role,
                                const base::Replace::WhyKept& whyNotOurs) {
    if (path.empty()) return nullptr;
    if (const auto stream = base::streamAt(path); !stream.empty())
        throw media::MediaError(std::string(role.flag) + " " + base::quoted(path) + ": " + stream +
                                " goes to this file, and replacing it would lose that output; name another file" +
                                role.toStandardOutput);
    for (const auto& [other, otherWords] : used_)
        base::requireDistinct(other, otherWords, path, role.words);
    // A link counts by its own name and by the file it leads to.
    const auto whyKept = [&](const std::filesystem::path& file) {
        for (const auto& name : {path, file})
            if (auto why = media::whyTake(name); !why.empty()) return why;
        return mayOverwrite_ ? std::string() : whyNotOurs(file);
    };
    files_.push_back(std::make_unique<base::PendingFile>(path, base::Replace::unless(whyKept)));
    used_.emplace_back(path, role.words);
    return files_.back().get();
}

base::PendingFile* Outputs::addPicture(const std::filesystem::path& path, const OutputRole& role) {
    return add(path, role, [](const std::filesystem::path& file) { return media::whyNotOwnPicture(file); });
}

base::PendingFile* Outputs::addReport(const std::filesystem::path& path) {
    return add(path, {"--report", "the report", ", or use --report - for standard output"}, media::whyNotOwnReport);
}

void Outputs::commit(bool evenIfInterrupted) {
    for (const auto& file : files_)
        file->finish();
    if (caughtSignal() != 0 && !evenIfInterrupted) throw media::Cancelled();
    base::commitAll(files_);
}

} // namespace phonostage::cli
