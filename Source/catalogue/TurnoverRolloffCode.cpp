// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/TurnoverRolloffCode.h"

#include "base/text/Units.h"
#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace phonostage::catalogue {
namespace {

constexpr double codeReferenceHz = 10000.0;
constexpr double turnoverTolerance = 0.05;
constexpr double letterToleranceDb = 2.1; // NAB of 1949 lifts by 20 dB and is 500B
constexpr double lossToleranceDb = 0.7;   // 50 us loses 10.4 dB and is written 10.4, 10.5 or 11

struct Letter {
    char letter;
    double liftDb;
};

constexpr std::array<Letter, 5> letters{{{'R', 20.0}, {'B', 18.0}, {'A', 16.0}, {'C', 14.0}, {'X', 12.0}}};

double turnoverHz(const dsp::Curve& curve) {
    return curve.turnoverSeconds ? 1.0 / (2.0 * std::numbers::pi * *curve.turnoverSeconds) : 0.0;
}

double liftDb(const dsp::Curve& curve) { return dsp::decibels(*curve.shelfSeconds / *curve.turnoverSeconds); }

double trebleLossDb(const dsp::Curve& curve) {
    const double x = 2.0 * std::numbers::pi * codeReferenceHz * curve.rolloffSeconds.value_or(0.0);
    return dsp::decibelsOfPower(1.0 + x * x);
}

bool hasShelf(const dsp::Curve& curve) { return curve.shelfSeconds && curve.turnoverSeconds; }

char letterOf(const dsp::Curve& curve) {
    if (!hasShelf(curve)) return 'N';
    const double lift = liftDb(curve);
    return std::min_element(
               letters.begin(), letters.end(),
               [&](const Letter& a, const Letter& b) { return std::abs(a.liftDb - lift) < std::abs(b.liftDb - lift); })
        ->letter;
}

} // namespace

std::string turnoverRolloffCode(const dsp::Curve& curve) {
    if (!curve.turnoverSeconds && !curve.rolloffSeconds) return "flat";
    const double loss = std::round(trebleLossDb(curve) * 10.0) / 10.0;
    return base::formatShortest(std::round(turnoverHz(curve) / 10.0) * 10.0) + letterOf(curve) + "-" +
           base::formatShortest(loss);
}

std::string whyNotCodeOf(std::string_view code, const dsp::Curve& curve) {
    const std::string given = "'" + std::string(code) + "' ";
    const auto at = code.find_first_not_of("0123456789");
    std::string form = given + "is not a valid curve code: write turnover, letter and loss, as in 500R-13.7";
    if (at == 0 || at == std::string_view::npos || at + 2 >= code.size() || code[at + 1] != '-') return form;
    const auto turnover = base::parseDecimal(code.substr(0, at));
    const std::string_view cut = code.substr(at + 2);
    const auto loss =
        cut.find_first_not_of("0123456789.") == std::string_view::npos ? base::parseDecimal(cut) : std::nullopt;
    const auto letter =
        std::find_if(letters.begin(), letters.end(), [&](const Letter& l) { return l.letter == code[at]; });
    if (!turnover || !loss || (letter == letters.end() && code[at] != 'N')) return form;

    const std::string remedy = ": correct it, or remove it to use " + turnoverRolloffCode(curve);
    if (std::abs(*turnover - turnoverHz(curve)) > turnoverTolerance * turnoverHz(curve))
        return given + "has a different turnover from the curve" + remedy;
    if (hasShelf(curve) ? letter == letters.end() || std::abs(letter->liftDb - liftDb(curve)) > letterToleranceDb
                        : letter != letters.end())
        return given + "has a different bass shelf from the curve" + remedy;
    if (std::abs(*loss - trebleLossDb(curve)) > lossToleranceDb)
        return given + "has a different loss at 10 kHz from the curve" + remedy;
    return {};
}

} // namespace phonostage::catalogue
