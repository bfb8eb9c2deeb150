// SPDX-License-Identifier: GPL-3.0-or-later
// The README says how many curves, labels, interfaces and cartridges there are. The catalogue files decide.
#include "support/Catch.h"
#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <string>
#include <vector>

namespace {

std::string textOf(const std::string& path) {
    std::ifstream file(path);
    REQUIRE(file);
    return {std::istreambuf_iterator<char>(file), {}};
}

int countOf(const std::string& list) {
    const auto json = nlohmann::json::parse(textOf(PHONOSTAGE_SOURCE_DIR "/Resources/catalogues/" + list + ".json"));
    return static_cast<int>(json.at(list).size());
}

/** Every number that stands where the group of the expression is. */
std::vector<int> numbersIn(const std::string& text, const std::string& expression) {
    const std::regex pattern(expression);
    std::vector<int> numbers;
    for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match)
        numbers.push_back(std::stoi((*match)[1].str()));
    return numbers;
}

} // namespace

TEST_CASE("The README's counts are those of the catalogues", "[catalogue]") {
    const auto readme = textOf(PHONOSTAGE_SOURCE_DIR "/README.md");
    const std::map<std::string, int> expected{{"([0-9]+)\\s+curves", countOf("curves")},
                                              {"RIAA\\s+or\\s+([0-9]+)\\s+others", countOf("curves") - 1},
                                              {"([0-9]+)\\s+labels", countOf("labels")},
                                              {"([0-9]+)\\s+interfaces", countOf("interfaces")},
                                              {"([0-9]+)\\s+cartridges", countOf("cartridges")}};
    for (const auto& [expression, count] : expected) {
        INFO(expression);
        const auto found = numbersIn(readme, expression);
        CHECK_FALSE(found.empty());
        for (const int number : found)
            CHECK(number == count);
    }
}
