#include "escape/LocalRewrite.h"
#include "analysis/Place.h"
#include "analysis/SourceEdit.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace fastidious::escape {

namespace {

class Rewriter {
public:
  Rewriter(const Allocation &Made)
      : Made(Made), F(*Made.In), Context(F.U.Context) {}
  llvm::SmallVector<FixItHint, 4> run();

private:
  std::optional<std::string> newValue() const;
  bool rewriteDeclaration(const VarDecl &V, const DeclStmt &Decls);
  bool rewrite(const Expr &Ref);
  bool rewriteObject(const Expr &Ref, const Expr &By);
  bool rewriteAddress(const Expr &Ref, const Expr &Whole);
  bool removeDelete(const Expr &By);
  void replace(SourceLocation From, SourceLocation To, StringRef Text) {
    Edits.push_back(FixItHint::CreateReplacement(
        CharSourceRange::getTokenRange(From, To), Text));
  }

  const Allocation &Made;
  Function &F;
  ASTContext &Context;
  std::string Name;
  llvm::SmallVector<FixItHint, 4> Edits;
};

} // namespace

/// One that can be written before parentheses.
static bool isSimpleTypeName(StringRef Text) {
  return !Text.empty() && llvm::all_of(Text, [](char C) {
    return llvm::isAlnum(C) || C == '_' || C == ':' || C == '<' || C == '>' ||
           C == ',';
  });
}

static bool hasComment(StringRef Text) {
  return Text.contains("//") || Text.contains("/*");
}

/// The object as an expression; empty where it is not initialised.
std::optional<std::string> Rewriter::newValue() const {
  const SourceManager &SM = Context.getSourceManager();
  const auto TextOf = [&](SourceLocation From, SourceLocation To) {
    return Lexer::getSourceText(CharSourceRange::getTokenRange(From, To), SM,
                                Context.getLangOpts());
  };
  if (const auto *New = dyn_cast<CXXNewExpr>(Made.At)) {
    const TypeSourceInfo *Type = New->getAllocatedTypeSourceInfo();
    const bool IsBare =
        New->getInitializationStyle() == CXXNewInitializationStyle::None;
    if (!Type || New->getNumPlacementArgs() ||
        (IsBare && !New->getAllocatedType()->isRecordType()) ||
        !isSimpleTypeName(TextOf(Type->getTypeLoc().getBeginLoc(),
                                 Type->getTypeLoc().getEndLoc())))
      return std::nullopt;
    return TextOf(Type->getTypeLoc().getBeginLoc(), New->getEndLoc()).str() +
           (IsBare ? "()" : "");
  }
  const auto &Call = cast<CallExpr>(*Made.At);
  const auto *Ref =
      dyn_cast<DeclRefExpr>(Call.getCallee()->IgnoreParenImpCasts());
  if (!Ref || Ref->getNumTemplateArgs() != 1)
    return std::nullopt;
  const SourceRange Type = Ref->getTemplateArgs()[0].getSourceRange();
  const StringRef Text = TextOf(Type.getBegin(), Type.getEnd());
  if (!isSimpleTypeName(Text))
    return std::nullopt;
  const SourceLocation Open = Lexer::findLocationAfterToken(
      Ref->getRAngleLoc(), tok::l_paren, SM, Context.getLangOpts(), true);
  if (Open.isInvalid())
    return std::nullopt;
  return (Text + "(" + TextOf(Open, Call.getRParenLoc())).str();
}

bool Rewriter::rewriteDeclaration(const VarDecl &V, const DeclStmt &Decls) {
  const auto Value = newValue();
  const auto Before = textOf(Decls, Context);
  if (!Value || !Before || hasComment(*Before) || !Decls.isSingleDecl())
    return false;
  replace(Decls.getBeginLoc(), Decls.getEndLoc(),
          "auto " + Name + " = " + *Value + ";");
  return true;
}

