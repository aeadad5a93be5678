/// What the threads do to each place, and which of it gets in the way of
/// another thread.
#pragma once

#include "analysis/ThreadWalk.h"

namespace fastidious {

/// What one role does to one place between two barriers, in loops.
struct AccessSummary {
  const MemoryAccess *Write = nullptr;
  const MemoryAccess *Read = nullptr;
  /// Innermost loops of its reads, and of all its accesses.
  llvm::SmallVector<const Loop *, 2> ReadLoops, Loops;
  std::vector<const MemoryAccess *> All;

  const MemoryPath &path() const { return All.front()->Path; }
  unsigned role() const { return All.front()->Role; }
  const MemoryAccess *any() const { return Write ? Write : Read; }
};

class SharedUse {
public:
  /// \param Story  outlives this.
  SharedUse(const ThreadStory &Story, Unit &U) : Story(Story), U(U) {
    summarise();
  }

  llvm::ArrayRef<AccessSummary> summaries() const { return Summaries; }
  /// A's role writes its place again and again while another thread needs B's:
  /// more distance would spare both the traffic.
  bool contends(const AccessSummary &A, const AccessSummary &B) const;

private:
  void summarise();
  bool writes(unsigned Role, const MemoryPath &P) const;
  bool isWrittenByAnyone(const MemoryPath &P) const;
  bool spinsOnlyOn(const AccessSummary &B, const AccessSummary &A) const;
  bool isFlag(const MemoryPath &P) const;
  bool needsAnyway(const AccessSummary &B, const AccessSummary &A) const;
  bool isLockedAnyway(const AccessSummary &B, const AccessSummary &A) const;
  bool isDataOf(const MemoryPath &P, const MemoryPath &Lock) const;
  bool isGuarded(const MemoryAccess &A, const MemoryAccess &B) const;

  const ThreadStory &Story;
  Unit &U;
  std::vector<AccessSummary> Summaries;
};

/// One leads to its thread's own element, the other to any.
bool reachDifferently(const MemoryPath &A, const MemoryPath &B);

/// What P leads to from the element that Of reaches.
MemoryPath withIndexOf(MemoryPath P, const MemoryPath &Of);

} // namespace fastidious
