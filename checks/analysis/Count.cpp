#include "analysis/Count.h"
#include "analysis/SourceEdit.h"
#include "analysis/Use.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious {

Count countOf(uint64_t N) {
  Count C;
  C.Constant = N;
  C.Text = std::to_string(N);
  C.IsPlain = C.IsUnsigned = C.IsBounded = true;
  C.Binding = Count::Primary;
  return C;
}

namespace {

std::string operandText(const Count &C, int Least) {
  return C.Binding >= Least ? C.Text : "(" + C.Text + ")";
}

/// `n - 1 + 1` is n.
std::string sumText(const Count &A, const Count &B) {
  StringRef Left = A.Text;
  if (B.Constant == 1 && A.Binding == Count::Sum && Left.consume_back(" - 1"))
    return Left.str();
  return operandText(A, Count::Sum) + " + " + operandText(B, Count::Sum);
}

Count combined(const Count &A, const Count &B, char Op) {
  Count C;
  C.IsPlain = A.IsPlain && B.IsPlain;
  C.IsUnsigned = A.IsUnsigned && B.IsUnsigned;
  C.IsBounded = A.IsBounded && B.IsBounded && Op == '+';
  if (!A.Text.empty() && !B.Text.empty())
    C.Text = Op == '+' ? sumText(A, B)
                       : operandText(A, Count::Product) + " * " +
                             operandText(B, Count::Product);
  C.Binding = Op == '+' ? Count::Sum : Count::Product;
  C.Inputs = A.Inputs;
  C.Inputs.append(B.Inputs);
  return C;
}

} // namespace

Count sum(const Count &A, const Count &B) {
  if (A.Constant && B.Constant)
    return countOf(*A.Constant + *B.Constant);
  return combined(A, B, '+');
}

Count product(const Count &A, const Count &B) {
  if (A.Constant && B.Constant)
    return countOf(*A.Constant * *B.Constant);
  if (A.Constant == 1)
    return B;
  if (B.Constant == 1)
    return A;
  return combined(A, B, '*');
}

/// A variable of a `for` head that the loop does not change.
static bool isDeclaredInLoopHead(const VarDecl &V, Function &F) {
  for (const Expr *Ref : F.refs(V))
    for (const Stmt *Up = Ref; Up; Up = F.parent(Up))
      if (const auto *For = dyn_cast<ForStmt>(Up))
        if (const auto *Init = dyn_cast_or_null<DeclStmt>(For->getInit()))
          if (llvm::is_contained(Init->decls(), &V))
            return !isChangedIn(V, F, nullptr);
  return false;
}

/// `(int)v.size()` counts like `v.size()`; a cast to few bits does not.
static const Expr &withoutCasts(const Expr &E, const ASTContext &Context) {
  const Expr &At = *E.IgnoreParenImpCasts();
  const auto *Cast = dyn_cast<ExplicitCastExpr>(&At);
  const Expr *Sub = Cast ? Cast->getSubExpr()->IgnoreParenImpCasts() : nullptr;
  if (!Sub || !At.getType()->isIntegerType() ||
      !Sub->getType()->isIntegerType() ||
      Context.getTypeSize(At.getType()) <
          std::min<uint64_t>(32, Context.getTypeSize(Sub->getType())))
    return Cast ? At : stripped(At);
  return withoutCasts(*Sub, Context);
}

static auto bindingOf(const Expr &E) {
  const auto *Op = dyn_cast<BinaryOperator>(&E);
  if (Op && Op->isAdditiveOp())
    return Count::Sum;
  if (Op && Op->isMultiplicativeOp())
    return Count::Product;
  return isa<DeclRefExpr, MemberExpr, CallExpr, IntegerLiteral>(E)
             ? Count::Primary
             : Count::Loose;
}

