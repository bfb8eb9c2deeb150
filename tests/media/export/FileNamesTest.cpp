// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/export/FileNames.h"

#include "media/MediaSupport.h"

using namespace phonostage;
using namespace phonostage::tests;
using media::fileNameOf;

TEST_CASE("A name keeps what file systems hold, and nothing else") {
    CHECK(fileNameOf("Blue in Green") == "Blue in Green");
    CHECK(fileNameOf("AC/DC \\ back: a*b?c<d>e|f") == "AC_DC _ back_ a_b_c_d_e_f");
    CHECK(fileNameOf("7\" single") == "7' single");
    CHECK(fileNameOf("two\nlines\r\n\tand more") == "two lines and more");
    CHECK(fileNameOf("a\x01"
                     "b\x7f"
                     "c\xC2\x85"
                     "d") == "abcd");
    CHECK(fileNameOf("turned \xE2\x80\xAE"
                     "round\xE2\x80\xA8!") == "turned round!");
    CHECK(fileNameOf("  Wait...  ") == "Wait");
    CHECK(fileNameOf("...And Justice") == "_..And Justice");
    CHECK(fileNameOf("") == "_");
    CHECK(fileNameOf(" . ") == "_");
    CHECK(fileNameOf("..") == "_");
    CHECK(fileNameOf("bad \xff\xfe bytes") == "bad __ bytes");
    // Emoji with joiners, letters of other scripts.
    for (const std::string name : {"\xF0\x9F\x8E\xB6 \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x8E\xA4", "M\xC3\xBC\xC3\x9F",
                                   "\xE6\x9D\xB1\xE4\xBA\xAC", "\xD0\x9C\xD0\xB8\xD1\x80"})
        CHECK(fileNameOf(name) == name);
}

TEST_CASE("Names that Windows keeps for devices get a mark") {
    CHECK(fileNameOf("CON") == "CON_");
    CHECK(fileNameOf("nul.flac") == "nul_.flac");
    CHECK(fileNameOf("Com1") == "Com1_");
    CHECK(fileNameOf("LPT9") == "LPT9_");
    CHECK(fileNameOf("COM\xC2\xB9") == "COM\xC2\xB9_");
    CHECK(fileNameOf("aux .x") == "aux _.x");
    for (const std::string name : {"CONcert", "COM", "COM10", "Lpt", "Auxiliary"})
        CHECK(fileNameOf(name) == name);
}

TEST_CASE("A long name ends before a character that does not fit") {
    CHECK(fileNameOf(std::string(300, 'x')) == std::string(200, 'x'));
    std::string umlauts;
    for (int i = 0; i < 300; ++i)
        umlauts += "\xC3\xBC";
    CHECK(fileNameOf(umlauts, 201).size() == 200);
    const std::string note = "\xF0\x9F\x8E\xB6";
    CHECK(fileNameOf(std::string(198, 'x') + note) == std::string(198, 'x'));
    // No joiner is left without what it joins.
    CHECK(fileNameOf(std::string(197, 'x') + "\xE2\x80\x8D" + note) == std::string(197, 'x'));
    CHECK(fileNameOf(std::string(199, 'x') + " y") == std::string(199, 'x'));
}

TEST_CASE("A pattern makes a path of fields and folders") {
    const std::vector<std::string> known{"album", "title", "position"};
    const media::NamePattern pattern("{album}/{position} {title}", known);
    CHECK(pattern.has("album"));
    CHECK_FALSE(pattern.has("curve"));
    CHECK(pattern.pathOf({{"album", "Kind of Blue"}, {"position", "A1"}, {"title", "So What"}}, ".flac") ==
          "Kind of Blue/A1 So What.flac");
    // What a field holds is a name, never a way to another folder.
    CHECK(pattern.pathOf({{"album", "../../etc"}, {"position", "A1"}, {"title", "a/b"}}, ".flac") ==
          "_._.._etc/A1 a_b.flac");
    CHECK(pattern.pathOf({{"album", ".."}, {"position", ""}, {"title", ""}}, ".flac") == "_/_.flac");
    CHECK(pattern.pathOf({{"album", "CON"}, {"position", "A1"}, {"title", std::string(300, 'x')}}, ".flac") ==
          "CON_/A1 " + std::string(197, 'x') + ".flac");
}

TEST_CASE("A pattern that cannot be meant is refused with the remedy") {
    const std::vector<std::string> known{"album", "title"};
    const auto fault = [&](const char* pattern) {
        return faultOf([&] { const media::NamePattern made(pattern, known); });
    };
    CHECK_THAT(fault("{titel}"), says("no field {titel}") && says("did you mean title?") && says("{album}"));
    CHECK_THAT(fault("{title"), says("without its }"));
    CHECK_THAT(fault("title}"), says("without its {"));
    CHECK_THAT(fault("{album}/"), says("no file name"));
    CHECK_THAT(fault(""), says("no file name"));
    CHECK_THAT(fault("/{title}"), says("empty folder name"));
    CHECK_THAT(fault("{album}//{title}"), says("empty folder name"));
    CHECK_THAT(fault("../{title}"), says("leads out"));
}

TEST_CASE("Two names that would be one file get apart, whatever their case") {
    media::DistinctNames names;
    CHECK(names.take("x/a.flac") == "x/a.flac");
    CHECK(names.take("y/a.flac") == "y/a.flac");
    CHECK(names.take("x/A.flac") == "x/A (2).flac");
    CHECK(names.take("x/a.flac") == "x/a (3).flac");
}
