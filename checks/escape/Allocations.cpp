#include "escape/Allocations.h"
#include "escape/Types.h"

using namespace clang;

namespace fastidious::escape {

std::string keyOf(const fastidious::Function &F) {
  return functionKey(*F.Decl, mainFileOf(F.U.Context.getSourceManager()));
}

bool keepsNothing(const Program &P, const ParmVarDecl &Parameter,
                  fastidious::Unit &Code) {
  const auto *F = dyn_cast<FunctionDecl>(Parameter.getDeclContext());
  const FunctionDecl *Definition = nullptr;
  if (!F || !F->isDefined(Definition))
    return false;
  const uint32_t At =
      Definition->getParamDecl(Parameter.getFunctionScopeIndex())
          ->getLocation()
          .getRawEncoding();
  const std::string File = mainFileOf(Code.Context.getSourceManager());
  return llvm::any_of(
      P.facts(functionKey(*Definition, File)), [&](const Fact &Says) {
        return Says.Kind == Fact::Param && Says.Where.Raw == At &&
               Says.Says == Verdict::NoEscape;
      });
}

static bool isBox(QualType T, Library &Lib) {
  const Holder *H = Lib.holder(recordOf(T));
  return H && H->Holds == Holder::Box;
}

/// The construction or assignment that boxes the operand at Where.
static const Expr *conversionAt(uint32_t Where, Function &F) {
  const auto IsThere = [&](const Expr *Box, const Expr *Operand) {
    return Operand->getBeginLoc().getRawEncoding() == Where &&
           isBox(Box->getType(), F.U.Lib) &&
           recordOf(Box->getType()) != recordOf(Operand->getType());
  };
  for (const CXXConstructExpr *C : F.Constructions)
    if (C->getNumArgs() && IsThere(C, C->getArg(0)))
      return C;
  for (const CallExpr *Call : F.Calls)
    if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(Call);
        Op && Op->getOperator() == OO_Equal &&
        IsThere(Op->getArg(0), Op->getArg(1)))
      return Op;
  return nullptr;
}

/// The expression that allocates at Where, in a function or its lambdas.
static const Expr *expressionAt(uint32_t Where, SiteKind Kind, Function &F) {
  const auto IsThere = [Where](const Expr *E) {
    return E->getBeginLoc().getRawEncoding() == Where;
  };
  if (Kind == SiteKind::New || Kind == SiteKind::NewArray) {
    const auto New = llvm::find_if(F.News, IsThere);
    return New == F.News.end() ? nullptr : *New;
  }
  if (Kind == SiteKind::CallableBox)
    return conversionAt(Where, F);
  for (const CallExpr *Call : F.Calls)
    if (const Effect *Known = F.U.Lib.effect(Call->getDirectCallee());
        Known && IsThere(Call) &&
        (Known->Does == Effect::Make || Known->Does == Effect::Allocate))
      return Call;
  return nullptr;
}

std::vector<Allocation>
allocationsIn(fastidious::Unit &Code,
              llvm::function_ref<bool(SiteKind)> Wants) {
  const Program &P = programOf(Code);
  std::map<std::pair<uint32_t, SiteKind>, std::optional<Allocation>> Found;
  for (const auto &F : Code.functions()) {
    if (!F->Decl)
      continue;
    const std::string Key = keyOf(*F);
    const Graph *G = P.graph(Key);
    if (!G)
      continue;
    for (const Fact &Says : P.objectFacts(Key)) {
      // Another definition with the same key has other objects.
      if (Says.Kind != Fact::Heap || Says.Object >= G->Objects.size() ||
          G->Objects[Says.Object].Site == None ||
          !(G->Objects[Says.Object].Where == Says.Where))
        continue;
      const Site &Is = G->Sites[G->Objects[Says.Object].Site];
      if (!Wants(Is.Kind) ||
          SourceLocation::getFromRawEncoding(Says.Where.Raw).isMacroID())
        continue;
      const uint32_t Where = Says.Where.Raw;
      auto [Entry, New] = Found.try_emplace({Where, Is.Kind});
      if (New)
        Entry->second = {Says, &Is, F.get(), expressionAt(Where, Is.Kind, *F)};
      else if (Entry->second && (Entry->second->Says.Says != Says.Says ||
                                 Entry->second->Says.To != Says.To))
        Entry->second.reset();
    }
  }
  std::vector<Allocation> All;
  for (auto &[Where, Is] : Found)
    if (Is)
      All.push_back(std::move(*Is));
  return All;
}

} // namespace fastidious::escape
