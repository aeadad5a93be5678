/// How the bytes of a record are used, whether another order of its fields
/// needs fewer, and which parts of an object can lie in one cache line.
#pragma once

#include "analysis/FieldNeeds.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/CharUnits.h"
#include "clang/AST/DeclCXX.h"
#include <optional>
#include <string>
#include <vector>

namespace fastidious {

/// Bytes of an object, counted from its start: [Begin, End).
struct Extent {
  clang::CharUnits Begin, End;
  clang::CharUnits size() const { return End - Begin; }
};

/// Fields that only move together: one field, a run of bit-fields, the fields
/// of one declarator list, an anonymous union or struct.
struct LayoutUnit {
  llvm::SmallVector<const clang::FieldDecl *, 1> Fields;
  llvm::SmallVector<FieldNeeds, 1> Needs;
  clang::CharUnits Offset;
  /// Up to where the next unit may not begin; less than sizeof where the tail
  /// of a [[no_unique_address]] field may be reused, 0 for empty ones.
  clang::CharUnits Size;
  clang::CharUnits Align;
  /// A flexible array member, or an array of no elements that marks a place:
  /// it stays where it is.
  bool IsPinned = false;

  bool isBitFields() const { return Fields.front()->isBitField(); }
};

/// Where a field lies, in bits.
struct FieldPlace {
  const clang::FieldDecl *Field;
  unsigned Unit;
  uint64_t Begin, Room;
};

struct RecordLayout {
  const clang::CXXRecordDecl *Record;
  clang::CharUnits Size, Align;
  /// Where the own fields may begin: behind the vptr and the bases, in the
  /// tail of the last base as far as the ABI reuses it.
  clang::CharUnits Start;
  /// In order of declaration, which is the order of their offsets but for
  /// empty ones.
  std::vector<LayoutUnit> Units;

  struct Hole {
    Extent Bytes;
    /// Index of the unit in front of it; -1 for one before the first unit,
    /// Units.size() - 1 for the tail.
    int After;
  };
  /// Bytes between units, and behind the last one, that hold nothing.
  std::vector<Hole> Holes;

  /// Size that empty bases ask for, and where they lie.
  clang::CharUnits LeastSize;
  std::vector<EmptyPart> EmptyBases;

  /// \returns nothing for records whose layout is unknown or not simply that
  /// of their fields in order: incomplete, invalid, dependent, a union, with a
  /// virtual base; and where `place` would not tell what Clang does.
  static std::optional<RecordLayout> of(const clang::CXXRecordDecl &R,
                                        const clang::ASTContext &Context);

  /// \returns what sizeof would be with the units in Order (indices).
  clang::CharUnits sizeInOrder(llvm::ArrayRef<unsigned> Order) const;
  /// \returns the extents of the units in Order, in that order.
  std::vector<Extent> place(llvm::ArrayRef<unsigned> Order) const;
  /// \returns where each field lies with the units in Order.
  std::vector<FieldPlace> placeFields(llvm::ArrayRef<unsigned> Order) const;
  /// \returns the holes that the units in Order leave; After is a position in
  /// Order.
  std::vector<Hole> holesInOrder(llvm::ArrayRef<unsigned> Order) const;
  /// 0, 1, 2 ...
  std::vector<unsigned> declaredOrder() const;
};

/// Another order of a record's units.
struct Reordering {
  clang::CharUnits Size;
  /// Indices of units.
  std::vector<unsigned> Order;
  struct Move {
    unsigned Unit;
    /// The unit behind which it goes; -1: to the front.
    int After;
  };
  /// A few moves that lead to Order, one after the other, from front to
  /// back; empty where more are needed.
  llvm::SmallVector<Move, 2> Moves;
};

/// What is assumed of the target: contended data is kept apart in steps of it.
inline constexpr int64_t CacheLineBytes = 64;

/// Whether threads contend for a unit: it is or holds an atomic or a lock.
using ContendedUnit = llvm::function_ref<bool(const LayoutUnit &)>;

/// \returns an order of the smallest possible size, by as few moves as
/// possible; nothing where no order is smaller. No unit comes into the cache
/// line of a contended one that it does not share now.
std::optional<Reordering> smallestOrder(const RecordLayout &L,
                                        ContendedUnit IsContended);

/// \returns the reordering in words: "move 'c' behind 'a'", or the new order:
/// "order: 'b', 'a', 'c'".
std::string describe(const Reordering &R, const RecordLayout &L);

/// \returns the unit as a message names it: "'a'", "'a', 'b'", "'a' to 'z'",
/// "the union of 'x'".
std::string nameOf(const LayoutUnit &U);

/// In how many of the positions that an object may have in a cache line two
/// parts of it lie in one line.
struct LineSharing {
  unsigned Shared, Positions;
};

/// \param Align  alignment of the object in which both extents are counted.
/// \param Line  size of a cache line; X and Y share one when they have bytes
/// in the same one, for at least one line.
LineSharing shareLine(Extent X, Extent Y, clang::CharUnits Align,
                      clang::CharUnits Line);

} // namespace fastidious
