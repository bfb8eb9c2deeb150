// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/TestRecord.h"
#include "support/Catch.h"
#include "support/Says.h"
#include "support/TemporaryFolder.h"

#include <fstream>

using namespace phonostage;
using namespace phonostage::catalogue;
using namespace phonostage::tests;

namespace {

const std::string sound = R"json({
  "schema": 1,
  "sources": { "sleeve": { "title": "The sleeve" } },
  "records": [
    { "id": "mine", "name": "My record", "maker": "Me", "rpm": 45, "status": "confirmed", "source": "sleeve",
      "bands": [
        { "band": "A1", "kind": "tone", "channel": "lateral", "frequency_hz": 3150, "velocity_cm_s": 5,
          "velocity_kind": "peak", "seconds": 60 },
        { "band": "A2", "kind": "sweep", "channel": "left", "frequency_hz": 20, "to_hz": 20000, "cut": "jvc" }
      ] }
  ]
})json";

std::string with(const std::string& from, const std::string& to) {
    std::string text = sound;
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

std::string errorOf(const std::string& text) {
    const auto result = parseTestRecords(text, "test-records.json");
    const auto* why = std::get_if<std::string>(&result);
    return why != nullptr ? *why : "";
}

} // namespace

TEST_CASE("the built-in test records have their bands, levels and cuts") {
    const auto list = loadTestRecords({});
    CHECK(list.problems.empty());
    CHECK(list.records.size() >= 14);
    const auto* cbs = findTestRecord(list, "CTC-350");
    REQUIRE(cbs != nullptr);
    CHECK(cbs->id == "cbs_ctc_350");
    // 5.0 cm/s rms, not peak: a mistake of 3 dB.
    for (const auto& band : cbs->bands)
        if (band.velocityCmPerS) CHECK(band.velocityKind == VelocityKind::rms);
    const auto* jvc = findTestRecord(list, "jvc_trs_1007");
    REQUIRE(jvc != nullptr);
    CHECK(jvc->bands[0].velocityKind == VelocityKind::peak);
    CHECK(*jvc->bands[0].velocityCmPerS == 3.54);
    CHECK(sweepCut(*jvc) == dsp::RecordCut::jvc);
    CHECK(sweepCut(*findTestRecord(list, "HFN_002")) == dsp::RecordCut::riaa);
    CHECK(sweepCut(*findTestRecord(list, "str-100")) == dsp::RecordCut::str100);
    CHECK_FALSE(sweepCut(*findTestRecord(list, "jas_ad_1")));
    CHECK(findTestRecord(list, "none") == nullptr);
    // What public lists have wrong: neither has a tone of 3150 Hz.
    for (const char* name : {"hfn_002", "cbs_str_100"})
        for (const auto& band : findTestRecord(list, name)->bands)
            CHECK(band.frequencyHz != 3150.0);
}

TEST_CASE("a test record's errors name file, record, band, field and remedy") {
    CHECK(errorOf(sound).empty());
    const auto tone = errorOf(with(R"("frequency_hz": 3150,)", ""));
    for (const char* part : {"test-records.json", "mine", "A1", "frequency_hz", "missing"})
        CHECK_THAT(tone, says(part));
    CHECK_THAT(errorOf(with(R"("velocity_kind": "peak", )", "")), says("give both"));
    CHECK_THAT(errorOf(with(R"("cut": "jvc")", R"("cut": "rias")")), says("cut"));
    CHECK_THAT(errorOf(with(R"("kind": "sweep")", R"("kind": "silence")")), says("for a sweep alone"));
    CHECK_THAT(errorOf(with(R"("rpm": 45)", R"("rpm": 46)")), says("33, 45 or 78"));
    CHECK_THAT(errorOf(with(R"("source": "sleeve")", R"("source": "slave")")), says("sources"));
    CHECK_THAT(errorOf(with(R"("title": "The sleeve")", R"("title": "The sleeve", "adress": "x")")), says("adress"));
    CHECK_THAT(errorOf(with(R"("seconds": 60)", R"("second": 60)")), says("second"));
    CHECK_THAT(errorOf(with(R"("frequency_hz": 20,)", R"("frequency_hz": 0,)")), says("frequency_hz"));
    CHECK_THAT(errorOf("["), says("test-records.json"));
}

TEST_CASE("a user's test records join the list, replace one, or are left out whole") {
    const TemporaryFolder folder;
    const auto write = [&](const std::string& text) { std::ofstream(folder / "test-records.json") << text; };
    const auto builtIn = loadTestRecords({}).records.size();
    write(sound);
    auto list = loadTestRecords(folder / "");
    CHECK(list.problems.empty());
    CHECK(list.records.size() == builtIn + 1);
    REQUIRE(findTestRecord(list, "my record") != nullptr);
    CHECK(findTestRecord(list, "mine")->fromUser);

    write(with(R"("id": "mine")", R"("id": "hfn_002")"));
    list = loadTestRecords(folder / "");
    CHECK(list.records.size() == builtIn);
    CHECK(findTestRecord(list, "hfn_002")->name == "My record");

    write(with(R"("rpm": 45)", R"("rpm": 46)"));
    list = loadTestRecords(folder / "");
    REQUIRE(list.problems.size() == 1);
    CHECK_THAT(list.problems.front(), says("rpm"));
    CHECK(list.records.size() == builtIn);
}
