#include "analysis/Memory.h"
#include "analysis/Repetition.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace fastidious {

namespace {

constexpr unsigned MaxSteps = 8;

/// The value that a variable has wherever it is read, as far as it shows.
const Expr *initializerOf(const Expr &E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E.IgnoreParenImpCasts());
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && !isa<ParmVarDecl>(V) ? V->getAnyInitializer() : nullptr;
}

using Factor = std::optional<uint64_t>;

class SizeSearch {
public:
  explicit SizeSearch(const ASTContext &Context) : Context(Context) {}

  void find(const Stmt *S, Factor Times, unsigned Depth) {
    if (!S || Depth > MaxSteps)
      return;
    if (const auto *Trait = dyn_cast<UnaryExprOrTypeTraitExpr>(S))
      return add(*Trait, Times);
    if (const auto *E = dyn_cast<Expr>(S)) {
      // Not the whole of a table: `table[i].length`.
      if (E->getType()->isIntegralOrEnumerationType())
        if (const Expr *Init = initializerOf(*E))
          return find(Init, Times, Depth + 1);
      if (const auto *Op = dyn_cast<BinaryOperator>(E->IgnoreParenImpCasts());
          Op && Op->getOpcode() == BO_Mul) {
        find(Op->getLHS(), product(Times, constantOf(*Op->getRHS(), Context)),
             Depth);
        return find(Op->getRHS(),
                    product(Times, constantOf(*Op->getLHS(), Context)), Depth);
      }
    }
    for (const Stmt *Child : S->children())
      find(Child, Times, Depth);
  }

  llvm::SmallVector<SizeMention, 2> Found;

private:
  void add(const UnaryExprOrTypeTraitExpr &Trait, Factor Times) {
    if (Trait.getKind() != UETT_SizeOf)
      return;
    QualType T = Trait.getTypeOfArgument().getNonReferenceType();
    while (const ArrayType *Array = Context.getAsArrayType(T)) {
      const auto *Fixed = dyn_cast<ConstantArrayType>(Array);
      Times = product(Times, Fixed ? Factor(Fixed->getSize().getLimitedValue())
                                   : std::nullopt);
      T = Array->getElementType();
    }
    Found.push_back({elementOf(T), Times});
  }

  const ASTContext &Context;
};

} // namespace

std::optional<uint64_t> product(std::optional<uint64_t> A,
                                std::optional<uint64_t> B) {
  if (!A || !B)
    return std::nullopt;
  return llvm::SaturatingMultiply(*A, *B);
}

QualType elementOf(QualType T) {
  return T.getNonReferenceType()
      ->getBaseElementTypeUnsafe()
      ->getCanonicalTypeInternal()
      .getUnqualifiedType();
}

std::optional<uint64_t> constantOf(const Expr &E, const ASTContext &Context) {
  Expr::EvalResult Value;
  if (E.isValueDependent() || !E.getType()->isIntegralOrEnumerationType() ||
      !E.EvaluateAsInt(Value, Context))
    return std::nullopt;
  return Value.Val.getInt().getLimitedValue();
}

llvm::SmallVector<SizeMention, 2> sizesIn(const Expr &E,
                                          const ASTContext &Context) {
  SizeSearch Search(Context);
  Search.find(&E, 1, 0);
  return std::move(Search.Found);
}

const CallExpr *asAllocation(const Expr &E, const ASTContext &Context) {
  const auto *Call = dyn_cast<CallExpr>(E.IgnoreParenCasts());
  if (!Call || !Call->getType()->isPointerType())
    return nullptr;
  const llvm::ArrayRef<const Expr *> Given = argumentsOf(*Call);
  const bool TakesObject = llvm::any_of(
      Given, [](const Expr *A) { return A->getType()->isPointerType(); });
  const bool TakesSize = llvm::any_of(
      Given, [&](const Expr *A) { return !sizesIn(*A, Context).empty(); });
  return TakesSize && !TakesObject ? Call : nullptr;
}

bool isRaw(QualType T) {
  return T->isVoidType() || T->isAnyCharacterType() || T->isStdByteType();
}

QualType originOf(const Expr &E) {
  QualType Bytes;
  const Expr *At = &E;
  for (unsigned Step = 0; Step < MaxSteps;) {
    At = At->IgnoreParens();
    const QualType T = At->getType();
    const QualType To = T->isPointerType() ? T->getPointeeType() : T;
    if (T->isArrayType() || (T->isPointerType() && !isRaw(elementOf(To))))
      return elementOf(To);
    if (T->isPointerType() && !To->isVoidType())
      Bytes = elementOf(To);
    if (const auto *Cast = dyn_cast<CastExpr>(At)) {
      At = Cast->getSubExpr();
    } else if (const Expr *Init = initializerOf(*At)) {
      At = Init;
      ++Step;
    } else {
      break;
    }
  }
  return Bytes;
}

std::optional<uint64_t> countGiven(Function &F) {
  if (!F.Decl)
    return std::nullopt;
  const ParmVarDecl *Number = nullptr;
  for (const ParmVarDecl *P : F.Decl->parameters())
    if (P->getType()->isIntegerType() && std::exchange(Number, P))
      return std::nullopt;
  std::optional<uint64_t> Largest;
  if (Number)
    for (const CallSite &Site : F.U.callersOf(*F.Decl)) {
      const Expr *Given = argumentFor(*Number, *Site.At);
      const auto N = Given ? constantOf(*Given, F.U.Context) : std::nullopt;
      if (!N)
        return std::nullopt;
      Largest = std::max(*N, Largest.value_or(0));
    }
  return Largest;
}

QualType pointeeOf(QualType T) {
  if (T->isPointerType())
    return T->getPointeeType();
  const auto *Smart =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(T));
  return Smart && Smart->getTemplateArgs().size() > 0 &&
                 Smart->getTemplateArgs()[0].getKind() == TemplateArgument::Type
             ? Smart->getTemplateArgs()[0].getAsType()
             : QualType();
}

} // namespace fastidious
