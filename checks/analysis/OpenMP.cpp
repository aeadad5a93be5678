#include "analysis/OpenMP.h"
#include "clang/Basic/OpenMPKinds.h"

using namespace clang;

namespace fastidious {

namespace {

ParallelRegion::Kind kindOf(OpenMPDirectiveKind K) {
  using namespace llvm::omp;
  if (isOpenMPTargetExecutionDirective(K) || isOpenMPTeamsDirective(K))
    return ParallelRegion::Other;
  switch (K) {
  case OMPD_sections:
  case OMPD_parallel_sections:
    return ParallelRegion::Sections;
  case OMPD_task:
    return ParallelRegion::Task;
  case OMPD_critical:
    return ParallelRegion::Critical;
  case OMPD_atomic:
    return ParallelRegion::Atomic;
  case OMPD_barrier:
    return ParallelRegion::Barrier;
  case OMPD_single:
    return ParallelRegion::Single;
  case OMPD_master:
  case OMPD_masked:
  case OMPD_ordered:
    return ParallelRegion::Other;
  default:
    break;
  }
  if (isOpenMPParallelDirective(K))
    return ParallelRegion::Team;
  return isOpenMPWorksharingDirective(K) ? ParallelRegion::Share
                                         : ParallelRegion::Same;
}

std::optional<unsigned> chunkOf(const OMPExecutableDirective &D,
                                const ASTContext &Context) {
  const auto *Schedule = D.getSingleClause<OMPScheduleClause>();
  if (!Schedule || D.getSingleClause<OMPCollapseClause>())
    return std::nullopt;
  Expr::EvalResult R;
  const Expr *Size = Schedule->getChunkSize();
  if (Size && Size->EvaluateAsInt(R, Context) && R.Val.getInt() > 0 &&
      R.Val.getInt() < 1 << 20)
    if (Schedule->getScheduleKind() == OMPC_SCHEDULE_static ||
        Schedule->getScheduleKind() == OMPC_SCHEDULE_dynamic)
      return static_cast<unsigned>(R.Val.getInt().getExtValue());
  if (!Size && Schedule->getScheduleKind() == OMPC_SCHEDULE_dynamic)
    return 1;
  return std::nullopt;
}

const VarDecl *counterOf(const Stmt &Loop) {
  const auto *For = dyn_cast<ForStmt>(&Loop);
  if (!For || !For->getInit())
    return nullptr;
  if (const auto *Decls = dyn_cast<DeclStmt>(For->getInit()))
    return Decls->isSingleDecl() ? dyn_cast<VarDecl>(Decls->getSingleDecl())
                                 : nullptr;
  const auto *Op = dyn_cast<BinaryOperator>(For->getInit());
  const auto *Ref =
      Op && Op->isAssignmentOp()
          ? dyn_cast<DeclRefExpr>(Op->getLHS()->IgnoreParenCasts())
          : nullptr;
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
}

} // namespace

ParallelRegion regionOf(const OMPExecutableDirective &D,
                        const ASTContext &Context) {
  ParallelRegion R;
  R.K = kindOf(D.getDirectiveKind());
  R.Waits = isOpenMPWorksharingDirective(D.getDirectiveKind()) &&
            !D.getSingleClause<OMPNowaitClause>();
  if (!D.hasAssociatedStmt())
    return R;
  R.Body = D.getRawStmt();
  for (const OMPClause *C : D.clauses())
    if (isa<OMPPrivateClause, OMPFirstprivateClause, OMPLastprivateClause,
            OMPReductionClause, OMPLinearClause, OMPInReductionClause>(C))
      for (const Stmt *Child : C->children())
        if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Child))
          if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()))
            R.Private.push_back(V);
  if (!isa<OMPLoopDirective>(D))
    return R;
  R.Counter = counterOf(*R.Body);
  R.Chunk = chunkOf(D, Context);
  return R;
}

} // namespace fastidious
