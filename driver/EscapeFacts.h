/// The facts of the escape report as text and JSON.
#pragma once

#include "escape/Program.h"
#include "llvm/Support/raw_ostream.h"

namespace fastidious {

void printFacts(const std::vector<escape::Fact> &Facts, bool AsJson,
                llvm::raw_ostream &To);

} // namespace fastidious
