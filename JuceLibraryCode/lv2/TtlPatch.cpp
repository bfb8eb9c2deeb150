// SPDX-License-Identifier: GPL-3.0-or-later
#include "TtlPatch.h"

#include "TtlPresets.h"
#include "TtlText.h"

#include "catalogue/CurveCatalogue.h"
#include "params/ParameterTable.h"
#include "params/ParameterText.h"

#include <algorithm>
#include <cmath>
#include <locale>
#include <sstream>
#include <stdexcept>

namespace phonostage::lv2 {
namespace {

/** A statement of the text: from its subject at the start of a line to the full stop that ends it. */
struct Statement {
    std::size_t begin, end; ///< end: one behind the full stop
};

Statement findStatement(const std::string& text, const std::string& subject) {
    const std::string start = "\n" + subject + "\n";
    const std::size_t found = text.find(start);
    if (found == std::string::npos) throw std::runtime_error("no statement about " + subject);
    const std::size_t stop = text.find(" .\n", found);
    if (stop == std::string::npos) throw std::runtime_error("no end of the statement about " + subject);
    return {found + 1, stop + 2};
}

/** The number behind a predicate ("lv2:minimum 5 ;"), and where it ends. */
struct Number {
    double value;
    std::size_t end; ///< index behind its last character
};

Number numberAfter(const std::string& statement, const std::string& predicate) {
    const std::size_t found = statement.find("\t" + predicate + " ");
    if (found == std::string::npos) throw std::runtime_error("no " + predicate + " in:\n" + statement);
    const std::size_t begin = found + predicate.size() + 2;
    const std::size_t end = statement.find_first_of(" \t\n;", begin);
    std::istringstream stream(statement.substr(begin, end - begin));
    stream.imbue(std::locale::classic());
    double value = 0.0;
    if (end == std::string::npos || !(stream >> value))
        throw std::runtime_error("no number behind " + predicate + " in:\n" + statement);
    return {value, end};
}

void mustAgree(const params::Entry& entry, double written, double inTable, const char* what) {
    if (std::abs(written - inTable) > 1e-5 * std::max(1.0, std::abs(inTable)))
        throw std::runtime_error(std::string(entry.key) + ": its " + what + " differs from the table of parameters");
}

/** Every number has a unit, be it that of a ratio; toggles and choices have none. */
std::string unitText(const params::Entry& entry) {
    if (entry.type != params::Type::number) return {};
    const std::string_view unit = entry.unit;
    if (unit.empty()) return " ;\n\tunits:unit units:coef";
    if (unit == "dB") return " ;\n\tunits:unit units:db";
    if (unit == "Hz") return " ;\n\tunits:unit units:hz";
    if (unit == "%") return " ;\n\tunits:unit units:pc";
    const std::string label = unit == "us" ? "microseconds" : std::string(unit);
    return " ;\n\tunits:unit [\n\t\ta units:Unit ;\n\t\trdfs:label " + quoted(label) + " ;\n\t\tunits:symbol " +
           quoted(unit) + " ;\n\t\tunits:render " + quoted("%f " + std::string(unit)) + " ;\n\t]";
}

/** Slots of the curve parameter that are reserved for later are no point of the scale. */
bool isOffered(const params::Entry& entry, int slot) {
    return entry.id != params::Id::curve || slot == catalogue::customCurveSlot ||
           catalogue::curveAtSlot(slot) != nullptr;
}

std::string scaleText(const params::Entry& entry) {
    if (entry.type == params::Type::number) return {};
    std::string result;
    for (int slot = static_cast<int>(entry.minimum); slot <= static_cast<int>(entry.maximum); ++slot) {
        if (!isOffered(entry, slot)) continue;
        result += result.empty() ? " ;\n\tlv2:scalePoint [\n" : ", [\n";
        result += "\t\trdfs:label " + quoted(params::toText(entry.id, slot)) + " ;\n";
        result += "\t\trdf:value " + std::to_string(slot) + " ;\n\t]";
    }
    return result;
}

void patchParameter(std::string& text, const params::Entry& entry) {
    const Statement place = findStatement(text, "plug:" + std::string(entry.key));
    const std::string statement = text.substr(place.begin, place.end - place.begin);
    mustAgree(entry, numberAfter(statement, "lv2:default").value, entry.defaultValue, "default");
    mustAgree(entry, numberAfter(statement, "lv2:minimum").value, entry.minimum, "minimum");
    const Number maximum = numberAfter(statement, "lv2:maximum");
    mustAgree(entry, maximum.value, entry.maximum, "maximum");
    // What JUCE writes behind the maximum are the port property (not for parameters, says the LV2 core) and the scale.
    text.replace(place.begin, statement.size(),
                 statement.substr(0, maximum.end) + unitText(entry) + scaleText(entry) + " .");
}

void replaceOnce(std::string& text, std::string_view from, std::string_view to) {
    const std::size_t found = text.find(from);
    if (found == std::string::npos && text.find(to) != std::string::npos) return;
    if (found == std::string::npos) throw std::runtime_error("not found: " + std::string(from));
    text.replace(found, from.size(), to);
}

} // namespace

std::string patchedDsp(std::string_view text, std::string_view pluginUri) {
    std::string result(text);
    for (const params::Entry& entry : params::table())
        if (entry.kind == params::Kind::host) patchParameter(result, entry);

    // The maintainer and the release belong to a doap:Project.
    const std::string subject = "<" + std::string(pluginUri) + ">";
    if (result.find("\n" + subject + "\n") == std::string::npos)
        throw std::runtime_error("dsp.ttl does not describe " + subject);
    replaceOnce(result, "\ta lv2:Plugin ;\n",
                "\ta lv2:Plugin , lv2:EQPlugin , doap:Project ;\n"
                "\tdoap:license <http://usefulinc.com/doap/licenses/gpl> ;\n");
    replaceOnce(result, "\t\tfoaf:mbox <phonostage", "\t\tfoaf:mbox <mailto:phonostage");
    // Entry.cpp does without what the host does not give.
    replaceOnce(result, "\t\tlv2:hardRTCapable ;\n",
                "\t\tlv2:hardRTCapable ,\n\t\topts:options ,\n\t\tbufs:boundedBlockLength ;\n");
    replaceOnce(result, "\t\turid:map ,\n\t\topts:options ,\n\t\tbufs:boundedBlockLength ;\n", "\t\turid:map ;\n");
    return result;
}

std::string patchedManifest(std::string_view text, std::string_view pluginUri) {
    std::string result(text);
    const std::string uri(pluginUri);
    if (result.find("\n<" + uri + ">\n") == std::string::npos)
        throw std::runtime_error("manifest.ttl does not describe <" + uri + ">");
    // JUCE's presets, one for each program, and what this has added before.
    for (const auto& subject : {"\n<" + uri + ":preset", "\n<" + uri + ":Program>", "\n<" + uri + "#preset-"}) {
        for (auto begin = result.find(subject); begin != std::string::npos; begin = result.find(subject)) {
            const auto end = result.find(" .\n", begin);
            if (end == std::string::npos) throw std::runtime_error("no end of the statement about " + subject);
            result.erase(begin + 1, end + 3 - (begin + 1));
        }
    }
    result.erase(result.find_last_not_of('\n') + 1);
    return result + "\n\n<" + uri + ":Program>\n" + "\ta <http://www.w3.org/1999/02/22-rdf-syntax-ns#Property> ;\n" +
           "\trdfs:label \"Program\" .\n\n" + presetsManifest(pluginUri);
}

std::string patchedUi(std::string_view text) {
    std::string result(text);
    replaceOnce(result, "\t\tui:noUserResize ,\n\t\tui:resize ;\n", "\t\tui:resize ;\n");
    replaceOnce(result, "\t\topts:interface ,\n\t\topts:options ;\n", "\t\topts:options ;\n");
    return result;
}

} // namespace phonostage::lv2
