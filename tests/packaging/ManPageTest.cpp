// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"

#include "info/ManPage.h"

#include <string>

using namespace phonostage;

namespace {

info::Program sample() {
    info::Program program;
    program.name = "thing-app";
    program.summary = "does things";
    program.description = "First.\n\n.hidden line with \\ and 'quotes'";
    info::Command own;
    own.flags.push_back({{"--version"}, info::Takes::nothing, "", "The version", "", "", {}});
    own.footer = "Examples:\n  thing-app --version\n  .odd";
    info::Command save;
    save.name = "preset save";
    save.help = "Keep it";
    save.arguments.push_back({"FILE", "Where to", info::Takes::file, true, false, {}});
    save.flags.push_back({{"--name", "-n"}, info::Takes::text, "TEXT", "short", "The long story.", "", {}});
    program.commands = {own, save};
    return program;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("a page has its header, its flags and its commands") {
    const auto page = info::manPage(sample(), "1.2.3", "2026-11-21");
    CAPTURE(page);
    CHECK(has(page, ".TH \"THING\\-APP\" \"1\" \"2026\\-11\\-21\" \"Phonostage 1.2.3\""));
    CHECK(has(page, "thing\\-app \\- does things\n"));
    CHECK(has(page, "\\fBthing\\-app preset save\\fR \\fIFILE\\fR ["));
    CHECK(has(page, "\\fB\\-\\-name\\fR, \\fB\\-n\\fR \\fITEXT\\fR\nThe long story.\n"));
    CHECK_FALSE(has(page, "short"));
}

TEST_CASE("no text can be taken for a command of roff") {
    const auto page = info::manPage(sample(), "1.2.3", "");
    CAPTURE(page);
    CHECK(has(page, "\n\\&.hidden line with \\e and \\(aqquotes\\(aq\n"));
    CHECK(has(page, "\n\\&.odd\n"));
    CHECK(has(page, ".nf\n.RS 2\nthing\\-app \\-\\-version\n"));
}
