// SPDX-License-Identifier: GPL-3.0-or-later
#include "lv2/TtlPatch.h"
#include "lv2/TtlPresets.h"

#include "base/text/Units.h"
#include "catalogue/CurveCatalogue.h"
#include "params/ParameterTable.h"
#include "params/ParameterText.h"
#include "params/Presets.h"
#include "support/Catch.h"

#include <stdexcept>
#include <string>

namespace {

using namespace phonostage;

constexpr auto uri = "https://phonostage.github.io/lv2/phonostage";

enum class Scale { zeroToOne, real }; // JUCE 7.0.5, JUCE 8

/** dsp.ttl in the words of JUCE, as far as the patch reads it. */
std::string dspByJuce(Scale scale) {
    std::string text = "@prefix lv2:   <http://lv2plug.in/ns/lv2core#> .\n\n";
    for (const params::Entry& e : params::table()) {
        if (e.kind != params::Kind::host) continue;
        text += std::string("plug:") + e.key + "\n\ta lv2:Parameter ;\n\trdfs:label \"" + e.name + "\" ;\n";
        text += "\trdfs:range atom:Float ;\n\tlv2:default " + base::formatShortest(e.defaultValue) + " ;\n";
        text += "\tlv2:minimum " + base::formatShortest(e.minimum) + " ;\n";
        text += "\tlv2:maximum " + base::formatShortest(e.maximum);
        if (e.type != params::Type::number) {
            text += "\t ;\n\tlv2:portProperty lv2:enumeration ";
            text += e.type == params::Type::toggle ? ", lv2:toggled ;\n\tlv2:scalePoint " : ";\n\tlv2:scalePoint ";
            const int last = static_cast<int>(e.maximum);
            for (int slot = 0; slot <= last; ++slot) {
                const double value = scale == Scale::real ? slot : static_cast<double>(slot) / last;
                text += std::string(slot == 0 ? "" : ", ") + "[\n\t\trdfs:label \"" + params::toText(e.id, slot) +
                        "\" ;\n\t\trdf:value " + base::formatShortest(value) + " ;\n\t]";
            }
        }
        text += " .\n\n";
    }
    return text + "plug:input_group_1\n\ta pg:InputGroup ;\n\tlv2:name \"Input\" .\n\n<" + uri + ">\n\tui:ui <" + uri +
           ":UI> ;\n\ta lv2:Plugin ;\n\tdoap:name \"Phonostage\" ;\n\tdoap:maintainer [\n" +
           "\t\ta foaf:Person ;\n\t\tfoaf:mbox <phonostage@example.org> ;\n\t] ;\n\tlv2:optionalFeature\n" +
           "\t\tlv2:hardRTCapable ;\n\tlv2:requiredFeature\n\t\turid:map ,\n\t\topts:options ,\n" +
           "\t\tbufs:boundedBlockLength ;\n\tpg:mainInput plug:input_group_1 "
           ";\n\topts:supportedOption\n\t\tbufs:maxBlockLength .\n";
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/** The statement about one parameter. */
std::string statement(const std::string& text, const std::string& key) {
    const auto begin = text.find("\nplug:" + key + "\n");
    REQUIRE(begin != std::string::npos);
    return text.substr(begin, text.find(" .\n", begin) - begin);
}

std::string point(const std::string& label, int value) {
    return "rdfs:label \"" + label + "\" ;\n\t\trdf:value " + std::to_string(value) + " ;";
}

} // namespace

TEST_CASE("scale points are in the parameter's own units") {
    const auto patched = lv2::patchedDsp(dspByJuce(Scale::zeroToOne), uri);
    const auto slope = statement(patched, "subsonic_slope");
    CHECK(contains(slope, point("12 dB/oct", 0)));
    CHECK(contains(slope, point("18 dB/oct", 1)));
    CHECK(contains(slope, point("24 dB/oct", 2)));
    CHECK_FALSE(contains(slope, "0.5"));
    CHECK(contains(statement(patched, "channel_mode"), point("Right", 4)));
    CHECK(contains(statement(patched, "mono_bass_slope"), point("6 dB/oct", 0)));
    CHECK(contains(statement(patched, "mono_bass_slope"), point("12 dB/oct", 1)));
    CHECK(contains(statement(patched, "bypass"), "rdf:value 1 ;"));
}

TEST_CASE("reserved slots of the curve are not offered") {
    const auto curve = statement(lv2::patchedDsp(dspByJuce(Scale::zeroToOne), uri), "curve");
    for (const auto& entry : catalogue::curveCatalogue())
        CHECK(contains(curve, point(std::string(entry.title), entry.slot)));
    CHECK(contains(curve, "rdf:value 63 ;"));
    CHECK_FALSE(contains(curve, "rdf:value 62 ;"));
}

TEST_CASE("units are told") {
    const auto patched = lv2::patchedDsp(dspByJuce(Scale::real), uri);
    CHECK(contains(statement(patched, "gain"), "units:unit units:db"));
    CHECK(contains(statement(patched, "subsonic_corner"), "units:unit units:hz"));
    CHECK(contains(statement(patched, "custom_shelf"), "units:symbol \"us\""));
    CHECK(contains(statement(patched, "crosstalk_left_right"), "units:unit units:pc"));
    CHECK(contains(statement(patched, "load_limit"), "units:unit units:db"));
    CHECK(contains(statement(patched, "speed_ratio"), "units:unit units:coef"));
    CHECK_FALSE(contains(statement(patched, "curve"), "units:"));
    CHECK_FALSE(contains(statement(patched, "bypass"), "units:"));

    for (const params::Entry& e : params::table()) {
        if (e.kind != params::Kind::host) continue;
        CAPTURE(e.key);
        CHECK(contains(statement(patched, e.key), "\tunits:unit ") == (e.type == params::Type::number));
    }
}

TEST_CASE("JUCE 7 and 8 come to the same text, and patching twice changes nothing") {
    const auto fromSeven = lv2::patchedDsp(dspByJuce(Scale::zeroToOne), uri);
    CHECK(fromSeven == lv2::patchedDsp(dspByJuce(Scale::real), uri));
    CHECK(fromSeven == lv2::patchedDsp(fromSeven, uri));
    CHECK(contains(fromSeven, "\ta lv2:Plugin , lv2:EQPlugin , doap:Project ;\n"));
    CHECK_FALSE(contains(fromSeven, "lv2:portProperty"));
}

TEST_CASE("hosts need not give more than a map of URIs") {
    const auto patched = lv2::patchedDsp(dspByJuce(Scale::real), uri);
    CHECK(contains(patched, "\tlv2:requiredFeature\n\t\turid:map ;\n"));
    CHECK(contains(patched, "\tlv2:optionalFeature\n\t\tlv2:hardRTCapable ,\n\t\topts:options ,\n"
                            "\t\tbufs:boundedBlockLength ;\n"));
    CHECK(contains(patched, "foaf:mbox <mailto:phonostage@example.org>"));
}

TEST_CASE("what no parameter is about stays as it was") {
    const auto original = dspByJuce(Scale::real);
    const auto patched = lv2::patchedDsp(original, uri);
    CHECK(patched.ends_with(original.substr(original.find("\tpg:mainInput"))));
    CHECK(contains(patched, "\tdoap:name \"Phonostage\" ;\n"));
    CHECK(contains(patched, "plug:input_group_1\n\ta pg:InputGroup ;\n\tlv2:name \"Input\" .\n"));
}

TEST_CASE("a plugin that disagrees with the table is refused") {
    const auto original = dspByJuce(Scale::real);
    auto wrongRange = original;
    wrongRange.replace(wrongRange.find("lv2:maximum 80"), 14, "lv2:maximum 70");
    CHECK_THROWS_AS(lv2::patchedDsp(wrongRange, uri), std::runtime_error);

    auto missing = original;
    missing.replace(missing.find("plug:balance"), 12, "plug:balancf");
    CHECK_THROWS_AS(lv2::patchedDsp(missing, uri), std::runtime_error);

    CHECK_THROWS_AS(lv2::patchedDsp(original, "https://phonostage.github.io/plugins/Phonostage"), std::runtime_error);
    CHECK_THROWS_AS(lv2::patchedDsp("", uri), std::runtime_error);
}

TEST_CASE("the factory's presets stand in the place of JUCE's") {
    const std::string plugin = std::string("@prefix lv2: <http://lv2plug.in/ns/lv2core#> .\n\n<") + uri +
                               ">\n\ta lv2:Plugin ;\n\trdfs:seeAlso <dsp.ttl> .\n\n";
    std::string byJuce = plugin;
    for (const char* number : {"1", "2", "11"})
        byJuce += std::string("<") + uri + ":preset" + number +
                  ">\n\ta pset:Preset ;\n\trdfs:label \"No preset\" ;\n\tstate:state [ <" + uri +
                  ":Program> \"0\"^^xsd:int ; ] .\n\n";
    const auto patched = lv2::patchedManifest(byJuce, uri);
    CHECK(patched.starts_with(plugin));
    CHECK_FALSE(contains(patched, ":preset1"));
    CHECK_FALSE(contains(patched, "No preset"));
    CHECK(contains(patched,
                   std::string("<") + uri + ":Program>\n\ta <http://www.w3.org/1999/02/22-rdf-syntax-ns#Property>"));
    CHECK(patched == lv2::patchedManifest(patched, uri));
    CHECK(patched == lv2::patchedManifest(plugin, uri));
    CHECK_THROWS_AS(lv2::patchedManifest("", uri), std::runtime_error);

    const auto described = lv2::presetsTtl(uri);
    for (const auto& preset : params::factoryPresets()) {
        CAPTURE(preset.id);
        const auto subject = std::string("\n<") + uri + "#preset-" + preset.id + ">\n";
        CHECK(contains(patched, subject));
        CHECK(contains(described, subject));
    }
    CHECK(contains(described, "#bank-lp-and-45> ;\n"));
    CHECK(contains(described, "rdfs:label \"LP and 45\" .\n"));
}

TEST_CASE("features of the editor are not called extension data") {
    const std::string byJuce = "<x:UI>\n\tlv2:extensionData\n\t\tui:idleInterface ,\n\t\topts:interface ,\n"
                               "\t\tui:noUserResize ,\n\t\tui:resize ;\n\n\tlv2:optionalFeature\n"
                               "\t\tui:resize ,\n\t\topts:interface ,\n\t\topts:options ;\n\n";
    const std::string right = "<x:UI>\n\tlv2:extensionData\n\t\tui:idleInterface ,\n\t\topts:interface ,\n"
                              "\t\tui:resize ;\n\n\tlv2:optionalFeature\n"
                              "\t\tui:resize ,\n\t\topts:options ;\n\n";
    CHECK(lv2::patchedUi(byJuce) == right);
    CHECK(lv2::patchedUi(right) == right);
    CHECK_THROWS_AS(lv2::patchedUi(""), std::runtime_error);
}
