// SPDX-License-Identifier: GPL-3.0-or-later
// What is written behind the flags of the command line and of the app, value by value and line by line.
#include "fuzz/Fuzz.h"

#include "app/Options.h"
#include "base/text/Units.h"
#include "catalogue/UserCatalogue.h"
#include "cli/commands/Commands.h"
#include "cli/flags/EquipmentFlags.h"
#include "cli/flags/FlagValues.h"
#include "cli/flags/StageFlags.h"
#include "cli/output/Errors.h"
#include "cli/output/Summary.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace phonostage;
using namespace phonostage::fuzz;
using params::Id;

namespace {

/** Runs a reader; what it refuses is told in one short line. True where it took the text. */
template <typename Read> bool takes(Read read) {
    try {
        read();
        return true;
    } catch (const cli::UsageError& error) {
        requireMessage(error.what());
        require(std::string_view(error.what()).size() < 600, "a message about a flag is short", error.what());
        return false;
    }
}

void requireWithin(double value, double low, double high, const char* what) {
    require(std::isfinite(value) && value >= low && value <= high, what, base::formatShortest(value));
}

void requireInTable(const params::Values& values) {
    for (const auto& e : params::table())
        requireWithin(values.get(e.id), e.minimum, e.maximum, e.key);
}

void requireStretch(const media::TimeSpan& span) {
    requireWithin(span.fromSeconds, 0.0, 1e6, "a stretch begins");
    if (span.toSeconds) requireWithin(*span.toSeconds, span.fromSeconds, 1e6, "a stretch ends after it begins");
    require(span.fromSeconds != span.toSeconds, "a stretch is not empty");
}

void tryNumbers(const std::string& text) {
    for (const auto& e : params::table()) {
        if (e.type != params::Type::number || *e.flag == '\0') continue;
        double value = e.minimum;
        (void)takes([&] { value = cli::readEntry(e.id, text); });
        requireWithin(value, e.minimum, e.maximum, e.flag);
    }
    double volts = 1.0;
    (void)takes([&] { volts = cli::readQuantity("--volts", text, "V", 1e-6, 100.0); });
    requireWithin(volts, 1e-6, 100.0, "volts");

    constexpr double rateHz = 48000.0;
    std::vector<double> list;
    const char separator = text.find(';') != std::string::npos ? ';' : ',';
    if (takes([&] { list = cli::readFrequencies(text, rateHz); }))
        require(list.size() == 1U + static_cast<std::size_t>(std::count(text.begin(), text.end(), separator)),
                "every frequency is taken", text);
    for (const double hz : list)
        require(hz > 0.0 && hz < rateHz / 2.0, "a frequency can be measured", text);
}

void tryTimes(const std::string& text) {
    double seconds = 0.0;
    (void)takes([&] { seconds = cli::readTime("--from", text); });
    requireWithin(seconds, 0.0, 1e6, "a time");
    std::optional<media::TimeSpan> band;
    if (takes([&] { band = cli::readBand("--left-only", text); }))
        require(band.has_value() != text.empty(), "a band is told or not", text);
    if (band) requireStretch(*band);
    for (const bool isStart : {true, false}) {
        media::TimeSpan span;
        (void)takes([&] { span = cli::readSpan("--from", isStart ? text : "", "--to", isStart ? "60" : text); });
        requireStretch(span);
    }
}

void tryChoices(const std::string& text) {
    (void)takes([&] { (void)cli::readOnOff("--dc", text); });
    (void)takes([&] { (void)cli::readIsRms("--velocity-kind", text, text.size() % 2 == 0); });
    (void)takes([&] { (void)cli::readBits(text); });
    (void)takes([&] { (void)cli::readSpeedBack(text); });
    (void)takes([&] {
        require(base::equalsIgnoringCase(cli::readCurveName(text).name, text), "the curve that was named", text);
    });
    (void)takes([&] { require(!cli::searchCurves({text}, text.size() % 2 == 0).empty(), "a search finds or fails"); });

    params::Values values;
    if (takes([&] { cli::readCustomCurve(values, text); })) {
        require(values.get(Id::curve) == catalogue::customCurveSlot, "the curve is the custom one", text);
        require(!values.isOn(Id::customShelfOn) || values.get(Id::customShelf) > values.get(Id::customTurnover),
                "the shelf lies above the turnover", text);
    }
    (void)takes([&] {
        cli::readCorner(values, "--subsonic", text, {Id::subsonicOn, Id::subsonicCorner, Id::subsonicSlope});
    });
    (void)takes([&] {
        cli::readCorner(values, "--mono-bass", text, {Id::monoBassOn, Id::monoBassCorner, Id::monoBassSlope});
    });
    requireInTable(values);
}

std::vector<std::string> linesOf(std::string_view text) {
    constexpr std::size_t most = 40;
    std::vector<std::string> lines;
    while (!text.empty() && lines.size() < most) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        std::replace(lines.back().begin(), lines.back().end(), '\0', ' '); // no argument has one
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/** A line, an argument: as `render` takes them. */
void tryStage(std::vector<std::string> lines) {
    // A preset may be any file of this machine: what is read of it is tried elsewhere.
    if (std::any_of(lines.begin(), lines.end(), [](const auto& line) { return line.starts_with("--pre"); })) return;
    cli::StageFlags flags;
    CLI::App command("", "render");
    flags.addTo(command, "on", true);
    std::reverse(lines.begin(), lines.end());
    try {
        command.parse(lines);
    } catch (const CLI::ParseError& error) {
        requireMessage(base::oneLine(std::string(error.what()) + "."));
        return;
    }
    (void)takes([&] {
        const auto chosen = flags.chosen({});
        requireInTable(chosen.values);
        const auto stage = cli::StageFlags::mediaStage(chosen);
        requireWithin(stage.levels.gainDb, 0.0, 80.0, "gain");
        requireWithin(stage.filter.speedRatio, 0.1, 10.0, "speed");
        if (const auto& load = stage.filter.load)
            require(load->coilHenry > 0.0 && std::isfinite(load->coilHenry), "a load acts on a coil");
        require(base::isPlainText(cli::equipmentSummary(chosen).substr(0, 0)), "a summary can be made");
    });
}

void tryEquipment(const std::vector<std::string>& lines) {
    const auto line = [&](std::size_t i) { return i < lines.size() ? lines[i] : std::string(); };
    (void)takes([&] { requireInTable(cli::namedEquipment(line(0), line(1), line(2)).values); });
    (void)takes([&] { requireInTable(cli::namedEquipment("", line(0), line(1)).values); });
}

void tryApp(const std::vector<std::string>& lines) {
    const auto result = app::parseOptions(lines);
    if (const auto* error = std::get_if<app::OptionError>(&result)) {
        require(!error->message.empty(), "a message says something");
        return;
    }
    const auto& options = std::get<app::Options>(result);
    requireWithin(options.rateHz.value_or(8000.0), 8000.0, 768000.0, "rate");
    requireWithin(options.bufferFrames.value_or(8), 8.0, 16384.0, "buffer");
    requireWithin(options.quitAfterSeconds.value_or(1.0), 0.0, 7.0 * 24.0 * 3600.0, "quit after");
}

/** Not what the user of this machine has. */
const auto lists = catalogue::reloadEquipment({});

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(textOf(data, size));
    tryNumbers(text);
    tryTimes(text);
    tryChoices(text);
    const auto lines = linesOf(text);
    tryStage(lines);
    tryEquipment(lines);
    tryApp(lines);
    return 0;
}
