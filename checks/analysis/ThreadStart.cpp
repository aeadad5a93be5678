#include "analysis/ThreadStart.h"
#include "analysis/Place.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace fastidious {

namespace {

using Arguments = llvm::ArrayRef<const Expr *>;

/// The value of the enumerator Name of the enumeration E.
std::optional<llvm::APSInt> valueOf(StringRef Name, const EnumDecl &E) {
  for (const EnumConstantDecl *C : E.enumerators())
    if (C->getName() == Name)
      return C->getInitVal();
  return std::nullopt;
}

/// `std::async(std::launch::deferred, f)` makes no thread.
bool isDeferred(const Expr &Policy, const ThreadStarter &S,
                const ASTContext &Context) {
  const auto *Enum = Policy.getType()->getAs<EnumType>();
  if (!Enum || S.Deferred.empty())
    return false;
  Expr::EvalResult Value;
  // Who is given the policy may be given this one.
  if (!Policy.EvaluateAsInt(Value, Context))
    return true;
  const auto Deferred = valueOf(S.Deferred, *Enum->getDecl());
  return Deferred && llvm::APSInt::isSameValue(*Deferred, Value.Val.getInt());
}

bool hasPolicy(const ThreadStarter &S, Arguments All) {
  if (S.Policy < 0 || static_cast<unsigned>(S.Policy) >= All.size())
    return false;
  QualType T = All[S.Policy]->getType().getNonReferenceType();
  if (T->isPointerType())
    T = T->getPointeeType();
  const TagDecl *D = T->getAsTagDecl();
  return D && qualifiedName(*D) == S.PolicyType;
}

bool canBeCalled(QualType T) {
  T = T.getNonReferenceType();
  const CXXRecordDecl *R = recordOf(T);
  return T->isFunctionPointerType() || T->isFunctionType() ||
         (R && (R->isLambda() ||
                llvm::any_of(R->methods(), [](const CXXMethodDecl *M) {
                  return M->getOverloadedOperator() == OO_Call;
                })));
}

std::optional<ThreadStart> start(const ThreadStarter &S, const Expr &At,
                                 Arguments All, const ASTContext &Context) {
  ThreadStart T{S.TheKind, &At, S.StartsMany, S.Waits};
  const bool Shifted = hasPolicy(S, All);
  if (Shifted && isDeferred(*All[S.Policy], S, Context))
    return std::nullopt;
  if (S.Callable < 0)
    return T;
  const auto From = static_cast<unsigned>(S.Callable) + Shifted;
  if (From >= All.size() || isa<CXXDefaultArgExpr>(All[From]))
    return std::nullopt;
  for (const Expr *A : All.drop_front(From))
    if (S.AllCallables ? canBeCalled(A->getType()) : A == All[From])
      T.Callables.push_back(A);
  if (S.Arguments >= 0)
    for (const Expr *A :
         All.drop_front(std::min<size_t>(S.Arguments + Shifted, All.size())))
      T.Arguments.push_back(A);
  return T;
}

/// What an emplacing call builds, or a null type.
QualType builtBy(const FunctionDecl &Callee, const Emplacer &E) {
  const TemplateArgumentList *L = Callee.getTemplateSpecializationArgs();
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&Callee))
    if (const auto *S =
            dyn_cast<ClassTemplateSpecializationDecl>(Method->getParent()))
      L = &S->getTemplateArgs();
  if (!L || L->size() <= E.TemplateArgument ||
      (*L)[E.TemplateArgument].getKind() != TemplateArgument::Type)
    return {};
  return (*L)[E.TemplateArgument].getAsType();
}

/// A thread is made from something else than another thread.
std::optional<ThreadStart> startByConstruction(QualType T, const Expr &At,
                                               Arguments All, Function &F) {
  const ThreadStarter *S = F.U.Lib.threadStarter(T);
  if (!S || All.empty() ||
      F.U.Lib.threadStarter(All.front()->getType().getNonReferenceType()))
    return std::nullopt;
  return start(*S, At, All, F.U.Context);
}

