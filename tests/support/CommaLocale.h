// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <clocale>
#include <locale>
#include <string>

namespace phonostage::tests {

/** Makes the program count in commas while it lives: the C++ global locale always, the C locale where the machine has
    one that does. */
class CommaLocale {
public:
    CommaLocale() : cppBefore_(std::locale()), cBefore_(std::setlocale(LC_ALL, nullptr)) {
        for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "German_Germany.1252"})
            if (std::setlocale(LC_ALL, name)) break;
        std::locale::global(std::locale(std::locale::classic(), new Commas));
    }

    ~CommaLocale() {
        std::locale::global(cppBefore_);
        std::setlocale(LC_ALL, cBefore_.c_str());
    }

    CommaLocale(const CommaLocale&) = delete;
    CommaLocale& operator=(const CommaLocale&) = delete;

private:
    class Commas : public std::numpunct<char> {
        char do_decimal_point() const override { return ','; }

        char do_thousands_sep() const override { return '.'; }

        std::string do_grouping() const override { return "\3"; }
    };

    std::locale cppBefore_;
    std::string cBefore_;
};

} // namespace phonostage::tests
