#include "analysis/Population.h"
#include "analysis/CostlyBuild.h"
#include "analysis/Memory.h"
#include "analysis/Repetition.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecordLayout.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace fastidious {

namespace {

/// How many objects of a type there are, as far as one sighting shows.
struct Amount {
  uint64_t Number = 1;
  std::optional<Population::Kind> Many = {};
  CharUnits Whole = {};
  uint64_t InWhole = 1;

  bool isOne() const { return !Many && Number == 1; }
  Amount times(std::optional<uint64_t> N) const {
    Amount A = *this;
    if (!N)
      A.Many = Population::Block;
    A.Number = llvm::SaturatingMultiply(Number, N.value_or(1));
    A.InWhole = llvm::SaturatingMultiply(InWhole, N.value_or(1));
    return A;
  }
};

struct Sighting {
  SourceLocation Where;
  std::string Of;
};

using Instance = ClassTemplateSpecializationDecl;
using AllocatedVisitor =
    llvm::function_ref<void(QualType, std::optional<uint64_t>, SourceLocation)>;

class Census {
public:
  Census(Unit &U, unsigned MinElements) : U(U), MinElements(MinElements) {}

  Populations take() {
    for (const NamedDecl *D : U.declarations())
      addDeclaration(*D);
    for (const CXXRecordDecl *R : U.records())
      addRecord(*R);
    for (const auto &F : U.functions())
      addFunction(*F);
    addTemplates();
    return std::move(Found);
  }

private:
  void addDeclaration(const NamedDecl &D);
  void addRecord(const CXXRecordDecl &R);
  void addFunction(Function &F);
  void addNew(const CXXNewExpr &New, Function &F);
  void addCall(const CallExpr &Call, Function &F);
  /// Bodies of class templates whose instances this file does not make.
  void addTemplates();
  void addPattern(Function &F, const Instance &Of);
  /// T as the template writes it, of which Of is an instance.
  void seePattern(QualType T, Amount A, const Instance &Of, const Sighting &S);
  void seePattern(const CXXRecordDecl &R, Amount A, const Instance &Of,
                  const Sighting &S);
  /// The code at At gives T's storage to Count objects.
  void addArray(QualType T, std::optional<uint64_t> Count, SourceLocation At);
  void forEachAllocated(const CallExpr &Call, const Allocation &A,
                        AllocatedVisitor Visit);
  void addRepeated(QualType T, const Expr &At, Function &F);

  /// There are A objects of type T.
  void see(QualType T, Amount A, const Sighting &S);
  void seeRecord(const CXXRecordDecl &R, Amount A, const Sighting &S);
  void seeInstance(const Instance &R, const Storage &In, Amount A,
                   const Sighting &S);
  void seeArguments(llvm::ArrayRef<TemplateArgument> Arguments, Amount A,
                    const Sighting &S);
  void seeParts(const CXXRecordDecl &R, Amount A, const Sighting &S);
  void add(const CXXRecordDecl &R, Amount A, const Sighting &S);
  Amount wholeOf(const CXXRecordDecl &R, Amount A) const;
  bool isUsers(const CXXRecordDecl &R) const {
    const SourceManager &SM = U.Context.getSourceManager();
    return !R.isLambda() &&
           !SM.isInSystemHeader(SM.getExpansionLoc(R.getLocation()));
  }

  /// \returns whether it is the first time. What a type shows depends on the
  /// amount alone, and a type may name others in exponentially many ways:
  /// `using B = F<A, A>; using C = F<B, B>;`.
  bool isNew(QualType T, const Amount &A) {
    return Known
        .insert({T.getAsOpaquePtr(), A.Number, A.Many ? *A.Many : -1,
                 A.Whole.getQuantity(), A.InWhole})
        .second;
  }

