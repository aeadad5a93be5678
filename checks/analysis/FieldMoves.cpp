#include "analysis/FieldMoves.h"
using namespace clang;
namespace fastidious {
std::optional<MoveObstacle> obstacleToMoving(const RecordLayout &, Unit &) {
  return MoveObstacle{"not yet", {}};
}
std::optional<std::vector<FixItHint>> moveLines(const RecordLayout &, llvm::ArrayRef<unsigned>, const ASTContext &) { return std::nullopt; }
} // namespace fastidious
