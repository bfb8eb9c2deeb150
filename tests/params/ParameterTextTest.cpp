// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/CommaLocale.h"

#include "params/ParameterText.h"
#include "support/Catch.h"

#include <cmath>
#include <limits>
#include <set>

using namespace phonostage;
using namespace phonostage::params;

namespace {

/** Every step of every entry, or 20,000 pairs of neighbours where there are more: its text is unique and leads back to
    the value. */
void checkEveryStep() {
    for (const Entry& e : table()) {
        const auto steps = std::lround((e.maximum - e.minimum) / e.step);
        const long stride = std::max(2L, steps / 20000);
        std::string before;
        long failures = 0;
        for (long k = 0; k / 2 * stride + k % 2 <= steps; ++k) {
            const long i = k / 2 * stride + k % 2;
            const double value = std::min(e.minimum + static_cast<double>(i) * e.step, e.maximum);
            const std::string text = toText(e.id, value);
            const auto back = fromText(e.id, text);
            // REQUIRE for each of half a million texts would take most of the time.
            if (!back || std::abs(*back - value) > 1e-9 * std::max(1.0, std::abs(value)) || text == before) {
                UNSCOPED_INFO(e.key << " at " << value << " gave '" << text << "'");
                ++failures;
            }
            before = text;
        }
        CHECK(failures == 0);
        CHECK(fromText(e.id, toText(e.id, e.maximum)) == e.maximum);
    }
}

} // namespace

TEST_CASE("Every step of every entry goes to text and back") { checkEveryStep(); }

TEST_CASE("Every step of every entry goes to text and back in a locale of commas") {
    const phonostage::tests::CommaLocale commas;
    CHECK(toText(Id::customShelf, 31800.0) == "31800.0 us");
    checkEveryStep();
}

TEST_CASE("Texts are for people") {
    CHECK(toText(Id::gain, 40.0) == "40.00 dB");
    CHECK(toText(Id::balance, -0.001) == "0.00 dB");
    CHECK(toText(Id::customTurnover, 318.0) == "318.0 us");
    CHECK(toText(Id::subsonicCorner, 16.0) == "16.0 Hz");
    CHECK(toText(Id::inputDbv, -20.0) == "-20.00 dBV");
    CHECK(toText(Id::dcRemoval, 1.0) == "on");
    CHECK(toText(Id::dcRemoval, 0.0) == "off");
    CHECK(toText(Id::curve, 0.0) == "RIAA");
    CHECK(toText(Id::curve, 62.0) == "slot 62");
    CHECK(toText(Id::curve, 63.0) == "Custom");
    CHECK(toText(Id::subsonicSlope, 1.0) == "18 dB/oct");
    CHECK(toText(Id::channelMode, 1.0) == "Lateral");
    // Rubbish shows something legal.
    CHECK(toText(Id::gain, 1e9) == "80.00 dB");
    CHECK(toText(Id::gain, std::numeric_limits<double>::quiet_NaN()) == "40.00 dB");
    CHECK(toText(Id::curve, -5.0) == "RIAA");
}

TEST_CASE("Texts are read with units, prefixes and names") {
    CHECK(fromText(Id::gain, "40") == 40.0);
    CHECK(fromText(Id::gain, " 40 dB ") == 40.0);
    CHECK(fromText(Id::customTurnover, "318us") == 318.0);
    CHECK(fromText(Id::customShelf, "3.18 ms") == 3180.0);
    CHECK(fromText(Id::subsonicCorner, "0.02 kHz") == 20.0);
    CHECK(fromText(Id::curve, "riaa") == 0.0);
    CHECK(fromText(Id::curve, "RIAA") == 0.0);
    CHECK(fromText(Id::curve, "columbia lp") == 8.0);
    CHECK(fromText(Id::curve, "columbia_lp") == 8.0);
    CHECK(fromText(Id::curve, "custom") == 63.0);
    CHECK(fromText(Id::subsonicSlope, "24") == 2.0);
    CHECK(fromText(Id::subsonicSlope, "24 dB/oct") == 2.0);
    CHECK(fromText(Id::channelMode, "vertical") == 2.0);
    for (const char* word : {"on", "ON", "true", "yes", "1"})
        CHECK(fromText(Id::bypass, word) == 1.0);
    for (const char* word : {"off", "Off", "false", "no", "0"})
        CHECK(fromText(Id::bypass, word) == 0.0);
}

TEST_CASE("What cannot be read is refused and says why") {
    struct Case {
        Id id;
        const char* text;
        const char* inMessage;
    };

    const Case cases[] = {
        {Id::gain, "81", "0 to 80 dB"},
        {Id::gain, "-0.01", "0 to 80 dB"},
        {Id::gain, "loud", "40dB"},
        {Id::gain, "40,500", "thousands"},
        {Id::gain, "", "missing"},
        {Id::gain, "nan", "not a number"},
        {Id::bypass, "maybe", "on or off"},
        {Id::curve, "riaaa", "catalogue"},
        {Id::curve, "", "catalogue"},
        {Id::subsonicSlope, "19", "12, 18"},
        {Id::channelMode, "mono", "lateral"},
        {Id::customRolloff, "301us", "300 us"},
        {Id::inputDbv, "41 dBV", "-80 to 40"},
        {Id::subsonicCorner, "20 us", "Hz"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.text);
        std::string why;
        CHECK_FALSE(fromText(c.id, c.text, &why));
        CAPTURE(why);
        CHECK(why.find(entry(c.id).name) == 0);
        CHECK(why.find(c.inMessage) != std::string::npos);
        CHECK_FALSE(fromText(c.id, c.text));
    }
}
