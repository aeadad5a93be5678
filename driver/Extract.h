/// One translation unit into the graphs of its functions.
#pragma once

#include "Database.h"
#include "escape/Program.h"
#include "llvm/Support/Error.h"

namespace fastidious {

/// Parses the file of J and builds its graphs; an error names what does not
/// compile. A crash of the analysis is an error as well. Models: further YAML
/// files, as Model::load has them.
llvm::Expected<escape::Unit> extract(const Job &J, llvm::StringRef Models);

} // namespace fastidious
