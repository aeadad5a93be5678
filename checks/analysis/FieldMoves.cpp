#include "analysis/FieldMoves.h"
#include "analysis/FixedLayout.h"
#include "analysis/Memory.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace fastidious {

namespace {

using Obstacle = std::optional<MoveObstacle>;

std::string quoted(const NamedDecl &D) {
  return "'" + D.getNameAsString() + "'";
}

bool isSame(QualType T, const CXXRecordDecl &R) {
  const CXXRecordDecl *Other = T.isNull() ? nullptr : recordOf(T);
  return Other && &writtenRecord(*Other) == &writtenRecord(R);
}

// ---- the record itself

Obstacle orderedComparison(const CXXRecordDecl &R) {
  for (const Decl *D : R.decls()) {
    const auto *Friend = dyn_cast<FriendDecl>(D);
    const auto *F =
        dyn_cast_or_null<FunctionDecl>(Friend ? Friend->getFriendDecl() : D);
    if (!F || !F->isDefaulted() || !F->isOverloadedOperator())
      continue;
    if (F->getOverloadedOperator() == OO_Spaceship)
      return MoveObstacle{"the defaulted " + quoted(*F) +
                              " compares the fields in their order",
                          F->getLocation()};
  }
  return std::nullopt;
}

/// The first other field of R that E reads.
const FieldDecl *otherFieldIn(const Stmt *S, const CXXRecordDecl &R,
                              const FieldDecl *Own) {
  if (!S)
    return nullptr;
  if (const auto *M = dyn_cast<MemberExpr>(S))
    if (const auto *F = dyn_cast<FieldDecl>(M->getMemberDecl());
        F && F != Own && F->getParent() == &R)
      return F;
  for (const Stmt *Child : S->children())
    if (const FieldDecl *F = otherFieldIn(Child, R, Own))
      return F;
  return nullptr;
}

Obstacle dependentInitializer(const CXXRecordDecl &R) {
  const auto Check = [&](const FieldDecl *F, const Expr *Init) -> Obstacle {
    const FieldDecl *Read = F ? otherFieldIn(Init, R, F) : nullptr;
    if (!Read)
      return std::nullopt;
    return MoveObstacle{"the initialiser of " + quoted(*F) + " reads " +
                            quoted(*Read),
                        Init->getBeginLoc()};
  };
  for (const FieldDecl *F : R.fields())
    if (auto Found = Check(F, F->getInClassInitializer()))
      return Found;
  for (const CXXConstructorDecl *C : R.ctors())
    if (const FunctionDecl *Definition = C->getDefinition())
      for (const auto *Init : cast<CXXConstructorDecl>(Definition)->inits())
        if (auto Found = Check(Init->getMember(), Init->getInit()))
          return Found;
  return std::nullopt;
}

Obstacle constructorOrder(const CXXRecordDecl &R) {
  for (const CXXConstructorDecl *C : R.ctors())
    if (C->isUserProvided())
      return MoveObstacle{"constructors initialise the fields in their order",
                          C->getLocation()};
  for (const FieldDecl *F : R.fields())
    if (!F->getType()->isReferenceType() &&
        !F->getType().isTriviallyCopyableType(R.getASTContext()))
      return MoveObstacle{"the type of " + quoted(*F) +
                              " has constructors or a destructor, which run in "
                              "the order of the fields",
                          F->getLocation()};
  return std::nullopt;
}

/// The type of a field is written in terms of another one: `decltype(a)`.
Obstacle dependentType(const CXXRecordDecl &R) {
  for (const FieldDecl *F : R.fields())
    for (TypeLoc At = F->getTypeSourceInfo()->getTypeLoc(); At;
         At = At.getNextTypeLoc())
      if (At.getAs<DecltypeTypeLoc>())
        return MoveObstacle{"the type of " + quoted(*F) +
                                " is taken from another declaration",
                            F->getLocation()};
  return std::nullopt;
}

Obstacle unusualShape(const RecordLayout &L) {
  const CXXRecordDecl &R = *L.Record;
  AccessSpecifier Access = AS_none;
  for (const FieldDecl *F : R.fields()) {
    if (Access != AS_none && F->getAccess() != Access)
      return MoveObstacle{"access sections stand between the fields",
                          F->getLocation()};
    Access = F->getAccess();
    if (F->hasAttrs())
      return MoveObstacle{quoted(*F) + " has an attribute", F->getLocation()};
    if (F->getBeginLoc().isMacroID() || F->getEndLoc().isMacroID())
      return MoveObstacle{"a macro writes " + quoted(*F), F->getLocation()};
  }
  for (const LayoutUnit &Unit : L.Units) {
    const FieldDecl &First = *Unit.Fields.front();
    if (Unit.isBitFields())
      return MoveObstacle{"it has bit-fields", First.getLocation()};
    if (Unit.Fields.size() > 1)
      return MoveObstacle{"one declaration has several fields",
                          First.getLocation()};
    if (First.isAnonymousStructOrUnion())
      return MoveObstacle{"it has an anonymous member", First.getLocation()};
  }
  if (R.getNumBases() > 0 || R.isPolymorphic())
    return MoveObstacle{"it has bases or virtual functions", R.getLocation()};
  return std::nullopt;
}

/// Other files may know the order.
Obstacle visibility(const CXXRecordDecl &R, const ASTContext &Context) {
  if (R.getTemplateInstantiationPattern() || R.hasAttrs() ||
      isa<ClassTemplateSpecializationDecl>(R))
    return MoveObstacle{"it is a template or has attributes", R.getLocation()};
  const bool IsLocal =
      R.isInAnonymousNamespace() || R.getParentFunctionOrMethod();
  if (!IsLocal || !Context.getSourceManager().isInMainFile(R.getLocation()))
    return MoveObstacle{"other files may know the order of its fields",
                        R.getLocation()};
  return std::nullopt;
}

// ---- its uses

bool isPositional(const Expr &List) {
  const auto *Braced = dyn_cast<InitListExpr>(&List);
  if (!Braced)
    return true;
  // What was written: `{}` has a value for each field in the other form.
  const InitListExpr *Written =
      Braced->isSemanticForm() ? Braced->getSyntacticForm() : Braced;
  return (Written ? Written : Braced)->getNumInits() > 0;
}

bool mentions(llvm::ArrayRef<TemplateArgument> Arguments,
              const CXXRecordDecl &R);

bool mentions(QualType T, const CXXRecordDecl &R) {
  const CXXRecordDecl *Of = T.isNull() ? nullptr : recordOf(T);
  const auto *Instance = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Of);
  return isSame(T, R) ||
         (Instance && mentions(Instance->getTemplateArgs().asArray(), R));
}

