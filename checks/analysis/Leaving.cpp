#include "analysis/Leaving.h"
#include "analysis/Fate.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace fastidious {

namespace {

constexpr unsigned MaxDepth = 2;

bool isSame(QualType A, QualType B) {
  const CXXRecordDecl *R = recordOf(A), *S = recordOf(B);
  return R && S && R->getCanonicalDecl() == S->getCanonicalDecl();
}

/// `pair<int, V>`, `optional<V>`: T holds an object of V's type.
bool holdsOne(QualType T, QualType Of) {
  const auto *S =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(T));
  return S &&
         llvm::any_of(
             S->getTemplateArgs().asArray(), [&](const TemplateArgument &A) {
               if (A.getKind() == TemplateArgument::Pack)
                 return llvm::any_of(
                     A.pack_elements(), [&](const TemplateArgument &E) {
                       return E.getKind() == TemplateArgument::Type &&
                              isSame(E.getAsType(), Of);
                     });
               return A.getKind() == TemplateArgument::Type &&
                      isSame(A.getAsType(), Of);
             });
}

/// Of the kind that looks at other objects: an iterator, a view.
bool isIterator(const CXXRecordDecl &R) {
  return llvm::any_of(R.methods(), [](const CXXMethodDecl *M) {
    return M->getOverloadedOperator() == OO_PlusPlus;
  });
}

class Judge {
public:
  Judge(QualType Type, Function &F, unsigned Depth)
      : Type(Type), F(F), Depth(Depth) {}

  bool leaves(const Use &U);

private:
  bool pointeeLeaves(const Use &U);
  bool isSwapped(const Stmt *By, const Expr &Object);
  bool isStored(const CallExpr &Call, const Expr &Object);
  bool isStored(const CXXConstructExpr &Build);
  bool mayHold(QualType T);
  bool isOnlyAsked(const Use &Moved);
  std::optional<bool> keepsParameter(const CallExpr &Call, const Expr &Object);
  bool isTaken(const CallExpr &Call, const Expr &Object);
  bool isLibrary(const Decl &D) const {
    return F.U.Context.getSourceManager().isInSystemHeader(D.getLocation());
  }

  const QualType Type;
  Function &F;
  const unsigned Depth;
};

/// `v.swap(outer)`, `std::swap(v, outer)`: another object of the type may be
/// changed by the same call.
bool Judge::isSwapped(const Stmt *By, const Expr &Object) {
  const auto *Call = dyn_cast_or_null<CallExpr>(By);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee)
    return false;
  const auto *Method = methodOf(*Call);
  const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
  const bool IsOfSame =
      Member && Method && !Method->isConst() &&
      isSame(Member->getImplicitObjectArgument()->getType(), Type) &&
      &stripped(*Member->getImplicitObjectArgument()) != &stripped(Object);
  if (IsOfSame)
    return true;
  const llvm::ArrayRef<const Expr *> Given = argumentsOf(*Call);
  for (unsigned I = 0; I < Given.size() && I < Callee->getNumParams(); ++I) {
    const QualType T = Callee->getParamDecl(I)->getType();
    if (&stripped(*Given[I]) != &stripped(Object) &&
        T->isLValueReferenceType() && !T->getPointeeType().isConstQualified() &&
        isSame(Given[I]->getType(), Type))
      return true;
  }
  return false;
}

/// The body of the callee, where it is in this file, tells.
std::optional<bool> Judge::keepsParameter(const CallExpr &Call,
                                          const Expr &Object) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  Function *In = Callee ? F.U.find(*Callee) : nullptr;
  if (!In || Depth >= MaxDepth)
    return std::nullopt;
  const llvm::ArrayRef<const Expr *> Given = argumentsOf(Call);
  for (unsigned I = 0; I < Given.size() && I < In->Decl->getNumParams(); ++I) {
    if (&stripped(*Given[I]) != &stripped(Object))
      continue;
    bool Keeps = false;
    Judge Inner(Type, *In, Depth + 1);
    const ParmVarDecl &P = *In->Decl->getParamDecl(I);
    const bool IsPointer = P.getType()->isPointerType();
    forEachUse(P, *In, {}, [&](const Use &U) {
      Keeps |= IsPointer ? Inner.pointeeLeaves(U) : Inner.leaves(U);
    });
    return Keeps;
  }
  return std::nullopt;
}

