/// Loops as cycles of the control flow: for, while, do, range-for, goto.
#pragma once

#include "clang/Analysis/CFG.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include <memory>
#include <vector>

namespace fastidious {

struct Loop {
  /// The loop statement; for a goto loop the label's statement, or null.
  const clang::Stmt *Statement = nullptr;
  const clang::CFGBlock *Header = nullptr;
  /// By block id.
  llvm::BitVector Blocks;

  bool contains(const clang::CFGBlock &B) const {
    return Blocks.test(B.getBlockID());
  }
  clang::SourceLocation location() const;
};

/// The condition of a loop statement; null for others and where it has none.
const clang::Expr *conditionOf(const clang::Stmt *S);

/// The control flow graph of one function body and its loops.
class LoopNest {
public:
  LoopNest(const clang::Decl *D, const clang::Stmt *Body,
           clang::ASTContext &Context);

  /// \returns the loops that contain B, innermost first.
  llvm::SmallVector<const Loop *, 4> around(const clang::CFGBlock &B) const;
  /// \returns the loop of a loop statement, or null when it does not repeat.
  const Loop *loopOf(const clang::Stmt &Statement) const;
  /// \returns the block in which S itself is an element, or null.
  const clang::CFGBlock *blockOf(const clang::Stmt &S) const {
    return Blocks.lookup(&S);
  }
  const clang::CFGBlock *blockOf(const clang::VarDecl &V) const {
    return Declarations.lookup(&V);
  }
  bool isReachable(const clang::CFGBlock &B) const {
    return Reachable.test(B.getBlockID());
  }
  /// Every path from B ends in a throw or in the end of the process.
  bool isDoomed(const clang::CFGBlock &B) const {
    return Doomed.test(B.getBlockID());
  }
  /// Null when Clang cannot build it.
  const clang::CFG *graph() const { return Graph.get(); }

private:
  void mapStatements();
  void findLoops();
  void addLoop(const clang::CFGBlock &Header, const clang::CFGBlock &Latch);
  void findDoomed();
  /// Its condition can become false: no `for (;;)`.
  bool endsByItself(const Loop &L) const;

  std::unique_ptr<clang::CFG> Graph;
  std::vector<std::unique_ptr<Loop>> Loops; ///< innermost before outer
  llvm::DenseMap<const clang::Stmt *, const clang::CFGBlock *> Blocks;
  llvm::DenseMap<const clang::VarDecl *, const clang::CFGBlock *> Declarations;
  llvm::BitVector Reachable, Doomed;
};

} // namespace fastidious
