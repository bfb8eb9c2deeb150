// SPDX-License-Identifier: GPL-3.0-or-later
#include "Outputs.h"

#include "Console.h"

namespace phonostage::cli {

media::PendingFile* Outputs::add(const std::filesystem::path& path, const OutputRole& role) {
    if (path.empty()) return nullptr;
    if (const auto stream = media::streamAt(path); !stream.empty())
        throw media::MediaError(std::string(role.flag) + " " + media::quoted(path) + ": that is where " + stream +
                                " goes, and a file put in its place would take what is in it; name another file" +
                                role.toStandardOutput);
    for (const auto& [other, otherWords] : used_)
        media::requireDistinct(other, otherWords, path, role.words);
    files_.push_back(std::make_unique<media::PendingFile>(path));
    used_.emplace_back(path, role.words);
    return files_.back().get();
}

void Outputs::commit() {
    for (const auto& file : files_)
        file->finish();
    if (caughtSignal() != 0) throw media::Cancelled();
    media::commitAll(files_);
}

} // namespace phonostage::cli
