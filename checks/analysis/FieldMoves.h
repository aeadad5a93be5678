/// What moving a record's fields takes, and the edit that does it.
#pragma once

#include "analysis/Function.h"
#include "analysis/Layout.h"
#include "clang/Basic/Diagnostic.h"

namespace fastidious {

struct MoveObstacle {
  /// "its fields are initialised by position".
  std::string Why;
  clang::SourceLocation Where;
};

/// \returns why L's record cannot be reordered by moving lines: code names
/// the fields by position, their order has a meaning, other files may know it.
std::optional<MoveObstacle> obstacleToMoving(const RecordLayout &L, Unit &U);

/// \returns the edits that bring the lines of the fields, with their comments,
/// into the order; nothing where other things stand between them.
std::optional<std::vector<clang::FixItHint>>
moveLines(const RecordLayout &L, llvm::ArrayRef<unsigned> Order,
          const clang::ASTContext &Context);

} // namespace fastidious
