// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/tracks/CueSheet.h"

#include "base/text/PlainText.h"
#include "base/text/Units.h"
#include "media/tracks/TrackText.h"

#include <algorithm>
#include <cmath>

namespace phonostage::media {
namespace {

/** The word at the front, which is taken off together with the blanks behind it. */
std::string_view takeWord(std::string_view& line) {
    line = base::trimmed(line);
    const auto end = line.find_first_of(" \t");
    const auto word = line.substr(0, end);
    line = end == std::string_view::npos ? std::string_view{} : base::trimmed(line.substr(end));
    return word;
}

/** What stands between the first and the last quote; without quotes the whole. */
std::string nameIn(std::string_view rest) {
    const auto first = rest.find('"'), last = rest.rfind('"');
    if (first == std::string_view::npos || first == last) return cleanTitle(rest.substr(0, last));
    return cleanTitle(rest.substr(first + 1, last - first - 1));
}

std::optional<int> smallNumber(std::string_view text) {
    if (text.empty() || text.size() > 3) return std::nullopt;
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = 10 * value + (c - '0');
    }
    return value;
}

std::string shownLine(std::string_view line) { return "'" + base::oneLine(base::trimmed(line).substr(0, 60)) + "'"; }

/** Reads line by line; fields before the first TRACK are the sheet's. */
class Reader {
public:
    void read(std::string_view line, std::size_t number) {
        number_ = number;
        line_ = line;
        auto rest = line;
        const auto word = takeWord(rest);
        const auto is = [&](const char* name) { return base::equalsIgnoringCase(word, name); };
        if (is("FILE")) {
            readFile(rest);
        } else if (is("TRACK")) {
            readTrack(rest);
        } else if (is("INDEX")) {
            readIndex(rest);
        } else if (is("TITLE")) {
            (sheet_.tracks.empty() ? sheet_.title : sheet_.tracks.back().title) = nameIn(rest);
        } else if (is("PERFORMER")) {
            (sheet_.tracks.empty() ? sheet_.performer : sheet_.tracks.back().performer) = nameIn(rest);
        } else if (is("REM") && sheet_.tracks.empty()) {
            const auto field = takeWord(rest);
            if (base::equalsIgnoringCase(field, "GENRE")) sheet_.genre = nameIn(rest);
            if (base::equalsIgnoringCase(field, "DATE")) sheet_.date = nameIn(rest);
            if (base::equalsIgnoringCase(field, "COMMENT")) sheet_.comment = nameIn(rest);
        }
    }

    CueSheet finish() {
        if (sheet_.tracks.empty()) throw TrackTextFault("has no TRACK: this is no cue sheet");
        closeTrack();
        return std::move(sheet_);
    }

private:
    void readFile(std::string_view rest) {
        if (hasFile_)
            throw TrackTextFault(number_,
                                 "names a second FILE: split takes the cue sheet of one file, so make one for each");
        hasFile_ = true;
        const auto first = rest.find('"'), end = rest.rfind('"');
        if (first != end) {
            sheet_.file = rest.substr(first + 1, end - first - 1);
            rest = rest.substr(end + 1);
        } else {
            const auto last = std::min(rest.find_last_of(" \t"), rest.size());
            sheet_.file = base::trimmed(rest.substr(0, last));
            rest = rest.substr(last);
        }
        sheet_.fileType = cleanTitle(rest);
        if (sheet_.fileType.find_first_of(" \"") != std::string::npos) sheet_.fileType.clear(); // no type is like that
    }

    void readTrack(std::string_view rest) {
        closeTrack();
        const auto number = smallNumber(takeWord(rest));
        if (!number) throw TrackTextFault(number_, shownLine(line_) + " has no number: write it as TRACK 01 AUDIO");
        if (sheet_.tracks.size() >= mostListedTracks)
            throw TrackTextFault(number_, "there are more than 999 tracks: remove some");
        sheet_.tracks.emplace_back();
        sheet_.tracks.back().number = *number;
        hasStart_ = false;
    }

    void readIndex(std::string_view rest) {
        if (sheet_.tracks.empty())
            throw TrackTextFault(number_, "INDEX stands before the first TRACK: put it behind that");
        const auto index = smallNumber(takeWord(rest));
        const auto time = parseCueTime(rest);
        if (!index || !time)
            throw TrackTextFault(number_, shownLine(line_) + " has no time: write it as INDEX 01 MM:SS:FF");
        if (*time < last_) throw TrackTextFault(number_, shownLine(line_) + " goes back in time: correct it");
        if (*index > 1) return; // parts of a track
        last_ = *time;
        if (*index == 0) {
            sheet_.tracks.back().gapFrame = *time;
        } else {
            sheet_.tracks.back().startFrame = *time;
            hasStart_ = true;
        }
    }

