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

/// One translation unit's view of the model; caches names.
class Library {
public:
  explicit Library(const Model &M) : M(M) {}

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
  bool visitsEachElement(const clang::CallExpr &Call) {
    return M.visitsEachElement(nameOf(Call));
  }
  bool visitsAllElements(const clang::CallExpr &Call) {
    return M.visitsAllElements(nameOf(Call));
  }
  bool callsOnce(const clang::CallExpr &Call) {
    return M.callsOnce(nameOf(Call));
  }
  bool buildsFromArguments(const clang::FunctionDecl *F) {
    return F && M.buildsFromArguments(nameOf(*F));
  }
  bool makesAppender(const clang::FunctionDecl *F) {
    return F && M.makesAppender(nameOf(*F));
  }
  bool formatsText(const clang::FunctionDecl *F) {
    return F && M.formatsText(nameOf(*F));
  }
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
  bool allocatesObject(const clang::FunctionDecl *F) {
    return F && M.allocatesObject(nameOf(*F));
  }
  bool isOwner(clang::QualType T);
  /// An object of class R, or of a base of it, can hand itself out.
  bool sharesItself(const clang::CXXRecordDecl &R);
  bool fillsText(const clang::FunctionDecl *F) {
    return F && M.fillsText(nameOf(*F));
  }
  /// The elements of T come from the heap, not from a pool or an arena.
  bool usesHeap(clang::QualType T);
  const Emplacer *emplacer(const clang::FunctionDecl *F) {
    return F ? M.emplacer(nameOf(*F)) : nullptr;
  }
  /// A std::execution::par of an algorithm, as the type of its first argument.
  bool isParallelPolicy(clang::QualType T);
  bool countsCores(const clang::FunctionDecl *F) {
    return F && M.countsCores(nameOf(*F));
  }
  bool takesLeast(const clang::FunctionDecl *F) {
    return F && M.takesLeast(nameOf(*F));
  }
  bool takesGreatest(const clang::FunctionDecl *F) {
    return F && M.takesGreatest(nameOf(*F));
  }
  bool clamps(const clang::FunctionDecl *F) {
    return F && M.clamps(nameOf(*F));
  }
  bool namesWorkers(llvm::StringRef Name) const { return M.namesWorkers(Name); }
  const ElementClass *elementClass(const clang::CXXRecordDecl *R) {
    return R ? M.elementClass(nameOf(*R)) : nullptr;
  }
  bool isThreadNumber(const clang::FunctionDecl &F) {
    return M.isThreadNumber(nameOf(F));
  }
  bool isBinder(const clang::FunctionDecl &F) { return M.isBinder(nameOf(F)); }
  bool makesReference(const clang::FunctionDecl &F) {
    return M.makesReference(nameOf(F));
  }
  bool isReferenceWrapper(const clang::CXXRecordDecl &R) {
    return M.makesReference(nameOf(R));
  }
  bool joins(const clang::FunctionDecl &F) { return M.joins(nameOf(F)); }
  bool awaitsOthers(const clang::FunctionDecl &F) {
    return M.awaitsOthers(nameOf(F));
  }
  bool namesFailure(llvm::StringRef Name) const { return M.namesFailure(Name); }
  bool namesSuccess(llvm::StringRef Name) const { return M.namesSuccess(Name); }
  bool namesSetup(llvm::StringRef Name) const { return M.namesSetup(Name); }
  bool namesSleep(llvm::StringRef Name) const { return M.namesSleep(Name); }
  bool detaches(const clang::FunctionDecl &F) { return M.detaches(nameOf(F)); }
  bool isRetried(const clang::CXXMethodDecl &F) {
    return M.isRetried(spelledName(F));
  }
  bool isSignal(const clang::CXXRecordDecl &R) { return M.isSignal(nameOf(R)); }
  bool namesFlag(llvm::StringRef Name) const { return M.namesFlag(Name); }
  bool namesThreadNumber(llvm::StringRef Name) const {
    return M.namesThreadNumber(Name);
  }
  bool isLockGuard(const clang::CXXRecordDecl &R);
  /// What F does to the lock that is its object or first argument; known for
  /// the functions of the model, and by the names that std::lock_guard calls.
  Locking locking(const clang::FunctionDecl &F);
  bool isTextStream(clang::QualType T);
  bool isHarness(clang::QualType T);
  bool isSizedView(const clang::CXXRecordDecl &R) {
    return M.isSizedView(nameOf(R));
  }
  bool isCountingView(const clang::CXXRecordDecl &R) {
    return M.isCountingView(nameOf(R));
  }
  bool isUnsizedView(const clang::CXXRecordDecl &R) {
    return M.isUnsizedView(nameOf(R));
  }
  bool isImpure(const clang::FunctionDecl &F) { return M.isImpure(nameOf(F)); }
  bool isMove(const clang::FunctionDecl *F) {
    return F && M.isMove(nameOf(*F));
  }
  bool isAssertion(llvm::StringRef Macro) const;
  const Storage *storage(const clang::CXXRecordDecl &R) {
    return M.storage(nameOf(R));
  }
  const Allocation *allocation(const clang::CallExpr &Call) {
    return M.allocation(nameOf(Call));
  }
  bool makesObject(const clang::CallExpr &Call) {
    return M.makesObject(nameOf(Call));
  }
  bool usesRawMemory(const clang::CallExpr &Call) {
    return M.usesRawMemory(nameOf(Call));
  }
  bool exposesBytes(const clang::CallExpr &Call) {
    return M.exposesBytes(nameOf(Call));
  }
  bool treatsBytesAlike(const clang::CallExpr &Call) {
    return M.treatsBytesAlike(nameOf(Call));
  }
  bool holdsRawMemory(const clang::FieldDecl &F) {
    return M.holdsRawMemory(nameOf(F));
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
