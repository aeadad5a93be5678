#include "analysis/Compilation.h"
#include "analysis/Use.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace fastidious {

namespace {

template <class Range>
void addArguments(const Range &Arguments, Compilation &C) {
  for (const Expr *A : Arguments)
    if (!isa<CXXDefaultArgExpr>(A))
      C.Pattern.push_back(A);
}

const RegexClass *firstTypeOf(const TemplateArgumentList *L, Function &F) {
  return L && L->size() > 0 && (*L)[0].getKind() == TemplateArgument::Type
             ? F.U.Lib.regexClass((*L)[0].getAsType())
             : nullptr;
}

/// The regex class of an `optional<R>`.
const RegexClass *containedIn(QualType T, Function &F) {
  const auto *S =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(T));
  const Holder *H = S ? F.U.Lib.holder(S) : nullptr;
  return H && H->Holds == Holder::Inline && S->getTemplateArgs().size() == 1
             ? firstTypeOf(&S->getTemplateArgs(), F)
             : nullptr;
}

std::optional<Compilation> asConstruction(const CXXConstructExpr &Build,
                                          Function &F) {
  const RegexClass *Class = F.U.Lib.regexClass(Build.getType());
  const RegexClass *Contained =
      Class ? nullptr : containedIn(Build.getType(), F);
  if ((!Class && !Contained) ||
      Build.getConstructor()->isCopyOrMoveConstructor())
    return std::nullopt;
  Compilation C{&Build, {}, Class ? Class : Contained, nullptr};
  addArguments(Build.arguments(), C);
  if (Contained) // `std::nullopt`, `std::in_place`; a compiled pattern
    llvm::erase_if(C.Pattern, [&](const Expr *E) {
      const CXXRecordDecl *R = recordOf(E->getType());
      return R && (R->isEmpty() || F.U.Lib.regexClass(R) ||
                   containedIn(E->getType(), F));
    });
  // Without a pattern nothing is compiled yet.
  if (C.Pattern.empty())
    return std::nullopt;
  return C;
}

/// `re = "..."`, `re.assign("...")`.
std::optional<Compilation> asMember(const CallExpr &Call, Function &F) {
  const CXXMethodDecl *Method = methodOf(Call);
  const RegexClass *Class =
      Method ? F.U.Lib.regexClass(Method->getParent()) : nullptr;
  if (!Class)
    return std::nullopt;
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(&Call);
  const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
  const bool Compiles =
      Op ? Op->getOperator() == OO_Equal
         : Member && llvm::is_contained(Class->CompilingMembers,
                                        spelledName(*Method));
  if (!Compiles)
    return std::nullopt;
  Compilation C{&Call,
                {},
                Class,
                Op ? Op->getArg(0) : Member->getImplicitObjectArgument()};
  if (Op)
    C.Pattern.push_back(Op->getArg(1));
  else
    addArguments(Call.arguments(), C);
  // A copy of a compiled pattern; a temporary is a construction of its own.
  if (C.Pattern.empty() || F.U.Lib.regexClass(C.Pattern.front()->getType()))
    return std::nullopt;
  return C;
}

/// The regex class that `make_unique<R>` or `optional<R>::emplace` builds.
const RegexClass *builtBy(const FunctionDecl &Callee, Function &F) {
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&Callee))
    if (const auto *S =
            dyn_cast<ClassTemplateSpecializationDecl>(Method->getParent()))
      return firstTypeOf(&S->getTemplateArgs(), F);
  return firstTypeOf(Callee.getTemplateSpecializationArgs(), F);
}

std::optional<Compilation> asForwarding(const CallExpr &Call, Function &F) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!F.U.Lib.has(Trait::Forwards, Callee))
    return std::nullopt;
  const RegexClass *Class = builtBy(*Callee, F);
  if (!Class || Call.getNumArgs() == 0 ||
      F.U.Lib.regexClass(Call.getArg(0)->getType()))
    return std::nullopt;
  const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
  Compilation C{
      &Call, {}, Class, Member ? Member->getImplicitObjectArgument() : nullptr};
  addArguments(Call.arguments(), C);
  return C;
}

