// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/Speed.h"

#include "base/text/Units.h"

#include <array>

namespace phonostage::params {
namespace {

constexpr double rpm33 = 100.0 / 3.0;
constexpr double rpm16 = 50.0 / 3.0;
constexpr double rpm78 = 78.26;

std::optional<double> parseRpm(std::string_view text) {
    text = base::trimmed(text);
    constexpr std::string_view unit = "rpm";
    if (text.size() > unit.size() && base::equalsIgnoringCase(text.substr(text.size() - unit.size()), unit))
        text = base::trimmed(text.substr(0, text.size() - unit.size()));
    // No turntable makes 33 thousand turns: here this comma is a decimal mark.
    const auto typed = text == "33,333" ? "33.333" : text == "16,667" ? "16.667" : base::withPoint(text);
    if (!typed) return std::nullopt;
    for (const std::string_view name : {"33", "33 1/3", "33.3", "33.33", "33.333"})
        if (*typed == name) return rpm33;
    for (const std::string_view name : {"16", "16 2/3", "16.67", "16.667"})
        if (*typed == name) return rpm16;
    if (*typed == "78") return rpm78;
    const auto rpm = base::parseDecimal(*typed);
    return rpm && *rpm > 0.0 ? rpm : std::nullopt;
}

} // namespace

std::span<const NamedSpeed> namedSpeeds() {
    static constexpr std::array<NamedSpeed, 9> speeds{{{"Correct speed", 1.0},
                                                       {"33 1/3 at 45", 45.0 / rpm33},
                                                       {"45 at 33 1/3", rpm33 / 45.0},
                                                       {"78 at 33 1/3", rpm33 / rpm78},
                                                       {"78 at 45", 45.0 / rpm78},
                                                       {"16 2/3 at 33 1/3", rpm33 / rpm16},
                                                       {"33 1/3 at 16 2/3", rpm16 / rpm33},
                                                       {"Half speed", 0.5},
                                                       {"Double speed", 2.0}}};
    return speeds;
}

std::optional<double> parseSpeed(std::string_view text) {
    text = base::trimmed(text);
    for (const NamedSpeed& speed : namedSpeeds())
        if (base::equalsIgnoringCase(text, speed.name)) return speed.ratio;
    if (base::equalsIgnoringCase(text, "normal") || base::equalsIgnoringCase(text, "off")) return 1.0;
    if (base::equalsIgnoringCase(text, "half")) return 0.5;
    constexpr std::string_view between = " at ";
    if (const auto at = text.find(between); at != std::string_view::npos) {
        const auto own = parseRpm(text.substr(0, at));
        const auto played = parseRpm(text.substr(at + between.size()));
        return own && played ? std::optional(*played / *own) : std::nullopt;
    }
    const auto typed = base::withPoint(text);
    return typed ? base::parseDecimal(*typed) : std::nullopt;
}

} // namespace phonostage::params
