// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/LabelCatalogue.h"
#include "support/Catch.h"

#include <algorithm>
#include <set>
#include <string>

using namespace phonostage;
using namespace phonostage::catalogue;

namespace {

const catalogue::LabelMatch* find(const std::vector<catalogue::LabelMatch>& matches, std::string_view label,
                                  catalogue::RecordFormat format) {
    const auto found = std::find_if(matches.begin(), matches.end(), [&](const catalogue::LabelMatch& m) {
        return m.entry && m.entry->label == label && m.entry->format == format;
    });
    return found == matches.end() ? nullptr : &*found;
}

std::vector<std::string> labelsOf(const std::vector<catalogue::LabelMatch>& matches) {
    std::vector<std::string> labels;
    for (const catalogue::LabelMatch& m : matches)
        labels.emplace_back(m.entry ? m.entry->label : m.curve->title);
    return labels;
}

bool hasCandidate(const catalogue::LabelMatch& match, std::string_view curve) {
    return std::any_of(match.entry->candidates.begin(), match.entry->candidates.end(),
                       [&](const catalogue::CurveEntry* c) { return c->name == curve; });
}

bool isOpenAfter(const catalogue::LabelEntry& entry, int year) { return !entry.toYear || *entry.toYear > year; }

} // namespace

TEST_CASE("Every entry of the labels is plausible and has a source") {
    const auto entries = catalogue::labelCatalogue();
    std::set<std::string_view> labels;
    std::size_t confirmed = 0;
    for (const catalogue::LabelEntry& entry : entries) {
        CAPTURE(entry.label, catalogue::formatName(entry.format), entry.fromYear.value_or(0), entry.toYear.value_or(0));
        labels.insert(entry.label);
        confirmed += entry.confirmed ? 1 : 0;
        CHECK(entry.source.size() > 20);
        CHECK_FALSE(entry.sourceKey.empty());
        REQUIRE_FALSE(entry.candidates.empty());
        CHECK(entry.candidates.size() <= 4);
        // Microgroove began in 1948 (long-playing 78-groove records of 1931 are told in the note), 45s in 1948.
        if (entry.format == RecordFormat::lp && entry.fromYear && *entry.fromYear < 1948)
            CHECK(entry.note.find("coarse groove") != std::string_view::npos);
        if (entry.format == RecordFormat::fortyFive) CHECK(entry.fromYear.value_or(0) >= 1948);
        if (entry.format == RecordFormat::seventyEight && entry.fromYear) CHECK(*entry.fromYear >= 1890);
        for (const catalogue::CurveEntry* curve : entry.candidates) {
            CHECK(catalogue::findCurve(curve->name) == curve);
            CHECK(curve->slot != catalogue::customCurveSlot);
        }
        // What was cut with a horn has no equalisation.
        if (entry.toYear && *entry.toYear <= 1925) CHECK(entry.candidates.front()->name == "flat");
        // What no guide states must not be told as if one did.
        if (entry.sourceKey == "practice") CHECK_FALSE(entry.confirmed);
    }
    CHECK(labels.size() >= 60);
    CHECK(confirmed > entries.size() / 2);
    CHECK(confirmed < entries.size());
}

TEST_CASE("LPs and 45s of every label that went on are RIAA from 1963 at the latest") {
    for (const catalogue::LabelEntry& entry : catalogue::labelCatalogue()) {
        if (entry.format != RecordFormat::lp && entry.format != RecordFormat::fortyFive) continue;
        if (!entry.fromYear || !isOpenAfter(entry, 1962)) continue;
        CAPTURE(entry.label, *entry.fromYear);
        // The one label that the guides say never changed.
        CHECK(entry.candidates.front()->name == (entry.label == "Audiophile" ? "audiophile_33" : "riaa"));
    }
}

TEST_CASE("Eras of one label and format leave no gap once they begin") {
    const auto entries = catalogue::labelCatalogue();
    for (std::size_t i = 1; i < entries.size(); ++i) {
        const catalogue::LabelEntry& before = entries[i - 1];
        const catalogue::LabelEntry& entry = entries[i];
        if (before.label != entry.label || before.format != entry.format || !before.toYear || !entry.fromYear) continue;
        CAPTURE(entry.label, catalogue::formatName(entry.format), *entry.fromYear);
        // No guide tells of the years between, or the label was not used.
        if (*entry.fromYear - *before.toYear > 1)
            CHECK((entry.label == "OKeh" || entry.label == "Brunswick (US)" || entry.label == "RCA Victor (US)" ||
                   entry.label == "Vocalion (UK)" || entry.label == "Path\xc3\xa9 (France)"));
    }
}

