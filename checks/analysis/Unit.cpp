#include "analysis/Function.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtOpenMP.h"
#include "llvm/Support/SaveAndRestore.h"
#include <mutex>

using namespace clang;

namespace fastidious {

/// Walks the user's declarations once and fills a Unit.
class UnitBuilder {
public:
  explicit UnitBuilder(Unit &U) : U(U), SM(U.Context.getSourceManager()) {}

  void addDecl(Decl *D);
  /// Who calls whom needs all functions.
  void linkCallers();

private:
  void addFunction(FunctionDecl &F);
  void addInitializer(const VarDecl &V);
  void addRecord(CXXRecordDecl &R);
  /// D has a type.
  void declare(const Decl &D);
  void addAside(const Expr *E);
  /// The constants in a type: `char[N]`, `Member<offsetof(R, x)>`.
  void addConstants(const TypeSourceInfo *Type);
  void addChildren(DeclContext &C) {
    for (Decl *D : C.decls())
      addDecl(D);
  }
  template <class Template> void addSpecializations(Template &T) {
    for (auto *S : T.specializations())
      addDecl(S);
  }
  Function &create(Function *Root, const FunctionDecl *Decl,
                   const LambdaExpr *Lambda, const Stmt *Body);
  void walk(Function &F, const Stmt *S, const Stmt *Parent);
  void walkChildren(Function &F, const Stmt *S);
  void walkLambda(Function &F, const LambdaExpr &L);
  /// Keeps what the checks ask for by kind.
  void sort(Function &F, const Stmt *S);
  void addReference(Function &F, const Expr &E, const ValueDecl &V);
  void linkFunctionNames(Function &F);
  void linkLambda(Function &F);
  void addCaller(const FunctionDecl &Callee, CallSite Site) {
    U.Callers[Callee.getCanonicalDecl()].push_back(Site);
  }
  /// How the callee uses the callable that is its argument.
  CallSite::Kind kindOfCallee(const CallExpr &Call);
  /// Whose argument E is, behind casts and copies.
  const CallExpr *callTaking(Function &F, const Expr &E);

