// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/FilePlace.h"
#include "media/take/Sidecar.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace phonostage::media {

/** One recording of one side: an audio file, and NAME.take.json beside it.

    The audio file alone is enough: where the sidecar is missing, broken, larger than mostSidecarBytes, of a newer
   version or of another file, the take opens without it and notes() says why. Such a sidecar stays as it is until
   save(), which keeps it aside as NAME.take.json.kept-1 (2, 3 ...). Nothing is ever written but the sidecar. */
class Take {
public:
    /** Opens an audio file of any kind that AudioReader reads, or a take by its NAME.take.json. Throws
        base::FileError: one line with the file, what is wrong and the remedy. */
    explicit Take(const std::filesystem::path& path);

    [[nodiscard]] const std::filesystem::path& audioPath() const { return audio_; }
    [[nodiscard]] const std::filesystem::path& sidecarPath() const { return sidecarPath_; }
    /** Of the audio file itself. */
    [[nodiscard]] double sampleRateHz() const { return sampleRateHz_; }
    [[nodiscard]] int channels() const { return channels_; } ///< 1 or 2
    [[nodiscard]] std::int64_t frames() const { return frames_; }

    /** True where the sidecar was there and was read. */
    [[nodiscard]] bool hasSidecar() const { return hasSidecar_; }
    /** What the sidecar says, or what the audio file says where there is none. Its audio is that of the file. */
    [[nodiscard]] const Sidecar& sidecar() const { return sidecar_; }
    /** What the stage was set to: the sidecar's, else the audio file's, else the defaults with the file's calibration.
     */
    [[nodiscard]] const params::Snapshot& stage() const { return stage_; }
    /** What a person should know: one line each. */
    [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

    /** Writes the sidecar, beside its place and renamed. Throws base::FileError where that fails, and where another
        program has written it since it was opened here or last saved (std::errc::file_exists): nothing is written then.
        The audio part is filled in from the file. */
    void save(const Sidecar& sidecar);

private:
    void findFiles(const std::filesystem::path& path);
    void readAudio();
    void readSidecarFile();
    [[nodiscard]] bool isOfAnotherFile(const Sidecar& sidecar) const;
    void chooseStage(const std::string& fromAudio);
    void keepAside();

    std::filesystem::path audio_, sidecarPath_;
    double sampleRateHz_ = 0.0;
    int channels_ = 2;
    std::int64_t frames_ = 0;
    Sidecar sidecar_;
    params::Snapshot stage_;
    bool hasSidecar_ = false;
    bool mustKeepAside_ = false;
    std::optional<base::FileState> seen_; ///< of the sidecar, when it was read or written; empty: there was none
    std::string takeId_;                  ///< of the audio file's note
    std::optional<double> fullScaleDbv_;  ///< likewise
    std::string stageInAudio_;
    std::vector<std::string> notes_;
};

} // namespace phonostage::media