/// A member function that is given the whole object may store it.
bool Judge::isStored(const CallExpr &Call, const Expr &Object) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee)
    return true;
  const CXXMethodDecl *Method = methodOf(Call);
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(&Call);
  const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
  if (Member &&
      &stripped(*Member->getImplicitObjectArgument()) == &stripped(Object))
    return false;
  if (Op && Method && &stripped(*Op->getArg(0)) == &stripped(Object))
    return false;
  // `text += line` copies characters.
  const Container *String = F.U.Lib.stringClass(Type);
  if (String && Method && F.U.Lib.container(Method->getParent()) == String)
    return Op && Op->getOperator() == OO_Equal;
  if (Method && !Method->isStatic() && !Method->isConst())
    return isLibrary(*Method) || keepsParameter(Call, Object).value_or(true);
  if (F.U.Lib.emplacer(Callee) || F.U.Lib.has(Trait::Forwards, Callee) ||
      F.U.Lib.threadStarter(Callee))
    return true;
  // `std::bind(f, v)`, `std::make_pair(1, v)`; not what `format` or
  // `out << text` return.
  return isLibrary(*Callee) && !Callee->getReturnType()->isReferenceType() &&
         mayHold(Call.getType()) && !F.U.Lib.stringClass(Call.getType());
}

/// A function that may change the object may give its content away.
bool Judge::isTaken(const CallExpr &Call, const Expr &Object) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (Callee && !isLibrary(*Callee) && !isa<CXXOperatorCallExpr>(Call))
    return keepsParameter(Call, Object).value_or(false);
  return isSwapped(&Call, Object);
}

bool Judge::mayHold(QualType T) {
  const CXXRecordDecl *R = recordOf(T);
  return R && R->hasDefinition() && !R->isTriviallyCopyable() &&
         !isSame(T, Type) && !isIterator(*R) &&
         !F.U.Lib.has(Trait::SizedView, R) &&
         !F.U.Lib.has(Trait::UnsizedView, R);
}

/// A view looks at it; an object of the user may keep it.
bool Judge::isStored(const CXXConstructExpr &Build) {
  const CXXConstructorDecl &C = *Build.getConstructor();
  if (C.isCopyOrMoveConstructor())
    return true;
  if (!mayHold(Build.getType()))
    return false;
  return !isLibrary(C) || holdsOne(Build.getType(), Type) || isKept(Build, F);
}

/// `std::move(stream).str()`
bool Judge::isOnlyAsked(const Use &Moved) {
  const CostlyClass *C = F.U.Lib.costlyClass(Type);
  return C && C->TheKind == CostlyClass::Stream && Moved.By &&
         isa_and_nonnull<MemberExpr>(F.semanticParent(Moved.By));
}

/// `other.swap(*p)`, `p->swap(other)`, `g(p)`: U is of a pointer to the object.
bool Judge::pointeeLeaves(const Use &U) {
  if (U.OfPointee) {
    const bool IsPart = !isa<UnaryOperator, DeclRefExpr>(stripped(*U.Object));
    return leaves({U.K, U.Object, U.By, IsPart, U.AliasOf});
  }
  const auto *Call =
      dyn_cast_or_null<CallExpr>(F.semanticParent(&stripped(*U.Object)));
  return Call && keepsParameter(*Call, *U.Object).value_or(false);
}

