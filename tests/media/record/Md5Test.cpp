// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/Md5.h"

#include "support/Catch.h"

#include <cstdio>
#include <string>

using namespace phonostage::media;

namespace {

std::string hex(const Md5& md5) {
    std::string text;
    for (const auto byte : md5.digest()) {
        char digits[3];
        std::snprintf(digits, sizeof digits, "%02x", byte);
        text += digits;
    }
    return text;
}

std::string hexOf(const std::string& text) {
    Md5 md5;
    md5.add(text.data(), text.size());
    return hex(md5);
}

} // namespace

TEST_CASE("MD5 gives the sums of RFC 1321") {
    CHECK(hexOf("") == "d41d8cd98f00b204e9800998ecf8427e");
    CHECK(hexOf("a") == "0cc175b9c0f1b6a831c399e269772661");
    CHECK(hexOf("abc") == "900150983cd24fb0d6963f7d28e17f72");
    CHECK(hexOf("message digest") == "f96b697d7cb7938d525a2f31aaf161d0");
    CHECK(hexOf("abcdefghijklmnopqrstuvwxyz") == "c3fcd3d76192e4007dfb496cca67e13b");
    CHECK(hexOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") ==
          "d174ab98d277d9f5a5611c2c9f419d9f");
    CHECK(hexOf("12345678901234567890123456789012345678901234567890123456789012345678901234567890") ==
          "57edf4a22be3c955ac49da2e2107b67a");
}

TEST_CASE("MD5 in pieces, looked at on the way and copied, is the same") {
    const std::string text(1000, 'x');
    for (std::size_t step = 1; step < 200; step += 7) {
        Md5 md5;
        for (std::size_t at = 0; at < text.size(); at += step) {
            md5.add(text.data() + at, std::min(step, text.size() - at));
            CHECK(hex(md5) == hexOf(text.substr(0, at + step)));
        }
    }
}
