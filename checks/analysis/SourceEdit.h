/// What may be quoted from the source and what may be edited in it.
#pragma once

#include "analysis/Function.h"
#include "clang/Basic/Diagnostic.h"

namespace fastidious {

/// \returns the text of E as the user wrote it; nothing inside macros.
std::optional<std::string> textOf(const clang::Stmt &S,
                                  const clang::ASTContext &Context);

/// S may be edited: not in a macro, not in an instance of a template, not in
/// a system header.
bool mayEdit(const clang::Stmt &S, const Function &F);

/// \returns the insertion of a line before the statement S, in S's column;
/// nothing where S is not alone in a block of statements and lines.
std::optional<clang::FixItHint>
insertLineBefore(const clang::Stmt &S, llvm::StringRef Line, const Function &F);

/// \returns the lines of the statement S with its semicolon, where nothing
/// else stands on them.
std::optional<clang::CharSourceRange>
wholeLines(const clang::Stmt &S, const clang::ASTContext &Context);

} // namespace fastidious