/// `v.size()` of a container of the model.
static bool isSizeCall(const Expr &E, Library &Lib) {
  const auto *Call = dyn_cast<CXXMemberCallExpr>(&E);
  const CXXMethodDecl *M = Call ? Call->getMethodDecl() : nullptr;
  return M && M->isConst() && M->getNumParams() == 0 &&
         Lib.container(M->getParent());
}

/// The number of elements that the type of an array has.
static std::optional<Count> sizeOfArray(QualType T, const ASTContext &Context) {
  if (const auto *A = Context.getAsConstantArrayType(T.getNonReferenceType()))
    return countOf(A->getSize().getZExtValue());
  const auto *S =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(T));
  if (S && qualifiedName(*S) == "std::array")
    return countOf(S->getTemplateArgs()[1].getAsIntegral().getZExtValue());
  return std::nullopt;
}

/// `array->size()`: the object may be unknown where the number is not.
static std::optional<Count> sizeOfAnyArray(const Expr &E,
                                           const ASTContext &Context) {
  const auto *Call = dyn_cast<CXXMemberCallExpr>(&E);
  return Call && spelledName(*Call->getMethodDecl()) == "size"
             ? sizeOfArray(Call->getObjectType(), Context)
             : std::nullopt;
}

std::optional<Count> countFrom(const Expr &E, Function &F) {
  const Expr &At = withoutCasts(E, F.U.Context);
  if (auto Size = sizeOfAnyArray(At, F.U.Context))
    return Size;
  Expr::EvalResult Value;
  if (At.EvaluateAsInt(Value, F.U.Context)) {
    const llvm::APSInt N = Value.Val.getInt();
    if (N.isNegative())
      return std::nullopt;
    Count C = countOf(N.getExtValue());
    // A named constant is easier to read than its value.
    if (!isa<IntegerLiteral>(At)) {
      C.Text = textOf(At, F.U.Context).value_or(C.Text);
      C.Binding = bindingOf(At);
    }
    return C;
  }
  if (!At.getType()->isIntegerType())
    return std::nullopt;
  // `for (size_t i = 0, n = v.size(); ...)`: n is not known before the loop.
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&At))
    if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
        V && V->getInit() && isDeclaredInLoopHead(*V, F))
      return countFrom(*V->getInit(), F);
  Count C;
  C.Inputs.push_back(&At);
  // A cast to a signed type may make it negative.
  const Expr &Given = *E.IgnoreParenImpCasts();
  C.IsUnsigned = At.getType()->isUnsignedIntegerType() &&
                 Given.getType()->isUnsignedIntegerType();
  C.IsBounded = isSizeCall(At, F.U.Lib);
  C.Text = textOf(At, F.U.Context).value_or("");
  const auto *Op = dyn_cast<BinaryOperator>(&At);
  C.IsPlain = !C.Text.empty() && (!Op || Op->getOpcode() != BO_Sub) &&
              !isa<ExplicitCastExpr>(At);
  C.Binding = bindingOf(At);
  return C;
}

std::optional<int64_t> signedConstantOf(const Expr &E,
                                        const ASTContext &Context) {
  Expr::EvalResult Value;
  if (!E.EvaluateAsInt(Value, Context))
    return std::nullopt;
  return Value.Val.getInt().getExtValue();
}

namespace {

Count difference(Count To, const Count &From) {
  const bool Known = !To.Text.empty() && !From.Text.empty();
  const std::string Minus =
      From.Binding > Count::Sum ? From.Text : "(" + From.Text + ")";
  To.Text = Known ? To.Text + " - " + Minus : "";
  To.Inputs.append(From.Inputs);
  To.Constant.reset();
  // The difference of what need not be ordered may wrap.
  To.IsPlain = To.IsUnsigned = To.IsBounded = false;
  To.Binding = Count::Sum;
  return To;
}

Count dividedUp(Count C, uint64_t Step) {
  if (Step == 1)
    return C;
  if (C.Constant)
    return countOf((*C.Constant + Step - 1) / Step);
  Count Rounded = sum(C, countOf(Step - 1));
  if (!Rounded.Text.empty())
    Rounded.Text = "(" + Rounded.Text + ") / " + std::to_string(Step);
  Rounded.Binding = Count::Product;
  return Rounded;
}

} // namespace

