// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <locale>
#include <string>

namespace phonostage::tests {

/** While it lives, the program's locale writes numbers as German and many others do. It needs none of the machine's
    locales. */
class CommaLocale {
public:
    CommaLocale() : before_(std::locale::global(std::locale(std::locale::classic(), new Numbers))) {}
    ~CommaLocale() { std::locale::global(before_); }
    CommaLocale(const CommaLocale&) = delete;
    CommaLocale& operator=(const CommaLocale&) = delete;

private:
    struct Numbers final : std::numpunct<char> {
        char do_decimal_point() const override { return ','; }
        char do_thousands_sep() const override { return '.'; }
        std::string do_grouping() const override { return "\3"; }
    };
    std::locale before_;
};

} // namespace phonostage::tests
