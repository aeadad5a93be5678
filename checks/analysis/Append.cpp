#include "analysis/Append.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious {

namespace {

bool isDiscarded(const Expr &E, Function &F) {
  const Stmt *P = F.semanticParent(&E);
  if (const auto *Cast = dyn_cast_or_null<CastExpr>(P))
    return Cast->getCastKind() == CK_ToVoid;
  return isa_and_nonnull<CompoundStmt, ForStmt, WhileStmt, DoStmt,
                         CXXForRangeStmt, IfStmt, CaseStmt, DefaultStmt,
                         LabelStmt, AttributedStmt>(P);
}

/// `index[key] = value`: a new key appends; `++count[key]` hardly ever does.
bool isAssigned(const Expr &E, Function &F) {
  const Stmt *P = F.semanticParent(&E);
  if (const auto *Op = dyn_cast_or_null<BinaryOperator>(P))
    return Op->getOpcode() == BO_Assign &&
           stripped(*Op->getLHS()).getBeginLoc() == E.getBeginLoc();
  const auto *Op = dyn_cast_or_null<CXXOperatorCallExpr>(P);
  return Op && Op->getOperator() == OO_Equal && &stripped(*Op->getArg(0)) == &E;
}

/// Too few different values to fill a table.
bool isSmallKey(QualType T, const ASTContext &Context) {
  T = T.getNonReferenceType();
  return T->isEnumeralType() ||
         (T->isIntegerType() && Context.getTypeSize(T) <= 8);
}

bool isEndOf(const Expr &E, const Expr &Target, Function &F) {
  const auto Call = asIteratorCall(E);
  if (!Call || !Call->Method->getName().ends_with_insensitive("end"))
    return false;
  const auto A = placeOf(*Call->Container, F), B = placeOf(Target, F);
  return A && B && *A == *B;
}

bool appendsOne(const CXXMemberCallExpr &Call, const Container &C,
                Function &F) {
  const CXXMethodDecl &Method = *Call.getMethodDecl();
  const std::string Name = spelledName(Method);
  if (C.is(Container::Hash)) {
    if (!llvm::is_contained(C.Append, Name) || !isDiscarded(Call, F))
      return false;
    // `insert(first, last)`, `insert({a, b, c})`; `insert_or_assign(k, v)`.
    if (Name == "insert" && Call.getNumArgs() != 1)
      return false;
    const Expr &Key = stripped(*Call.getArg(0));
    return !isa<CXXStdInitializerListExpr>(Key) &&
           !isSmallKey(Key.getType(), F.U.Context);
  }
  if (llvm::is_contained(C.Append, Name))
    return Call.getNumArgs() == 0 ||
           F.U.Lib.container(Call.getArg(0)->getType()) == nullptr ||
           recordOf(Call.getArg(0)->getType()) != Method.getParent();
  return Name == "insert" && Call.getNumArgs() == 2 &&
         isEndOf(*Call.getArg(0), *Call.getImplicitObjectArgument(), F) &&
         !isa<CXXStdInitializerListExpr>(stripped(*Call.getArg(1)));
}

std::optional<Append> asMemberCall(const CXXMemberCallExpr &Call, Function &F) {
  const CXXMethodDecl *Method = Call.getMethodDecl();
  if (!Method)
    return std::nullopt;
  const Expr &Target = *Call.getImplicitObjectArgument();
  const Container *C = F.U.Lib.container(Method->getParent());
  if (!C)
    C = F.U.Lib.container(Target.getType());
  if (!C || !appendsOne(Call, *C, F))
    return std::nullopt;
  return Append{&Call, &Target, C};
}

std::optional<Append> asOperator(const CXXOperatorCallExpr &Call, Function &F) {
  if (Call.getNumArgs() != 2 || !methodOf(Call))
    return std::nullopt;
  const Container *C = F.U.Lib.container(stripped(*Call.getArg(0)).getType());
  if (!C)
    return std::nullopt;
  const Append Found{&Call, Call.getArg(0), C};
  if (Call.getOperator() == OO_Subscript && C->is(Container::Hash) &&
      llvm::is_contained(C->Append, "operator[]") && isAssigned(Call, F) &&
      !isSmallKey(Call.getArg(1)->getType(), F.U.Context))
    return Found;
  if (Call.getOperator() == OO_PlusEqual && C->is(Container::String) &&
      stripped(*Call.getArg(1)).getType()->isAnyCharacterType())
    return Found;
  return std::nullopt;
}

std::optional<Append> asOutput(const CallExpr &Call, Function &F) {
  if (!F.U.Lib.has(Trait::MakesAppender, Call.getDirectCallee()) ||
      Call.getNumArgs() != 1)
    return std::nullopt;
  const Container *C = F.U.Lib.container(Call.getArg(0)->getType());
  const auto *User = dyn_cast_or_null<CallExpr>(F.semanticParent(&Call));
  if (!C || !User || !F.U.Lib.appendingAlgorithm(*User))
    return std::nullopt;
  return Append{&Call, Call.getArg(0), C, User};
}

} // namespace

llvm::SmallVector<Append, 4> appendsIn(Function &F) {
  llvm::SmallVector<Append, 4> Found;
  for (const CallExpr *Call : F.Calls) {
    std::optional<Append> A;
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call))
      A = asMemberCall(*Member, F);
    else if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(Call))
      A = asOperator(*Op, F);
    else
      A = asOutput(*Call, F);
    if (A)
      Found.push_back(*A);
  }
  return Found;
}

} // namespace fastidious
