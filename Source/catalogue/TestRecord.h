// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalogue/EquipmentCatalogue.h"

#include "dsp/measure/testrecord/RecordCut.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace phonostage::catalogue {

enum class BandKind { tone, sweep, resonance, noise, silence };
enum class BandChannel { left, right, lateral, vertical, unknown };

/** A band of a test record. What is not stated is empty. */
struct TestBand {
    std::string band; ///< as the record names it: "A3"
    BandKind kind = BandKind::tone;
    BandChannel channel = BandChannel::unknown;
    std::optional<double> frequencyHz; ///< of a tone, or where a sweep begins
    std::optional<double> toHz;        ///< where it ends
    std::optional<double> velocityCmPerS;
    VelocityKind velocityKind = VelocityKind::unknown;
    std::optional<double> levelDb; ///< relative to the record's own 0 dB
    std::optional<dsp::RecordCut> cut;
    std::optional<double> seconds;
    std::string note;
};

struct TestRecord {
    std::string id, name, maker;
    int rpm = 33; ///< 33, 45 or 78
    EntryStatus status = EntryStatus::unconfirmed;
    std::string source, note;
    std::vector<TestBand> bands;
    bool fromUser = false;
};

struct TestRecords {
    std::vector<TestRecord> records;
    std::vector<std::string> problems; ///< one sentence for each file that was left out
};

/** Reads and checks the JSON of a list of test records. Every field is checked for its type and range; unknown fields
    and records of one id are refused. The error is one sentence that names the file, the record, the band, the field
    and the remedy. The ranges: 1 Hz to 100 kHz, 0.1 to 100 cm/s, -60 to +60 dB, 0.1 to 3600 s. */
[[nodiscard]] std::variant<std::vector<TestRecord>, std::string> parseTestRecords(std::string_view json,
                                                                                  std::string_view fileName);

/** The built-in records (Resources/catalogues/test-records.json) with those of the folder's test-records.json, of the
    same form: one with the id of a built-in record takes its place. A file with an error is left out whole, with a
    sentence in problems. Never throws for what is in the file. */
[[nodiscard]] TestRecords loadTestRecords(const std::filesystem::path& folder);

/** By its id or name, whatever the case; null where there is none. */
[[nodiscard]] const TestRecord* findTestRecord(const TestRecords& list, std::string_view name);

/** The cut of its sweeps, where they have one that is known. */
[[nodiscard]] std::optional<dsp::RecordCut> sweepCut(const TestRecord& record);

} // namespace phonostage::catalogue
