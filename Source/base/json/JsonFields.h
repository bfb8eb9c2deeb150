// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace phonostage::base {

/** What is wrong with JSON that somebody wrote: one sentence with the place, the field, what is wrong and the remedy,
   as in "curves.json, curve 'riaa', field 'era': is missing: add it". May quote what was written; see oneLine(). */
class JsonFault : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/** What a number may be, both ends included. */
struct NumberRange {
    double low, high;
    const char* unit; ///< as messages show it, "" for none
};

/** A word of a file, and what it stands for. */
template <typename Value> struct JsonWord {
    std::string_view word;
    Value value;
};

/** Strict JSON (see whyNotStrictJson). The place is that of the file, "" where the caller names it. Throws JsonFault.
   Json is nlohmann::json, or ordered_json where the order of the fields counts: that one takes its time for objects of
   many. */
template <typename Json>
[[nodiscard]] Json parseStrictJson(std::string_view text, int maxDepth, std::string_view place);

/** The fields of one JSON object, and where it stands. All that read a field throw JsonFault where it is missing (but
   those that say otherwise) or is not what it has to be. The object must outlive it. */
template <typename Json> class JsonFields {
public:
    /** Throws JsonFault where the value is no object. */
    JsonFields(const Json& object, std::string place);

    [[noreturn]] void fault(std::string_view field, const std::string& what) const;
    [[nodiscard]] const std::string& place() const { return place_; }
    /** Once a better name is known: "entry 'x'" in place of "entry number 3". */
    void setPlace(std::string place) { place_ = std::move(place); }

    /** Whatever has another name is misspelt. */
    void refuseOthers(std::span<const std::string_view> known) const;
    /** The version of the form, a whole number from 1 to `newest`. */
    void requireSchema(int newest) const;

    [[nodiscard]] bool has(const char* field) const { return find(field) != nullptr; }
    [[nodiscard]] const Json* find(const char* field) const; ///< null where it is missing
    [[nodiscard]] const Json& required(const char* field) const;

    /** Plain text (see isPlainText) of 1 to `longest` bytes, without blanks at its ends. */
    [[nodiscard]] std::string text(const char* field, std::size_t longest) const;
    /** Empty where it is missing. */
    [[nodiscard]] std::string optionalText(const char* field, std::size_t longest) const;
    /** Likewise of a value in a list that the field is. */
    [[nodiscard]] std::string textIn(const Json& value, std::string_view field, std::size_t longest) const;
    [[nodiscard]] double number(const char* field, const NumberRange& range) const;
    /** Empty for null. */
    [[nodiscard]] std::optional<double> numberOrNull(const char* field, const NumberRange& range) const;
    [[nodiscard]] int whole(const char* field, int low, int high) const;
    /** False where it is missing. */
    [[nodiscard]] bool flag(const char* field) const;
    [[nodiscard]] const Json& list(const char* field, const char* of) const;        ///< of: "curves", for the message
    [[nodiscard]] const Json& listOfSome(const char* field, const char* one) const; ///< one: "curve"
    [[nodiscard]] const Json& object(const char* field) const;
    /** The object that a field is; messages call its fields "curve.name". */
    [[nodiscard]] JsonFields inside(const char* field) const;

    template <typename Value, std::size_t count>
    [[nodiscard]] Value choice(const char* field, const std::array<JsonWord<Value>, count>& words) const {
        const std::string found = text(field, longestWord);
        std::string allowed;
        for (std::size_t i = 0; i < count; ++i) {
            if (words[i].word == found) return words[i].value;
            allowed.append(i == 0 ? "" : i + 1 == count ? " or " : ", ").append(words[i].word);
        }
        fault(field, "'" + found + "' must be one of " + allowed);
    }

private:
    static constexpr std::size_t longestWord = 64;

    const Json* object_;
    std::string place_;
    std::string prefix_; ///< of fields, "curve."
};

} // namespace phonostage::base
