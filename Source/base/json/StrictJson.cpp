// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json/StrictJson.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

namespace phonostage::base {
namespace {

constexpr std::size_t longestShownKey = 40;

/** Walks through the text event by event and keeps the way down to the present field for the message. */
class Checker : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit Checker(int maxDepth) : maxDepth_(static_cast<std::size_t>(maxDepth)) {}

    std::string error;

    bool null() override { return true; }

    bool boolean(bool) override { return true; }

    bool number_integer(number_integer_t) override { return true; }

    bool number_unsigned(number_unsigned_t) override { return true; }

    bool number_float(number_float_t value, const string_t&) override {
        return std::isfinite(value) || fail("the number is too large");
    }

    bool string(string_t&) override { return true; }

    bool binary(binary_t&) override { return fail("binary data is not allowed"); }

    bool start_object(std::size_t) override { return open(); }

    bool end_object() override { return close(); }

    bool start_array(std::size_t) override { return open(); }

    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        Level& level = levels_.back();
        level.field = name.substr(0, longestShownKey);
        return level.keys.insert(name).second || fail("duplicate key");
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception& reason) override {
        // Number 406 is a number beyond the range of double; all else is a matter of syntax.
        if (reason.id == 406) return fail("the number is too large");
        return fail("the text is truncated or not valid JSON at byte " + std::to_string(position));
    }

private:
    struct Level {
        std::set<std::string> keys;
        std::string field;
    };

    bool open() {
        if (levels_.size() >= maxDepth_) return fail("the nesting is too deep");
        levels_.emplace_back();
        return true;
    }

    bool close() {
        levels_.pop_back();
        return true;
    }

    bool fail(const std::string& what) {
        std::string path;
        for (const Level& level : levels_)
            if (!level.field.empty()) path += (path.empty() ? "" : ".") + level.field;
        error = (path.empty() ? "" : "field '" + path + "': ") + what;
        return false;
    }

    std::size_t maxDepth_;
    std::vector<Level> levels_;
};

} // namespace

std::string whyNotStrictJson(std::string_view text, int maxDepth) {
    Checker checker(maxDepth);
    if (nlohmann::json::sax_parse(text.begin(), text.end(), &checker)) return {};
    return checker.error.empty() ? "the text is not valid JSON" : checker.error;
}

} // namespace phonostage::base