  Unit &U;
  const unsigned MinElements;
  Populations Found;
  llvm::DenseSet<std::tuple<const void *, uint64_t, int, int64_t, uint64_t>>
      Known;
};

void Census::see(QualType T, Amount A, const Sighting &S) {
  if (T.isNull() || T->isDependentType())
    return;
  T = T.getCanonicalType();
  if (!isNew(T, A))
    return;
  if (const ArrayType *Array = U.Context.getAsArrayType(T)) {
    // Without a bound it says nothing: `extern R table[];`.
    if (const auto *Fixed = dyn_cast<ConstantArrayType>(Array))
      A = A.times(Fixed->getSize().getLimitedValue());
    else if (isa<VariableArrayType>(Array))
      A = A.times({});
    return see(Array->getElementType(), A, S);
  }
  if (const CXXRecordDecl *R = T->getAsCXXRecordDecl())
    return seeRecord(*R, A, S);
  if (const auto *F = T->getAs<FunctionProtoType>()) {
    see(F->getReturnType(), {}, S);
    for (const QualType P : F->param_types())
      see(P, {}, S);
  } else if (const QualType To = T->getPointeeType(); !To.isNull()) {
    see(To, {}, S);
  }
}

void Census::seeRecord(const CXXRecordDecl &R, Amount A, const Sighting &S) {
  if (const auto *Made = dyn_cast<Instance>(&R)) {
    if (const Storage *In = U.Lib.storage(R))
      return seeInstance(*Made, *In, A, S);
    seeArguments(Made->getTemplateArgs().asArray(), {}, S);
  }
  if (!A.isOne() && isUsers(R))
    add(R, A, S);
}

void Census::seeInstance(const Instance &R, const Storage &In, Amount A,
                         const Sighting &S) {
  const llvm::ArrayRef<TemplateArgument> All = R.getTemplateArgs().asArray();
  std::optional<uint64_t> Extent;
  if (In.Extent >= 0 && unsigned(In.Extent) < All.size() &&
      All[In.Extent].getKind() == TemplateArgument::Integral)
    Extent = All[In.Extent].getAsIntegral().getLimitedValue();
  if (In.TheKind == Storage::Itself)
    return seeArguments(All, Extent ? A.times(Extent) : A, S);
  Amount Elements{1, In.TheKind == Storage::Nodes ? Population::OneByOne
                                                  : Population::Block};
  if (Extent)
    Elements = Amount{}.times(Extent);
  for (const unsigned I : In.Elements)
    if (I < All.size() && All[I].getKind() == TemplateArgument::Type)
      see(All[I].getAsType(), Elements, S);
}

void Census::seeArguments(llvm::ArrayRef<TemplateArgument> Arguments, Amount A,
                          const Sighting &S) {
  for (const TemplateArgument &Argument : Arguments) {
    if (Argument.getKind() == TemplateArgument::Pack)
      seeArguments(Argument.getPackAsArray(), A, S);
    if (Argument.getKind() != TemplateArgument::Type)
      continue;
    // As an argument it tells no more than the class that it belongs to.
    const CXXRecordDecl *R = recordOf(Argument.getAsType());
    const Storage *In = R ? U.Lib.storage(*R) : nullptr;
    if (In && In->TheKind == Storage::Allocator)
      continue;
    // `std::unique_ptr<R[]>`
    const QualType T = Argument.getAsType();
    T->isIncompleteArrayType()
        ? see(QualType(T->getArrayElementTypeNoTypeQual(), 0), A.times({}), S)
        : see(T, A, S);
  }
}

void Census::add(const CXXRecordDecl &R, Amount A, const Sighting &S) {
  if (!R.hasDefinition())
    return;
  // Also those in a node.
  if (A.Number >= MinElements)
    A.Many = Population::Block;
  if (A.Many) {
    const Population Seen{*A.Many, S.Where, S.Of, A.Whole, A.InWhole};
    const auto [It, IsNew] = Found.try_emplace(R.getDefinition(), Seen);
    if (!IsNew && !Seen.tellsMore(It->second))
      return;
    It->second = Seen;
    if (A.Whole.isZero())
      A = wholeOf(R, A);
  }
  seeParts(R, A, S);
}

/// What each part of R is a part of.
Amount Census::wholeOf(const CXXRecordDecl &R, Amount A) const {
  if (!R.isDependentContext() && !R.isInvalidDecl()) {
    A.Whole = U.Context.getASTRecordLayout(R.getDefinition()).getSize();
    A.InWhole = 1;
  }
  return A;
}

void Census::seeParts(const CXXRecordDecl &R, Amount A, const Sighting &S) {
  for (const CXXBaseSpecifier &Base : R.getDefinition()->bases())
    see(Base.getType(), A, S);
  for (const FieldDecl *F : R.getDefinition()->fields())
    if (F->getType()->getBaseElementTypeUnsafe()->isRecordType())
      see(F->getType(), A, S);
}

void Census::addDeclaration(const NamedDecl &D) {
  const auto *V = dyn_cast<ValueDecl>(&D);
  const QualType T =
      V ? V->getType() : cast<TypedefNameDecl>(D).getUnderlyingType();
  // The parameters of a function are declarations of their own.
  const auto *F = dyn_cast<FunctionDecl>(&D);
  const std::string Name = D.getNameAsString();
  see(F ? F->getReturnType() : T, {},
      {D.getLocation(), Name.empty() ? "element of a parameter"
                        : F          ? "element of the result of '" + Name + "'"
                                     : "element of '" + Name + "'"});
}

/// A node of a list or tree: it leads to others of its type.
static bool isLinked(const CXXRecordDecl &R) {
  return llvm::any_of(R.fields(), [&](const FieldDecl *F) {
    const QualType T = pointeeOf(F->getType());
    const CXXRecordDecl *To = T.isNull() ? nullptr : recordOf(T);
    return To && To->getCanonicalDecl() == R.getCanonicalDecl();
  });
}

void Census::addRecord(const CXXRecordDecl &R) {
  for (const CXXBaseSpecifier &Base : R.bases())
    see(Base.getType(), {},
        {Base.getBeginLoc(), "element of '" + R.getNameAsString() + "'"});
  if (!R.getTemplateInstantiationPattern())
    return;
  if (isLinked(R))
    seeParts(R, {1, Population::OneByOne},
             {R.getLocation(), "node '" + R.getNameAsString() + "'"});
  // A container that owns an array: `unique_ptr<T[]>`.
  for (const FieldDecl *F : R.fields())
    if (const QualType T = pointeeOf(F->getType());
        !T.isNull() && T->isIncompleteArrayType())
      see(U.Context.getBaseElementType(T), Amount{}.times({}),
          {F->getLocation(), "element of '" + F->getNameAsString() + "'"});
}

void Census::addArray(QualType T, std::optional<uint64_t> Count,
                      SourceLocation At) {
  see(T, Amount{}.times(Count), {At, "element of the array"});
}

void Census::addNew(const CXXNewExpr &New, Function &F) {
  // Objects in storage that something else has provided.
  for (const Expr *Placement : New.placement_arguments())
    if (Placement->getType()->isPointerType())
      return;
  const QualType T = New.getAllocatedType();
  if (!New.isArray())
    return addRepeated(T, New, F);
  const auto Size = New.getArraySize();
  addArray(T, Size && *Size ? constantOf(**Size, U.Context) : std::nullopt,
           New.getBeginLoc());
}

void Census::addRepeated(QualType T, const Expr &At, Function &F) {
  see(T, {}, {At.getExprLoc(), "element of the object"});
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R || !isUsers(*R))
    return;
  // One at a time.
  if (endsWhereItBegan(At, F))
    return;
  if (const auto Again = findAnyRepetition(At, F, MinElements))
    see(T, {1, Population::OneByOne},
        {Again->InCaller ? Again->Where : At.getExprLoc(),
         "object made in a loop"});
}