    void closeTrack() const {
        if (!sheet_.tracks.empty() && !hasStart_)
            throw TrackTextFault(number_, "track " + std::to_string(sheet_.tracks.back().number) +
                                              " has no INDEX 01: add it with the time of its start");
    }

    CueSheet sheet_;
    std::string_view line_;
    std::size_t number_ = 0;
    std::int64_t last_ = 0;
    bool hasFile_ = false, hasStart_ = false;
};

std::string quotedName(std::string_view name) {
    auto text = cleanTitle(name);
    std::replace(text.begin(), text.end(), '"', '\'');
    return "\"" + text + "\"";
}

/** A file's name as it is: whatever may be in one but quotes and line breaks. */
std::string quotedFile(std::string name) {
    std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; });
    std::replace(name.begin(), name.end(), '"', '\'');
    return "\"" + name + "\"";
}

} // namespace

CueSheet readCueSheet(std::string_view bytes) {
    if (bytes.size() > mostTrackTextBytes) throw TrackTextFault("is larger than 1 MiB: this is no cue sheet");
    const auto text = decodedText(bytes);
    Reader reader;
    std::size_t number = 0;
    for (const auto line : linesOf(text))
        reader.read(line, ++number);
    return reader.finish();
}

std::string writeCueSheet(const CueSheet& sheet) {
    if (sheet.tracks.size() > mostCueTracks)
        throw TrackTextFault("a cue sheet holds 99 tracks, and here are " + std::to_string(sheet.tracks.size()) +
                             ": write labels instead");
    std::string text;
    const auto put = [&](const std::string& line) { text += line + "\r\n"; };
    if (!sheet.genre.empty()) put("REM GENRE " + quotedName(sheet.genre));
    if (!sheet.date.empty()) put("REM DATE " + quotedName(sheet.date));
    if (!sheet.comment.empty()) put("REM COMMENT " + quotedName(sheet.comment));
    if (!sheet.performer.empty()) put("PERFORMER " + quotedName(sheet.performer));
    if (!sheet.title.empty()) put("TITLE " + quotedName(sheet.title));
    put("FILE " + quotedFile(sheet.file) + " " + (sheet.fileType.empty() ? "WAVE" : sheet.fileType));
    for (const auto& track : sheet.tracks) {
        put("  TRACK " + std::string(track.number < 10 ? "0" : "") + std::to_string(track.number) + " AUDIO");
        if (!track.title.empty()) put("    TITLE " + quotedName(track.title));
        if (!track.performer.empty()) put("    PERFORMER " + quotedName(track.performer));
        if (track.gapFrame) put("    INDEX 00 " + cueTime(*track.gapFrame));
        put("    INDEX 01 " + cueTime(track.startFrame));
    }
    return text;
}

std::string cueTime(std::int64_t cueFrame) {
    const auto two = [](std::int64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    const auto seconds = cueFrame / cueFramesPerSecond;
    return two(seconds / 60) + ":" + two(seconds % 60) + ":" + two(cueFrame % cueFramesPerSecond);
}

std::optional<std::int64_t> parseCueTime(std::string_view text) {
    text = base::trimmed(text);
    std::int64_t parts[3] = {0, 0, 0};
    for (int i = 0; i < 3; ++i) {
        const auto end = i < 2 ? text.find(':') : text.size();
        if (end == std::string_view::npos || end == 0 || end > (i == 0 ? 5u : 2u)) return std::nullopt;
        for (const char c : text.substr(0, end)) {
            if (c < '0' || c > '9') return std::nullopt;
            parts[i] = 10 * parts[i] + (c - '0');
        }
        text.remove_prefix(i < 2 ? end + 1 : end);
    }
    if (parts[1] > 59 || parts[2] >= cueFramesPerSecond) return std::nullopt;
    return (parts[0] * 60 + parts[1]) * cueFramesPerSecond + parts[2];
}

std::int64_t sampleFrameOfCue(std::int64_t cueFrame, double sampleRateHz) {
    return std::llround(static_cast<double>(cueFrame) * sampleRateHz / cueFramesPerSecond);
}

std::int64_t cueFrameOfSample(std::int64_t sampleFrame, double sampleRateHz) {
    return std::llround(static_cast<double>(sampleFrame) * cueFramesPerSecond / sampleRateHz);
}

} // namespace phonostage::media
