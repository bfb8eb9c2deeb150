// SPDX-License-Identifier: GPL-3.0-or-later
// Linked into JUCE's LV2 helper in builds with the address sanitizer. The helper loads the plugin during the build and
// does not free all that it has made.

extern "C" const char* __asan_default_options();

extern "C" const char* __asan_default_options() { return "detect_leaks=0"; }