TEST_CASE("Label, year: the eras of that year, in every format and for every label of that name") {
    const auto matches = catalogue::searchLabels("Decca 1952");
    REQUIRE(matches.size() > 3);
    REQUIRE(matches.front().entry);
    CHECK(matches.front().entry->label == "Decca (UK)");
    CHECK(matches.front().entry->format == RecordFormat::lp);
    CHECK(matches.front().curve->name == "london_lp");
    CHECK(find(matches, "Decca (UK)", RecordFormat::seventyEight)->curve->name == "ffrr_78_300");
    REQUIRE(find(matches, "Decca (US)", RecordFormat::lp));
    CHECK(find(matches, "Decca (US)", RecordFormat::lp)->curve->name == "aes_1951");
    for (const catalogue::LabelMatch& m : matches) {
        REQUIRE(m.entry); // no curve has all these words
        CHECK(m.entry->fromYear.value_or(0) <= 1952);
        CHECK(m.entry->toYear.value_or(9999) >= 1952);
    }
    CHECK(catalogue::searchLabels("1952 dEccA").size() == matches.size());
    CHECK(labelsOf(catalogue::searchLabels("decca,1952")) == labelsOf(matches));
}

TEST_CASE("Columbia alone lists both sides of the Atlantic, then the curves of that name") {
    const auto matches = catalogue::searchLabels("Columbia");
    CHECK(find(matches, "Columbia (US)", RecordFormat::lp)->curve->name == "columbia_lp");
    REQUIRE(find(matches, "Columbia (UK)", RecordFormat::seventyEight));
    REQUIRE(find(matches, "Columbia (UK)", RecordFormat::fortyFive));
    const auto labels = labelsOf(matches);
    REQUIRE(labels.size() > 2);
    CHECK(labels[labels.size() - 2] == "Columbia LP");
    CHECK(labels[labels.size() - 1] == "Columbia 78");
    CHECK(matches.back().entry == nullptr);
    CHECK(matches.back().curve->name == "columbia_78");
}

TEST_CASE("Words of format select it") {
    const auto matches = catalogue::searchLabels("Parlophone 78");
    REQUIRE(matches.size() >= 4);
    for (const catalogue::LabelMatch& m : matches) {
        REQUIRE(m.entry);
        CHECK(m.entry->format == RecordFormat::seventyEight);
    }
    CHECK(matches.front().entry->label == "Parlophone (UK)");
    CHECK(hasCandidate(matches[1], "blumlein_300"));

    const auto columbia = catalogue::searchLabels("columbia 78 1940");
    REQUIRE(columbia.size() == 2);
    CHECK(columbia[0].entry->label == "Columbia (US)");
    CHECK(columbia[0].curve->name == "columbia_78");
    CHECK(columbia[1].entry->label == "Columbia (UK)");
    CHECK(columbia[1].entry->candidates.size() == 3); // ambiguous: all that it can be

    for (const char* lp : {"vox lp", "LP Vox", "Vox 33", "vox 33 1/3", "Vox 33\xe2\x85\x93 rpm records"}) {
        CAPTURE(lp);
        CHECK(labelsOf(catalogue::searchLabels(lp)) == std::vector<std::string>(3, "Vox"));
    }
    for (const catalogue::LabelMatch& m : catalogue::searchLabels("45"))
        CHECK((m.entry ? m.entry->format == RecordFormat::fortyFive : m.curve->name == "rca_45"));
}

TEST_CASE("Series and other names of a label find it") {
    for (const char* query :
         {"ffrr", "London ffrr 1954", "gramophone company", "His Master's Voice", "his masters voice", "loiseau",
          "oiseau-lyre", "DGG", "nbc", "v-disc", "red seal", "Telefunken Decca"}) {
        CAPTURE(query);
        CHECK_FALSE(catalogue::searchLabels(query).empty());
    }
    const auto ffrr = catalogue::searchLabels("ffrr");
    REQUIRE(ffrr.front().entry);
    CHECK(ffrr.front().entry->label == "Decca (UK)");
    CHECK(std::any_of(ffrr.begin(), ffrr.end(), [](const catalogue::LabelMatch& m) { return !m.entry; }));
    CHECK(catalogue::searchLabels("HMV 1935").front().curve->name == "blumlein_300");
    CHECK(catalogue::searchLabels("Victor 78 1910").front().curve->name == "flat");
}