/// `p->x`, `*p`, `p[i]`.
bool Rewriter::rewriteObject(const Expr &Ref, const Expr &By) {
  const SourceLocation End = Ref.getEndLoc();
  if (const auto *M = dyn_cast<MemberExpr>(
          isa<MemberExpr>(By) ? &By : F.semanticParent(&By));
      M && M->isArrow() && !isa<ParenExpr>(F.parent(&Ref))) {
    replace(M->getOperatorLoc(), M->getOperatorLoc(), ".");
    return true;
  }
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(&By);
  const auto *U = dyn_cast<UnaryOperator>(&By);
  const SourceLocation Star =
      Op && Op->getOperator() == OO_Star ? Op->getOperatorLoc()
      : U && U->getOpcode() == UO_Deref  ? U->getOperatorLoc()
                                         : SourceLocation();
  if (Star.isInvalid())
    return false;
  replace(Star, End, Name);
  return true;
}

/// `p.get()`, or `p` where it is a pointer, as an argument.
bool Rewriter::rewriteAddress(const Expr &Ref, const Expr &Whole) {
  const auto *Call = dyn_cast_or_null<CallExpr>(F.semanticParent(&Whole));
  // Bound to a reference, the pointer itself is meant.
  const auto *Read = dyn_cast_or_null<CastExpr>(F.parent(&Whole));
  if (Whole.isGLValue() && (!Read || Read->getCastKind() != CK_LValueToRValue))
    return false;
  if (!Call || isa<CXXOperatorCallExpr>(Call) ||
      Call->getCallee()->IgnoreParenImpCasts() == &Whole)
    return false;
  replace(Ref.getBeginLoc(), Whole.getEndLoc(), "&" + Name);
  return true;
}

/// Where the object's end cannot be observed.
bool Rewriter::removeDelete(const Expr &By) {
  const QualType T = ownedType(Made.At->getType(), F.U.Lib);
  const auto Lines = wholeLines(By, Context);
  if (!Lines || T.isDestructedType() ||
      !isa_and_nonnull<CompoundStmt>(F.parent(&By)))
    return false;
  Edits.push_back(FixItHint::CreateRemoval(*Lines));
  return true;
}

bool Rewriter::rewrite(const Expr &Ref) {
  if (!mayEdit(Ref, F))
    return false;
  const OwnerAccess Access = accessOf(Ref, F);
  switch (Access.How) {
  case OwnerUse::Object:
    return rewriteObject(Ref, *Access.By);
  case OwnerUse::Address:
    return rewriteAddress(Ref,
                          Ref.getType()->isPointerType() ? Ref : *Access.By);
  case OwnerUse::Delete:
    return removeDelete(*Access.By);
  default: {
    // The variable itself, by reference: `[&p]`.
    const auto *L = dyn_cast_or_null<LambdaExpr>(F.parent(&Ref));
    const auto *D = dyn_cast<DeclRefExpr>(&Ref);
    return L && D && llvm::any_of(L->captures(), [&](const LambdaCapture &C) {
             return C.capturesVariable() && !L->isInitCapture(&C) &&
                    C.getCapturedVar() == D->getDecl() &&
                    C.getCaptureKind() == LCK_ByRef;
           });
  }
  }
}

llvm::SmallVector<FixItHint, 4> Rewriter::run() {
  const Keeper By = keeperOf(*Made.At, F);
  const auto *Decls = dyn_cast_or_null<DeclStmt>(By.By);
  if (!By.V || !Decls || !Context.getLangOpts().CPlusPlus17 ||
      !mayEdit(*Decls, F) || By.V->getType().isConstQualified())
    return {};
  // The same type, and not a constant one: the object is used as it was.
  const QualType Owned = ownedType(By.V->getType(), F.U.Lib);
  const QualType Type = ownedType(Made.At->getType(), F.U.Lib);
  if (Owned.isNull() || Type.isNull() || Type.isConstQualified() ||
      Made.Is->Kind == SiteKind::NewArray || Type->isArrayType() ||
      !Context.hasSameType(Owned, Type))
    return {};
  Name = By.V->getNameAsString();
  if (!rewriteDeclaration(*By.V, *Decls))
    return {};
  for (const Expr *Ref : F.refs(*By.V))
    if (!rewrite(*Ref))
      return {};
  return std::move(Edits);
}

llvm::SmallVector<FixItHint, 4> localInstead(const Allocation &Made) {
  using enum SiteKind;
  if (Made.Is->Kind != New && Made.Is->Kind != MakeUnique &&
      Made.Is->Kind != MakeShared)
    return {};
  return Rewriter(Made).run();
}

} // namespace fastidious::escape
