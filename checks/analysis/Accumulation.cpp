#include "analysis/Accumulation.h"
#include "analysis/Fate.h"
#include "analysis/Use.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace fastidious {

namespace {

/// How an expression contains the text of a string.
enum class Carries {
  No,
  Itself,   ///< it is the string
  Moved,    ///< it takes over the string's storage and appends
  Copy,     ///< a new string with the old text first
  Prepended ///< a new string, or the old one shifted, with other text first
};

bool copies(Carries C) { return C == Carries::Copy || C == Carries::Prepended; }

/// Follows one string through the expressions of a function.
class Tracker {
public:
  Tracker(const Place &Target, Function &F, unsigned Depth = 0)
      : Target(Target), F(F), Depth(Depth) {}

  Carries carries(const Expr *E);

private:
  Carries ofSum(const CXXOperatorCallExpr &Sum);
  Carries ofCall(const CallExpr &Call);
  Carries ofMember(const CXXMemberCallExpr &Call);
  Carries ofHelper(const CallExpr &Call);
  Carries ofVariable(const VarDecl &V);
  bool isTarget(const Expr &E);
  bool streams(const Expr &Stream);

  const Place &Target;
  Function &F;
  unsigned Depth;
};

bool Tracker::isTarget(const Expr &E) {
  const auto P = placeOf(E, F);
  return P && *P == Target;
}

Carries Tracker::carries(const Expr *E) {
  if (!E || Depth > 24)
    return Carries::No;
  const llvm::SaveAndRestore<unsigned> Deeper(Depth, Depth + 1);
  const Expr &At = stripped(*E);
  if (isTarget(At))
    return Carries::Itself;
  if (const auto *C = dyn_cast<ConditionalOperator>(&At)) {
    const Carries A = carries(C->getTrueExpr()), B = carries(C->getFalseExpr());
    return copies(A) ? A : copies(B) ? B : Carries::No;
  }
  if (const auto *Build = dyn_cast<CXXConstructExpr>(&At)) {
    if (Build->getNumArgs() == 0)
      return Carries::No;
    const Carries From = carries(Build->getArg(0));
    return From == Carries::Itself ? Carries::Copy : From;
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&At))
    if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()))
      return ofVariable(*V);
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(&At);
  if (Op && Op->getOperator() == OO_Plus && Op->getNumArgs() == 2)
    return ofSum(*Op);
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&At))
    return ofMember(*Member);
  if (const auto *Call = dyn_cast<CallExpr>(&At))
    return ofCall(*Call);
  return Carries::No;
}

Carries Tracker::ofSum(const CXXOperatorCallExpr &Sum) {
  if (!F.U.Lib.stringClass(Sum.getType()))
    return Carries::No;
  const Carries Left = carries(Sum.getArg(0)), Right = carries(Sum.getArg(1));
  if (Right == Carries::Itself || Right == Carries::Moved || copies(Right)) {
    // `s + s` is read twice; the text in front decides.
    return Left == Carries::No ? Carries::Prepended : Carries::Copy;
  }
  return Left == Carries::Itself ? Carries::Copy : Left;
}

/// `os << s` for a local stream.
bool Tracker::streams(const Expr &Stream) {
  const auto *Ref = dyn_cast<DeclRefExpr>(&stripped(Stream));
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!V || !V->isLocalVarDecl() || !F.U.Lib.isTextStream(V->getType()))
    return false;
  for (const CallExpr *Call : F.Calls) {
    const auto *Op = dyn_cast<CXXOperatorCallExpr>(Call);
    if (!Op || Op->getOperator() != OO_LessLess || Op->getNumArgs() != 2 ||
        !isTarget(*Op->getArg(1)))
      continue;
    const Expr *Base = Op->getArg(0);
    while (const auto *Chain = dyn_cast<CXXOperatorCallExpr>(&stripped(*Base)))
      Base = Chain->getArg(0);
    const auto *BaseRef = dyn_cast<DeclRefExpr>(&stripped(*Base));
    if (BaseRef && BaseRef->getDecl() == V)
      return true;
  }
  return false;
}

Carries Tracker::ofMember(const CXXMemberCallExpr &Call) {
  const CXXMethodDecl *Method = Call.getMethodDecl();
  if (!Method)
    return Carries::No;
  const Expr &Object = *Call.getImplicitObjectArgument();
  if (F.U.Lib.isTextStream(Object.getType()))
    return spelledName(*Method) == "str" && streams(Object) ? Carries::Copy
                                                            : Carries::No;
  if (F.U.Lib.formatsText(Method)) {
    for (const Expr *A : Call.arguments())
      if (const Carries C = carries(A); C != Carries::No)
        return Carries::Copy;
    return copies(carries(&Object)) ? Carries::Copy : Carries::No;
  }
  // `std::string(s).append(x)` returns its object.
  const CXXRecordDecl *Returned = recordOf(Method->getReturnType());
  if (!Method->getReturnType()->isReferenceType() || !Returned ||
      !F.U.Lib.stringClass(Call.getType()))
    return Carries::No;
  const Carries C = carries(&Object);
  return copies(C) ? C : Carries::No;
}

