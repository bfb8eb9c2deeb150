// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/take/Take.h"

#include "base/files/BoundedFile.h"
#include "base/files/PendingFile.h"
#include "base/json/JsonFields.h"
#include "media/io/AudioReader.h"
#include "media/io/MediaError.h"
#include "media/take/SidecarReader.h"
#include "media/take/SidecarWriter.h"
#include "media/take/TakeNames.h"

#include <cmath>

namespace phonostage::media {
namespace fs = std::filesystem;

namespace {

constexpr int mostKeptAside = 999;

SampleWord wordFrom(const AudioReader& reader) {
    if (reader.formatName().find("float") != std::string::npos) return SampleWord::float32;
    if (reader.formatName().find("16 bit") != std::string::npos) return SampleWord::bits16;
    return reader.formatName().find("32 bit") != std::string::npos ? SampleWord::bits32 : SampleWord::bits24;
}

} // namespace

Take::Take(const fs::path& path) {
    findFiles(path);
    readAudio();
    readSidecarFile();
    chooseStage(stageInAudio_);
}

void Take::findFiles(const fs::path& path) {
    audio_ = path;
    sidecarPath_ = sidecarPathOf(path);
    if (!isSidecarName(path)) return;
    sidecarPath_ = path;
    const auto beside = audioBeside(path);
    if (!beside)
        throw MediaError(base::quoted(path) + " has no audio file beside it: put the recording (.flac or .wav) of the "
                                              "same name there");
    audio_ = *beside;
}

void Take::readAudio() {
    // What a crash has left short is still a take.
    AudioReader reader(audio_, true);
    if (!reader.frames()) throw MediaError(base::quoted(audio_) + " is no file with a known length: name another one");
    sampleRateHz_ = reader.sampleRateHz();
    channels_ = reader.channels();
    frames_ = *reader.frames();
    for (const auto& warning : reader.warnings())
        notes_.push_back(warning);
    const auto& note = reader.tags().note;
    fullScaleDbv_ = note.fullScaleDbv;
    takeId_ = note.take.value_or(std::string());
    stageInAudio_ = reader.tags().stage;
    sidecar_.takeId = takeId_;
    sidecar_.stageState = stageInAudio_;
    sidecar_.audio = {nameText(audio_.filename()), sampleRateHz_, channels_, wordFrom(reader), frames_};
}

bool Take::isOfAnotherFile(const Sidecar& sidecar) const {
    const auto& audio = sidecar.audio;
    if (!sidecar.takeId.empty() && !takeId_.empty()) return sidecar.takeId != takeId_;
    // A file without our note: another program may have written it again, so that its own facts must do.
    if (std::abs(audio.sampleRateHz - sampleRateHz_) > 0.5 || audio.channels != channels_) return true;
    return audio.frames && *audio.frames != frames_;
}

void Take::readSidecarFile() {
    seen_ = base::fileState(sidecarPath_);
    const auto bytes = base::readBoundedFile(sidecarPath_, mostSidecarBytes);
    if (const auto* fault = std::get_if<base::FileFault>(&bytes)) {
        if (fault->kind == base::FileFault::Kind::missing) return;
        mustKeepAside_ = seen_.has_value();
        notes_.push_back(fault->message + " The recording was opened without it.");
        return;
    }
    const auto without = " The recording was opened without it; when it is saved, that file is kept aside.";
    const auto name = base::quoted(sidecarPath_);
    try {
        auto found = readSidecar(std::get<std::string>(bytes), name);
        if (isOfAnotherFile(found)) {
            mustKeepAside_ = true;
            notes_.push_back(name + " belongs to another recording than " + base::quoted(audio_) + "." + without);
            return;
        }
        found.audio = sidecar_.audio;
        if (found.takeId.empty()) found.takeId = takeId_;
        sidecar_ = std::move(found);
        hasSidecar_ = true;
    } catch (const base::JsonFault& fault) {
        mustKeepAside_ = true;
        notes_.push_back(std::string(fault.what()) + "." + without);
    }
}

void Take::chooseStage(const std::string& fromAudio) {
    if (sidecar_.stageState.empty()) sidecar_.stageState = fromAudio;
    auto stage = sidecar_.stage();
    if (const auto* error = std::get_if<params::StateError>(&stage)) {
        notes_.push_back("The stage settings of " + base::quoted(audio_) + " cannot be read (" + error->message +
                         "); the standard settings are used.");
    } else if (!sidecar_.stageState.empty()) {
        stage_ = std::get<params::Snapshot>(stage);
        return;
    }
    if (fullScaleDbv_) stage_.values.set(params::Id::inputDbv, *fullScaleDbv_);
}

/** What cannot be read here may be dear to somebody. */
void Take::keepAside() {
    for (int number = 1; number <= mostKeptAside; ++number) {
        auto aside = sidecarPath_;
        aside += ".kept-" + std::to_string(number);
        const auto error = base::moveWithoutReplacing(sidecarPath_, aside);
        if (!error) {
            notes_.push_back(base::quoted(sidecarPath_) + " was kept as " + base::quoted(aside) + ".");
            mustKeepAside_ = false;
            seen_.reset();
            return;
        }
        if (error != std::errc::file_exists)
            throw base::FileError(base::quoted(sidecarPath_) + " could not be kept aside, and nothing was saved: " +
                                  base::systemError(error.value()));
    }
    throw base::FileError(
        base::quoted(sidecarPath_) +
        " could not be kept aside, and nothing was saved: remove some of the files .kept-1 to .kept-" +
        std::to_string(mostKeptAside));
}

void Take::save(const Sidecar& sidecar) {
    auto whole = sidecar;
    whole.audio = sidecar_.audio;
    if (whole.takeId.empty()) whole.takeId = takeId_;
    const auto text = writeSidecar(whole);
    if (text.size() > mostSidecarBytes)
        throw base::FileError(base::quoted(sidecarPath_) + " would be larger than " +
                              std::to_string(mostSidecarBytes >> 20) + " MiB, and was not written: shorten its texts");
    const auto changed = [&](const fs::path&) -> std::string {
        if (base::fileState(sidecarPath_) == seen_) return {};
        return seen_ ? "was changed by another program since it was opened, and was not replaced: open the recording "
                       "again"
                     : "was created by another program since the recording was opened, and was not replaced: open the "
                       "recording again";
    };
    // What another program wrote is not kept aside either: it may well be good.
    if (base::fileState(sidecarPath_) != seen_ && base::fileState(sidecarPath_))
        throw base::FileError(base::quoted(sidecarPath_) + " " + changed(sidecarPath_), std::errc::file_exists);
    if (mustKeepAside_) keepAside();
    base::writeFile(sidecarPath_, text, base::Replace::unless(changed));
    seen_ = base::fileState(sidecarPath_);
    sidecar_ = std::move(whole);
    hasSidecar_ = true;
    if (auto stage = sidecar_.stage(); std::holds_alternative<params::Snapshot>(stage) && !sidecar_.stageState.empty())
        stage_ = std::get<params::Snapshot>(std::move(stage));
}

} // namespace phonostage::media
