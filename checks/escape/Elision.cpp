#include "escape/Elision.h"
#include "llvm/ADT/STLExtras.h"

namespace fastidious::escape {

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
bool isInlined(const Graph &G) {
  constexpr size_t Most = 10;
  return G.Incomplete.empty() && G.Constraints.size() <= Most && !G.NoReturn;
}

static bool holds(const Solution &S, SetId Set, ObjectId O) {
  return llvm::any_of(S.set(Set).Elements, [&](const Element &E) {
    return S.place(E.What).Object == O;
  });
}

/// The call gets a pointer to it, or the owner or another object that has one.
static bool sees(const Solution &S, const CallSite &Call, ObjectId O) {
  std::vector<SetId> Passed = Call.Arguments;
  Passed.push_back(Call.Receiver);
  return llvm::any_of(Passed, [&](SetId Set) {
    return Set != None &&
           (holds(S, Set, O) ||
            llvm::any_of(S.set(Set).Elements, [&](const Element &E) {
              return llvm::any_of(
                  S.object(S.place(E.What).Object).Cells,
                  [&](const auto &Cell) { return holds(S, Cell.second, O); });
            }));
  });
}

std::string whatKeeps(const Solution &In, const Fact &F) {
  if (!F.Made)
    return "";
  if (std::string Why = byKind(*F.Made); !Why.empty())
    return Why;
  const Graph &G = In.graph();
  for (size_t C = 0; C != In.calls().size(); ++C) {
    const CallSite &Call = In.calls()[C];
    if (!sees(In, Call, F.Object))
      continue;
    const auto Callees =
        In.linkage().definitions(C < G.Calls.size() ? G.Calls[C].Callee : "");
    if (Callees.empty() || !Call.Virtual.empty() ||
        !isInlined(In.linkage().graph(Callees.front())))
      return "'" + Call.Name + "' sees it";
  }
  return "";
}

} // namespace fastidious::escape