Carries Tracker::ofCall(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (F.U.Lib.isMove(Callee) && Call.getNumArgs() == 1) {
    const Carries C = carries(Call.getArg(0));
    return C == Carries::Itself ? Carries::Moved : C;
  }
  if (F.U.Lib.formatsText(Callee)) {
    for (const Expr *A : Call.arguments())
      if (const Carries C = carries(A); C != Carries::No)
        return Carries::Copy;
    return Carries::No;
  }
  return ofHelper(Call);
}

/// `static string glue(const string &a, const string &b) { return a + b; }`
Carries Tracker::ofHelper(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  Function *Body = Callee ? F.U.find(*Callee) : nullptr;
  if (!Body || Depth > 8 || isa<CXXOperatorCallExpr>(Call) ||
      !F.U.Lib.stringClass(Callee->getReturnType()))
    return Carries::No;
  const auto *Block = dyn_cast<CompoundStmt>(Body->Body);
  const auto *Return = Block && Block->size() == 1
                           ? dyn_cast<ReturnStmt>(Block->body_front())
                           : nullptr;
  if (!Return)
    return Carries::No;
  for (unsigned I = 0; I < Call.getNumArgs() && I < Callee->getNumParams();
       ++I) {
    const Carries Given = carries(Call.getArg(I));
    if (Given != Carries::Itself && Given != Carries::Moved)
      continue;
    const ParmVarDecl *P = Body->Decl->getParamDecl(I);
    Place Inner;
    Inner.Root = cast<ValueDecl>(P->getCanonicalDecl());
    const Carries C =
        Tracker(Inner, *Body, Depth + 1).carries(Return->getRetValue());
    if (C != Carries::No)
      return C == Carries::Itself ? Carries::No : C;
  }
  return Carries::No;
}

/// `string longer = s + x; s = longer;`
Carries Tracker::ofVariable(const VarDecl &V) {
  if (!V.isLocalVarDecl() || V.getType()->isReferenceType() || !V.getInit() ||
      !F.U.Lib.stringClass(V.getType()))
    return Carries::No;
  const Carries C = carries(V.getInit());
  return C == Carries::Itself ? Carries::Copy : C;
}

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
  const Expr *At = &stripped(E);
  Expr::EvalResult Value;
  if (At->EvaluateAsInt(Value, F.U.Context))
    return Value.Val.getInt().isZero();
  if (const auto *Build = dyn_cast<CXXConstructExpr>(At);
      Build && Build->getNumArgs() == 1)
    At = &stripped(*Build->getArg(0));
  const auto *Call = dyn_cast<CXXMemberCallExpr>(At);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  if (!Method || !Method->getDeclName().isIdentifier() ||
      !Method->getName().ends_with_insensitive("begin") ||
      Method->getName().starts_with_insensitive("r"))
    return false;
  const auto A = placeOf(*Call->getImplicitObjectArgument(), F);
  const auto B = placeOf(Target, F);
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
  Tracker T(*P, F);
  const Carries C = T.carries(R->Content);
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
      const Carries C = Tracker(Accumulator, *Body).carries(Value);
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
    if (!If || Child == If->getCond())
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

} // namespace

bool isReset(const Accumulation &A, Function &F, const Loop *L) {
  const std::optional<Place> P = placeOf(*A.Target, F);
  if (!P)
    return true;
  bool Reset = false;
  const auto Judge = [&](const Use &U) {
    if (U.OfPart || U.By == A.At || (L && !F.isIn(*U.Object, *L)))
      return;
    const auto *Call = dyn_cast_or_null<CallExpr>(U.By);
    const auto *Method = Call ? methodOf(*Call) : nullptr;
    const Container *C =
        Method ? F.U.Lib.container(Method->getParent()) : nullptr;
    const std::string Name = Method ? spelledName(*Method) : "";
    if (Call && U.K != Use::Read)
      if (const auto Other = asAssignment(*Call, F)) // another accumulation
        return;
    if (U.K == Use::Assign && isBeginningOf(U, *P, F))
      return;
    // `std::move(s) + x` gives the storage back.
    if (U.K == Use::Move && Call && asRebuild(*Call, F))
      return;
    Reset |= U.K == Use::Assign || U.K == Use::Move || U.K == Use::Pass ||
             U.K == Use::Address ||
             (C && U.K == Use::Call &&
              (llvm::is_contained(C->Clear, Name) ||
               llvm::is_contained(C->Assign, Name) || Name == "swap" ||
               Name == "resize" || Name == "erase" || Name == "pop_back"));
  };
  const auto Fields = P->fields();
  if (P->Root)
    forEachUse(*P->Root, F,
               Fields ? llvm::ArrayRef<const FieldDecl *>(*Fields)
                      : llvm::ArrayRef<const FieldDecl *>(),
               Judge);
  else if (Fields && !Fields->empty())
    forEachUse(*Fields->back(), F, {}, Judge);
  return Reset;
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
  if (!Callee || isa<CXXMethodDecl>(Callee) || F.U.Lib.isImpure(*Callee) ||
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
