/// What pointers to raw memory point to, and how many objects a size is.
#pragma once

#include "analysis/Function.h"

namespace fastidious {

/// T without arrays, references and qualifiers, canonical.
clang::QualType elementOf(clang::QualType T);

/// One `sizeof` in an expression: how many objects of Type it adds up to.
struct SizeMention {
  clang::QualType Type;
  /// Nothing where the number is not constant.
  std::optional<uint64_t> Count;
};

/// A * B; nothing where one of them is not known.
std::optional<uint64_t> product(std::optional<uint64_t> A,
                                std::optional<uint64_t> B);

/// \returns what the number of bytes E is made of, also through variables
/// that are given a value where they are declared: `n * sizeof(T)`.
llvm::SmallVector<SizeMention, 2> sizesIn(const clang::Expr &E,
                                          const clang::ASTContext &Context);

/// What the pointer E points to before it was turned into a pointer to
/// anything or to bytes, through casts and variables; a kind of byte where no
/// more shows, null for a pointer to anything.
clang::QualType originOf(const clang::Expr &E);

/// \returns the call that E is, behind casts, when it is given a size in terms
/// of a type and no object: it returns memory. Null otherwise.
const clang::CallExpr *asAllocation(const clang::Expr &E,
                                    const clang::ASTContext &Context);

/// `void`, a kind of char, or `std::byte`.
bool isRaw(clang::QualType T);

/// E's value, where it is a constant.
std::optional<uint64_t> constantOf(const clang::Expr &E,
                                   const clang::ASTContext &Context);

/// \returns the largest number that the callers give for F's only parameter
/// that is one, as in `allocate(1)`; nothing where it is not constant.
std::optional<uint64_t> countGiven(Function &F);

/// What a plain or smart pointer points to; null for other types.
clang::QualType pointeeOf(clang::QualType T);

} // namespace fastidious
