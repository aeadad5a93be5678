#include "analysis/Accumulation.h"
#include "analysis/Fate.h"
#include "analysis/Repetition.h"
#include "analysis/TextFlow.h"
#include "analysis/Use.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious {

namespace {

/// A call or operator that replaces the content of a string.
struct Rebuild {
  const Expr *Target;
  const Expr *Content;
};

std::optional<Rebuild> asRebuild(const CallExpr &Call, Function &F) {
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(&Call);
  if (Op && Op->getOperator() == OO_Equal && Op->getNumArgs() == 2 &&
      F.U.Lib.stringClass(Op->getArg(0)->getType()))
    return Rebuild{Op->getArg(0), Op->getArg(1)};
  const CXXMethodDecl *Method = methodOf(Call);
  const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
  const Container *C =
      Method ? F.U.Lib.container(Method->getParent()) : nullptr;
  if (Member && C && C->is(Container::String) && Call.getNumArgs() == 1 &&
      (llvm::is_contained(C->Assign, spelledName(*Method)) ||
       spelledName(*Method) == "swap"))
    return Rebuild{Member->getImplicitObjectArgument(), Call.getArg(0)};
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Member && !Method && Callee && Call.getNumArgs() == 2 &&
      Callee->getDeclName().isIdentifier() && Callee->getName() == "swap" &&
      F.U.Lib.stringClass(Call.getArg(0)->getType()))
    return Rebuild{Call.getArg(0), Call.getArg(1)};
  return std::nullopt;
}

bool isBeginning(const Expr &E, const Expr &Target, Function &F) {
  Expr::EvalResult Value;
  if (stripped(E).EvaluateAsInt(Value, F.U.Context))
    return Value.Val.getInt().isZero();
  const auto Call = asIteratorCall(E);
  if (!Call || !Call->Method->getName().ends_with_insensitive("begin") ||
      Call->Method->getName().starts_with_insensitive("r"))
    return false;
  const auto A = placeOf(*Call->Container, F), B = placeOf(Target, F);
  return A && B && *A == *B;
}

std::optional<Accumulation> asFrontInsertion(const CallExpr &Call,
                                             Function &F) {
  const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
  const CXXMethodDecl *Method = Member ? Member->getMethodDecl() : nullptr;
  const Container *C =
      Method ? F.U.Lib.container(Method->getParent()) : nullptr;
  if (!C || !C->is(Container::String) ||
      !llvm::is_contained(C->Prepend, spelledName(*Method)))
    return std::nullopt;
  const Expr &Target = *Member->getImplicitObjectArgument();
  const bool NeedsPosition = Call.getNumArgs() > 1;
  if (Call.getNumArgs() == 0 ||
      (NeedsPosition && !isBeginning(*Call.getArg(0), Target, F)))
    return std::nullopt;
  return Accumulation{&Call, &Target, true, {}, nullptr};
}

/// The `+` of the string's own library, which comes with a `+=`.
bool isOfLibrary(const CallExpr &Call, Function &F) {
  return Call.getDirectCallee() &&
         F.U.Context.getSourceManager().isInSystemHeader(
             Call.getDirectCallee()->getLocation());
}

/// \returns the operands after the string in `s + a + b`; none for any other
/// expression.
llvm::SmallVector<const Expr *, 3>
operandsAfter(const Expr &Sum, const Place &Target, Function &F) {
  llvm::SmallVector<const Expr *, 3> Operands;
  const Expr *At = &stripped(Sum);
  for (const auto *Op = dyn_cast<CXXOperatorCallExpr>(At);
       Op && Op->getOperator() == OO_Plus && Op->getNumArgs() == 2 &&
       isOfLibrary(*Op, F);
       Op = dyn_cast<CXXOperatorCallExpr>(At)) {
    Operands.push_back(Op->getArg(1));
    At = &stripped(*Op->getArg(0));
  }
  const auto P = placeOf(*At, F);
  if (!P || !(*P == Target))
    return {};
  std::reverse(Operands.begin(), Operands.end());
  return Operands;
}

std::optional<Accumulation> asAssignment(const CallExpr &Call, Function &F) {
  const std::optional<Rebuild> R = asRebuild(Call, F);
  const std::optional<Place> P = R ? placeOf(*R->Target, F) : std::nullopt;
  if (!P)
    return std::nullopt;
  const Carries C = carries(*R->Content, *P, F);
  if (!copies(C))
    return std::nullopt;
  Accumulation A{&Call, R->Target, C == Carries::Prepended, {}, nullptr};
  if (isa<CXXOperatorCallExpr>(Call))
    A.Appended = operandsAfter(*R->Content, *P, F);
  return A;
}

/// The body of a lambda; of a generic one, the first that is instantiated.
Function *bodyOf(const LambdaExpr &Lambda, Function &F) {
  const FunctionTemplateDecl *T = Lambda.getDependentCallOperator();
  if (!T)
    return F.U.find(*Lambda.getCallOperator());
  for (const FunctionDecl *S : T->specializations())
    if (Function *Found = F.U.find(*S))
      return Found;
  return nullptr;
}