std::optional<Count> countUp(const Expr &Start, const Expr &Bound,
                             bool Inclusive, uint64_t Step, Function &F) {
  const auto First = signedConstantOf(Start, F.U.Context);
  const auto Last = signedConstantOf(Bound, F.U.Context);
  if (First && Last && (*First != 0 || Step != 1 || Inclusive))
    return dividedUp(countOf(std::max<int64_t>(0, *Last + Inclusive - *First)),
                     Step);
  std::optional<Count> To = countFrom(Bound, F);
  if (!To || (First && *First < 0))
    return std::nullopt;
  // `i = 1; i <= n` runs n times.
  if (Inclusive && First != 1)
    To = sum(*To, countOf(1));
  // `i = 1; i < n`: one too many does no harm, n - 1 wraps for n = 0.
  if (!First || *First > 8) {
    const std::optional<Count> From = countFrom(Start, F);
    if (!From)
      return std::nullopt;
    To = difference(*To, *From);
  }
  return dividedUp(*To, Step);
}

namespace {

/// A public, unconstrained `size()`: what only some instances have
/// (`requires`) says nothing about this one.
const CXXMethodDecl *sizeMethod(const CXXRecordDecl &R) {
  if (!R.hasDefinition())
    return nullptr;
  for (const CXXMethodDecl *M : R.methods())
    if (M->getDeclName().isIdentifier() && M->getName() == "size" &&
        M->getNumParams() == 0 && M->getAccess() == AS_public && M->isConst() &&
        M->getReturnType()->isIntegerType() && !M->getTrailingRequiresClause())
      return M;
  for (const CXXBaseSpecifier &Base : R.bases())
    if (const CXXRecordDecl *B = recordOf(Base.getType());
        B && Base.getAccessSpecifier() == AS_public)
      if (const CXXMethodDecl *M = sizeMethod(*B))
        return M;
  return nullptr;
}

/// What a view is made from: the type of its first template argument.
QualType baseOfView(const CXXRecordDecl &R) {
  const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(&R);
  if (!S || S->getTemplateArgs().size() == 0 ||
      S->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return {};
  return S->getTemplateArgs()[0].getAsType();
}

bool isSized(QualType T, Library &Lib) {
  const CXXRecordDecl *R = recordOf(T);
  if (!R || Lib.has(Trait::UnsizedView, R))
    return false;
  if (Lib.has(Trait::SizedView, R)) {
    const QualType Base = baseOfView(*R);
    return !Base.isNull() && isSized(Base, Lib);
  }
  return sizeMethod(*R) != nullptr;
}

std::optional<Count> sizeOfObject(const Expr &Range, Function &F) {
  const CXXRecordDecl *R = recordOf(Range.getType());
  if (!R || !isSized(Range.getType(), F.U.Lib))
    return std::nullopt;
  Count C;
  C.Inputs.push_back(&Range);
  C.IsUnsigned = C.IsBounded = true;
  C.Binding = Count::Primary;
  // A call or an operator would be evaluated once more.
  if (!placeOf(Range, F))
    return C;
  const CXXMethodDecl *Size = sizeMethod(*R);
  const auto *Deref = dyn_cast<UnaryOperator>(&Range);
  const bool Arrow = Deref && Deref->getOpcode() == UO_Deref;
  const std::optional<std::string> Text =
      textOf(Arrow ? *Deref->getSubExpr() : Range, F.U.Context);
  if (!Text || !Size)
    return C;
  C.Text = *Text + (Arrow ? "->" : ".") + Size->getNameAsString() + "()";
  C.IsPlain = true;
  return C;
}

std::optional<Count> sizeOfInitList(const Expr &Range) {
  const Expr *At = &stripped(Range);
  if (const auto *L = dyn_cast<CXXStdInitializerListExpr>(At))
    At = &stripped(*L->getSubExpr());
  if (const auto *L = dyn_cast<InitListExpr>(At))
    return countOf(L->getNumInits());
  return std::nullopt;
}

} // namespace

/// `std::views::iota(first, end)`, or the view that is built from them.
static std::optional<Count> sizeOfCountingView(const Expr &Range, Function &F) {
  const CXXRecordDecl *R = recordOf(Range.getType());
  if (!R || !F.U.Lib.has(Trait::CountingView, R))
    return std::nullopt;
  llvm::ArrayRef<const Expr *> Given;
  if (const auto *Build = dyn_cast<CXXConstructExpr>(&Range))
    Given = {Build->getArgs(), Build->getNumArgs()};
  else if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(&Range))
    Given = argumentsOf(*Call);
  if (Given.size() < 2 || !Given[0]->getType()->isIntegerType() ||
      !Given[1]->getType()->isIntegerType())
    return std::nullopt;
  return countUp(*Given[0], *Given[1], /*Inclusive=*/false, /*Step=*/1, F);
}

