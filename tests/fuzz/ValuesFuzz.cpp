// SPDX-License-Identifier: GPL-3.0-or-later
// Values as they are typed: on the command line, into an editor's field, or into a host's.
#include "fuzz/Fuzz.h"

#include "base/text/Units.h"
#include "params/ParameterTable.h"
#include "params/ParameterText.h"
#include "params/Speed.h"
#include "params/UserPresets.h"

#include <cmath>

using namespace phonostage;
using namespace phonostage::fuzz;

namespace {

void tryNumber(std::string_view text) {
    const auto value = base::parseDecimal(text);
    if (!value) return;
    require(std::isfinite(*value), "a number is one", text);
    const auto written = base::formatShortest(*value);
    require(base::parseDecimal(written) == *value, "a number comes back as it was", written);
}

void tryQuantities(std::string_view text) {
    for (const char* unit : {"", "dB", "dBV", "Hz", "us", "V", "mV", "mH", "pF", "ohm", "rpm", "cm/s", "%"}) {
        const auto result = base::parseQuantity(text, unit);
        if (result.value)
            require(std::isfinite(*result.value) && result.error.empty(), "a quantity is a number", unit);
        else
            requireMessage(result.error);
    }
}

void tryParameters(std::string_view text) {
    for (const auto& e : params::table()) {
        std::string why;
        const auto value = params::fromText(e.id, text, &why);
        if (!value) {
            requireMessage(why);
            continue;
        }
        require(*value >= e.minimum && *value <= e.maximum, "a value is in its range", e.key);
        const auto shown = params::toText(e.id, *value);
        const auto back = params::fromText(e.id, shown);
        require(back.has_value(), "what is shown can be typed", shown);
        const double rounding = 0.5 * std::pow(10.0, -e.decimals) * (1.0 + 1e-9);
        require(std::abs(*back - *value) <= (e.type == params::Type::number ? rounding : 0.0), "and means the same",
                shown);
    }
}

void tryNames(std::string_view text) {
    if (const auto ratio = params::parseSpeed(text)) require(std::isfinite(*ratio), "a speed is a number", text);
    if (const auto why = params::whyNoPresetName(text); !why.empty()) requireMessage(why);
    params::Texts texts;
    if (texts.set(params::TextId::customName, text))
        require(base::isPlainText(text) && text.size() <= params::longestText, "a text that is kept is plain", text);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = textOf(data, size);
    tryNumber(text);
    tryQuantities(text);
    tryParameters(text);
    tryNames(text);
    return 0;
}
