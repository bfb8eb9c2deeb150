// SPDX-License-Identifier: GPL-3.0-or-later
// The comment of an audio file, with or without a note of ours in it.
#include "fuzz/Fuzz.h"

#include "media/io/Tags.h"

#include <cmath>

using namespace phonostage;
using namespace phonostage::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto [comment, note] = media::splitComment(textOf(data, size));
    require(comment.size() <= size, "what is left of a comment is not more than there was");
    if (note.fullScaleDbv) require(std::abs(*note.fullScaleDbv) <= 80.0, "a level in a note is in its range");
    if (note.equalisedWith) require(base::isPlainText(*note.equalisedWith), "a name can be shown");
    // What the next file gets, and what is read from that.
    const auto joined = media::joinComment(comment, note);
    const auto [again, noteAgain] = media::splitComment(joined);
    require(again == comment, "the words of a comment stay", joined);
    require(noteAgain == note, "a note comes back", joined);
    return 0;
}