  Unit &U;
  const SourceManager &SM;
  bool IsAside = false;
  llvm::DenseSet<const Decl *> Seen;
};

void UnitBuilder::addDecl(Decl *D) {
  if (SM.isInSystemHeader(SM.getExpansionLoc(D->getLocation())))
    return;
  declare(*D);
  if (auto *F = dyn_cast<FunctionDecl>(D))
    return addFunction(*F);
  if (auto *V = dyn_cast<VarDecl>(D))
    return addInitializer(*V);
  if (auto *T = dyn_cast<FunctionTemplateDecl>(D)) {
    addDecl(T->getTemplatedDecl());
    return addSpecializations(*T);
  }
  if (auto *T = dyn_cast<ClassTemplateDecl>(D)) {
    if (T->isThisDeclarationADefinition())
      addDecl(T->getTemplatedDecl());
    return addSpecializations(*T);
  }
  if (auto *T = dyn_cast<VarTemplateDecl>(D)) {
    for (const VarDecl *S : T->specializations())
      declare(*S);
    return;
  }
  if (const auto *T = dyn_cast<FriendDecl>(D)) {
    // Not classes: they are visited where they stand, and befriend in circles.
    if (NamedDecl *Friend = T->getFriendDecl();
        isa_and_nonnull<FunctionDecl, FunctionTemplateDecl>(Friend))
      addDecl(Friend);
    return;
  }
  if (auto *R = dyn_cast<CXXRecordDecl>(D))
    return addRecord(*R);
  if (const auto *E = dyn_cast<EnumDecl>(D)) {
    for (const EnumConstantDecl *C : E->enumerators())
      addAside(C->getInitExpr());
    return;
  }
  if (const auto *A = dyn_cast<StaticAssertDecl>(D)) {
    U.Assertions.push_back(A);
    return addAside(A->getAssertExpr());
  }
  if (isa<NamespaceDecl, LinkageSpecDecl, ExportDecl>(D))
    addChildren(*cast<DeclContext>(D));
}

void UnitBuilder::addRecord(CXXRecordDecl &R) {
  if (!R.isThisDeclarationADefinition() || R.isLambda() ||
      !Seen.insert(&R).second)
    return;
  if (!R.isDependentContext())
    U.Records.insert(&R);
  for (const CXXBaseSpecifier &Base : R.bases())
    addConstants(Base.getTypeSourceInfo());
  addChildren(R);
}

void UnitBuilder::declare(const Decl &D) {
  if (D.isImplicit())
    return;
  if (const auto *F = dyn_cast<FunctionDecl>(&D))
    for (const ParmVarDecl *P : F->parameters())
      declare(*P);
  if (const auto *F = dyn_cast<FieldDecl>(&D))
    addAside(F->getInClassInitializer());
  if (const auto *V = dyn_cast<DeclaratorDecl>(&D)) {
    U.Declarations.push_back(V);
    addConstants(V->getTypeSourceInfo());
  } else if (const auto *T = dyn_cast<TypedefNameDecl>(&D)) {
    U.Declarations.push_back(T);
    addConstants(T->getTypeSourceInfo());
  }
}

void UnitBuilder::addAside(const Expr *E) {
  if (!E)
    return;
  const llvm::SaveAndRestore Aside(IsAside, true);
  walk(create(nullptr, nullptr, nullptr, E), E, nullptr);
}

void UnitBuilder::addConstants(const TypeSourceInfo *Type) {
  if (!Type)
    return;
  for (TypeLoc At = Type->getTypeLoc(); At; At = At.getNextTypeLoc()) {
    if (const auto Array = At.getAs<ArrayTypeLoc>())
      addAside(Array.getSizeExpr());
    const auto Special = At.getAs<TemplateSpecializationTypeLoc>();
    for (unsigned I = 0; Special && I < Special.getNumArgs(); ++I)
      if (Special.getArgLoc(I).getArgument().getKind() ==
          TemplateArgument::Expression)
        addAside(Special.getArgLoc(I).getSourceExpression());
  }
}

void UnitBuilder::addFunction(FunctionDecl &F) {
  if (!F.doesThisDeclarationHaveABody() || !F.getBody() ||
      !Seen.insert(&F).second)
    return;
  const bool IsPattern = F.isDependentContext();
  // A benchmark repeats on purpose.
  if (!IsPattern && llvm::any_of(F.parameters(), [this](const ParmVarDecl *P) {
        return U.Lib.has(Trait::Harness, P->getType());
      }))
    return;
  const llvm::SaveAndRestore Aside(IsAside, IsPattern);
  Function &Made = create(nullptr, &F, nullptr, F.getBody());
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&F))
    for (const CXXCtorInitializer *Init : Constructor->inits())
      walk(Made, Init->getInit(), nullptr);
  walk(Made, F.getBody(), nullptr);
}

void UnitBuilder::addInitializer(const VarDecl &V) {
  if (!V.hasInit())
    return;
  if (V.getDeclContext()->isDependentContext() ||
      V.getInit()->isInstantiationDependent())
    return addAside(V.getInit());
  walk(create(nullptr, nullptr, nullptr, V.getInit()), V.getInit(), nullptr);
}

Function &UnitBuilder::create(Function *Root, const FunctionDecl *Decl,
                              const LambdaExpr *Lambda, const Stmt *Body) {
  auto &Group = IsAside ? U.Asides : U.All;
  Group.push_back(std::make_unique<Function>(U, Root, Decl, Lambda, Body));
  Function &F = *Group.back();
  if (Decl && !IsAside)
    U.ByDecl[Decl->getCanonicalDecl()] = &F;
  F.Root.Bodies[Body] = &F;
  return F;
}

void UnitBuilder::walk(Function &F, const Stmt *S, const Stmt *Parent) {
  if (!S || isa<CXXNoexceptExpr, RequiresExpr>(S))
    return;
  F.Root.Parents.try_emplace(S, Parent);
  if (const auto *Trait = dyn_cast<UnaryExprOrTypeTraitExpr>(S)) {
    if (Trait->getKind() == UETT_SizeOf)
      F.SizeOfs.push_back(Trait);
    return;
  }
  if (const auto *L = dyn_cast<LambdaExpr>(S))
    return walkLambda(F, *L);
  sort(F, S);
  walkChildren(F, S);
}

