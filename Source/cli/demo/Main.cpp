// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Program.h"

/** `phonostage render` alone, for scripts/run: the recorder, tracks and devices are not built before the demo is heard.
 */
int main(int argc, char** argv) {
    using namespace phonostage;
    return cli::runProgram(argc, argv, {cli::addRender}, [](CLI::App&) {});
}
