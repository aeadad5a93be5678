/// Whether a statement runs again and again with the same inputs: in a loop
/// of its function, of a caller in this file, or of an algorithm.
#pragma once

#include "analysis/Stability.h"

namespace fastidious {

/// What must stay the same for a repetition to be a waste.
struct Input {
  /// Exactly one of the two is set.
  const clang::Expr *Value = nullptr;
  const clang::VarDecl *Variable = nullptr;
  /// The object counts, not what it holds.
  bool AsPlace = false;
};

struct Repetition {
  enum Kind {
    Loop,      ///< a loop statement or a goto loop
    Algorithm, ///< an algorithm that visits each element
  };
  Kind K;
  /// The loop statement or the call of the algorithm.
  clang::SourceLocation Where;
  /// The loop is around a call of the function that holds the statement.
  bool InCaller = false;
  /// The function whose loop it is, and the loop (null for an algorithm).
  Function *Holder = nullptr;
  const fastidious::Loop *TheLoop = nullptr;
};

/// \param MinTrips  loops that run less often, by constants, are none.
/// \param OfItems  a loop over the same items again is a repetition for each of
/// them.
/// \returns the innermost repetition of S in which all inputs stay the same;
/// nothing where S does not repeat, or where an input varies or is not
/// understood.
std::optional<Repetition> findRepetition(const clang::Stmt &S, Function &F,
                                         llvm::ArrayRef<Input> Inputs,
                                         unsigned MinTrips,
                                         bool OfItems = false);

/// \returns what the call or construction At gives for P, or null.
const clang::Expr *argumentFor(const clang::ParmVarDecl &P,
                               const clang::Expr &At);
/// \returns the innermost repetition of S, whatever it works on and whatever
/// becomes of the result.
std::optional<Repetition> findAnyRepetition(const clang::Stmt &S, Function &F,
                                            unsigned MinTrips);

/// `[&] { ... }()`: the body of F is a part of the code around it.
bool isInvokedInPlace(const Function &F);

/// Several threads run S at the same time, each with variables of its own: in
/// a loop that OpenMP divides, in the lambda of a parallel algorithm.
bool isInParallelRegion(const clang::Stmt &S, Function &F);

/// F runs at most once in the life of the program, as far as this file tells:
/// main, initialisers, callables given to call_once, functions that a macro
/// defines (tests), functions of this file that only such code calls outside
/// loops.
bool runsOnce(Function &F);

} // namespace fastidious