/// `accumulate(b, e, string(), [](string a, const string &b) { return a + b;
/// })`
void addFold(const CallExpr &Call, Function &F,
             llvm::SmallVectorImpl<Accumulation> &Found) {
  const Fold *Known = F.U.Lib.fold(Call);
  const llvm::ArrayRef<const Expr *> Arguments = argumentsOf(Call);
  if (!Known || Arguments.size() <= Known->Init ||
      !F.U.Lib.stringClass(Call.getType()))
    return;
  if (Arguments.size() <= Known->Operation) {
    const LangOptions &L = F.U.Context.getLangOpts();
    const bool Moves = Known->MovesSince <= 17   ? L.CPlusPlus17
                       : Known->MovesSince <= 20 ? L.CPlusPlus20
                                                 : L.CPlusPlus23;
    if (!Moves)
      Found.push_back({&Call, Arguments[Known->Init], false, {}, &Call});
    return;
  }
  const auto *Lambda =
      dyn_cast<LambdaExpr>(&stripped(*Arguments[Known->Operation]));
  Function *Body = Lambda ? bodyOf(*Lambda, F) : nullptr;
  if (!Body || Body->Decl->getNumParams() != 2)
    return;
  Place Accumulator;
  Accumulator.Root =
      cast<ValueDecl>(Body->Decl->getParamDecl(0)->getCanonicalDecl());
  llvm::SmallVector<const Stmt *, 8> Work = {Body->Body};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (!S || isa<LambdaExpr>(S))
      continue;
    if (const auto *Return = dyn_cast<ReturnStmt>(S)) {
      const Expr *Value = Return->getRetValue();
      const Carries C = carries(*Value, Accumulator, *Body);
      if (copies(C) && !isa<DeclRefExpr>(stripped(*Value)))
        Found.push_back({Value, Value, C == Carries::Prepended, {}, &Call});
    }
    Work.append(S->child_begin(), S->child_end());
  }
}

} // namespace

llvm::SmallVector<Accumulation, 2> accumulationsIn(Function &F) {
  llvm::SmallVector<Accumulation, 2> Found;
  for (const CallExpr *Call : F.Calls) {
    if (auto A = asFrontInsertion(*Call, F))
      Found.push_back(std::move(*A));
    else if (auto A = asAssignment(*Call, F))
      Found.push_back(std::move(*A));
    else
      addFold(*Call, F, Found);
  }
  return Found;
}

namespace {

/// `if (s.empty()) s = x; else ...`, `if (first) { s = x; first = false; }`:
/// how an accumulation begins.
bool isBeginningOf(const Use &U, const Place &Target, Function &F) {
  const Stmt *Child = U.By;
  for (const Stmt *P = Child ? F.parent(Child) : nullptr; P;
       Child = P, P = F.parent(P)) {
    const auto *If = dyn_cast<IfStmt>(P);
    if (!If || If->isConsteval() || Child == If->getCond())
      continue;
    const Expr *Test = &stripped(*If->getCond());
    const auto *Not = dyn_cast<UnaryOperator>(Test);
    if (Not && Not->getOpcode() == UO_LNot)
      Test = &stripped(*Not->getSubExpr());
    const bool WhenTrue = (Child == If->getThen()) != (Not != nullptr);
    const auto *Call = dyn_cast<CXXMemberCallExpr>(Test);
    if (const auto *M = Call ? Call->getMethodDecl() : nullptr) {
      const auto P = placeOf(*Call->getImplicitObjectArgument(), F);
      return WhenTrue && P && *P == Target &&
             (spelledName(*M) == "empty" || spelledName(*M) == "isEmpty");
    }
    const auto *Flag = dyn_cast<DeclRefExpr>(Test);
    return Flag && Flag->getType()->isBooleanType() &&
           isLazy(*U.By, nullptr, F);
  }
  return false;
}

constexpr unsigned MaxDepth = 4;

/// Those whose uses are being looked at, the last one in the innermost callee.
using Strings = llvm::SmallVector<const ValueDecl *, MaxDepth>;
bool mayReset(const Place &P, Function &F, const Loop *L, const Expr *Except,
              Strings &Callers);

/// The callee that gets the string by reference may empty it.
bool mayResetIn(const Use &U, Function &F, Strings &Callers) {
  const auto *Call = dyn_cast_or_null<CallExpr>(U.By);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  Function *Body =
      Callee && Callers.size() < MaxDepth ? F.U.find(*Callee) : nullptr;
  if (!Body || isa<CXXOperatorCallExpr>(Call))
    return true;
  for (const ParmVarDecl *P : Body->Decl->parameters()) {
    const Expr *Argument = argumentFor(*P, *Call);
    if (!Argument || &stripped(*Argument) != &stripped(*U.Object))
      continue;
    Place Inner;
    Inner.Root = cast<ValueDecl>(P->getCanonicalDecl());
    return !P->getType()->isReferenceType() ||
           (!llvm::is_contained(Callers, Inner.Root) &&
            mayReset(Inner, *Body, nullptr, nullptr, Callers));
  }
  return true;
}

bool mayReset(const Place &P, Function &F, const Loop *L, const Expr *Except,
              Strings &Callers) {
  Callers.push_back(P.Root);
  bool Reset = false;
  const auto Judge = [&](const Use &U) {
    if (U.OfPart || (Except && U.By == Except) || (L && !F.isIn(*U.Object, *L)))
      return;
    const auto *Call = dyn_cast_or_null<CallExpr>(U.By);
    const auto *Method = Call ? methodOf(*Call) : nullptr;
    const Container *C =
        Method ? F.U.Lib.container(Method->getParent()) : nullptr;
    const std::string Name = Method ? spelledName(*Method) : "";
    if (Call && U.K != Use::Read)
      if (const auto Other = asAssignment(*Call, F)) // another accumulation
        return;
    if (U.K == Use::Assign && isBeginningOf(U, P, F))
      return;
    // `std::move(s) + x` gives the storage back.
    if (U.K == Use::Move && Call && asRebuild(*Call, F))
      return;
    Reset |= U.K == Use::Assign || U.K == Use::Move || U.K == Use::Address ||
             (U.K == Use::Pass && mayResetIn(U, F, Callers)) ||
             (C && U.K == Use::Call && C->isRenewedBy(Name));
  };
  forEachUse(P, F, Judge);
  Callers.pop_back();
  return Reset;
}

/// `while (taken.count(name)) name = name + "_";` ends soon: S looks the string
/// up in a container.
bool looksUp(const Stmt *S, const Place &P, Function &F) {
  const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(S);
  if (Call && Call->getMethodDecl() &&
      F.U.Lib.storage(*Call->getMethodDecl()->getParent()) &&
      llvm::any_of(Call->arguments(), [&](const Expr *Argument) {
        const auto Given = placeOf(*Argument, F);
        return Given && *Given == P;
      }))
    return true;
  return S && llvm::any_of(S->children(), [&](const Stmt *Child) {
           return looksUp(Child, P, F);
         });
}

} // namespace

