// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Program.h"
#include "cli/commands/SelfDescription.h"
#include "cli/devices/SystemInputs.h"

int main(int argc, char** argv) {
    using namespace phonostage;
    const auto record = [](CLI::App& program) { return cli::addRecord(program, cli::systemInputs()); };
    return cli::runProgram(argc, argv,
                           {cli::addRender, cli::addSplit, cli::addRecover, cli::addExport, cli::addDigitise,
                            cli::addLive, cli::addAnalyze, cli::addCheck, cli::addMeasure, cli::addCalibrate,
                            cli::addResponse, cli::addCurves, cli::addInterfaces, cli::addCartridges, cli::addPresets,
                            record},
                           cli::addSelfDescription);
}
