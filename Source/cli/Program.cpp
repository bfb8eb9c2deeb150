// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Program.h"

#include "cli/flags/Mistakes.h"
#include "cli/output/Console.h"
#include "cli/output/Errors.h"
#include "cli/output/Signals.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <exception>
#include <new>
#include <sstream>
#include <vector>

namespace phonostage::cli {
namespace {

// Exit statuses: part of the promise is only that they lie between 1 and 125.
constexpr int exitFailed = 1;
constexpr int misused = 2;
constexpr int strict = 3; ///< of --strict, and this number is part of it

int giveUp(const std::string& who, std::string text, int status) {
    // Whatever a library's own message looks like.
    std::replace(text.begin(), text.end(), '\n', ' ');
    complain(who, text);
    return status;
}

/** Prints the information about the program that was asked for. */
int tell(const CLI::App& program, const CLI::Success& wanted) {
    std::ostringstream text, messages;
    const int status = program.exit(wanted, text, messages);
    try {
        print(text.str());
    } catch (const ReaderGone& error) {
        dieOfBrokenPipe();
        return giveUp("phonostage", error.what(), exitFailed);
    }
    return status;
}

struct Command {
    CLI::App* app;
    Runner run;
};

int parseAndRun(int argc, char** argv, const std::vector<AddCommand>& parts, const Describe& describe) {
    CLI::App program(
        "A phono stage for audio files: record curve, gain, load correction, overload detection, levels in volts.",
        "phonostage");
    describe(program);
    program.require_subcommand(1);
    program.get_formatter()->column_width(42);
    program.footer("Numbers may have exponents and units: 40, 40dB, 1e+06, 10k, 318us, 500Hz, 4.5mV, -10dBV.\n"
                   "'phonostage COMMAND --help' lists the options of a command.\n\n"
                   "Example:\n  phonostage render --input-dbv -20 --gain 40 side-a.flac side-a.wav");

    std::vector<Command> commands;
    for (const auto& add : parts) {
        auto run = add(program);
        commands.push_back({program.get_subcommands({}).back(), std::move(run)});
    }

    try {
        program.parse(argc, argv);
    } catch (const CLI::Success& wanted) { // help, version
        return tell(program, wanted);
    } catch (const CLI::ParseError& error) {
        std::string who = "phonostage";
        for (const auto* used = &program; !used->get_subcommands().empty();) {
            used = used->get_subcommands().back();
            who += " " + used->get_name();
        }
        auto text = explainMistake(program, error, {argv + 1, argv + argc});
        while (!text.empty() && text.back() == ' ')
            text.pop_back();
        return giveUp(who, text + " (see '" + who + " --help')", misused);
    }
    for (const auto& command : commands) {
        if (!command.app->parsed()) continue;
        auto who = "phonostage " + command.app->get_name();
        for (const auto* part : command.app->get_subcommands())
            who += " " + part->get_name();
        try {
            command.run();
        } catch (const media::Cancelled& interrupted) {
            complain(who, interrupted.what());
            dieBySignal();
        } catch (const ReaderGone& error) {
            dieOfBrokenPipe();
            return giveUp(who, error.what(), exitFailed);
        } catch (const StrictError& error) {
            return giveUp(who, error.what(), strict);
        } catch (const UsageError& error) {
            return giveUp(who, error.what(), misused);
        } catch (const std::bad_alloc&) {
            return giveUp(who, "out of memory: close other programs and try again", exitFailed);
        } catch (const std::exception& error) {
            return giveUp(who, error.what(), exitFailed);
        }
    }
    return 0;
}

} // namespace

int runProgram(int argc, char** argv, const std::vector<AddCommand>& commands, const Describe& describe) {
    holdStandardStreams();
    catchSignals();
    try {
        return parseAndRun(argc, argv, commands, describe);
    } catch (const std::exception& error) {
        return giveUp("phonostage", error.what(), exitFailed);
    }
}

} // namespace phonostage::cli