void Census::addCall(const CallExpr &Call, Function &F) {
  if (const Allocation *A = U.Lib.allocation(Call))
    forEachAllocated(
        Call, *A,
        [&](QualType T, std::optional<uint64_t> Count, SourceLocation At) {
          addArray(T, Count ? Count : countGiven(F), At);
        });
  if (!U.Lib.has(Trait::MakesObject, Call))
    return;
  const FunctionDecl *Callee = Call.getDirectCallee();
  const TemplateArgumentList *Arguments =
      Callee ? Callee->getTemplateSpecializationArgs() : nullptr;
  if (!Arguments || Arguments->size() == 0 ||
      Arguments->get(0).getKind() != TemplateArgument::Type)
    return;
  const QualType T = Arguments->get(0).getAsType();
  if (const auto *Array =
          dyn_cast_or_null<IncompleteArrayType>(U.Context.getAsArrayType(T)))
    return addArray(Array->getElementType(),
                    Call.getNumArgs() ? constantOf(*Call.getArg(0), U.Context)
                                      : std::nullopt,
                    Call.getExprLoc());
  addRepeated(T, Call, F);
}

void Census::forEachAllocated(const CallExpr &Call, const Allocation &A,
                              AllocatedVisitor Visit) {
  std::optional<uint64_t> Others = 1;
  llvm::SmallVector<SizeMention, 2> Sizes;
  for (const unsigned I : A.Size) {
    if (I >= Call.getNumArgs())
      return;
    const auto Found = sizesIn(*Call.getArg(I), U.Context);
    Sizes.append(Found.begin(), Found.end());
    if (Found.empty())
      Others = product(Others, constantOf(*Call.getArg(I), U.Context));
  }
  for (const SizeMention &M : Sizes)
    Visit(M.Type, product(M.Count, Others), Call.getExprLoc());
}