TEST_CASE("Accents and case make no difference, and a beginning of three letters will do") {
    const auto bartok = labelsOf(catalogue::searchLabels("Bart\xc3\xb3k 1953"));
    CHECK(bartok == std::vector<std::string>{"Bart\xc3\xb3k"});
    CHECK(labelsOf(catalogue::searchLabels("BARTOK 1953")) == bartok);
    CHECK(labelsOf(catalogue::searchLabels("Barto\xcc\x81k 1953")) == bartok); // accent apart
    CHECK(labelsOf(catalogue::searchLabels("path\xc3\xa9 1935")) == labelsOf(catalogue::searchLabels("pathe 1935")));
    CHECK(catalogue::searchLabels("westm 1950").front().entry->label == "Westminster");
    CHECK(catalogue::searchLabels("we 1950").empty());
    // A whole word counts more than a beginning.
    CHECK(catalogue::searchLabels("disc 1950").front().entry->label == "Folkways");
}

TEST_CASE("Years can be a decade or a range") {
    CHECK(labelsOf(catalogue::searchLabels("Vox 1950s")) == labelsOf(catalogue::searchLabels("Vox 1950-1959")));
    CHECK(labelsOf(catalogue::searchLabels("Vox 50s")) == labelsOf(catalogue::searchLabels("Vox 1959 to 1950")));
    CHECK(catalogue::searchLabels("Vox 1950s").size() > catalogue::searchLabels("Vox 1955").size());
    CHECK(catalogue::searchLabels("Blue Note 1953").front().curve->name == "aes_1951");
    CHECK(catalogue::searchLabels("Blue Note 1962 LP").front().curve->name == "riaa");
    CHECK(catalogue::searchLabels("Dial 1975").empty());
    for (const catalogue::LabelMatch& m : catalogue::searchLabels("1935"))
        CHECK(m.entry->fromYear.value_or(0) <= 1935);
}

TEST_CASE("Curves are found by their own names and titles") {
    const auto teldec = catalogue::searchLabels("teldec");
    REQUIRE(teldec.size() == 4);
    CHECK(teldec.front().entry->label == "Teldec");
    CHECK(teldec.back().entry == nullptr);
    CHECK(teldec.back().curve->name == "teldec_din");
    const auto aes = catalogue::searchLabels("aes 1951");
    REQUIRE(aes.size() == 1);
    CHECK(aes.front().curve->name == "aes_1951");
    CHECK(catalogue::searchLabels("nab_1942").back().curve->name == "nab_1942");
    for (const catalogue::CurveEntry& curve : catalogue::curveCatalogue()) {
        CAPTURE(curve.name);
        for (const auto text : {curve.name, curve.title}) {
            const auto found = catalogue::searchLabels(text);
            CHECK(std::any_of(found.begin(), found.end(),
                              [&](const catalogue::LabelMatch& m) { return m.curve == &curve; }));
        }
    }
}

TEST_CASE("Nonsense finds nothing and harms nothing") {
    for (const char* query : {"", "   ", "the", "records", "quadraphonic supreme", "Decca xyzzy", "-", "'", "\xff\xfe",
                              "\xe2\x82", "\xf0\x9f\x8e", "99999999999999999999", "0", "q", "\n\t"}) {
        CAPTURE(query);
        CHECK(catalogue::searchLabels(query).empty());
    }
    CHECK(catalogue::searchLabels(std::string(100000, 'x')).empty());
    CHECK(catalogue::searchLabels(std::string_view("decca\0 1952", 11)).size() ==
          catalogue::searchLabels("decca 1952").size());
}

TEST_CASE("The same query always gives the same answer") {
    for (const char* query : {"decca", "78", "columbia lp", "rca victor 1950"}) {
        const auto first = catalogue::searchLabels(query);
        const auto second = catalogue::searchLabels(query);
        REQUIRE(first.size() == second.size());
        for (std::size_t i = 0; i < first.size(); ++i) {
            CHECK(first[i].entry == second[i].entry);
            CHECK(first[i].curve == second[i].curve);
        }
    }
}
