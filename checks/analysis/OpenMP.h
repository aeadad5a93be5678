/// What an OpenMP directive says of the threads that run its body.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtOpenMP.h"

namespace fastidious {

struct ParallelRegion {
  enum Kind {
    Team,     ///< starts threads that all run the body
    Share,    ///< divides a loop among the threads that are there
    Sections, ///< each part of the body is run by another thread
    Task,     ///< the body is run by another thread
    Single,   ///< one thread runs the body, the others wait
    Critical, ///< by one thread at a time
    Atomic,   ///< one access, at once
    Barrier,  ///< the threads wait for each other
    Same,     ///< the same thread goes on
    Other     ///< one thread only, or another device
  };
  Kind K = Same;
  const clang::Stmt *Body = nullptr;
  /// Variables of which each thread has a copy.
  llvm::SmallVector<const clang::VarDecl *, 4> Private = {};
  /// Of a divided loop.
  const clang::VarDecl *Counter = nullptr;
  /// Iterations that a thread gets in a row; nothing where these are many, or
  /// unknown.
  std::optional<unsigned> Chunk = {};
  /// The threads wait for each other at its end.
  bool Waits = false;
};

ParallelRegion regionOf(const clang::OMPExecutableDirective &D,
                        const clang::ASTContext &Context);

} // namespace fastidious
