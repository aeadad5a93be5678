/// What a record's fields ask of the places where they lie.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/AST/CharUnits.h"
#include "clang/AST/DeclCXX.h"
#include <optional>
#include <vector>

namespace fastidious {

/// A class without data at some place: another one of the same type may not
/// have the same address.
struct EmptyPart {
  const clang::CXXRecordDecl *Type;
  clang::CharUnits Offset;
};

/// What a field asks of the place where it lies.
struct FieldNeeds {
  /// In bits. Room is what no other field may use; it is less than Size where
  /// the tail of a [[no_unique_address]] field may be reused.
  uint64_t Room = 0, Size = 0, Align = 1;
  /// A bit-field may not cross a multiple of this; 0 for other fields.
  uint64_t Storage = 0;
  /// An empty [[no_unique_address]] field: it may lie on other fields.
  bool Overlaps = false;
  std::vector<EmptyPart> Empties = {};
};

/// The rules of the Itanium ABI for the fields of one record.
class NeedsReader {
public:
  NeedsReader(const clang::CXXRecordDecl &R, const clang::ASTContext &Context);

  /// \returns nothing where the rules are not those of the common ABI.
  std::optional<FieldNeeds> needsOf(const clang::FieldDecl &F) const;
  /// \returns the empty classes in the bases.
  std::vector<EmptyPart> emptyBases() const;

private:
  std::optional<FieldNeeds> ofBitField(const clang::FieldDecl &F) const;
  std::optional<FieldNeeds> ofField(const clang::FieldDecl &F) const;
  uint64_t alignOf(const clang::FieldDecl &F) const;
  bool isPacked(const clang::FieldDecl &F) const;

  const clang::CXXRecordDecl &R;
  const clang::ASTContext &Context;
  /// Where empty classes can no longer collide.
  const clang::CharUnits Limit;
};

} // namespace fastidious
