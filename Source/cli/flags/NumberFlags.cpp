// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/flags/NumberFlags.h"

#include "cli/flags/FlagValues.h"
#include "cli/output/Text.h"

#include "base/text/Units.h"

#include <CLI/CLI.hpp>

namespace phonostage::cli {

void NumberFlags::add(CLI::App& command, params::Id id, const char* typeName, const char* group, const Help& help) {
    const auto& e = params::entry(id);
    auto text = withoutPoint(e.help);
    text += help.more;
    if (help.hasDefault) text.append(" [").append(base::formatShortest(e.defaultValue)).append("]");
    command
        .add_option_function<std::string>(
            e.flag, [this, id](const std::string& given) { texts_[id] = given; }, text)
        ->type_name(typeName)
        ->group(group);
}

void NumberFlags::read(params::Values& values, std::optional<params::Id> leftOut) const {
    for (const auto& [id, text] : texts_)
        if (id != leftOut) values.set(id, readEntry(id, text));
}

} // namespace phonostage::cli
