// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/TestRecord.h"

#include "base/files/BoundedFile.h"
#include "base/json/JsonFields.h"
#include "base/text/PlainText.h"
#include "base/text/Units.h"
#include "catalogue/CatalogueRules.h"
#include "catalogue/UserCatalogue.h"

#include "embedded/testRecordsJson.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

namespace phonostage::catalogue {
namespace {

using nlohmann::json;

using Fields = base::JsonFields<json>;
using base::JsonWord;

constexpr std::array<JsonWord<BandKind>, 5> kindWords{{{"tone", BandKind::tone},
                                                       {"sweep", BandKind::sweep},
                                                       {"resonance", BandKind::resonance},
                                                       {"noise", BandKind::noise},
                                                       {"silence", BandKind::silence}}};
constexpr std::array<JsonWord<BandChannel>, 4> channelWords{{{"left", BandChannel::left},
                                                             {"right", BandChannel::right},
                                                             {"lateral", BandChannel::lateral},
                                                             {"vertical", BandChannel::vertical}}};
constexpr std::array<JsonWord<dsp::RecordCut>, 4> cutWords{{{"riaa", dsp::RecordCut::riaa},
                                                            {"jvc", dsp::RecordCut::jvc},
                                                            {"cv", dsp::RecordCut::constantVelocity},
                                                            {"str100", dsp::RecordCut::str100}}};
constexpr std::array<JsonWord<EntryStatus>, 2> recordStatusWords{
    {{"confirmed", EntryStatus::confirmed}, {"unconfirmed", EntryStatus::unconfirmed}}};

std::optional<double> numberIfGiven(const Fields& fields, const char* field, const base::NumberRange& range) {
    if (!fields.has(field)) return std::nullopt;
    return fields.numberOrNull(field, range);
}

TestBand bandOf(const json& object, const std::string& place) {
    constexpr std::array<std::string_view, 11> known{"band",  "kind",          "channel",       "frequency_hz",
                                                     "to_hz", "velocity_cm_s", "velocity_kind", "level_db",
                                                     "cut",   "seconds",       "note"};
    constexpr base::NumberRange frequency{1.0, 100e3, "Hz"};
    Fields fields(object, place);
    TestBand band;
    band.band = fields.text("band", longestName);
    fields.setPlace(place + " '" + band.band + "'");
    fields.refuseOthers(known);
    band.kind = fields.choice("kind", kindWords);
    if (fields.has("channel")) band.channel = fields.choice("channel", channelWords);
    band.frequencyHz = numberIfGiven(fields, "frequency_hz", frequency);
    band.toHz = numberIfGiven(fields, "to_hz", frequency);
    band.velocityCmPerS = numberIfGiven(fields, "velocity_cm_s", {0.1, 100.0, "cm/s"});
    if (band.velocityCmPerS.has_value() != fields.has("velocity_kind"))
        fields.fault("velocity_kind", "must go with 'velocity_cm_s': give both, or neither");
    if (band.velocityCmPerS) band.velocityKind = fields.choice("velocity_kind", velocityWords);
    band.levelDb = numberIfGiven(fields, "level_db", {-60.0, 60.0, "dB"});
    if (fields.has("cut")) band.cut = fields.choice("cut", cutWords);
    if (band.cut && band.kind != BandKind::sweep) fields.fault("cut", "is for a sweep alone: remove it");
    band.seconds = numberIfGiven(fields, "seconds", {0.1, 3600.0, "s"});
    band.note = fields.optionalText("note", longestText);
    if (band.kind == BandKind::tone && !band.frequencyHz)
        fields.fault("frequency_hz", "is missing: a tone needs its frequency");
    return band;
}

std::string sourceOf(const Fields& fields, const json& sources, const std::string& file) {
    constexpr std::array<std::string_view, 2> known{"title", "address"};
    const std::string key = fields.text("source", longestName);
    const auto found = sources.find(key);
    if (found == sources.end()) fields.fault("source", "'" + key + "' is not among the file's 'sources': add it there");
    const Fields source(*found, file + ", source '" + key + "'");
    source.refuseOthers(known);
    const std::string address = source.optionalText("address", longestText);
    return source.text("title", longestText) + (address.empty() ? "" : ", " + address);
}

TestRecord recordOf(const json& object, const std::string& file, std::size_t index, const json& sources) {
    constexpr std::array<std::string_view, 8> known{"id", "name", "maker", "rpm", "status", "source", "note", "bands"};
    Fields fields(object, file + ", record number " + std::to_string(index + 1));
    TestRecord record;
    record.id = fields.text("id", longestName);
    fields.setPlace(file + ", record '" + record.id + "'");
    fields.refuseOthers(known);
    record.name = fields.text("name", longestName);
    record.maker = fields.text("maker", longestName);
    record.rpm = fields.whole("rpm", 33, 78);
    if (record.rpm != 33 && record.rpm != 45 && record.rpm != 78) fields.fault("rpm", "must be 33, 45 or 78");
    record.status = fields.choice("status", recordStatusWords);
    record.source = sourceOf(fields, sources, file);
    record.note = fields.optionalText("note", longestText);
    const json& bands = fields.listOfSome("bands", "band");
    for (std::size_t i = 0; i < bands.size(); ++i)
        record.bands.push_back(bandOf(bands[i], fields.place() + ", band"));
    return record;
}

bool means(const TestRecord& record, std::string_view name) {
    return base::equalsIgnoringCase(record.id, name) || base::equalsIgnoringCase(record.name, name);
}

std::vector<TestRecord> parseRecords(std::string_view text, const std::string& file) {
    constexpr std::array<std::string_view, 4> known{"schema", "about", "sources", "records"};
    const json root = base::parseStrictJson<json>(text, deepestNesting, file);
    const Fields top(root, file + ", top level");
    top.refuseOthers(known);
    top.requireSchema(catalogueSchema);
    const json& sources = top.object("sources");
    const json& list = top.list("records", "records");
    std::vector<TestRecord> records;
    for (std::size_t i = 0; i < list.size(); ++i) {
        auto record = recordOf(list[i], file, i, sources);
        for (const auto& other : records)
            if (means(other, record.id) || means(other, record.name))
                throw base::JsonFault(file + ", record '" + record.id +
                                      "', field 'id' or 'name': also names the record '" + other.id +
                                      "': choose another");
        records.push_back(std::move(record));
    }
    return records;
}

} // namespace

std::variant<std::vector<TestRecord>, std::string> parseTestRecords(std::string_view json, std::string_view fileName) {
    try {
        return parseRecords(json, std::string(fileName));
    } catch (const base::JsonFault& problem) {
        return base::oneLine(problem.what());
    }
}

TestRecords loadTestRecords(const std::filesystem::path& folder) {
    TestRecords list;
    auto builtIn = parseTestRecords(embedded::testRecordsJson, "test-records.json");
    if (const auto* why = std::get_if<std::string>(&builtIn)) throw std::logic_error(*why);
    list.records = std::move(std::get<std::vector<TestRecord>>(builtIn));
    if (folder.empty()) return list;
    const auto path = folder / "test-records.json";
    auto read = base::readBoundedFile(path, maxCatalogueBytes);
    if (auto* fault = std::get_if<base::FileFault>(&read)) {
        if (fault->kind != base::FileFault::Kind::missing) list.problems.push_back(std::move(fault->message));
        return list;
    }
    const auto name = path.u8string();
    auto parsed = parseTestRecords(std::get<std::string>(read), std::string(name.begin(), name.end()));
    if (auto* why = std::get_if<std::string>(&parsed)) {
        list.problems.push_back(std::move(*why));
        return list;
    }
    for (auto& record : std::get<std::vector<TestRecord>>(parsed)) {
        record.fromUser = true;
        const auto same = std::find_if(list.records.begin(), list.records.end(),
                                       [&](const TestRecord& other) { return other.id == record.id; });
        if (same == list.records.end())
            list.records.push_back(std::move(record));
        else
            *same = std::move(record);
    }
    return list;
}

const TestRecord* findTestRecord(const TestRecords& list, std::string_view name) {
    const auto found = std::find_if(list.records.rbegin(), list.records.rend(),
                                    [&](const TestRecord& record) { return means(record, name); });
    return found == list.records.rend() ? nullptr : &*found;
}

std::optional<dsp::RecordCut> sweepCut(const TestRecord& record) {
    for (const auto& band : record.bands)
        if (band.cut) return band.cut;
    return std::nullopt;
}

} // namespace phonostage::catalogue