void UnitBuilder::sort(Function &F, const Stmt *S) {
  if (const auto *Call = dyn_cast<CallExpr>(S))
    F.Calls.push_back(Call);
  else if (const auto *Build = dyn_cast<CXXConstructExpr>(S))
    F.Constructions.push_back(Build);
  else if (const auto *New = dyn_cast<CXXNewExpr>(S))
    F.News.push_back(New);
  else if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
    addReference(F, *Ref, *Ref->getDecl());
  else if (const auto *Member = dyn_cast<MemberExpr>(S))
    addReference(F, *Member, *Member->getMemberDecl());
  else if (const auto *Cast = dyn_cast<ExplicitCastExpr>(S))
    F.Casts.push_back(Cast);
  else if (const auto *Offset = dyn_cast<OffsetOfExpr>(S))
    F.OffsetOfs.push_back(Offset);
  else if (const auto *Op = dyn_cast<BinaryOperator>(S)) {
    if (Op->getOpcode() == BO_Assign && Op->getType()->isPointerType())
      F.Stores.push_back(Op);
  } else if (isa<InitListExpr, CXXParenListInitExpr>(S))
    F.Lists.push_back(cast<Expr>(S));
  else if (const auto *Decls = dyn_cast<DeclStmt>(S))
    for (Decl *D : Decls->decls()) {
      // A local variable's initialiser is the statement's child.
      if (isa<VarDecl>(D))
        declare(*D);
      else
        addDecl(D);
    }
}

void UnitBuilder::walkChildren(Function &F, const Stmt *S) {
  if (const auto *D = dyn_cast<CXXDefaultInitExpr>(S))
    return walk(F, D->getExpr(), S);
  if (const auto *D = dyn_cast<CXXDefaultArgExpr>(S))
    return walk(F, D->getExpr(), S);
  if (const auto *D = dyn_cast<OMPExecutableDirective>(S)) {
    F.HasRegions = true;
    // Not its children: those are wrapped in captures.
    return walk(F, D->hasAssociatedStmt() ? D->getRawStmt() : nullptr, S);
  }
  for (const Stmt *Child : S->children())
    walk(F, Child, S);
}

void UnitBuilder::walkLambda(Function &F, const LambdaExpr &L) {
  for (const Expr *Init : L.capture_inits())
    walk(F, Init, &L);
  if (IsAside)
    return walk(F, L.getBody(), &L);
  const auto AddBody = [&](const FunctionDecl &Operator) {
    declare(Operator);
    if (!Operator.getBody() || Operator.isDependentContext())
      return;
    Function &Made = create(&F.Root, &Operator, &L, Operator.getBody());
    F.Root.Lambdas[&L].push_back(&Made);
    walk(Made, Operator.getBody(), &L);
  };
  if (const FunctionTemplateDecl *T = L.getDependentCallOperator()) {
    for (const FunctionDecl *S : T->specializations())
      AddBody(*S);
    return;
  }
  AddBody(*L.getCallOperator());
}

void UnitBuilder::addReference(Function &F, const Expr &E, const ValueDecl &V) {
  if (isa<VarDecl, FieldDecl, BindingDecl, FunctionDecl>(V))
    F.Root.Refs[cast<ValueDecl>(V.getCanonicalDecl())].push_back(&E);
}

void UnitBuilder::linkCallers() {
  for (const auto &F : U.All) {
    for (const CallExpr *Call : F->Calls)
      if (const FunctionDecl *Callee = Call->getDirectCallee())
        addCaller(*Callee, {CallSite::Plain, Call, F.get()});
    for (const CXXConstructExpr *Build : F->Constructions)
      addCaller(*Build->getConstructor(), {CallSite::Plain, Build, F.get()});
    if (&F->Root == F.get())
      linkFunctionNames(*F);
    if (F->Lambda)
      linkLambda(*F);
  }
}

