// SPDX-License-Identifier: GPL-3.0-or-later
// A list of test records.
#include "fuzz/Fuzz.h"

#include "catalogue/TestRecord.h"

using namespace phonostage;
using namespace phonostage::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto result = catalogue::parseTestRecords(textOf(data, size), "test-records.json");
    if (const auto* why = std::get_if<std::string>(&result)) {
        requireMessage(*why);
        return 0;
    }
    for (const auto& record : std::get<std::vector<catalogue::TestRecord>>(result)) {
        require(!record.id.empty() && !record.source.empty(), "a record has an id and a source", record.id);
        require(!record.bands.empty(), "a record has a band", record.id);
        for (const auto& text : {record.id, record.name, record.maker, record.source, record.note})
            require(base::isPlainText(text), "what a list shows is plain text", text);
        for (const auto& band : record.bands) {
            require(!band.cut || band.kind == catalogue::BandKind::sweep, "a cut belongs to a sweep", band.band);
            require(!band.frequencyHz || (*band.frequencyHz >= 1.0 && *band.frequencyHz <= 1e5), "a frequency",
                    band.band);
        }
    }
    return 0;
}
