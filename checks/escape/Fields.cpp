#include "escape/Fields.h"
#include "llvm/ADT/STLExtras.h"

namespace fastidious::escape {

static bool isIn(uint32_t Index, size_t Size) { return Index < Size; }
static bool isInOrNone(uint32_t Index, size_t Size) {
  return Index == None || Index < Size;
}

static bool isWellFormed(const Constraint &C, const Graph &G) {
  const bool Nodes = isInOrNone(C.Dst, G.Nodes) && isInOrNone(C.Src, G.Nodes) &&
                     C.Part.Field <= G.Fields.size() &&
                     C.Why <= Reason::Initialised;
  switch (C.Kind) {
  case Op::Address:
    return Nodes && isIn(C.Dst, G.Nodes) && isIn(C.Object, G.Objects.size());
  case Op::Copy:
  case Op::Load:
  case Op::Store:
  case Op::Part:
    return Nodes && isIn(C.Dst, G.Nodes);
  case Op::Sink:
    return Nodes && isIn(C.Object, G.Sinks.size());
  case Op::Call:
    return Nodes && isIn(C.Object, G.Calls.size());
  }
  return false;
}

static bool isWellFormed(const Object &O, const Graph &G) {
  return O.Kind < ObjectKind::Opaque &&
         isInOrNone(O.Parent, G.Objects.size()) &&
         isInOrNone(O.Site, G.Sites.size()) &&
         O.Part.Field <= G.Fields.size() &&
         (O.Kind != ObjectKind::Argument || O.Index != None);
}

static bool isWellFormed(const Event &E, const Graph &G) {
  switch (E.Kind) {
  case Event::Do:
    return isIn(E.Index, G.Constraints.size());
  case Event::Use:
  case Event::Await:
    return isIn(E.Index, G.Objects.size());
  case Event::Enter:
  case Event::Leave:
    return isIn(E.Index, G.Scopes.size());
  case Event::Join:
  case Event::Change:
    return isIn(E.Index, G.Nodes);
  case Event::Remove:
  case Event::Differ:
    return isIn(E.Index, G.Removals.size());
  }
  return false;
}

static bool isWellFormed(const Call &C, const Graph &G) {
  const auto Node = [&](NodeId N) { return isInOrNone(N, G.Nodes); };
  return Node(C.Target) && Node(C.Receiver) && Node(C.Result) &&
         llvm::all_of(C.Arguments, Node);
}

/// Each chain of parents ends.
template <class T> static bool hasParents(const std::vector<T> &All) {
  for (const T &Each : All) {
    size_t Steps = 0;
    for (uint32_t P = Each.Parent; P != None; P = All[P].Parent)
      if (P >= All.size() || ++Steps > All.size())
        return false;
  }
  return true;
}

/// What says that there are more is damaged, and would take all memory.
static bool hasFewNodes(const Graph &G) {
  constexpr size_t MostPerUse = 64;
  return G.Nodes <= MostPerUse * (1 + G.Objects.size() + G.Constraints.size() +
                                  G.Calls.size());
}

bool isWellFormed(const Graph &G) {
  const auto Is = [&](const auto &Part) { return isWellFormed(Part, G); };
  const auto Field = [&](uint32_t F) { return F <= G.Fields.size(); };
  return hasFewNodes(G) && llvm::all_of(G.Objects, Is) &&
         hasParents(G.Objects) && llvm::all_of(G.Constraints, Is) &&
         llvm::all_of(G.Calls, Is) && llvm::all_of(G.SeveralFields, Field) &&
         hasParents(G.Scopes) &&
         llvm::all_of(G.Carriers,
                      [&](ObjectId O) { return isIn(O, G.Objects.size()); }) &&
         isInOrNone(G.Result, G.Objects.size()) &&
         G.Carriers.size() == G.Parameters.size() + G.HasThis &&
         llvm::all_of(
             G.Sites,
             [](const Site &S) { return S.Kind <= SiteKind::LibraryMemory; }) &&
         llvm::all_of(
             G.Sinks,
             [](const Sink &S) { return S.Kind <= SinkKind::Unknown; }) &&
         llvm::all_of(G.Removals,
                      [&](const Removal &R) {
                        return isInOrNone(R.Container, G.Nodes) &&
                               isInOrNone(R.Value, G.Nodes);
                      }) &&
         llvm::all_of(G.Blocks, [&](const Block &B) {
           return llvm::all_of(B.Events, Is) &&
                  llvm::all_of(B.Successors, [&](uint32_t Next) {
                    return isIn(Next, G.Blocks.size());
                  });
         });
}

} // namespace fastidious::escape
