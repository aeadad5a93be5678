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
  /// Indices of the conditions around, in all functions of the role.
  llvm::SmallVector<unsigned, 4> Conditions = {};
  /// What is stored under a condition, if it is constant and true or false.
  std::optional<bool> Flag = {};
  /// Between which barriers of its role.
  unsigned Phase = 0;
  /// The loops that repeat it in its role, innermost first.
  llvm::SmallVector<const Loop *, 4> Loops = {};
  /// Locks held meanwhile.
  llvm::SmallVector<MemoryPath, 1> Locks = {};
  /// Roles that this thread has started and not joined.
  llvm::SmallVector<unsigned, 2> Alive = {};
};

/// A condition around code that a role runs, each time that it is met.
struct ThreadCondition {
  /// The place that is null or zero there, or, where Value is set, not Value;
  /// nothing where the condition says neither.
  std::optional<MemoryPath> Pending = {};
  std::optional<llvm::APSInt> Value = {};
  /// The code under it makes the place something else, under no other
  /// condition.
  bool IsSettled = false;
};

struct ThreadStory {
  /// Roles[0] stands for whoever calls this file's functions.
  std::vector<ThreadRole> Roles;
  std::vector<MemoryAccess> Accesses;
  /// What is written while threads run, but not in a loop.
  std::vector<MemoryPath> Flags;
  std::vector<ThreadCondition> Conditions;

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
