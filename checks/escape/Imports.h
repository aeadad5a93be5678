/// What a translation unit gets to know of the functions of others.
#pragma once

#include "escape/Program.h"

namespace fastidious::escape {

/// The same for what leads to the same facts.
std::string digestOf(const std::vector<Import> &All);

/// The checks on the engine can find something else in U when they know these
/// functions.
bool changesFindings(const PackedUnit &U, const std::vector<Import> &All);

} // namespace fastidious::escape
