#include "escape/HandedOut.h"
#include "escape/Solution.h"
#include "llvm/ADT/STLExtras.h"

namespace fastidious::escape {
namespace {

/// The most bytes that are well copied about.
constexpr uint64_t Small = 1024;

bool couldBeValue(const Site &Of, const Graph &In) {
  const bool IsOne =
      Of.Kind == SiteKind::New || Of.Kind == SiteKind::NewArray ||
      Of.Kind == SiteKind::MakeUnique || Of.Kind == SiteKind::MakeShared;
  return IsOne && Of.Size && *Of.Size <= Small && Of.Complete && Of.Movable &&
         !Of.Polymorphic && !Of.Recursive && !Of.OwnDeleter &&
         !In.FixedSignature;
}

bool contains(const Solution &S, SetId Set, ObjectId O) {
  return llvm::any_of(S.set(Set).Elements, [&](const Element &E) {
    return S.place(E.What).Object == O;
  });
}

bool owns(const Solution &S, ObjectId Owner, ObjectId O) {
  return llvm::any_of(S.object(Owner).Cells, [&](const auto &Cell) {
    return Cell.first.Owned && contains(S, Cell.second, O);
  });
}

bool isOwned(const Solution &S, ObjectId O) {
  for (ObjectId Owner = 0; Owner != S.objects().size(); ++Owner)
    if (owns(S, Owner, O))
      return true;
  return false;
}

/// This cell, which refers to it, wants it to stay where it is.
bool isLasting(const Solution &S, ObjectId Holder, Key Part, const Element &E) {
  switch (S.object(Holder).Is->Kind) {
  case ObjectKind::Temporary:
  case ObjectKind::Parameter:
    return Part.Field;
  case ObjectKind::Local:
  case ObjectKind::Result: {
    const uint32_t By = S.cause(E.Why).Constraint;
    const bool IsCopy =
        By != None && S.graph().Constraints[By].Why == Reason::CopiedInto;
    return Part.Field || (Part.Owned && IsCopy); // shares it
  }
  default:
    return true;
  }
}

/// But for what Except, a parameter's pointer, refers to.
bool isKept(const Solution &S, ObjectId O, ObjectId Except) {
  for (ObjectId Holder = 0; Holder != S.objects().size(); ++Holder)
    for (auto [Part, Cell] : S.object(Holder).Cells)
      for (const Element &E : S.set(Cell).Elements)
        if (S.place(E.What).Object == O && !(Holder == Except && !Part.Field) &&
            isLasting(S, Holder, Part, E))
          return true;
  const bool IsOwned = isOwned(S, O);
  // A callee that nobody knows may keep what it gets to own.
  return llvm::any_of(S.sinks(), [&](const SinkSet &Sink) {
    return llvm::any_of(S.set(Sink.Set).Elements, [&](const Element &E) {
      const ObjectId Given = S.place(E.What).Object;
      return owns(S, Given, O) ||
             (Given == O && (Sink.Kind != SinkKind::Unknown || !IsOwned));
    });
  });
}

bool isShared(const Solution &S, ObjectId O) {
  for (ObjectId Owner = 0; Owner != S.objects().size(); ++Owner)
    if (S.object(Owner).Is->Shares && owns(S, Owner, O))
      return true;
  return false;
}

/// On other paths the result is an object that was there before.
bool mayBeAnother(const Solution &S, ObjectId O) {
  return llvm::any_of(S.object(S.graph().Result).Cells, [&](const auto &Cell) {
    return contains(S, Cell.second, O) &&
           llvm::any_of(S.set(Cell.second).Elements, [&](const Element &E) {
             const ObjectKind Kind = S.object(S.place(E.What).Object).Is->Kind;
             return Kind == ObjectKind::Argument ||
                    Kind == ObjectKind::Global || Kind == ObjectKind::Content ||
                    Kind == ObjectKind::Opaque;
           });
  });
}

/// Looks at one heap object through all functions that it comes to.
class Finder {
public:
  explicit Finder(const Program &P) : P(P) {
    P.forEach([&](const Solution &S) { All.push_back(&S); });
  }
  std::vector<HandedOut> run();

private:
  void examine(const Fact &F, const Solution &S);
  void examineOutParameter(const Fact &F, const Solution &S);
  void examineArguments(const Fact &F, const Solution &S);
  void add(const Fact &F, const Solution &S, HandedOut::WayOut Way,
           const Location &At, std::string Through);
  bool isKeptByCaller(const Fact &F, const Solution &S, bool &IsSeen) const;
  bool onlyUses(const Graph &Callee, uint32_t Parameter) const;

