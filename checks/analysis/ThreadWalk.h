/// Which thread touches what: the roles that this file starts, which of them
/// run at the same time, and what each reads and writes again and again.
#pragma once

#include "analysis/Evaluation.h"
#include "llvm/ADT/DenseSet.h"

namespace fastidious {

/// The code that one thread, or several alike, run.
struct ThreadRole {
  /// Where it is started; null for the thread that starts the others.
  const clang::Expr *Start = nullptr;
  clang::SourceLocation Where = {};
  /// Several threads at the same time.
  bool Many = false;
};

/// A read or write that a role repeats.
struct MemoryAccess {
  MemoryPath Path;
  unsigned Role = 0;
  bool IsWrite = false;
  /// A lock is taken or given back.
  bool IsLock = false;
  const clang::Expr *At = nullptr;
  /// Below a condition that the place is null or zero.
  bool WhileUnset = false;
  /// Between which barriers of its role.
  unsigned Phase = 0;
  /// The loops that repeat it in its role, innermost first.
  llvm::SmallVector<const Loop *, 4> Loops = {};
  /// Locks held meanwhile.
  llvm::SmallVector<MemoryPath, 1> Locks = {};
  /// Roles that this thread has started and not joined.
  llvm::SmallVector<unsigned, 2> Alive = {};
};

struct ThreadStory {
  /// Roles[0] stands for whoever calls this file's functions.
  std::vector<ThreadRole> Roles;
  std::vector<MemoryAccess> Accesses;
  /// What is written while threads run, but not in a loop.
  std::vector<MemoryPath> Flags;

  /// X and Y are made by different threads that run at the same time; or by
  /// two threads of one role.
  bool overlap(const MemoryAccess &X, const MemoryAccess &Y) const;
  /// They are one role, or started by the same expression: for another object,
  /// if it makes one.
  bool areAlike(unsigned Role, unsigned Other) const;

  llvm::DenseSet<std::pair<unsigned, unsigned>> Overlapping;
  /// Phases between which a loop leads back without a barrier.
  llvm::DenseSet<std::pair<unsigned, unsigned>> Adjoining;
};

/// Follows all threads that the file starts, through calls inside it. What
/// cannot be followed is left out.
ThreadStory followThreads(Unit &U);

} // namespace fastidious
