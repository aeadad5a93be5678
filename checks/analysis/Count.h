/// Numbers of elements, as C++ expressions that can be written down.
#pragma once

#include "analysis/Stability.h"

namespace fastidious {

struct Count {
  /// The number itself, where it is a constant.
  std::optional<uint64_t> Constant;
  /// C++ text of the number; empty where it can be known but not be written
  /// as an expression (the range is a call: bind it to a variable first).
  std::string Text;
  /// Text may stand before the loop: no side effects, no names of the loop.
  bool IsPlain = false;
  /// Never negative: unsigned, a size, or a constant.
  bool IsUnsigned = false;
  /// Not evaluated yet where the loop begins: must be stable in outer loops.
  llvm::SmallVector<const clang::Expr *, 3> Inputs;

  /// No more than what already lies in memory: sizes of containers, small
  /// constants.
  bool IsBounded = false;
  /// How strongly Text binds.
  enum { Loose, Sum, Product, Primary } Binding = Loose;
};

/// A number that is written down.
Count countOf(uint64_t N);

/// \returns the number of elements of a range, nothing for ranges without.
std::optional<Count> sizeOfRange(const clang::Expr &Range, Function &F);
/// The same for two iterators.
std::optional<Count> distance(const clang::Expr &First, const clang::Expr &Last,
                              Function &F);
/// The value of E as a number of elements.
std::optional<Count> countFrom(const clang::Expr &E, Function &F);

/// E's value, where it is a constant of 64 bits.
std::optional<int64_t> signedConstantOf(const clang::Expr &E,
                                        const clang::ASTContext &Context);
/// How often a counter from Start to Bound is stepped up by Step.
std::optional<Count> countUp(const clang::Expr &Start, const clang::Expr &Bound,
                             bool Inclusive, uint64_t Step, Function &F);

Count sum(const Count &A, const Count &B);
Count product(const Count &A, const Count &B);

} // namespace fastidious
