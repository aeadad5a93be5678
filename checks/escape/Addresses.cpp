#include "escape/Addresses.h"
#include "escape/Reach.h"
#include "escape/Solution.h"
#include "llvm/ADT/STLExtras.h"

namespace fastidious::escape {

namespace {

class Elements {
public:
  explicit Elements(const Solution &S) : S(S) {}

  void addContainer(ObjectId Content) { Contents.insert(Content); }
  void addElement(ObjectId O) { All.insert(O); }
  bool areShortLived() const;
  const std::set<ObjectId> &contents() const { return Contents; }
  const std::set<ObjectId> &all() const { return All; }
  bool isHeldIn(SetId Cell) const {
    return llvm::any_of(S.set(Cell).Elements, [this](const Element &E) {
      return All.contains(S.place(E.What).Object);
    });
  }

private:
  bool mayHold(ObjectId Holder, Key Part) const;
  bool isSeenWhileGrowing(ObjectId Holder) const;

  const Solution &S;
  std::set<ObjectId> Contents, All;
};

/// Holder lives where an element is made after it.
bool Elements::isSeenWhileGrowing(ObjectId Holder) const {
  const Graph &G = S.graph();
  return llvm::any_of(All, [&](ObjectId O) {
    if (S.object(O).Is->Kind != ObjectKind::Site)
      return false;
    if (O >= G.Objects.size()) // in a callee
      return true;
    if (O < Holder)
      return false;
    ScopeId At = S.object(O).Is->Scope;
    while (At != None && At != S.object(Holder).Is->Scope)
      At = G.Scopes[At].Parent;
    return At != None;
  });
}

bool Elements::mayHold(ObjectId Holder, Key Part) const {
  switch (S.object(Holder).Is->Kind) {
  case ObjectKind::Temporary:
  case ObjectKind::Parameter:
    return true;
  case ObjectKind::Local:
    return Part.Owned || !isSeenWhileGrowing(Holder);
  default:
    return Contents.contains(Holder);
  }
}

bool Elements::areShortLived() const {
  for (ObjectId O = 0; O != S.objects().size(); ++O)
    for (auto [Part, Cell] : S.object(O).Cells)
      if (isHeldIn(Cell) && !mayHold(O, Part))
        return false;
  return true;
}

bool owns(const Solution &S, ObjectId Owner, ObjectId Owned) {
  return llvm::any_of(S.object(Owner).Cells, [&](const auto &Cell) {
    return Cell.first.Owned &&
           llvm::any_of(S.set(Cell.second).Elements, [&](const Element &E) {
             return S.place(E.What).Object == Owned;
           });
  });
}

bool isContainerContent(const Storage &Of) {
  return Of.Is->Kind == ObjectKind::Content ||
         Of.SiteIs == SiteKind::ContainerBuffer ||
         Of.SiteIs == SiteKind::ContainerNode;
}

} // namespace

bool areAddressesShortLived(const Solution &S, ObjectId O) {
  Elements Found(S);
  std::set<ObjectId> Containers;
  Found.addElement(O);
  for (ObjectId Holder = 0; Holder != S.objects().size(); ++Holder) {
    if (!isContainerContent(S.object(Holder)))
      continue;
    if (llvm::none_of(S.object(Holder).Cells, [&](const auto &Cell) {
          return Found.isHeldIn(Cell.second);
        }))
      continue;
    Found.addContainer(Holder);
    for (ObjectId Owner = 0; Owner != S.objects().size(); ++Owner)
      if (owns(S, Owner, Holder))
        Containers.insert(Owner);
  }
  // The other objects in the container.
  for (ObjectId Content : Found.contents())
    for (auto [Part, Cell] : S.object(Content).Cells)
      for (const Element &E : S.set(Cell).Elements)
        Found.addElement(S.place(E.What).Object);
  return Containers.size() == 1 && Found.areShortLived();
}

static void addAll(const Solution &S, ObjectId O, Key Part,
                   llvm::function_ref<void(ObjectId)> Add) {
  if (const auto Cell = S.existingCell(O, Part))
    for (const Element &E : S.set(*Cell).Elements)
      Add(S.place(E.What).Object);
  for (auto [Key, Child] : S.object(O).Children)
    if (Key == Part)
      Add(Child);
}

/// What leaves the function leaves from these.
static std::vector<SetId> waysOut(const Solution &S, uint32_t This) {
  std::vector<SetId> Roots;
  for (const SinkSet &Sink : S.sinks())
    Roots.push_back(Sink.Set);
  for (const Storage &Of : S.objects()) {
    const ObjectKind Kind = Of.Is->Kind;
    if (Kind == ObjectKind::Result || Kind == ObjectKind::Global ||
        Kind == ObjectKind::Opaque ||
        (Kind == ObjectKind::Argument && Of.Is->Index != This))
      for (auto [Part, Cell] : Of.Cells)
        Roots.push_back(Cell);
  }
  return Roots;
}

bool areAddressesShortLived(const Solution &S, llvm::StringRef Field,
                            bool Pointers) {
  const Graph &G = S.graph();
  if (!G.HasThis || !G.Incomplete.empty() || S.incomplete())
    return false;
  const uint32_t This = G.Parameters.size();
  const Key At = {S.linkage().Strings.intern(Field), true};
  Elements Found(S);
  std::set<ObjectId> Objects;
  addAll(S, G.Carriers[This], {}, [&](ObjectId O) { Objects.insert(O); });
  for (ObjectId O : Objects)
    addAll(S, O, At, [&](ObjectId Content) { Found.addContainer(Content); });
  for (ObjectId Content : Found.contents())
    addAll(S, Content, {0, !Pointers},
           [&](ObjectId O) { Found.addElement(O); });
  bool IsHandedOut = false;
  const Reach Out(S, waysOut(S, This), [&](SetId, const Element &E) {
    const Place To = S.place(E.What);
    const bool IsThis = Objects.contains(To.Object);
    IsHandedOut |= IsThis && To.Part.Field == At.Field;
    return !IsThis || To.Part.Field;
  });
  const auto Leaves = [&](ObjectId O) { return Out.visit(O) != nullptr; };
  return !IsHandedOut && llvm::none_of(Found.contents(), Leaves) &&
         llvm::none_of(Found.all(), Leaves) && Found.areShortLived();
}

} // namespace fastidious::escape
