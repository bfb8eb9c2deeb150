// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/LikeWords.h"
#include "support/Catch.h"

using namespace phonostage::params;

TEST_CASE("The nearest word is the one with the fewest slips") {
    const std::vector<std::string_view> words{"render", "response", "on", "off", "left", "columbia_lp"};
    CHECK(nearest("rendr", words) == "render");
    CHECK(nearest("RENDER", words) == "render");
    CHECK(nearest("respnose", words) == "response");
    CHECK(nearest("letf", words) == "left"); // one slip, though two letters differ
    CHECK(nearest("columbia", words) == "columbia_lp");
    CHECK(nearest("of", words) == "off"); // it begins so
    CHECK(nearest("onn", words) == "on");
    for (const char* far : {"", "xyz", "qq", "something else altogether"})
        CHECK(nearest(far, words).empty());
    CHECK(nearest("word", {}).empty());
    CHECK(nearest(std::string(100000, 'x'), words).empty());
}

TEST_CASE("A part of longer names brings up to three of them") {
    const std::vector<std::string_view> names{"scarlett_2i2_3rd", "scarlett_2i2_4th", "scarlett_4i4_4th", "evo_4"};
    CHECK(didYouMean("2i2", names) == "did you mean scarlett_2i2_3rd or scarlett_2i2_4th? ");
    CHECK(didYouMean("Scarlett 4th", names) == "did you mean scarlett_2i2_4th or scarlett_4i4_4th? ");
    CHECK(didYouMean("scarlett_2i2_5th", names) == "did you mean scarlett_2i2_4th? ");
    CHECK(didYouMean("evo4", names) == "did you mean evo_4? ");
    CHECK(didYouMean("umc", names).empty());
    CHECK(listedWithOr({"a", "b", "c"}) == "a, b or c");
    CHECK(listedWithOr({"a"}) == "a");
}
