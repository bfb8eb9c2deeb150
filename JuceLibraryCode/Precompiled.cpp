// SPDX-License-Identifier: GPL-3.0-or-later
// The source that CMake wants beside compiled headers: those of JUCE, and those of the tests.
