// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/flags/CleanFlags.h"
#include "cli/flags/EquipmentFlags.h"
#include "cli/flags/NumberFlags.h"
#include "cli/flags/PresetFlag.h"

#include "media/analyse/Report.h"
#include "media/io/Tags.h"
#include "params/ParameterTable.h"

#include <filesystem>
#include <string>
#include <vector>

namespace phonostage::cli {

/** The flags that set the stage, which `render`, `analyze` and `response` share, as text first: every fault is reported
   in our own words. They act on the values of the table, upon a preset where one is named. */
class StageFlags {
public:
    /** dcDefault: "on" or "off". withChannels: what sets the channels apart, too (render). */
    void addTo(CLI::App& command, const char* dcDefault, bool withChannels);
    /** Flags that act on the stage that a take has, where they are written (export); --curve may be written again and
        again. */
    void addOver(CLI::App& command);

    /** Throws UsageError. The calibration is what flags, then the file, then the preset, then the table say. */
    [[nodiscard]] params::Snapshot chosen(const media::FileTags& tags) const;

    /** Whether what full scale is in volts was said by a flag, the file or the preset: else it is the table's default.
        Throws UsageError. */
    [[nodiscard]] bool isCalibrated(const media::FileTags& tags) const;

    /** What the flags make of a take's own stage. curve: one of curves(), or "" where there is none. Throws UsageError.
     */
    [[nodiscard]] params::Snapshot chosenOver(const params::Snapshot& base, const std::string& curve) const;
    /** Of addOver(): as written. */
    [[nodiscard]] const std::vector<std::string>& curves() const { return curves_; }

    [[nodiscard]] media::RenderStage stage(const media::FileTags& tags) const { return mediaStage(chosen(tags)); }

    /** --gain auto (render alone): the gain is found from the sound; until then it is what it would be without the
     * flag.
     */
    [[nodiscard]] bool isGainAuto() const;

    /** The file that --preset names; empty where it names none. */
    [[nodiscard]] std::filesystem::path presetFile() const { return preset_.file(); }

    [[nodiscard]] static media::RenderStage mediaStage(const params::Snapshot& chosen);

private:
    void addAll(CLI::App& command, bool withChannels);
    void addCurveFlags(CLI::App& command, const char* group);
    void apply(params::Snapshot& stage, const std::string& curve) const;
    void readNumbers(params::Values& values) const;
    void readCurve(params::Values& values, const std::string& curve) const;
    void readChannels(params::Values& values) const;

    NumberFlags numbers_;
    PresetFlag preset_;
    EquipmentFlags equipment_;
    std::string curve_, custom_;
    std::vector<std::string> curves_;
    std::string dc_, dcDefault_;
    std::string subsonic_, monoBass_;
    std::string invert_, channels_;
    CleanFlags clean_;
    bool withChannels_ = false, isOver_ = false;
    bool iec_ = false, neumann_ = false, inverse_ = false, undoRiaa_ = false, swap_ = false;
    bool exactPhase_ = false;
};

} // namespace phonostage::cli
