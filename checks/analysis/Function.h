/// One function of the user's code with all that the checks ask about it:
/// parents, uses of its variables, control flow and loops. Built once per
/// translation unit and shared by all checks.
#pragma once

#include "analysis/Library.h"
#include "analysis/LoopNest.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include <memory>
#include <vector>

namespace fastidious {

class Function;

/// A place from which a function is entered.
struct CallSite {
  enum Kind {
    Plain,      ///< a call: runs as often as the call
    PerElement, ///< an algorithm that calls it for each element
    Once,       ///< at most once in the life of the program
    Unknown     ///< its address is taken, or it is kept somewhere
  };
  Kind K;
  const clang::Expr *At;
  Function *In;
};

/// What the translation unit's functions have in common.
class Unit {
public:
  /// \returns the analyses of Context; made at the first call, dropped with it.
  static Unit &of(clang::ASTContext &Context, const Model &M);

  /// All functions, lambdas and initialisers of the user's code.
  llvm::ArrayRef<std::unique_ptr<Function>> functions() const { return All; }
  /// Code that does not run as it stands: bodies of templates, constants in
  /// declarations, conditions of static_assert.
  llvm::ArrayRef<std::unique_ptr<Function>> asides() const { return Asides; }
  /// Definitions of classes, structs and unions, with the instances of
  /// templates; in source order.
  llvm::ArrayRef<const clang::CXXRecordDecl *> records() const {
    return Records.getArrayRef();
  }
  /// What has a type: variables, fields, parameters, functions, aliases; types
  /// in templates may be dependent.
  llvm::ArrayRef<const clang::NamedDecl *> declarations() const {
    return Declarations;
  }
  llvm::ArrayRef<const clang::StaticAssertDecl *> assertions() const {
    return Assertions;
  }
  llvm::ArrayRef<CallSite> callersOf(const clang::FunctionDecl &F) const;
  /// \returns null when F has no body in the user's code.
  Function *find(const clang::FunctionDecl &F) const;

  /// Some function of this file, other than a constructor of V's class, may
  /// change V.
  bool isChangedSomewhere(const clang::ValueDecl &V);

  clang::ASTContext &Context;
  Library Lib;
  /// What a layer above has made of this unit; dropped with it.
  std::shared_ptr<void> Attached;

private:
  friend class UnitBuilder;
  Unit(clang::ASTContext &Context, const Model &M);

  std::vector<std::unique_ptr<Function>> All, Asides;
  llvm::SetVector<const clang::CXXRecordDecl *> Records;
  std::vector<const clang::NamedDecl *> Declarations;
  std::vector<const clang::StaticAssertDecl *> Assertions;
  llvm::DenseMap<const clang::FunctionDecl *, Function *> ByDecl;
  llvm::DenseMap<const clang::FunctionDecl *, llvm::SmallVector<CallSite, 2>>
      Callers;
  llvm::DenseMap<const clang::ValueDecl *, bool> Changed;
};

class Function {
public:
  Function(Unit &U, Function *Root, const clang::FunctionDecl *Decl,
           const clang::LambdaExpr *Lambda, const clang::Stmt *Body)
      : U(U), Root(Root ? *Root : *this), Decl(Decl), Lambda(Lambda),
        Body(Body) {}

  Unit &U;
  /// The function that holds this lambda, however deep; *this otherwise.
  Function &Root;
  /// Null for the initialiser of a variable at namespace scope.
  const clang::FunctionDecl *const Decl;
  /// Null for what is no lambda.
  const clang::LambdaExpr *const Lambda;
  const clang::Stmt *const Body;

  /// In source order, without those of lambdas inside.
  std::vector<const clang::CallExpr *> Calls;
  std::vector<const clang::CXXConstructExpr *> Constructions;
  std::vector<const clang::CXXNewExpr *> News;
  /// OpenMP directives stand in it.
  bool HasRegions = false;
  std::vector<const clang::ExplicitCastExpr *> Casts;
  /// `{1, 2}` and the `(1, 2)` of an aggregate.
  std::vector<const clang::Expr *> Lists;
  /// Assignments to pointers.
  std::vector<const clang::BinaryOperator *> Stores;
  std::vector<const clang::UnaryExprOrTypeTraitExpr *> SizeOfs;
  std::vector<const clang::OffsetOfExpr *> OffsetOfs;

  const clang::Stmt *parent(const clang::Stmt *S) const {
    return Root.Parents.lookup(S);
  }
  /// The parent behind casts, parentheses and temporaries.
  const clang::Stmt *semanticParent(const clang::Stmt *S) const;
  /// The function or lambda whose body holds S.
  Function &holderOf(const clang::Stmt *S) const;
  /// All expressions that name V in this function and its lambdas.
  llvm::ArrayRef<const clang::Expr *> refs(const clang::ValueDecl &V) const;

  const LoopNest &loops();
  /// \returns the loops that run S again and again, innermost first.
  llvm::SmallVector<const Loop *, 4> loopsAround(const clang::Stmt &S);
  /// \returns the block that evaluates S; null where it is unreachable.
  const clang::CFGBlock *blockOf(const clang::Stmt &S);
  /// S, or the lambda of this function in which it lies, is in the loop.
  bool isIn(const clang::Stmt &S, const Loop &L);
  /// V begins to live anew in each iteration.
  bool isDeclaredIn(const clang::VarDecl &V, const Loop &L);
  /// S is for errors only: in a handler, before a throw or the end of the
  /// process, under [[unlikely]], in an assertion.
  bool isCold(const clang::Stmt &S);

private:
  friend class UnitBuilder;
  llvm::DenseMap<const clang::Stmt *, const clang::Stmt *> Parents;
  llvm::DenseMap<const clang::ValueDecl *,
                 llvm::SmallVector<const clang::Expr *, 4>>
      Refs;
  llvm::DenseMap<const clang::LambdaExpr *, llvm::SmallVector<Function *, 1>>
      Lambdas;
  llvm::DenseMap<const clang::Stmt *, Function *> Bodies;
  std::unique_ptr<LoopNest> Nest;
};

} // namespace fastidious
