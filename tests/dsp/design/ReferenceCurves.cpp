// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/ReferenceCurves.h"

#include <cmath>
#include <fstream>
#include <locale>
#include <numbers>
#include <sstream>
#include <stdexcept>

namespace phonostage::tests {
namespace {

using Complex = std::complex<long double>;
constexpr long double twoPi = 2.0L * std::numbers::pi_v<long double>;

constexpr long double us(long double microseconds) { return microseconds * 1e-6L; }

/** The time constant of a corner frequency. */
constexpr long double hz(long double frequency) { return 1.0L / (twoPi * frequency); }

/** The time constant of a roll-off that is so many decibels down at 10 kHz. */
long double at10k(long double db) { return std::sqrt(std::pow(10.0L, db / 10.0L) - 1.0L) / (twoPi * 10000.0L); }

long double wide(double value) { return static_cast<long double>(value); }

std::optional<double> seconds(long double value) {
    return value > 0.0L ? std::optional(static_cast<double>(value)) : std::nullopt;
}

/** 0 stands for no shelf or no roll-off. */
ReferenceCurve make(const char* name, long double shelf, long double turnover, long double rolloff, bool iec = false,
                    bool neumann = false) {
    ReferenceCurve result;
    result.name = name;
    result.network.zeros = {turnover};
    if (shelf > 0.0L)
        result.network.poles.push_back(shelf);
    else
        result.network.integrators = 1;
    if (rolloff > 0.0L) result.network.poles.push_back(rolloff);
    if (iec) result.network.highPasses = {us(7950)};
    if (neumann) result.network.zeros.push_back(us(3.18L));
    result.curve = {seconds(shelf), seconds(turnover), seconds(rolloff), iec, neumann, false};
    return result;
}

std::vector<ReferenceCurve> makeAll() {
    constexpr long double none = 0.0L;
    return {
        make("riaa", us(3180), us(318), us(75)),
        make("riaa_iec", us(3180), us(318), us(75), true, false),
        make("riaa_neumann", us(3180), us(318), us(75), false, true),
        make("riaa_iec_neumann", us(3180), us(318), us(75), true, true),
        make("aes_1951", none, hz(400), us(63.6L)),
        make("aes_12db", none, hz(400), at10k(12)),
        make("nab_1942", none, us(318), us(100)),
        make("columbia_lp", us(1590), us(318), us(100)),
        make("columbia_78", none, hz(300), at10k(16)),
        make("ffrr_lp_1949", hz(40), hz(250), hz(3000)),
        make("ffrr_lp_1951", none, hz(300), at10k(14)),
        make("ffrr_lp_1953", hz(100), hz(450), hz(3180)),
        make("ffrr_78", none, us(636), us(25)),
        make("rca_ortho_old", hz(50), hz(500), hz(3180)),
        make("teldec_din", us(3180), us(318), us(50)),
        make("bs1928_coarse", us(3180), us(450), us(50)),
        make("emi_lp", hz(70), hz(500), hz(2500)),
        make("mgm", none, hz(500), at10k(12)),
        make("capitol", none, hz(400), at10k(12.7L)),
        make("bartok_629", none, hz(629), at10k(16)),
        make("victor_78", none, hz(500), at10k(5.5L)),
        make("blumlein_250", none, hz(250), none),
        make("west_el_78", none, hz(200), none),
        make("flat_500", none, hz(500), none),
    };
}

Complex unscaled(const AnalogueNetwork& network, long double frequencyHz) {
    const Complex s(0.0L, twoPi * frequencyHz);
    Complex h = 1.0L;
    for (const auto tau : network.zeros)
        h *= 1.0L + s * tau;
    for (const auto tau : network.poles)
        h /= 1.0L + s * tau;
    for (int i = 0; i < network.integrators; ++i)
        h /= s;
    for (const auto tau : network.highPasses)
        h *= s * tau / (1.0L + s * tau);
    return network.inverse ? 1.0L / h : h;
}

Complex lowLimit(long double frequencyHz) {
    const Complex s(0.0L, frequencyHz); // in units of the corner, 1 Hz
    return s * s / (s * s + std::sqrt(2.0L) * s + 1.0L);
}

} // namespace

const std::vector<ReferenceCurve>& referenceCurves() {
    static const std::vector<ReferenceCurve> all = makeAll();
    return all;
}

const ReferenceCurve& referenceCurve(const std::string& name) {
    for (const auto& reference : referenceCurves())
        if (reference.name == name) return reference;
    throw std::out_of_range(name);
}

AnalogueNetwork networkOf(const dsp::Curve& curve) {
    AnalogueNetwork network;
    if (curve.turnoverSeconds) network.zeros.push_back(wide(*curve.turnoverSeconds));
    if (curve.neumann) network.zeros.push_back(us(3.18L));
    if (curve.shelfSeconds) network.poles.push_back(wide(*curve.shelfSeconds));
    if (curve.rolloffSeconds) network.poles.push_back(wide(*curve.rolloffSeconds));
    if (curve.turnoverSeconds && !curve.shelfSeconds) network.integrators = 1;
    if (curve.iec && !curve.inverse) network.highPasses.push_back(us(7950));
    network.inverse = curve.inverse;
    return network;
}

std::complex<long double> networkResponse(const AnalogueNetwork& network, long double frequencyHz, bool limited) {
    const Complex h = unscaled(network, frequencyHz) / std::abs(unscaled(network, 1000.0L));
    return limited && network.integrators > 0 && !network.inverse ? h * lowLimit(frequencyHz) : h;
}

std::complex<double> truth(const dsp::Curve& curve, double frequencyHz) {
    const auto h = networkResponse(networkOf(curve), wide(frequencyHz), true);
    return {static_cast<double>(h.real()), static_cast<double>(h.imag())};
}

std::complex<double> truth(const dsp::FilterSettings& settings, double frequencyHz) {
    const auto network = networkOf(settings.curve);
    const long double f = wide(frequencyHz), r = wide(settings.speedRatio);
    Complex h = networkResponse(network, f / r, false) * (network.inverse ? r : 1.0L / r);
    if (network.integrators > 0 && !network.inverse) h *= lowLimit(f);
    if (settings.undoRiaa) h /= networkResponse(referenceCurve("riaa").network, f, false);
    return {static_cast<double>(h.real()), static_cast<double>(h.imag())};
}

std::vector<CsvRow> readCurvesCsv() {
    std::ifstream file(PHONOSTAGE_CURVES_CSV);
    if (!file) throw std::runtime_error("cannot read " PHONOSTAGE_CURVES_CSV);
    std::vector<CsvRow> rows;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        CsvRow row;
        const auto comma = line.find(',');
        row.curve = line.substr(0, comma);
        std::istringstream rest(line.substr(comma + 1));
        rest.imbue(std::locale::classic());
        char separator = ',';
        rest >> row.frequencyHz >> separator >> row.gainDb >> separator >> row.phaseDeg;
        if (!rest) throw std::runtime_error("not a row of curves.csv: " + line);
        rows.push_back(row);
    }
    return rows;
}

} // namespace phonostage::tests
