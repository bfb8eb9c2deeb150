// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"

#include "info/Info.h"

#include <algorithm>
#include <sstream>
#include <string>

using namespace phonostage;

TEST_CASE("the version is the project's, the libraries are the build's") {
    CHECK(info::version() == PHONOSTAGE_EXPECTED_VERSION);
    CHECK(info::juceVersion() == PHONOSTAGE_EXPECTED_JUCE);
}

TEST_CASE("the commit is twelve digits or unknown") {
    auto commit = std::string(info::commit());
    if (commit.ends_with('+')) commit.pop_back();
    if (commit != "unknown") {
        CHECK(commit.size() == 12);
        CHECK(commit.find_first_not_of("0123456789abcdef") == std::string::npos);
        CHECK(info::commitDate().size() == 10);
    }
}

TEST_CASE("the compiler has a name and a version") {
    const auto compiler = std::string(info::compiler());
    CAPTURE(compiler);
    CHECK(compiler.find("unknown") == std::string::npos);
    CHECK(compiler.find_first_of("0123456789") != std::string::npos);
    CHECK(compiler.back() != ' ');
}

TEST_CASE("the diagnostic text is whole lines that hold every fact") {
    const auto text = info::diagnosticText("Phonostage (VST3)", "host Ardour 7.3");
    CAPTURE(text);
    CHECK(text.starts_with("Phonostage (VST3) " + std::string(info::version()) + "\n"));
    CHECK(text.ends_with("\nhost Ardour 7.3\n"));
    for (const auto fact : {info::commit(), info::compiler(), info::juceVersion()})
        CHECK(text.find(fact) != std::string::npos);
    CHECK(text.find("system " + info::systemName()) != std::string::npos);
    CHECK(std::count(text.begin(), text.end(), '\n') == 6);
    CHECK(info::diagnosticText("x").find("\n\n") == std::string::npos);
}
