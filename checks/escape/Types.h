/// What the escape engine asks about types: whether they can refer to other
/// objects, and how.
#pragma once

#include "analysis/Library.h"
#include "escape/Graph.h"
#include "clang/AST/ASTContext.h"

namespace fastidious::escape {

class Types {
public:
  Types(clang::ASTContext &Context, Library &Lib)
      : Context(Context), Lib(Lib) {}

  /// A value of type T can refer to objects: pointers, references, classes
  /// that hold or own any.
  bool carries(clang::QualType T);
  /// Of the standard library, also of its inner namespaces.
  static bool isStandard(const clang::Decl &D);
  /// A value that is no pointer, and not the address of anything.
  bool isNumber(clang::QualType T);
  /// A library's class without a value.
  bool isTag(clang::QualType T);
  /// T is handled by the address of an object: classes and arrays.
  static bool isInPlace(clang::QualType T);
  /// \returns how a library's class refers to others; std's classes that the
  /// model does not name are views if they hold pointers. Null for other types.
  const Holder *holder(clang::QualType T);
  /// Assigning to an object of type T overwrites all that it refers to, which
  /// is in one place: pointers, and classes of the library that work like one.
  bool isOnePlace(clang::QualType T);
  /// The container's allocator refers to a resource of others: std::pmr.
  bool allocatesElsewhere(clang::QualType T);
  /// It owns what it refers to.
  static bool owns(const Holder *H);
  /// A smart pointer.
  bool pointsToOne(clang::QualType T);
  /// The template arguments of holder T that are its elements.
  llvm::SmallVector<clang::QualType, 2> elements(clang::QualType T);
  /// What the verdict asks of an object of type T on the heap.
  Site site(SiteKind Kind, clang::QualType T);
  /// operator() of a closure or functor; null when there is none or more.
  static const clang::FunctionDecl *callOperator(clang::QualType T);
  /// The USR of a class that can have virtual functions; empty for others.
  std::string dynamicType(clang::QualType T);
  /// Through a const object of type T nothing can be stored, wherever its
  /// pointers lead.
  bool isReadOnly(clang::QualType T, unsigned Depth = 4);
  bool isMovable(const clang::CXXRecordDecl &R);
  bool isNothrowMovable(const clang::CXXRecordDecl &R);

private:
  bool carriesFields(const clang::CXXRecordDecl &R);
  const Holder *unnamed(const clang::CXXRecordDecl &R);
  bool mentions(const clang::CXXRecordDecl &In, const clang::CXXRecordDecl &R,
                unsigned Depth);
  bool mentions(clang::QualType T, const clang::CXXRecordDecl &R,
                unsigned Depth);

  clang::ASTContext &Context;
  Library &Lib;
  llvm::DenseMap<const clang::CXXRecordDecl *, bool> Carrying;
  llvm::DenseMap<const clang::CXXRecordDecl *, const Holder *> Unnamed;
};

/// The class has its own operator new or delete.
bool hasOwnAllocation(const clang::CXXRecordDecl &R);

/// The absolute path of the main file, where it is a file.
std::string mainFileOf(const clang::SourceManager &SM);

/// The key of a class, and of a function: its USR, with File, the main one,
/// appended where only that file can see it.
std::string recordKey(const clang::CXXRecordDecl &R, llvm::StringRef File);
std::string functionKey(const clang::FunctionDecl &F, llvm::StringRef File);

} // namespace fastidious::escape
