/// What can be reached from some cells and sinks, and by which way.
#pragma once

#include "escape/Solution.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace fastidious::escape {

/// Whether an element of a cell or sink still counts.
using Filter = llvm::function_ref<bool(SetId, const Element &)>;

class Reach {
public:
  struct Visit {
    PlaceId What = None;
    /// The cell or sink that refers to it.
    SetId Through = None;
    /// The visit of the object that has this cell; None at a root.
    uint32_t From = None;
    /// The cell frees what it refers to.
    bool Owning = false;
  };

  Reach(const Solution &S, llvm::ArrayRef<SetId> Roots, Filter Counts);

  /// The first visit of any part of the object; null when there is none.
  const Visit *visit(ObjectId O) const { return at(Any, O); }
  /// By a pointer, reference, view that does not own it.
  const Visit *handle(ObjectId O) const { return at(Handles, O); }
  const Visit *owner(ObjectId O) const { return at(Owners, O); }
  const Visit &operator[](uint32_t Index) const { return Visits[Index]; }
  /// All ways in which it is referred to.
  llvm::ArrayRef<Visit> links() const { return Links; }
  /// Those of links() that refer to the object.
  llvm::ArrayRef<uint32_t> linksTo(ObjectId O) const;
  const Visit &root(const Visit &V) const;

private:
  using Firsts = llvm::DenseMap<ObjectId, uint32_t>;
  void enter(SetId Through, uint32_t From, Filter Counts);
  void visit(PlaceId What, SetId Through, uint32_t From, bool Owning);
  void expand(uint32_t Visit, Filter Counts);
  const Visit *at(const Firsts &In, ObjectId O) const;

  const Solution &S;
  std::vector<Visit> Visits, Links;
  /// Made when it is asked for.
  mutable llvm::DenseMap<ObjectId, std::vector<uint32_t>> LinksTo;
  llvm::DenseSet<std::pair<PlaceId, unsigned>> Seen;
  Firsts Any, Handles, Owners;
};

} // namespace fastidious::escape
