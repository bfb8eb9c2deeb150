// SPDX-License-Identifier: GPL-3.0-or-later
// The source that CMake wants beside the compiled headers of JUCE.
