// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/LikeWords.h"
#include "support/Catch.h"

using namespace phonostage;
using namespace phonostage::base;

TEST_CASE("The nearest word is the one with the fewest slips") {
    const std::vector<std::string_view> words{"render", "response", "on", "off", "left", "columbia_lp"};
    CHECK(base::nearest("rendr", words) == "render");
    CHECK(base::nearest("RENDER", words) == "render");
    CHECK(base::nearest("respnose", words) == "response");
    CHECK(base::nearest("letf", words) == "left"); // one slip, though two letters differ
    CHECK(base::nearest("columbia", words) == "columbia_lp");
    CHECK(base::nearest("of", words) == "off"); // it begins so
    CHECK(base::nearest("onn", words) == "on");
    for (const char* far : {"", "xyz", "qq", "something else altogether"})
        CHECK(base::nearest(far, words).empty());
    CHECK(base::nearest("word", {}).empty());
    CHECK(base::nearest(std::string(100000, 'x'), words).empty());
}

TEST_CASE("A part of longer names brings up to three of them") {
    const std::vector<std::string_view> names{"scarlett_2i2_3rd", "scarlett_2i2_4th", "scarlett_4i4_4th", "evo_4"};
    CHECK(base::didYouMean("2i2", names) == "did you mean scarlett_2i2_3rd or scarlett_2i2_4th? ");
    CHECK(base::didYouMean("Scarlett 4th", names) == "did you mean scarlett_2i2_4th or scarlett_4i4_4th? ");
    CHECK(base::didYouMean("scarlett_2i2_5th", names) == "did you mean scarlett_2i2_4th? ");
    CHECK(base::didYouMean("evo4", names) == "did you mean evo_4? ");
    CHECK(base::didYouMean("umc", names).empty());
    CHECK(base::listedWithOr({"a", "b", "c"}) == "a, b or c");
    CHECK(base::listedWithOr({"a"}) == "a");
}
