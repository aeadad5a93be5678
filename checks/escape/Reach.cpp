#include "escape/Reach.h"

namespace fastidious::escape {

Reach::Reach(const Solution &S, llvm::ArrayRef<SetId> Roots, Filter Counts)
    : S(S) {
  for (SetId Root : Roots)
    enter(Root, None, Counts);
  for (uint32_t V = 0; V != Visits.size(); ++V)
    expand(V, Counts);
}

const Reach::Visit &Reach::root(const Visit &V) const {
  const Visit *At = &V;
  while (At->From != None)
    At = &Visits[At->From];
  return *At;
}

const Reach::Visit *Reach::at(const Firsts &In, ObjectId O) const {
  const auto Found = In.find(O);
  return Found == In.end() ? nullptr : &Visits[Found->second];
}

llvm::ArrayRef<uint32_t> Reach::linksTo(ObjectId O) const {
  if (LinksTo.empty())
    for (uint32_t L = 0; L != Links.size(); ++L)
      LinksTo[S.place(Links[L].What).Object].push_back(L);
  const auto Found = LinksTo.find(O);
  if (Found == LinksTo.end())
    return {};
  return Found->second;
}

void Reach::enter(SetId Through, uint32_t From, Filter Counts) {
  const bool Owning = S.set(Through).Of.Part.Owned;
  for (const Element &E : S.set(Through).Elements)
    if (Counts(Through, E)) {
      Links.push_back({E.What, Through, From, Owning});
      visit(E.What, Through, From, Owning);
    }
}

void Reach::visit(PlaceId What, SetId Through, uint32_t From, bool Owning) {
  if (!Seen.insert({What, Owning}).second)
    return;
  const ObjectId O = S.place(What).Object;
  Any.try_emplace(O, Visits.size());
  (Owning ? Owners : Handles).try_emplace(O, Visits.size());
  Visits.push_back({What, Through, From, Owning});
}

void Reach::expand(uint32_t Index, Filter Counts) {
  const Place P = S.place(Visits[Index].What);
  const Storage &Of = S.object(P.Object);
  const auto Leads = [&](Key K) {
    return !P.Part.Field || !K.Field || K.Field == P.Part.Field;
  };
  for (auto [Part, Set] : Of.Cells)
    if (Leads(Part))
      enter(Set, Index, Counts);
}

} // namespace fastidious::escape
