/// What one unit gives to a link, and gets from it, when checks run over it.
#pragma once

#include "Paths.h"
#include "clang-tidy/ClangTidyOptions.h"
#include "escape/Program.h"
#include "clang/AST/ASTConsumer.h"

namespace fastidious {

struct LinkPart {
  /// What functions of other units do; null: nothing is known of them.
  const std::vector<escape::Import> *Imports;
  const clang::tidy::ClangTidyOptions &Options;
  Paths &Real;
  /// The unit as an escape::PackedUnit; set when it is parsed.
  std::string Extract;
};

/// \returns a consumer to run before the checks.
std::unique_ptr<clang::ASTConsumer> takePart(LinkPart &In);

} // namespace fastidious