bool Judge::leaves(const Use &U) {
  if (U.OfPart)
    return false;
  switch (U.K) {
  case Use::Return:
    return true;
  case Use::Move:
    return !isOnlyAsked(U);
  case Use::Assign:
  case Use::Modify:
  case Use::Alias:
  case Use::Iterate:
    return false;
  case Use::Call:
    return isSwapped(U.By, *U.Object);
  case Use::Pass: {
    if (const auto *Build = dyn_cast_or_null<CXXConstructExpr>(U.By))
      return holdsOne(Build->getType(), Type);
    const auto *Call = dyn_cast_or_null<CallExpr>(U.By);
    return Call && isTaken(*Call, *U.Object);
  }
  case Use::Address: {
    // `read(in, &v)`: lent for the call.
    const auto *Op = dyn_cast_or_null<UnaryOperator>(U.By);
    const auto *Call =
        Op ? dyn_cast_or_null<CallExpr>(F.semanticParent(Op)) : nullptr;
    const CXXMethodDecl *Method = Call ? methodOf(*Call) : nullptr;
    return !Call || !Call->getDirectCallee() ||
           (Method && F.U.Lib.container(Method->getParent())) ||
           keepsParameter(*Call, *Op).value_or(false);
  }
  case Use::Read: {
    if (const auto *Build = dyn_cast_or_null<CXXConstructExpr>(U.By))
      return isStored(*Build);
    if (const auto *Call = dyn_cast_or_null<CallExpr>(U.By))
      return isStored(*Call, *U.Object);
    return isa_and_nonnull<CXXStdInitializerListExpr, InitListExpr>(U.By);
  }
  }
  llvm_unreachable("all uses are known");
}

} // namespace

bool leavesScope(const VarDecl &V, Function &F) {
  bool Leaves = false;
  Judge J(V.getType(), F, 0);
  forEachUse(V, F, {}, [&](const Use &U) { Leaves |= J.leaves(U); });
  return Leaves;
}

/// `use(p.get())`, `if (p)`, `p->run()`: p itself is asked.
static bool isAsked(const Use &U) {
  // A capture by reference; what is done in the lambda is a use of its own.
  if (isa_and_nonnull<LambdaExpr>(U.By))
    return true;
  const auto *Call = dyn_cast_or_null<CallExpr>(U.By);
  if (const auto *Op = dyn_cast_or_null<CXXOperatorCallExpr>(Call);
      Op && Op->isComparisonOp())
    return true;
  const CXXMethodDecl *Method = Call ? methodOf(*Call) : nullptr;
  if (!Method || !Method->isConst())
    return false;
  const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
  const Expr *Object = Member ? Member->getImplicitObjectArgument()
                       : argumentsOf(*Call).empty() ? nullptr
                                                    : Call->getArg(0);
  return Object && &stripped(*Object) == &stripped(*U.Object);
}

/// `q = p`, `return p`, `list.add(p)`, `Owner(p)`: the pointer is copied.
static bool isCopied(const Use &U, Function &F) {
  const Stmt *User = U.By;
  if (isa_and_nonnull<LambdaExpr>(User))
    return false;
  for (; isa_and_nonnull<CastExpr>(User); User = F.semanticParent(User))
    ;
  if (const auto *Call = dyn_cast_or_null<CallExpr>(User)) {
    const CXXMethodDecl *Method = methodOf(*Call);
    return Method && F.U.Lib.container(Method->getParent());
  }
  const auto *Op = dyn_cast_or_null<BinaryOperator>(User);
  return (Op && Op->isAssignmentOp()) ||
         isa_and_nonnull<ReturnStmt, CXXConstructExpr, InitListExpr,
                         CXXStdInitializerListExpr, LambdaExpr>(User);
}

bool pointerLeavesScope(const VarDecl &V, Function &F,
                        llvm::function_ref<bool(const Use &)> IsExempt) {
  bool Leaves = false;
  const bool IsOwner = V.getType()->isRecordType();
  forEachUse(V, F, {}, [&](const Use &U) {
    if (U.OfPart || U.OfPointee || IsExempt(U))
      return;
    Leaves |= U.K != Use::Read || (IsOwner ? !isAsked(U) : isCopied(U, F));
  });
  return Leaves;
}

} // namespace fastidious
