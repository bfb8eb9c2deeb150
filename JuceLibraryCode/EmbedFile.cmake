# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DFILE=... -DSYMBOL=... -DDIRECTORY=... -P EmbedFile.cmake: see Embed.cmake. Single characters, as compilers limit
# the length of a string literal.
file(READ ${FILE} bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
string(REGEX REPLACE "(('[^']*',){32})" "\\1\n    " bytes "${bytes}")

file(WRITE ${DIRECTORY}/${SYMBOL}.h "// Generated from ${FILE}
#pragma once

#include <string_view>

namespace phonostage::embedded {
extern const std::string_view ${SYMBOL};
}
")
file(WRITE ${DIRECTORY}/${SYMBOL}.cpp "// Generated from ${FILE}
#include \"${SYMBOL}.h\"

namespace phonostage::embedded {
namespace {
// Ends in a zero that is not part of the file.
constexpr char bytes[] = {
    ${bytes}'\\0'};
} // namespace

constinit const std::string_view ${SYMBOL}(bytes, sizeof(bytes) - 1);
} // namespace phonostage::embedded
")