bool mentions(llvm::ArrayRef<TemplateArgument> Arguments,
              const CXXRecordDecl &R) {
  return llvm::any_of(Arguments, [&](const TemplateArgument &A) {
    return A.getKind() == TemplateArgument::Pack
               ? mentions(A.getPackAsArray(), R)
               : A.getKind() == TemplateArgument::Type &&
                     mentions(A.getAsType(), R);
  });
}

/// F belongs to a library, but not to the standard one, which has namespaces
/// with reserved names as well.
bool isOfLibrary(const FunctionDecl &F) {
  if (F.isInStdNamespace() ||
      !F.getASTContext().getSourceManager().isInSystemHeader(F.getLocation()))
    return false;
  for (const DeclContext *C = F.getDeclContext(); C; C = C->getParent())
    if (const auto *N = dyn_cast<NamespaceDecl>(C);
        N && N->getName().starts_with("__"))
      return false;
  return true;
}

/// A template is given several values of which it may build an R, or an R of
/// which it may take the fields: `emplace_back(1, 2.0)`, `forEachField(r)`.
bool maySeeFields(const CallExpr &Call, const CXXRecordDecl &R) {
  const FunctionDecl *F = Call.getDirectCallee();
  const auto *Given = F ? F->getTemplateSpecializationArgs() : nullptr;
  if (!Given)
    return false;
  const auto *Method = dyn_cast<CXXMethodDecl>(F);
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      Method ? Method->getParent() : nullptr);
  const bool IsAbout =
      mentions(Given->asArray(), R) ||
      (Class && mentions(Class->getTemplateArgs().asArray(), R));
  const bool ForwardsSeveral =
      llvm::any_of(Given->asArray(), [](const TemplateArgument &A) {
        return A.getKind() == TemplateArgument::Pack && A.pack_size() > 1;
      });
  return IsAbout && ((ForwardsSeveral && R.isAggregate()) || isOfLibrary(*F));
}

Obstacle positionalUse(const CXXRecordDecl &R, const Function &F) {
  for (const Expr *List : F.Lists)
    if (isSame(List->getType(), R) && isPositional(*List))
      return MoveObstacle{"its fields are initialised in their order",
                          List->getBeginLoc()};
  for (const CallExpr *Call : F.Calls)
    if (maySeeFields(*Call, R))
      return MoveObstacle{"this call may name its fields by position",
                          Call->getExprLoc()};
  return std::nullopt;
}

Obstacle sizeOrAddress(const CXXRecordDecl &R, const Function &F) {
  for (const UnaryExprOrTypeTraitExpr *Size : F.SizeOfs)
    if (isSame(elementOf(Size->getTypeOfArgument()), R))
      return MoveObstacle{"its size is used", Size->getBeginLoc()};
  for (const FieldDecl *Field : R.fields())
    for (const Expr *Ref : F.refs(*Field)) {
      const auto *Op = dyn_cast_or_null<UnaryOperator>(F.semanticParent(Ref));
      if (Op && Op->getOpcode() == UO_AddrOf && isa<MemberExpr>(Ref))
        return MoveObstacle{"the address of " + quoted(*Field) + " is used",
                            Ref->getExprLoc()};
    }
  return std::nullopt;
}

using Judge = Obstacle (*)(const CXXRecordDecl &, const Function &);

Obstacle inCode(const CXXRecordDecl &R, Unit &U, Judge J) {
  for (const auto Group : {U.functions(), U.asides()})
    for (const auto &F : Group)
      if (auto Found = J(R, *F))
        return Found;
  return std::nullopt;
}