void Census::addFunction(Function &F) {
  for (const CXXNewExpr *New : F.News)
    addNew(*New, F);
  for (const CallExpr *Call : F.Calls)
    addCall(*Call, F);
  for (const ExplicitCastExpr *Cast : F.Casts)
    if (const CallExpr *Call = asAllocation(*Cast->getSubExpr(), U.Context))
      for (const Expr *Size : Call->arguments())
        for (const SizeMention &M : sizesIn(*Size, U.Context))
          addArray(M.Type, M.Count ? M.Count : countGiven(F),
                   Cast->getBeginLoc());
  for (const CXXConstructExpr *Build : F.Constructions)
    // Not the allocator that is a default argument of a list's constructor.
    if (!U.Context.getSourceManager().isInSystemHeader(Build->getExprLoc()))
      see(Build->getType(), {}, {Build->getExprLoc(), "element of the object"});
}

void Census::addTemplates() {
  llvm::MapVector<const CXXRecordDecl *, llvm::SmallVector<const Instance *, 2>>
      Instances;
  for (const CXXRecordDecl *R : U.records())
    if (const auto *Made = dyn_cast<Instance>(R))
      if (const CXXRecordDecl *Pattern = R->getTemplateInstantiationPattern())
        Instances[Pattern->getCanonicalDecl()].push_back(Made);
  for (const auto &[Pattern, All] : Instances)
    for (const Decl *D : Pattern->getDefinition()->decls())
      if (const auto *Node = dyn_cast<CXXRecordDecl>(D);
          Node && Node->isThisDeclarationADefinition() && isLinked(*Node))
        for (const Instance *Of : All)
          seePattern(*Node, {1, Population::OneByOne}, *Of,
                     {Node->getLocation(),
                      "node of '" + Pattern->getNameAsString() + "'"});
  for (const auto &F : U.asides())
    if (const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F->Decl))
      for (const Instance *Of :
           Instances.lookup(Method->getParent()->getCanonicalDecl()))
        addPattern(*F, *Of);
}

void Census::addPattern(Function &F, const Instance &Of) {
  // What this file makes of it is seen as it is.
  if (llvm::any_of(Of.methods(), [&](const CXXMethodDecl *M) {
        return M->getTemplateInstantiationPattern() == F.Decl && U.find(*M);
      }))
    return;
  const auto See = [&](QualType T, std::optional<uint64_t> Count,
                       SourceLocation At) {
    seePattern(T, Amount{}.times(Count), Of, {At, "element of the array"});
  };
  for (const CXXNewExpr *New : F.News)
    if (const auto Size = New->getArraySize(); Size && *Size)
      See(New->getAllocatedType(), constantOf(**Size, U.Context),
          New->getBeginLoc());
  for (const CallExpr *Call : F.Calls)
    if (const Allocation *A = U.Lib.allocation(*Call))
      forEachAllocated(*Call, *A, See);
}

void Census::seePattern(QualType T, Amount A, const Instance &Of,
                        const Sighting &S) {
  if (const auto *P = T->getAs<TemplateTypeParmType>()) {
    const TemplateArgumentList &Arguments = Of.getTemplateArgs();
    if (P->getDepth() == 0 && P->getIndex() < Arguments.size() &&
        Arguments[P->getIndex()].getKind() == TemplateArgument::Type)
      see(Arguments[P->getIndex()].getAsType(), A, S);
  } else if (const CXXRecordDecl *R = recordOf(T);
             R && R->isDependentContext() && R->hasDefinition()) {
    seePattern(*R, A, Of, S);
  }
}

void Census::seePattern(const CXXRecordDecl &R, Amount A, const Instance &Of,
                        const Sighting &S) {
  for (const FieldDecl *F : R.getDefinition()->fields())
    seePattern(F->getType(), A, Of, S);
}

} // namespace

Populations findPopulations(Unit &U, unsigned MinElements) {
  return Census(U, MinElements).take();
}

} // namespace fastidious
