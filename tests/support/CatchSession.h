// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::tests {

/** Runs the tests of the program, as the arguments of its main say, and returns the status for the main to return.
    Catch2 2's runner is compiled with it, once for all programs with a main of their own. */
int runTests(int argc, char** argv);

} // namespace phonostage::tests
