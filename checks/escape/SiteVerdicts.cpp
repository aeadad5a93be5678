// The verdicts on heap sites.
#include "escape/Judge.h"
#include "llvm/ADT/STLExtras.h"

namespace fastidious::escape {

/// The most bytes that are well kept on the stack.
static constexpr uint64_t Small = 1024;

static llvm::StringRef name(SiteKind Kind) {
  switch (Kind) {
  case SiteKind::New:
    return "new";
  case SiteKind::NewArray:
    return "new[]";
  case SiteKind::Malloc:
    return "malloc";
  case SiteKind::MakeUnique:
    return "make_unique";
  case SiteKind::MakeShared:
    return "make_shared";
  case SiteKind::ContainerBuffer:
    return "container-buffer";
  case SiteKind::ContainerNode:
    return "container-node";
  case SiteKind::StringBuffer:
    return "string-buffer";
  case SiteKind::CallableBox:
    return "callable-box";
  case SiteKind::Exception:
    return "exception";
  case SiteKind::CoroutineFrame:
    return "coroutine-frame";
  case SiteKind::ThreadState:
    return "thread-state";
  case SiteKind::LibraryMemory:
    return "library-memory";
  }
  return "";
}

static bool isSmall(const Site &Of) { return Of.Size && *Of.Size <= Small; }

void Judge::judgeSite(ObjectId O) {
  using enum Destination;
  const Site &Of = G.Sites[S.object(O).Is->Site];
  Fact F = fact(Fact::Heap, fastidious::escape::name(Of.Kind).str(),
                S.object(O).Is->Where, O);
  F.Says = Verdict::Heap;
  F.Made = Of;
  Subject Itself;
  Itself.Itself = {O};
  if (Of.Inline) {
    F.Says = Verdict::Inline;
  } else if (!G.Incomplete.empty() || S.incomplete()) {
    giveUp(F, Verdict::Heap);
  } else {
    std::vector<Exit> Exits;
    addExits({Global, Thread, Exception, Param, Unknown, Return}, Itself,
             Exits);
    exitToThreads(Itself, Exits);
    if (Of.Kind == SiteKind::ThreadState)
      Exits.push_back({Thread});
    if (Of.Kind == SiteKind::Exception)
      Exits.push_back({Exception});
    decideSite(F, O, Of, Exits);
  }
  Facts.push_back(std::move(F));
}

/// Containers and strings share their storage with nobody.
static bool hasOneOwner(SiteKind K) {
  return K == SiteKind::ContainerBuffer || K == SiteKind::ContainerNode ||
         K == SiteKind::StringBuffer || K == SiteKind::LibraryMemory;
}

void Judge::decideSite(Fact &F, ObjectId O, const Site &Of,
                       const std::vector<Exit> &Exits) {
  using enum Destination;
  decide(F, Verdict::Heap, Exits,
         {Global, Thread, Exception, Param, Unknown, Return});
  if (!hasOneOwner(Of.Kind) &&
      (owners(O).size() > 1 || isReturnedTwice(O) || isBoxedTwice(O))) {
    F.To = Shared;
    F.All.insert(F.All.begin(), Shared);
  } else if (F.To == Return) {
    judgeReturned(F, O, Of);
  } else if (F.To == Nowhere) {
    judgeStaying(F, O, Of);
  }
}

/// The objects that own it when the function has returned. What a container
/// holds is the container's.
std::vector<ObjectId> Judge::owners(ObjectId Site) const {
  std::vector<ObjectId> Found;
  std::set<ObjectId> Seen;
  std::vector<ObjectId> Worklist = {Site};
  while (!Worklist.empty()) {
    const ObjectId Owned = Worklist.back();
    Worklist.pop_back();
    for (SetId Cell : Order.holders(Owned)) {
      ObjectId Owner = S.set(Cell).Of.Object;
      if (!S.set(Cell).Of.Part.Owned || !Seen.insert(Owner).second)
        continue;
      while (S.object(Owner).Is->Kind == ObjectKind::Argument &&
             S.object(Owner).Part.Owned)
        Owner = S.object(Owner).Is->Parent;
      const ObjectKind Kind = S.object(Owner).Is->Kind;
      if (Kind == ObjectKind::Site || Kind == ObjectKind::Content)
        Worklist.push_back(Owner);
      else if ((Kind == ObjectKind::Global || Kind == ObjectKind::Argument ||
                Kind == ObjectKind::Result) &&
               !llvm::is_contained(Found, Owner))
        Found.push_back(Owner);
    }
  }
  return Found;
}

/// By two owners in one result: `return {Reader(p), Reader(p)};`
bool Judge::isReturnedTwice(ObjectId Site) const {
  std::map<const Return *, std::set<uint32_t>> Owners;
  for (auto [Part, Cell] : S.object(G.Result).Cells)
    for (const Edge &By : S.set(Cell).From) {
      const uint32_t C = S.cause(By.Why).Constraint;
      if (Part.Owned &&
          llvm::any_of(S.set(By.Set).Elements, [&](const Element &E) {
            return S.place(E.What).Object == Site;
          }))
        for (const Return &R : G.Returns)
          if (R.From <= C && C < R.To)
            Owners[&R].insert(C);
    }
  return llvm::any_of(Owners,
                      [](const auto &Of) { return Of.second.size() > 1; });
}

/// By two callables that live on: `return {[p] {...}, [p] {...}};`
bool Judge::isBoxedTwice(ObjectId Site) const {
  std::set<ObjectId> Boxes;
  for (SetId Cell : Order.holders(Site)) {
    const ObjectId Box = S.set(Cell).Of.Object;
    if (S.set(Cell).Of.Part.Owned &&
        S.object(Box).SiteIs == SiteKind::CallableBox && !owners(Box).empty())
      Boxes.insert(Box);
  }
  return Boxes.size() > 1;
}

bool Judge::couldBeValue(const Site &Of, ObjectId O) const {
  return (Of.Kind == SiteKind::New || Of.Kind == SiteKind::MakeUnique ||
          Of.Kind == SiteKind::MakeShared) &&
         isSmall(Of) && Of.Complete && Of.Movable && !Of.Polymorphic &&
         !Of.Recursive && !Of.OwnDeleter && !G.FixedSignature;
}

void Judge::judgeReturned(Fact &F, ObjectId O, const Site &Of) {
  const bool BySize =
      Of.Kind == SiteKind::New || Of.Kind == SiteKind::NewArray ||
      Of.Kind == SiteKind::Malloc || Of.Kind == SiteKind::MakeUnique ||
      Of.Kind == SiteKind::MakeShared;
  if (couldBeValue(Of, O))
    F.Says = Verdict::ByValue;
  else if (Of.Polymorphic)
    F.To = Destination::Polymorphic;
  else if (BySize && !isSmall(Of))
    F.To = Destination::Size;
}

void Judge::judgeStaying(Fact &F, ObjectId O, const Site &Of) {
  if (!isSmall(Of))
    F.To = Destination::Size;
  else if (Of.Many || accumulates(O, Of))
    F.To = Destination::Container;
  else if (Of.Polymorphic && variesInType(O))
    F.To = Destination::Polymorphic;
  else
    F.Says = Verdict::StackAble;
  if (F.To != Destination::Nowhere)
    F.All = {F.To};
}

bool Judge::variesInType(ObjectId Site) const {
  const std::string &Type = S.object(Site).Is->Type;
  for (const Storage &Of : S.objects())
    for (auto [Part, Cell] : Of.Cells) {
      bool Holds = false, Other = false;
      for (const Element &E : S.set(Cell).Elements) {
        const ObjectId O = S.place(E.What).Object;
        Holds |= O == Site;
        Other |= !S.object(O).Is->Type.empty() && S.object(O).Is->Type != Type;
      }
      if (Holds && Other)
        return true;
    }
  return false;
}

/// Made in a loop and kept by what lives longer than one turn: the number of
/// those alive is that of the turns.
bool Judge::accumulates(ObjectId O, const Site &Of) const {
  if (!Of.InLoop)
    return false;
  ScopeId Body = S.object(O).Is->Scope;
  while (Body < G.Scopes.size() && !G.Scopes[Body].LoopBody)
    Body = G.Scopes[Body].Parent;
  std::set<ObjectId> Seen;
  for (ObjectId Holder = 0; Holder != S.objects().size(); ++Holder) {
    const Storage &By = S.object(Holder);
    if (By.Is->Kind != ObjectKind::Site && By.Is->Kind != ObjectKind::Content)
      continue;
    for (auto [Part, Cell] : By.Cells)
      for (const Element &E : S.set(Cell).Elements)
        if (S.place(E.What).Object == O &&
            (Holder == O || holdsLonger(Holder, Body, Seen)))
          return true;
  }
  return false;
}

/// A variable from outside Body leads to it.
bool Judge::holdsLonger(ObjectId Held, ScopeId Body,
                        std::set<ObjectId> &Seen) const {
  if (!Seen.insert(Held).second)
    return false;
  for (ObjectId O = 0; O != S.objects().size(); ++O) {
    const Object &Is = *S.object(O).Is;
    const bool Refers = llvm::any_of(S.object(O).Cells, [&](const auto &Cell) {
      return llvm::any_of(S.set(Cell.second).Elements, [&](const Element &E) {
        return S.place(E.What).Object == Held;
      });
    });
    if (!Refers)
      continue;
    if (Is.Kind == ObjectKind::Site || Is.Kind == ObjectKind::Content) {
      if (holdsLonger(O, Body, Seen))
        return true;
      continue;
    }
    ScopeId Of = Is.Scope;
    while (Of != Body && Of < G.Scopes.size())
      Of = G.Scopes[Of].Parent;
    if (Of != Body || Body == None)
      return true;
  }
  return false;
}

} // namespace fastidious::escape