Obstacle binding(const CXXRecordDecl &R, const Unit &U) {
  for (const NamedDecl *D : U.declarations())
    if (const auto *V = dyn_cast<DecompositionDecl>(D);
        V && isSame(V->getType(), R))
      return MoveObstacle{"a structured binding names its fields by position",
                          V->getLocation()};
  return std::nullopt;
}

} // namespace

std::optional<MoveObstacle> obstacleToMoving(const RecordLayout &L, Unit &U) {
  const CXXRecordDecl &R = *L.Record;
  // What tells the reader most comes first.
  if (auto Found = orderedComparison(R))
    return Found;
  if (auto Found = binding(R, U))
    return Found;
  if (auto Found = inCode(R, U, positionalUse))
    return Found;
  if (auto Found = dependentInitializer(R))
    return Found;
  if (auto Found = dependentType(R))
    return Found;
  if (auto Found = constructorOrder(R))
    return Found;
  if (auto Found = unusualShape(L))
    return Found;
  if (auto Found = visibility(R, U.Context))
    return Found;
  return inCode(R, U, sizeOrAddress);
}

namespace {

/// Offsets in the file: whole lines, without the last line break.
struct Lines {
  size_t Begin, End;
};

class FieldLines {
public:
  FieldLines(const RecordLayout &L, const ASTContext &Context)
      : L(L), SM(Context.getSourceManager()), Language(Context.getLangOpts()) {
    File = SM.getDecomposedLoc(L.Record->getLocation()).first;
    Text = SM.getBufferData(File);
  }

  bool find() {
    for (const LayoutUnit &Unit : L.Units) {
      const auto Found = linesOf(*Unit.Fields.front());
      if (!Found || (!All.empty() && !isBlank(All.back().End, Found->Begin)))
        return false;
      All.push_back(*Found);
    }
    return true;
  }

  std::vector<FixItHint> inOrder(llvm::ArrayRef<unsigned> Order) const {
    std::vector<FixItHint> Edits;
    for (unsigned I = 0; I < Order.size(); ++I)
      if (Order[I] != I)
        Edits.push_back(FixItHint::CreateReplacement(
            CharSourceRange::getCharRange(at(All[I].Begin), at(All[I].End)),
            Text.slice(All[Order[I]].Begin, All[Order[I]].End)));
    return Edits;
  }

private:
  std::optional<Lines> linesOf(const FieldDecl &F) const {
    const SourceLocation Semicolon = Lexer::findLocationAfterToken(
        F.getEndLoc(), tok::semi, SM, Language, false);
    if (Semicolon.isInvalid() || F.getBeginLoc().isMacroID() ||
        SM.getFileID(F.getBeginLoc()) != File)
      return std::nullopt;
    const size_t First = SM.getFileOffset(F.getBeginLoc());
    const size_t Last = SM.getFileOffset(Semicolon);
    Lines Found{lineBegin(First), Text.find('\n', Last)};
    if (Found.End == StringRef::npos || !isBlank(Found.Begin, First) ||
        !isComment(Text.slice(Last, Found.End)))
      return std::nullopt;
    while (const auto Above = documentation(Found.Begin))
      Found.Begin = *Above;
    return Found;
  }

  /// Nothing, or a comment to the end of the line.
  static bool isComment(StringRef Rest) {
    Rest = Rest.trim();
    return Rest.empty() || Rest.starts_with("//") ||
           (Rest.starts_with("/*") && Rest.find("*/") == Rest.size() - 2);
  }

  /// The line above is a comment for documentation, which belongs to the
  /// declaration below it; others may belong to the whole section.
  std::optional<size_t> documentation(size_t Begin) const {
    if (Begin < 2)
      return std::nullopt;
    const size_t Above = lineBegin(Begin - 1);
    const StringRef Line = Text.slice(Above, Begin - 1).trim();
    const bool IsOne = Line.starts_with("///") || Line.starts_with("//!") ||
                       (Line.starts_with("/**") && Line.ends_with("*/"));
    return IsOne ? std::optional(Above) : std::nullopt;
  }

  size_t lineBegin(size_t Offset) const {
    return Text.take_front(Offset).rfind('\n') + 1;
  }
  bool isBlank(size_t Begin, size_t End) const {
    return Text.slice(Begin, End).trim().empty();
  }
  SourceLocation at(size_t Offset) const {
    return SM.getLocForStartOfFile(File).getLocWithOffset(Offset);
  }

  const RecordLayout &L;
  const SourceManager &SM;
  const LangOptions &Language;
  FileID File;
  StringRef Text;
  std::vector<Lines> All;
};

} // namespace

std::optional<std::vector<FixItHint>> moveLines(const RecordLayout &L,
                                                llvm::ArrayRef<unsigned> Order,
                                                const ASTContext &Context) {
  FieldLines Fields(L, Context);
  if (!Fields.find())
    return std::nullopt;
  return Fields.inOrder(Order);
}

} // namespace fastidious
