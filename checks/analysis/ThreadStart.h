/// Expressions that run a callable in another thread, of whatever library.
#pragma once

#include "analysis/Function.h"

namespace fastidious {

struct ThreadStart {
  ThreadStarter::Kind K;
  /// The construction or call.
  const clang::Expr *At;
  /// Runs in several threads at the same time.
  bool Many = false;
  /// At returns when the work is done.
  bool Waits = false;
  /// At keeps the callable for threads of its object; the call does more.
  bool Keeps = false;
  /// They call it again and again.
  bool Repeats = false;
  /// What runs there; empty where a member function of the object does.
  llvm::SmallVector<const clang::Expr *, 1> Callables = {};
  /// What the callable is given.
  llvm::SmallVector<const clang::Expr *, 4> Arguments = {};
};

/// All of F, without those of its lambdas. Not: tasks that surely run in the
/// thread that waits for them, and objects without a thread (yet).
llvm::SmallVector<ThreadStart, 2> threadStartsIn(Function &F);

/// A constructor of this file that a call runs: `workers.emplace_back(i)`.
struct Emplacement {
  Function *Constructor;
  clang::QualType Type;
  llvm::ArrayRef<const clang::Expr *> Arguments;
};
std::optional<Emplacement> emplacementBy(const clang::CallExpr &Call, Unit &U);

/// T holds threads: a thread, a pointer to one, a container of them, or a
/// class of this file with such a field.
bool holdsThreads(clang::QualType T, Library &Lib);

} // namespace fastidious
