// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Program.h"

/** `phonostage render` alone, for scripts/run: a fifth of the code is built before the demo is heard. */
int main(int argc, char** argv) {
    using namespace phonostage;
    return cli::runProgram(argc, argv, {cli::addRender}, [](CLI::App&) {});
}
