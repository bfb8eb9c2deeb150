// SPDX-License-Identifier: GPL-3.0-or-later
// A report of a test record.
#include "fuzz/Fuzz.h"

#include "media/analyse/TestReport.h"

#include <cmath>

using namespace phonostage;
using namespace phonostage::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto result = media::parseTestReport(textOf(data, size), "report.json");
    if (const auto* why = std::get_if<std::string>(&result)) {
        requireMessage(*why);
        return 0;
    }
    const auto& figures = std::get<media::ReportFigures>(result);
    for (const auto& text : {figures.made, figures.record})
        require(base::isPlainText(text), "what is shown is plain text", text);
    for (const auto* line : {&figures.left, &figures.right})
        for (std::size_t i = 1; i < line->size(); ++i)
            require((*line)[i].frequencyHz > (*line)[i - 1].frequencyHz, "frequencies rise", figures.record);
    for (const auto& figure : media::differencesOf(figures, figures)) {
        require(figure.earlier && figure.now && std::isfinite(*figure.now), "a figure", figure.name);
        require(*figure.earlier == *figure.now, "a report is like itself", figure.name);
    }
    return 0;
}