void UnitBuilder::linkFunctionNames(Function &F) {
  for (const auto &[V, Uses] : F.Refs) {
    const auto *Callee = dyn_cast<FunctionDecl>(V);
    if (!Callee || !U.find(*Callee))
      continue;
    for (const Expr *E : Uses) {
      const auto *Ref = dyn_cast<DeclRefExpr>(E);
      if (!Ref)
        continue;
      const auto *Call = dyn_cast_or_null<CallExpr>(F.semanticParent(Ref));
      if (Call && Call->getCallee()->IgnoreParenImpCasts() == Ref)
        continue;
      const CallExpr *Taker = callTaking(F, *Ref);
      addCaller(*Callee, {Taker ? kindOfCallee(*Taker) : CallSite::Unknown,
                          Taker ? static_cast<const Expr *>(Taker) : Ref,
                          &F.holderOf(Ref)});
    }
  }
}

void UnitBuilder::linkLambda(Function &F) {
  const LambdaExpr &L = *F.Lambda;
  Function &Holder = F.holderOf(F.parent(&L));
  const auto Link = [&](const Expr &Use) {
    if (const CallExpr *Taker = callTaking(Holder, Use)) {
      // A call of the lambda itself is listed with the calls.
      if (Taker->getDirectCallee() == F.Decl)
        return;
      addCaller(*F.Decl, {kindOfCallee(*Taker), Taker, &F.holderOf(Taker)});
      return;
    }
    addCaller(*F.Decl, {CallSite::Unknown, &Use, &F.holderOf(&Use)});
  };
  const Stmt *Parent = Holder.semanticParent(&L);
  const auto *Decls = dyn_cast_or_null<DeclStmt>(Parent);
  const auto *V = Decls && Decls->isSingleDecl()
                      ? dyn_cast<VarDecl>(Decls->getSingleDecl())
                      : nullptr;
  if (!V)
    return Link(L);
  for (const Expr *Use : F.refs(*V))
    Link(*Use);
}

const CallExpr *UnitBuilder::callTaking(Function &F, const Expr &E) {
  return dyn_cast_or_null<CallExpr>(F.semanticParent(&E));
}

CallSite::Kind UnitBuilder::kindOfCallee(const CallExpr &Call) {
  if (U.Lib.has(Trait::VisitsEach, Call))
    return CallSite::PerElement;
  return U.Lib.has(Trait::CallsOnce, Call) ? CallSite::Once : CallSite::Unknown;
}

Unit::Unit(ASTContext &Context, const Model &M) : Context(Context), Lib(M) {
  UnitBuilder Builder(*this);
  for (Decl *D : Context.getTranslationUnitDecl()->decls())
    Builder.addDecl(D);
  Builder.linkCallers();
}

Unit &Unit::of(ASTContext &Context, const Model &M) {
  using Key = std::pair<const ASTContext *, const Model *>;
  static std::mutex Lock;
  static std::map<Key, std::unique_ptr<Unit>> Units;
  {
    const std::lock_guard<std::mutex> Guard(Lock);
    if (const auto It = Units.find({&Context, &M}); It != Units.end())
      return *It->second;
  }
  std::unique_ptr<Unit> Made(new Unit(Context, M));
  Context.AddDeallocation(
      [](void *Gone) {
        const std::lock_guard<std::mutex> Guard(Lock);
        std::erase_if(Units, [&](const auto &Entry) {
          return Entry.first.first == Gone;
        });
      },
      &Context);
  const std::lock_guard<std::mutex> Guard(Lock);
  return *(Units[{&Context, &M}] = std::move(Made));
}

llvm::ArrayRef<CallSite> Unit::callersOf(const FunctionDecl &F) const {
  const auto It = Callers.find(F.getCanonicalDecl());
  if (It == Callers.end())
    return {};
  return It->second;
}

Function *Unit::find(const FunctionDecl &F) const {
  return ByDecl.lookup(F.getCanonicalDecl());
}

} // namespace fastidious
