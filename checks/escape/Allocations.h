/// The heap allocations of the code, with what the engine says of them.
#pragma once

#include "escape/Builder.h"

namespace fastidious::escape {

struct Allocation {
  Fact Says;
  const Site *Is;
  /// In templates one of the instances; all agree.
  fastidious::Function *In;
  /// The new-expression, call, conversion or assignment; null when not found.
  const clang::Expr *At;

  clang::SourceLocation where() const {
    return clang::SourceLocation::getFromRawEncoding(Says.Where.Raw);
  }
};

/// Those that the user wrote, outside of macros, in the order of the code.
std::vector<Allocation> allocationsIn(fastidious::Unit &Code,
                                      llvm::function_ref<bool(SiteKind)> Wants);

/// Nothing of what the parameter refers to is kept when its function has
/// returned.
bool keepsNothing(const Program &P, const clang::ParmVarDecl &Parameter,
                  fastidious::Unit &Code);

/// The key of the function's graph.
std::string keyOf(const fastidious::Function &F);

} // namespace fastidious::escape