std::optional<Count> sizeOfRange(const Expr &Range, Function &F) {
  const Expr &At = stripped(Range);
  if (std::optional<Count> C = sizeOfCountingView(At, F))
    return C;
  if (std::optional<Count> C = sizeOfArray(At.getType(), F.U.Context))
    return C;
  if (std::optional<Count> C = sizeOfInitList(At))
    return C;
  return sizeOfObject(At, F);
}

namespace {

/// The container of `c.begin()`, `std::cbegin(c)`, or null.
const Expr *rangeOfIterator(const Expr &E, StringRef Suffix) {
  const Expr *At = &stripped(E);
  // A conversion of an iterator to a const one.
  if (const auto *Build = dyn_cast<CXXConstructExpr>(At);
      Build && Build->getNumArgs() == 1)
    At = &stripped(*Build->getArg(0));
  const auto *Call = dyn_cast<CallExpr>(At);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee || !Callee->getDeclName().isIdentifier() ||
      !Callee->getName().ends_with_insensitive(Suffix))
    return nullptr;
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(Call))
    return M->getNumArgs() == 0 ? &stripped(*M->getImplicitObjectArgument())
                                : nullptr;
  return Call->getNumArgs() == 1 ? &stripped(*Call->getArg(0)) : nullptr;
}

} // namespace

/// The iterator that a variable holds for good: `e = v.end()`.
static const Expr &heldBy(const Expr &E, Function &F) {
  const auto *Ref = dyn_cast<DeclRefExpr>(&stripped(E));
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && V->isLocalVarDecl() && V->getInit() &&
                 V->getType()->isRecordType() && !isChangedIn(*V, F, nullptr)
             ? *V->getInit()
             : E;
}

std::optional<Count> distance(const Expr &First, const Expr &Last,
                              Function &F) {
  const Expr *From = rangeOfIterator(heldBy(First, F), "begin");
  const Expr *To = rangeOfIterator(heldBy(Last, F), "end");
  if (From && To) {
    const std::optional<Place> A = placeOf(*From, F), B = placeOf(*To, F);
    return A && B && *A == *B ? sizeOfRange(*From, F) : std::nullopt;
  }
  const Expr &A = stripped(First), &B = stripped(Last);
  if (!A.getType()->isPointerType() || !isa<DeclRefExpr, MemberExpr>(A) ||
      !isa<DeclRefExpr, MemberExpr>(B))
    return std::nullopt;
  Count C;
  C.Inputs = {&A, &B};
  const auto TextA = textOf(A, F.U.Context), TextB = textOf(B, F.U.Context);
  if (TextA && TextB)
    C.Text = *TextB + " - " + *TextA;
  C.Binding = Count::Sum;
  C.IsPlain = !C.Text.empty();
  return C;
}

} // namespace fastidious
