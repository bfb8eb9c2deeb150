// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"

#include "media/io/Tags.h"

using namespace phonostage::media;

TEST_CASE("A note goes into a comment and comes out of it") {
    const FileNote note{-20.25, "riaa"};
    const auto text = joinComment("Bought in 1979", note);
    CHECK(text == "Bought in 1979 phonostage:{\"full_scale_dbv\":-20.25,\"equalised\":\"riaa\"}");
    const auto [comment, back] = splitComment(text);
    CHECK(comment == "Bought in 1979");
    CHECK(back == note);
    // Again and again: it does not grow.
    CHECK(joinComment(comment, back) == text);
}

TEST_CASE("A comment without a note stays as it is") {
    CHECK(splitComment("just words").first == "just words");
    CHECK(splitComment("just words").second == FileNote{});
    CHECK(splitComment("").first.empty());
    CHECK(joinComment("just words", {}) == "just words");
    CHECK(joinComment("", {std::nullopt, std::nullopt}).empty());
}

TEST_CASE("A note in the middle of words, and one alone") {
    const auto [comment, note] = splitComment("before phonostage:{\"full_scale_dbv\":6} after");
    CHECK(comment == "before after");
    CHECK(note.fullScaleDbv == 6.0);
    CHECK(splitComment("phonostage:{\"full_scale_dbv\":1e1}").second.fullScaleDbv == 10.0);
    CHECK(splitComment("phonostage:{\"full_scale_dbv\":1e1}").first.empty());
}

TEST_CASE("A text is cut between its characters") {
    CHECK(beginningOf("abc", 3) == "abc");
    CHECK(beginningOf("abc", 2) == "ab");
    CHECK(beginningOf("abc", 0).empty());
    // One, two, three and four bytes: a, e acute, euro sign, clef.
    const std::string text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9D\x84\x9E";
    const std::size_t whole[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10};
    for (std::size_t bytes = 0; bytes <= text.size(); ++bytes)
        CHECK(beginningOf(text, bytes) == std::string_view(text).substr(0, whole[bytes]));
    // What is no UTF-8 is cut anywhere.
    CHECK(beginningOf(std::string(20, '\x80'), 10).size() == 10);
    CHECK(beginningOf(std::string(3, '\x80'), 2).size() == 2);
}

TEST_CASE("A comment that is too long gives way to the note") {
    const FileNote note{-20.25, "riaa"};
    const std::string noteText = "phonostage:{\"full_scale_dbv\":-20.25,\"equalised\":\"riaa\"}";
    CHECK(joinComment("words", note, noteText.size() + 6) == "words " + noteText);
    CHECK(joinComment("words", note, noteText.size() + 5) == "word " + noteText);
    CHECK(joinComment("wor\xC3\xA4", note, noteText.size() + 5) == "wor " + noteText);
    for (const std::size_t bytes : {std::size_t{0}, noteText.size(), noteText.size() + 1})
        CHECK(joinComment("words", note, bytes) == noteText);
    CHECK(joinComment("words", {}, 4) == "word");
}

TEST_CASE("A damaged note is dropped, without harm") {
    for (const char* text :
         {"phonostage:{", "phonostage:{}", "phonostage:{\"full_scale_dbv\":", "phonostage:{\"full_scale_dbv\":\"6\"}",
          "phonostage:{\"full_scale_dbv\":1e400}", "phonostage:{\"full_scale_dbv\":41}",
          "phonostage:{\"full_scale_dbv\":-80.1}", "phonostage:{\"full_scale_dbv\":null}", "phonostage:{]}"}) {
        INFO(text);
        CHECK_FALSE(splitComment(text).second.fullScaleDbv);
    }
}

TEST_CASE("Fields of a later version are passed over") {
    const auto note = splitComment("phonostage:{\"later\":true,\"full_scale_dbv\":-3}").second;
    CHECK(note.fullScaleDbv == -3.0);
}

TEST_CASE("Of several notes the last counts, and none stays in the comment") {
    const auto [comment, note] =
        splitComment("a phonostage:{\"full_scale_dbv\":1}b phonostage:{\"equalised\":\"riaa\"} c");
    CHECK(comment == "a b c");
    CHECK(note == FileNote{std::nullopt, "riaa"});
}

TEST_CASE("A name in a note that could not be shown, or not be written again, is dropped") {
    for (const char* text : {"phonostage:{\"equalised\":\"a\\u007db\"}", "phonostage:{\"equalised\":\"a\\nb\"}",
                             "phonostage:{\"equalised\":\"\xff\"}"}) {
        INFO(text);
        const auto [comment, note] = splitComment(text);
        CHECK(comment.empty());
        CHECK_FALSE(note.equalisedWith);
    }
    CHECK_FALSE(splitComment("phonostage:{\"equalised\":\"" + std::string(101, 'x') + "\"}").second.equalisedWith);
}
