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

/// One translation unit's view of the model; caches names.
class Library {
public:
  explicit Library(const Model &M) : M(M) {}

  const RegexClass *regexClass(clang::QualType T);
  const RegexFunction *regexFunction(const clang::FunctionDecl *F) {
    return F ? M.regexFunction(nameOf(*F)) : nullptr;
  }
  /// \returns the container that T is or is derived from.
  const Container *container(clang::QualType T);
  const Container *container(const clang::CXXRecordDecl *R);
  const Container *stringClass(clang::QualType T) {
    const Container *C = container(T);
    return C && C->is(Container::String) ? C : nullptr;
  }
  const AppendingAlgorithm *appendingAlgorithm(const clang::FunctionDecl *F) {
    return F ? M.appendingAlgorithm(nameOf(*F)) : nullptr;
  }
  const Fold *fold(const clang::FunctionDecl *F) {
    return F ? M.fold(nameOf(*F)) : nullptr;
  }
  bool visitsEachElement(const clang::FunctionDecl *F) {
    return F && M.visitsEachElement(nameOf(*F));
  }
  bool callsOnce(const clang::FunctionDecl *F) {
    return F && M.callsOnce(nameOf(*F));
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
  bool isTextStream(clang::QualType T);
  bool isSizedView(const clang::CXXRecordDecl &R) {
    return M.isSizedView(nameOf(R));
  }
  bool isUnsizedView(const clang::CXXRecordDecl &R) {
    return M.isUnsizedView(nameOf(R));
  }
  bool isImpure(const clang::FunctionDecl &F) { return M.isImpure(nameOf(F)); }
  bool isMove(const clang::FunctionDecl *F) {
    return F && M.isMove(nameOf(*F));
  }
  bool isAssertion(llvm::StringRef Macro) const;

private:
  /// \returns the qualified name, or an empty one where no fact is about it.
  llvm::StringRef nameOf(const clang::NamedDecl &D);

  const Model &M;
  llvm::DenseMap<const clang::NamedDecl *, std::string> Names;
  llvm::DenseMap<const clang::CXXRecordDecl *, const Container *> Containers;
};

/// The member function that a call names, or null: `v.push_back` ->
/// push_back; also for operators that are members.
const clang::CXXMethodDecl *methodOf(const clang::CallExpr &Call);

/// The spelled name of a function, also of operators ("operator[]").
std::string spelledName(const clang::FunctionDecl &F);

} // namespace fastidious
