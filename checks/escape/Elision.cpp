#include "escape/Elision.h"
#include "escape/Solution.h"
#include "llvm/ADT/STLExtras.h"

namespace fastidious::escape {

/// Of several functions with one key, the fact can be about another one.
static const Object *objectOf(const Graph *G, const Fact &F) {
  if (!G || F.Object >= G->Objects.size())
    return nullptr;
  const Object &O = G->Objects[F.Object];
  return O.Where == F.Where ? &O : nullptr;
}

const Site *siteOf(const Program &In, const Fact &F) {
  const Graph *G = In.graph(F.Function);
  const Object *O = objectOf(G, F);
  return F.Kind == Fact::Heap && O && O->Site != None ? &G->Sites[O->Site]
                                                      : nullptr;
}

static std::string byKind(const Site &Of) {
  switch (Of.Kind) {
  case SiteKind::MakeShared:
    return "its counters are shared";
  case SiteKind::ContainerNode:
    return "the library links the nodes";
  case SiteKind::ContainerBuffer:
    return Of.Size ? "" : "it grows";
  case SiteKind::StringBuffer:
    return Of.Size ? "" : "its length is not known";
  case SiteKind::Exception:
  case SiteKind::ThreadState:
    return "the runtime makes it";
  default:
    return "";
  }
}

/// Larger ones are called rather than copied into the caller.
static bool isInlined(const Graph *Callee) {
  constexpr size_t Most = 40;
  return Callee && Callee->Incomplete.empty() &&
         Callee->Constraints.size() <= Most && !Callee->NoReturn;
}

static bool sees(const Solution &S, const CallSite &Call, ObjectId O) {
  std::vector<SetId> Passed = Call.Arguments;
  Passed.push_back(Call.Receiver);
  return llvm::any_of(Passed, [&](SetId Set) {
    return Set != None &&
           llvm::any_of(S.set(Set).Elements, [&](const Element &E) {
             return S.place(E.What).Object == O;
           });
  });
}

std::string whatKeeps(const Program &In, const Fact &F) {
  const Site *Of = siteOf(In, F);
  const Solution *S = In.solution(F.Function);
  if (!Of || !S)
    return "";
  if (std::string Why = byKind(*Of); !Why.empty())
    return Why;
  for (size_t C = 0; C != S->calls().size(); ++C) {
    const CallSite &Call = S->calls()[C];
    if (!sees(*S, Call, F.Object))
      continue;
    const std::string Callee =
        C < S->graph().Calls.size() ? S->graph().Calls[C].Callee : "";
    if (!isInlined(In.graph(Callee)) || !Call.Virtual.empty())
      return "'" + Call.Name + "' sees it";
  }
  return "";
}

} // namespace fastidious::escape
