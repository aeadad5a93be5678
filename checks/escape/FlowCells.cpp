// What happens to the content of a cell: looked up once for each cell and for
// what is put there.
#include "escape/Flow.h"
#include "llvm/ADT/STLExtras.h"

namespace fastidious::escape {

const std::vector<Event> &EventOrder::takersOf(uint32_t Constraint, SetId Cell,
                                               ObjectId What) const {
  const std::vector<Event> &OfAny = flowOf(Cell).Takers;
  if (OfAny.empty())
    return OfNothing;
  const auto [Known, IsNew] = TakersOf.try_emplace({Constraint, Cell, What});
  if (IsNew)
    llvm::copy_if(OfAny, std::back_inserter(Known->second),
                  [&](const Event &E) {
                    return takes(E, S.set(Cell).Of, What, Constraint);
                  });
  return Known->second.empty() ? OfNothing : Known->second;
}

bool EventOrder::restores(const Edge &By, SetId Cell, PlaceId What) const {
  const size_t Index = &By - S.set(Cell).From.data();
  const std::vector<uint32_t> &Reads = flowOf(Cell).Reads[Index];
  return llvm::any_of(Reads, [&](uint32_t Read) {
    const auto &Found = foundAfter(Cell, What);
    const auto Put = Found.find(Read);
    return Put == Found.end() || Put->second == By.Set;
  });
}

/// What a swap reads there itself it puts elsewhere.
bool EventOrder::isSwapped(uint32_t Read, const Edge &By) const {
  const Constraint &From = G.Constraints[Read],
                   &To = G.Constraints[S.cause(By.Why).Constraint];
  return From.Why == Reason::MovedInto && To.Why == Reason::MovedInto &&
         From.Where == To.Where;
}

/// Of What that is put into the cell a part is read by these; each with the
/// set from which it was put there, or None for several.
const llvm::DenseMap<uint32_t, SetId> &
EventOrder::foundAfter(SetId Cell, PlaceId What) const {
  const auto [Known, IsNew] = FoundAfter.try_emplace({Cell, What});
  auto &Found = Known->second;
  if (!IsNew)
    return Found;
  for (const Edge &Put : S.set(Cell).From) {
    if (!S.find(Put.Set, What))
      continue;
    const uint32_t By = S.cause(Put.Why).Constraint;
    const auto &Done = doneAfter(By, takersOf(By, Cell, S.place(What).Object));
    for (uint32_t Read : flowOf(Cell).AllReads)
      if (Done.test(Read))
        if (const auto [At, IsFirst] = Found.try_emplace(Read, Put.Set);
            !IsFirst && At->second != Put.Set)
          At->second = None;
  }
  return Found;
}

/// The constraints that take effect behind that one before something takes
/// back what it stored.
const llvm::BitVector &
EventOrder::doneAfter(uint32_t Constraint,
                      const std::vector<Event> &Takers) const {
  const auto [Known, IsNew] = DoneAfter.try_emplace({Constraint, &Takers});
  llvm::BitVector &Done = Known->second;
  if (!IsNew)
    return Done;
  Done.resize(G.Constraints.size());
  const auto At = [&](const Event &E, bool) {
    if (E.Kind == Event::Do)
      Done.set(E.Index);
    return llvm::is_contained(Takers, E) ? Turn::Stop : Turn::Go;
  };
  if (walk(behind(Constraint), At, /*EndCounts=*/false))
    Done.set();
  return Done;
}

/// What holds of a cell whatever is put there.
const EventOrder::CellFlow &EventOrder::flowOf(SetId Cell) const {
  std::unique_ptr<CellFlow> &Known = OfCells[Cell];
  if (Known)
    return *Known;
  Known = std::make_unique<CellFlow>();
  const PlaceSet &Is = S.set(Cell);
  llvm::copy_if(Takers, std::back_inserter(Known->Takers),
                [&](const Event &E) { return takes(E, Is.Of, None, None); });
  Known->Reads.resize(Is.From.size());
  if (!hasFormer(Is.Of))
    return *Known;
  for (auto [By, Reads] : llvm::zip(Is.From, Known->Reads)) {
    for (const Element &E : S.set(By.Set).Elements)
      if (isFormer(E.What, Is.Of))
        if (const uint32_t Read = readFor(By, E); !isSwapped(Read, By))
          Reads.push_back(Read);
    llvm::append_range(Known->AllReads, Reads);
  }
  llvm::sort(Known->AllReads);
  Known->AllReads.erase(llvm::unique(Known->AllReads), Known->AllReads.end());
  return *Known;
}

} // namespace fastidious::escape
