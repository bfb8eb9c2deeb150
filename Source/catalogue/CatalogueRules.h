// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/json/JsonFields.h"
#include "catalogue/EquipmentCatalogue.h"

#include <array>
#include <cstddef>

/** What holds for the files of every catalogue. */
namespace phonostage::catalogue {

inline constexpr int catalogueSchema = 1;
inline constexpr int deepestNesting = 8;
inline constexpr std::size_t longestName = 64, longestText = 400; ///< bytes
inline constexpr int firstYear = 1877;                            ///< the phonograph
inline constexpr int lastYear = 2100;

inline constexpr std::array<base::JsonWord<VelocityKind>, 3> velocityWords{
    {{"peak", VelocityKind::peak}, {"rms", VelocityKind::rms}, {"unknown", VelocityKind::unknown}}};

} // namespace phonostage::catalogue