  const Program &P;
  std::vector<const Solution *> All;
  std::vector<HandedOut> Found;
};

/// What came from the site, where callers see it.
bool Finder::isKeptByCaller(const Fact &F, const Solution &S,
                            bool &IsSeen) const {
  for (const Solution *Caller : All) {
    if (Caller == &S)
      continue;
    for (ObjectId O = 0; O != Caller->objects().size(); ++O) {
      const Storage &Of = Caller->object(O);
      if (Of.OriginFunction != S.self() || Of.OriginObject != F.Object ||
          Of.OfPort)
        continue;
      IsSeen = true;
      if (isKept(*Caller, O, None))
        return true;
    }
  }
  return false;
}

bool Finder::onlyUses(const Graph &Callee, uint32_t Parameter) const {
  const std::vector<Fact> Facts = P.facts(Callee.Key);
  return llvm::any_of(Facts, [&](const Fact &F) {
    return F.Kind == Fact::Param && F.Says == Verdict::NoEscape &&
           F.Where == Callee.Parameters[Parameter].Where;
  });
}

void Finder::examineArguments(const Fact &F, const Solution &S) {
  const Graph &G = S.graph();
  for (const Constraint &C : G.Constraints) {
    if (C.Kind != Op::Call)
      continue;
    const Call &Made = G.Calls[C.Object];
    const Graph *Callee = P.graph(Made.Callee);
    if (!Callee || Callee->External || Callee->Coroutine || Made.Virtual)
      continue;
    for (uint32_t I = 0; I != Callee->Parameters.size(); ++I) {
      if (!Callee->Parameters[I].TakesOver || I >= Made.Arguments.size() ||
          Made.Arguments[I] == None)
        continue;
      const std::optional<Place> Given = S.only(Made.Arguments[I]);
      if (Given && owns(S, Given->Object, F.Object) && onlyUses(*Callee, I))
        return add(F, S, HandedOut::Argument, C.Where, Callee->Name);
    }
  }
}

void Finder::examineOutParameter(const Fact &F, const Solution &S) {
  for (ObjectId O = 0; O != S.objects().size(); ++O) {
    const Storage &Of = S.object(O);
    const Object &Is = *Of.Is;
    if (Is.Kind != ObjectKind::Argument ||
        Is.Index >= S.graph().Parameters.size() ||
        !S.graph().Parameters[Is.Index].HandsOut || Is.Parent == None ||
        S.object(Is.Parent).Is->Parent != None)
      continue;
    for (auto [Part, Cell] : Of.Cells)
      if (contains(S, Cell, F.Object) && !isKept(S, F.Object, O))
        return add(F, S, HandedOut::OutParameter, F.LeavesAt, F.Through);
  }
}

void Finder::examine(const Fact &F, const Solution &S) {
  bool IsSeen = false;
  if (!couldBeValue(S.graph().Sites[S.object(F.Object).Is->Site], S.graph()) ||
      isKeptByCaller(F, S, IsSeen))
    return;
  if (F.Says == Verdict::StackAble)
    return examineArguments(F, S);
  if (F.All.size() != 1)
    return;
  if (F.To == Destination::Param)
    return examineOutParameter(F, S);
  const bool IsShared = S.graph().Sites[S.object(F.Object).Is->Site].Kind ==
                            SiteKind::MakeShared ||
                        isShared(S, F.Object);
  // Callers elsewhere may share it.
  if (F.To == Destination::Return && !isKept(S, F.Object, None) &&
      !mayBeAnother(S, F.Object) && (!IsShared || IsSeen))
    add(F, S, HandedOut::Returned, F.LeavesAt, "");
}

void Finder::add(const Fact &F, const Solution &S, HandedOut::WayOut Way,
                 const Location &At, std::string Through) {
  Found.push_back({Way, F.Function,
                   S.graph().Sites[S.object(F.Object).Is->Site], F.Where, At,
                   std::move(Through)});
}

/// What is the same in all instances of a template.
std::vector<HandedOut> Finder::run() {
  using Place = std::tuple<std::string, uint32_t, uint32_t, SiteKind>;
  const auto PlaceOf = [](const Location &L, SiteKind Kind) {
    return Place(L.File, L.Line, L.Column, Kind);
  };
  std::map<Place, unsigned> Open;
  for (const Solution *S : All)
    for (const Fact &F : P.objectFacts(S->graph().Key)) {
      // Another definition with the same key has other objects.
      if (F.Kind != Fact::Heap || F.Object >= S->objects().size() ||
          S->object(F.Object).Is->Site == None ||
          !(S->object(F.Object).Is->Where == F.Where))
        continue;
      ++Open[PlaceOf(F.Where,
                     S->graph().Sites[S->object(F.Object).Is->Site].Kind)];
      examine(F, *S);
    }
  for (const HandedOut &H : Found)
    --Open[PlaceOf(H.Made, H.What.Kind)];
  llvm::erase_if(Found, [&](const HandedOut &H) {
    return Open[PlaceOf(H.Made, H.What.Kind)];
  });
  return std::move(Found);
}

} // namespace

std::vector<HandedOut> handedOut(const Program &P) { return Finder(P).run(); }

} // namespace fastidious::escape
