/// Code in a loop that few of the items reach.
#pragma once

#include "analysis/Function.h"

namespace fastidious {

/// Calls Visit for each condition that has a known value wherever S runs: of
/// the branches around S, and of `if (...) continue;` in front of it.
/// \param L  the loop whose iterations count; null: the whole of F.
/// Visit gets the condition, its value, and the branch; null for the others.
void forEachCondition(
    const clang::Stmt &S, const Loop *L, const Function &F,
    llvm::function_ref<void(const clang::Expr &, bool, const clang::Stmt *)>
        Visit);

/// S runs only for items that equal a literal, or for which a function that is
/// given one says so: `if (c == '\\')`, `if (name != "x") continue;`,
/// `if (line.starts_with("#"))`. Which they are depends on the iteration. Or L
/// goes on only where that is so: `while (name == "x")` behind its body.
bool isForSpecialItem(const clang::Stmt &S, const Loop *L, Function &F);

} // namespace fastidious
