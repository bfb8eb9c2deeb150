// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/Report.h"
#include "media/io/Tags.h"
#include "params/ParameterTable.h"
#include "params/Presets.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

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
    [[nodiscard]] std::filesystem::path presetFile() const;

    [[nodiscard]] static media::RenderStage mediaStage(const params::Snapshot& chosen);

private:
    void addNumber(CLI::App& command, params::Id id, const char* typeName);
    void addAll(CLI::App& command, bool withChannels);
    void addCurveFlags(CLI::App& command, const char* group);
    void apply(params::Snapshot& stage, const std::string& curve) const;
    void addEquipmentFlags(CLI::App& command);

    [[nodiscard]] bool isGiven(params::Id id) const { return numbers_.contains(id); }
    void readNumbers(params::Values& values) const;
    void readCurve(params::Values& values, const std::string& curve) const;
    void readPreset(params::Snapshot& stage) const;
    void readEquipment(params::Snapshot& stage) const;
    void readLoad(params::Values& values) const;
    void readChannels(params::Values& values) const;

    std::map<params::Id, std::string> numbers_; ///< texts of the flags that set one number of the table
    std::string preset_;
    std::string curve_, custom_;
    std::vector<std::string> curves_;
    std::string dc_, dcDefault_;
    std::string subsonic_, monoBass_;
    std::string interface_, input_, cartridge_, load_;
    std::string invert_, channels_;
    bool withChannels_ = false, isOver_ = false;
    bool iec_ = false, neumann_ = false, inverse_ = false, undoRiaa_ = false, swap_ = false;
};

/** A preset of the factory, of the user, or in a file. Throws UsageError that names --preset. */
[[nodiscard]] params::Preset findPreset(const std::string& name);

/** A stage with the figures of a cartridge, and of an interface's input at its lowest gain; "" leaves either out. Warns
    of faults in the user's catalogues. Throws UsageError that names the flag. */
[[nodiscard]] params::Snapshot namedEquipment(const std::string& cartridge, const std::string& device,
                                              const std::string& input);

/** What follows from cartridge and interface: output, level at the input, recommended gain, overload margin and what to
    turn. Lines for people; empty if no cartridge is given. */
[[nodiscard]] std::string equipmentSummary(const params::Snapshot& stage);

} // namespace phonostage::cli