std::optional<Compilation> asFunction(const CallExpr &Call, Function &F) {
  const RegexFunction *Known = F.U.Lib.regexFunction(Call.getDirectCallee());
  if (!Known)
    return std::nullopt;
  Compilation C{&Call, {}, nullptr, nullptr};
  for (const unsigned Index : Known->Pattern) {
    if (Index >= Call.getNumArgs())
      return std::nullopt;
    C.Pattern.push_back(Call.getArg(Index));
  }
  if (Known->Object >= 0 &&
      static_cast<unsigned>(Known->Object) < Call.getNumArgs())
    C.Object = Call.getArg(Known->Object);
  return C;
}

} // namespace

llvm::SmallVector<Compilation, 2> compilationsIn(Function &F) {
  llvm::SmallVector<Compilation, 2> Found;
  const auto Add = [&](std::optional<Compilation> C) {
    if (C)
      Found.push_back(std::move(*C));
    return C.has_value();
  };
  for (const CXXConstructExpr *Build : F.Constructions)
    Add(asConstruction(*Build, F));
  for (const CallExpr *Call : F.Calls)
    Add(asMember(*Call, F)) || Add(asForwarding(*Call, F)) ||
        Add(asFunction(*Call, F));
  return Found;
}

Fate fateOf(const Compilation &C, Function &F) {
  // A function that compiles, matches and answers.
  if (!C.Class && !C.At->getType()->isPointerType() && !C.Object)
    return {Fate::Temporary};
  if (!C.Object)
    return fateOf(*C.At, F);
  const Expr *To = &stripped(*C.Object);
  if (const auto *AddressOf = dyn_cast<UnaryOperator>(To);
      AddressOf && AddressOf->getOpcode() == UO_AddrOf)
    To = &stripped(*AddressOf->getSubExpr());
  return {Fate::Assigned, nullptr, To};
}

bool isLocaleFree(const Compilation &C) {
  if (!C.Class->UsesLocale)
    return true;
  const auto *Literal =
      dyn_cast<clang::StringLiteral>(&stripped(*C.Pattern.front()));
  if (!Literal || Literal->getCharByteWidth() != 1 ||
      Literal->getString().contains("[:") ||
      Literal->getString().contains("[=") ||
      Literal->getString().contains("[."))
    return false;
  const StringRef Text = Literal->getString();
  for (size_t I = 0; I + 1 < Text.size(); ++I)
    if (Text[I] == '\\' && llvm::isAlpha(Text[++I]))
      return false;
  return C.Pattern.size() == 1;
}

namespace {

bool isOnlyRead(const VarDecl &V, Function &F) {
  bool OnlyRead = true;
  forEachUse(V, F, {}, [&](const Use &U) { OnlyRead &= !U.changes(); });
  return OnlyRead;
}

bool isAssignedHereOnly(const Compilation &C, const Fate &Made, Function &F) {
  const auto *Ref = dyn_cast<DeclRefExpr>(&stripped(*Made.To));
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!V || !V->hasLocalStorage() || isa<ParmVarDecl>(V) ||
      !staysLocal(*V, F) || Ref->refersToEnclosingVariableOrCapture())
    return false;
  if (!C.Class)
    return true;
  bool Here = true;
  forEachUse(*V, F, {}, [&](const Use &U) {
    Here &=
        !U.changes() || U.By == C.At ||
        (U.By && stripped(*Made.To).getBeginLoc() == U.Object->getBeginLoc());
  });
  return Here;
}

} // namespace

bool mayBeShared(const Compilation &C, const Fate &Made, Function &F) {
  switch (Made.K) {
  case Fate::Temporary:
  case Fate::Member:
    return true;
  case Fate::Local:
    return staysLocal(*Made.Variable, F) &&
           (!C.Class || isOnlyRead(*Made.Variable, F));
  case Fate::Assigned:
    return isAssignedHereOnly(C, Made, F);
  case Fate::Returned:
    return true;
  case Fate::Kept:
    return false;
  }
  llvm_unreachable("all fates are known");
}

} // namespace fastidious
