/// Members that own an object on the heap where a plain member would do.
#pragma once

#include "escape/Allocations.h"
#include "escape/Keeper.h"

namespace fastidious::escape {

/// All code that can name the field is in this translation unit: a private
/// member of a class whose functions are all defined here, or a class that
/// only this file sees.
bool isUsedHereOnly(const clang::FieldDecl &Field,
                    const clang::SourceManager &SM);

/// Objects of the class can be copied, moved.
bool isCopyable(const clang::CXXRecordDecl &R);
bool isMovable(const clang::CXXRecordDecl &R);

class MemberOwnership {
public:
  explicit MemberOwnership(fastidious::Unit &Code) : Code(Code) {}

  /// The field gets its object, made as Is says, in every constructor, keeps
  /// it, and owns it alone; and nothing but habit keeps it on the heap.
  bool couldBePlain(const clang::FieldDecl &Field, const Site &Is);

  /// What default member initialisers make in classes of which no constructor
  /// can be seen, where a plain member would do.
  void eachUnseen(
      llvm::function_ref<void(const Allocation &, const clang::FieldDecl &)>
          Do);

private:
  bool isMade(const clang::Expr &Value, const clang::FieldDecl &Field);
  bool isSetByConstructors(const clang::FieldDecl &Field);
  bool isSetBy(const clang::CXXConstructorDecl &C,
               const clang::FieldDecl &Field);
  bool isOnlyUsed(const clang::Expr &E, Function &F);
  bool isKept(const clang::FieldDecl &Field);
  bool mayUse(const OwnerAccess &Access, const clang::FieldDecl &Field,
              Function &F);
  bool isDeclaredEarly(const clang::FieldDecl &Field);

  fastidious::Unit &Code;
  llvm::DenseMap<const clang::FieldDecl *, bool> Known;
  /// What the field that is looked at is given.
  clang::QualType Made;
};

} // namespace fastidious::escape