std::optional<ThreadStart> startByCall(const CallExpr &Call, Function &F) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  const Arguments All = argumentsOf(Call);
  if (const Emplacer *E = F.U.Lib.emplacer(Callee))
    return startByConstruction(
        builtBy(*Callee, *E), Call,
        All.drop_front(std::min<size_t>(E->Arguments, All.size())), F);
  if (const ThreadStarter *S = F.U.Lib.threadStarter(Callee))
    return start(*S, Call, All, F.U.Context);
  if (All.size() < 2 ||
      !F.U.Lib.has(Trait::ParallelPolicy, All.front()->getType()))
    return std::nullopt;
  ThreadStart T{ThreadStarter::Task, &Call, /*Many=*/true, /*Waits=*/true};
  for (const Expr *A : All.drop_front())
    if (canBeCalled(A->getType()))
      T.Callables.push_back(A);
  return T;
}

bool mentions(const Stmt *S, const llvm::SmallPtrSetImpl<const Decl *> &Known) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(S);
  return S && ((Ref && Known.contains(Ref->getDecl())) ||
               llvm::any_of(S->children(), [&](const Stmt *Child) {
                 return mentions(Child, Known);
               }));
}

/// The field that E is, or of which it is an element; null for others.
const FieldDecl *fieldOf(const Expr &E) {
  const Expr &At = stripped(E);
  if (const auto *M = dyn_cast<MemberExpr>(&At))
    return dyn_cast<FieldDecl>(M->getMemberDecl());
  if (const auto *S = dyn_cast<ArraySubscriptExpr>(&At))
    return fieldOf(*S->getBase());
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(&At);
  return Op && Op->getNumArgs() > 0 ? fieldOf(*Op->getArg(0)) : nullptr;
}

/// The field into which a call puts what depends on Known.
const FieldDecl *keptBy(const CallExpr &Call,
                        const llvm::SmallPtrSetImpl<const Decl *> &Known) {
  const auto *Method = methodOf(Call);
  const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(&Call);
  if (!Method || Method->isConst() || (Op && !Op->isAssignmentOp()))
    return nullptr;
  const Expr *Object = Member ? Member->getImplicitObjectArgument()
                       : Op   ? Op->getArg(0)
                              : nullptr;
  const FieldDecl *To = Object ? fieldOf(*Object) : nullptr;
  return To && llvm::any_of(llvm::drop_begin(Call.arguments(), Op ? 1 : 0),
                            [&](const Expr *A) { return mentions(A, Known); })
             ? To
             : nullptr;
}

/// What depends on Known becomes known, in the order of the source.
const FieldDecl *keptIn(const Stmt *S,
                        llvm::SmallPtrSetImpl<const Decl *> &Known) {
  if (!S)
    return nullptr;
  if (const auto *Decls = dyn_cast<DeclStmt>(S))
    for (const Decl *D : Decls->decls())
      if (const auto *V = dyn_cast<VarDecl>(D);
          V && mentions(V->getInit(), Known))
        Known.insert(V);
  if (const auto *Call = dyn_cast<CallExpr>(S))
    if (const FieldDecl *To = keptBy(*Call, Known))
      return To;
  for (const Stmt *Child : S->children())
    if (const FieldDecl *To = keptIn(Child, Known))
      return To;
  return nullptr;
}

/// The field in which a member function keeps its parameter.
const FieldDecl *keptIn(Function &F, const ParmVarDecl &P) {
  llvm::SmallPtrSet<const Decl *, 4> Known = {&P};
  if (const auto *C = dyn_cast<CXXConstructorDecl>(F.Decl))
    for (const CXXCtorInitializer *Init : C->inits())
      if (Init->getMember() && mentions(Init->getInit(), Known))
        return Init->getMember();
  return keptIn(F.Body, Known);
}

bool anyFieldHolds(const CXXRecordDecl &R,
                   llvm::function_ref<bool(QualType)> Is) {
  return R.hasDefinition() && llvm::any_of(R.fields(), [&](const FieldDecl *F) {
           return Is(F->getType());
         });
}