bool isReset(const Accumulation &A, Function &F, const Loop *L) {
  const std::optional<Place> P = placeOf(*A.Target, F);
  Strings Callers;
  return !P || mayReset(*P, F, L, A.At, Callers) ||
         (L && looksUp(conditionOf(L->Statement), *P, F));
}

namespace {

/// Reading it has no effect and cannot see or change the string.
bool isPlainOperand(const Expr &E, const ValueDecl &Accumulator, Function &F) {
  const Expr &At = stripped(E);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&At))
    return Ref->getDecl()->getCanonicalDecl() != &Accumulator;
  if (isa<clang::StringLiteral, CharacterLiteral, IntegerLiteral>(At))
    return true;
  if (const auto *M = dyn_cast<MemberExpr>(&At))
    return isa<FieldDecl>(M->getMemberDecl()) &&
           (isa<CXXThisExpr>(stripped(*M->getBase())) ||
            isPlainOperand(*M->getBase(), Accumulator, F));
  const auto *Call = dyn_cast<CallExpr>(&At);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee || isa<CXXMethodDecl>(Callee) ||
      F.U.Lib.has(Trait::Impure, Callee) ||
      !F.U.Context.getSourceManager().isInSystemHeader(Callee->getLocation()))
    return false;
  return llvm::all_of(Call->arguments(), [&](const Expr *A) {
    return isPlainOperand(*A, Accumulator, F) &&
           A->getType()->isArithmeticType();
  });
}

} // namespace

bool mayAppendInPlace(const Accumulation &A, Function &F) {
  const auto P = placeOf(*A.Target, F);
  const auto *V = P ? dyn_cast_or_null<VarDecl>(P->Root) : nullptr;
  if (!V || !P->Steps.empty() || !V->hasLocalStorage() ||
      V->getType()->isReferenceType() || A.Appended.empty())
    return false;
  for (const Expr *E : A.Appended) {
    // A view or pointer may look into the string, which the first `+=` moves.
    const Expr &At = stripped(*E);
    const bool OwnsText = F.U.Lib.stringClass(At.getType()) ||
                          At.getType()->isAnyCharacterType() ||
                          isa<clang::StringLiteral>(At);
    if (!isPlainOperand(At, *V, F) || (A.Appended.size() > 1 && !OwnsText))
      return false;
  }
  // Nobody else can hold a reference, through which an operand may read it.
  bool Private = true;
  forEachUse(*V, F, {}, [&](const Use &U) {
    const auto *Decls = dyn_cast_or_null<DeclStmt>(U.By);
    Private &= U.K != Use::Address && U.K != Use::Pass && !Decls;
  });
  return Private;
}

} // namespace fastidious
