/// How often a loop runs, known before it begins.
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

  /// Precedence: may stand as an operand of + and * without parentheses.
  bool IsPrimary = false;
};

/// \returns nothing when the number is not known before L begins.
std::optional<Count> tripCount(const Loop &L, Function &F);

/// \returns the number of elements of a range, nothing for ranges without.
std::optional<Count> sizeOfRange(const clang::Expr &Range, Function &F);
/// The same for two iterators.
std::optional<Count> distance(const clang::Expr &First, const clang::Expr &Last,
                              Function &F);
/// The value of E as a number of elements.
std::optional<Count> countFrom(const clang::Expr &E, Function &F);

Count sum(const Count &A, const Count &B);
Count product(const Count &A, const Count &B);

/// L runs less than Least times, by constants, or once per digit of a number.
bool isShort(const Loop &L, Function &F, uint64_t Least);

/// How often the events (blocks of L) happen on a path through one iteration.
struct PerIteration {
  unsigned Least = 0, Most = 0;
  /// Blocks outside to which the body jumps (break, return, goto).
  llvm::SmallVector<const clang::CFGBlock *, 2> Exits;
};
/// \param L  null: one pass from the entry to the exit of F.
std::optional<PerIteration>
countPerIteration(Function &F, const Loop *L,
                  llvm::function_ref<unsigned(const clang::CFGBlock &)> Events);

} // namespace fastidious
