/// The model's facts, asked by Clang's declarations and types.
#pragma once

#include "model/Model.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"

namespace fastidious {

/// The qualified name as a user writes it: without inline and anonymous
/// namespaces (std::__cxx11::basic_string is std::basic_string).
std::string qualifiedName(const clang::NamedDecl &D);

/// The record of a type, behind references, aliases and qualifiers; null for
/// other types.
const clang::CXXRecordDecl *recordOf(clang::QualType T);

/// The spelled name of a function, also of operators ("operator[]").
std::string spelledName(const clang::FunctionDecl &F);

/// What a function does to the lock that is its object or first argument.
enum class Locking { None, Acquires, Releases };

/// One translation unit's view of the model; caches names.
class Library {
public:
  explicit Library(const Model &M) : M(M) {}

  const Model &facts() const { return M; }
  /// D stands in the list that T names; for a type its class, for a call its
  /// function, or the object of `std::ranges::find_if(...)`.
  bool has(Trait T, const clang::NamedDecl *D) {
    return D && M.has(T, nameOf(*D));
  }
  bool has(Trait T, const clang::CallExpr &Call) {
    return M.has(T, nameOf(Call));
  }
  bool has(Trait T, clang::QualType Type) { return has(T, recordOf(Type)); }

  const RegexClass *regexClass(const clang::CXXRecordDecl *R) {
    return R ? M.regexClass(nameOf(*R)) : nullptr;
  }
  const RegexClass *regexClass(clang::QualType T) {
    return regexClass(recordOf(T));
  }
  const RegexFunction *regexFunction(const clang::FunctionDecl *F) {
    return F ? M.regexFunction(nameOf(*F)) : nullptr;
  }
  /// \returns the container that T is or is derived from.
  const Container *container(clang::QualType T);
  const Container *container(const clang::CXXRecordDecl *R);
  /// \returns whether T is or holds by value an atomic or a lock.
  bool isContended(clang::QualType T);
  const Container *stringClass(clang::QualType T) {
    const Container *C = container(T);
    return C && C->is(Container::String) ? C : nullptr;
  }
  const AppendingAlgorithm *appendingAlgorithm(const clang::CallExpr &Call) {
    return M.appendingAlgorithm(nameOf(Call));
  }
  const Fold *fold(const clang::CallExpr &Call) { return M.fold(nameOf(Call)); }
  /// \returns what the function or member function is, or one of those that
  /// it overrides.
  const ThreadStarter *threadStarter(const clang::FunctionDecl *F);
  /// A class of which each object made from a callable is a thread.
  const ThreadStarter *threadStarter(clang::QualType T);
  const CostlyClass *costlyClass(clang::QualType T);
  /// \returns the holder that R is or is derived from.
  const Holder *holder(const clang::CXXRecordDecl *R);
  const Effect *effect(const clang::FunctionDecl *F) {
    return F ? M.effect(nameOf(*F)) : nullptr;
  }
  /// F is a function of the C library.
  bool isCLibrary(const clang::FunctionDecl &F) const;
  /// Of the object's name where an object of namespace std is called.
  const Effect *effect(const clang::CallExpr &Call) {
    return M.effect(nameOf(Call));
  }
  const Allocator *allocator(const clang::FunctionDecl *F) {
    return F ? M.allocator(nameOf(*F)) : nullptr;
  }
  /// F takes back what A has made.
  bool isReleaseOf(const Allocator &A, const clang::FunctionDecl *F) {
    return F && nameOf(*F) == A.Release;
  }
  /// An object of class R, or of a base of it, can hand itself out.
  bool sharesItself(const clang::CXXRecordDecl &R);
  /// The elements of T come from the heap, not from a pool or an arena.
  bool usesHeap(clang::QualType T);
  const Emplacer *emplacer(const clang::FunctionDecl *F) {
    return F ? M.emplacer(nameOf(*F)) : nullptr;
  }
  const ElementClass *elementClass(const clang::CXXRecordDecl *R) {
    return R ? M.elementClass(nameOf(*R)) : nullptr;
  }
  bool isRetried(const clang::CXXMethodDecl &F) {
    return M.has(Trait::Retried, spelledName(F));
  }
  bool isLockGuard(const clang::CXXRecordDecl &R);
  /// What F does to the lock that is its object or first argument; known for
  /// the functions of the model, and by the names that std::lock_guard calls.
  Locking locking(const clang::FunctionDecl &F);
  bool isAssertion(llvm::StringRef Macro) const;
  const Storage *storage(const clang::CXXRecordDecl &R) {
    return M.storage(nameOf(R));
  }
  const Allocation *allocation(const clang::CallExpr &Call) {
    return M.allocation(nameOf(Call));
  }

private:
  /// \returns the qualified name, or an empty one where no fact is about it.
  llvm::StringRef nameOf(const clang::NamedDecl &D);
  /// The name of the function; of the object for `std::ranges::find_if(...)`.
  llvm::StringRef nameOf(const clang::CallExpr &Call);

  const Model &M;
  llvm::DenseMap<const clang::NamedDecl *, std::string> Names;
  llvm::DenseMap<const clang::CXXRecordDecl *, const Container *> Containers;
  llvm::DenseMap<const clang::CXXRecordDecl *, const Holder *> Holders;
  llvm::DenseMap<const clang::CXXRecordDecl *, bool> Contended;
};

/// The member function that a call names, or null: `v.push_back` ->
/// push_back; also for operators that are members.
const clang::CXXMethodDecl *methodOf(const clang::CallExpr &Call);

/// The arguments in parentheses: without the object of an `operator()`.
llvm::ArrayRef<const clang::Expr *> argumentsOf(const clang::CallExpr &Call);

} // namespace fastidious
