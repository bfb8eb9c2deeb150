// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/PlainText.h"
#include "support/Catch.h"

#include <string>

using namespace phonostage::base;

TEST_CASE("Messages show no control characters and no marks that turn the text") {
    CHECK(oneLine("caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x8e\xb5 \xd7\x90") ==
          "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x8e\xb5 \xd7\x90");
    CHECK(oneLine("\x1b[2J\n\x7f\xff") == "?[2J???");
    for (const int low : {0x8e, 0x8f, 0xa8, 0xa9, 0xaa, 0xae}) // U+200E and on
        CHECK(oneLine(std::string("a\xe2\x80") + static_cast<char>(low) + "b") == "a?b");
    for (const int low : {0xa6, 0xa7, 0xa8, 0xa9}) // U+2066 to U+2069
        CHECK(oneLine(std::string("a\xe2\x81") + static_cast<char>(low) + "b") == "a?b");
    CHECK(oneLine("a\xd8\x9c"
                  "b") == "a?b");
    CHECK(oneLine("\xe2\x80\x93 \xe2\x81\xa5") == "\xe2\x80\x93 \xe2\x81\xa5"); // neighbours of theirs
    CHECK(oneLine(std::string(100000, 'x')).size() <= 1000);
}