/// A pool of this file, or an object with a thread and what that calls.
std::optional<ThreadStart> startByKeeping(const Expr &At,
                                          const FunctionDecl *Callee,
                                          Arguments All, Function &F) {
  const auto *M = dyn_cast_or_null<CXXMethodDecl>(Callee);
  if (!M || M->isStatic() || llvm::none_of(All, [](const Expr *A) {
        return canBeCalled(A->getType());
      }))
    return std::nullopt;
  Library &Lib = F.U.Lib;
  const CXXRecordDecl &R = *M->getParent();
  Function *Body = F.U.find(*M);
  if (!Body ||
      !anyFieldHolds(R, [&](QualType T) { return holdsThreads(T, Lib); }))
    return std::nullopt;
  for (auto [I, P] : llvm::enumerate(Body->Decl->parameters())) {
    const FieldDecl *To = I < All.size() && canBeCalled(All[I]->getType())
                              ? keptIn(*Body, *P)
                              : nullptr;
    if (!To || holdsThreads(To->getType(), Lib))
      continue;
    ThreadStart T{ThreadStarter::Task, &At};
    T.Keeps = true;
    T.Repeats = canBeCalled(To->getType());
    T.Many = T.Repeats && anyFieldHolds(R, [&](QualType Type) {
               return recordOf(Type) && Lib.container(Type) &&
                      holdsThreads(Type, Lib);
             });
    T.Callables.push_back(All[I]);
    T.Arguments.append(All.begin() + I + 1, All.end());
    return T;
  }
  return std::nullopt;
}

} // namespace

std::optional<Emplacement> emplacementBy(const CallExpr &Call, Unit &U) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  const Emplacer *E = U.Lib.emplacer(Callee);
  const QualType T = E ? builtBy(*Callee, *E) : QualType();
  const CXXRecordDecl *R = T.isNull() ? nullptr : recordOf(T);
  if (!R || !R->hasDefinition())
    return std::nullopt;
  const Arguments Given = argumentsOf(Call);
  Emplacement Found = {
      nullptr, T,
      Given.drop_front(std::min<size_t>(E->Arguments, Given.size()))};
  for (const CXXConstructorDecl *C : R->getDefinition()->ctors()) {
    Function *Body = C->isCopyOrMoveConstructor() ? nullptr : U.find(*C);
    if (!Body || C->getMinRequiredArguments() > Found.Arguments.size() ||
        C->getNumParams() < Found.Arguments.size())
      continue;
    if (Found.Constructor) // which of them is not known
      return std::nullopt;
    Found.Constructor = Body;
  }
  return Found.Constructor ? std::optional(Found) : std::nullopt;
}

llvm::SmallVector<ThreadStart, 2> threadStartsIn(Function &F) {
  llvm::SmallVector<ThreadStart, 2> Found;
  for (const CXXConstructExpr *Build : F.Constructions) {
    const Arguments All(Build->getArgs(), Build->getNumArgs());
    auto T = startByConstruction(Build->getType(), *Build, All, F);
    if (!T)
      T = startByKeeping(*Build, Build->getConstructor(), All, F);
    if (T)
      Found.push_back(std::move(*T));
  }
  for (const CallExpr *Call : F.Calls) {
    auto T = startByCall(*Call, F);
    if (!T)
      T = startByKeeping(*Call, Call->getDirectCallee(), argumentsOf(*Call), F);
    if (T)
      Found.push_back(std::move(*T));
  }
  return Found;
}

static bool holdsThreads(QualType T, Library &Lib, unsigned Depth) {
  if (T.isNull() || Depth > 3)
    return false;
  T = T.getNonReferenceType();
  if (T->isPointerType())
    return holdsThreads(T->getPointeeType(), Lib, Depth + 1);
  if (const auto *A = T->getAsArrayTypeUnsafe())
    return holdsThreads(A->getElementType(), Lib, Depth);
  const CXXRecordDecl *R = recordOf(T);
  if (!R || Lib.threadStarter(T))
    return R;
  if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R))
    for (const TemplateArgument &A : S->getTemplateArgs().asArray())
      if (A.getKind() == TemplateArgument::Type &&
          holdsThreads(A.getAsType(), Lib, Depth + 1))
        return true;
  return R->hasDefinition() &&
         llvm::any_of(R->fields(), [&](const FieldDecl *Field) {
           return holdsThreads(Field->getType(), Lib, Depth + 1);
         });
}

bool holdsThreads(QualType T, Library &Lib) { return holdsThreads(T, Lib, 0); }

} // namespace fastidious
