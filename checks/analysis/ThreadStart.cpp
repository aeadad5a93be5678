#include "analysis/ThreadStart.h"
#include "analysis/Place.h"
#include "clang/AST/DeclTemplate.h"

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

bool canBeCalled(const Expr &E) {
  const QualType T = E.getType().getNonReferenceType();
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
    if (S.AllCallables ? canBeCalled(*A) : A == All[From])
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
  if (All.size() < 2 || !F.U.Lib.isParallelPolicy(All.front()->getType()))
    return std::nullopt;
  ThreadStart T{ThreadStarter::Task, &Call, /*Many=*/true, /*Waits=*/true};
  for (const Expr *A : All.drop_front())
    if (canBeCalled(*A))
      T.Callables.push_back(A);
  return T;
}

} // namespace

llvm::SmallVector<ThreadStart, 2> threadStartsIn(Function &F) {
  llvm::SmallVector<ThreadStart, 2> Found;
  for (const CXXConstructExpr *Build : F.Constructions)
    if (auto T = startByConstruction(
            Build->getType(), *Build,
            Arguments(Build->getArgs(), Build->getNumArgs()), F))
      Found.push_back(std::move(*T));
  for (const CallExpr *Call : F.Calls)
    if (auto T = startByCall(*Call, F))
      Found.push_back(std::move(*T));
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
