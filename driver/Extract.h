/// One translation unit into the graphs of its functions.
#pragma once

#include "Paths.h"
#include "UnitCache.h"
#include "escape/Program.h"

namespace fastidious {

/// Parses the file of J and builds its graphs; an error names what does not
/// compile. A crash of the analysis is an error as well. Models: further YAML
/// files, as Model::load has them. What \p Kept has is not made again; null:
/// nothing is kept.
llvm::Expected<escape::PackedUnit> extract(const Job &J, llvm::StringRef Models,
                                           UnitCache *Kept);

/// \returns the folder that holds all main files: what earlier links of them
/// are found by.
std::string commonFolder(const std::vector<escape::PackedUnit> &Units);

/// The unit with the real paths of its files.
escape::PackedUnit packed(escape::Unit U, Paths Real);

} // namespace fastidious
