/// What an expression denotes in a function that a certain thread runs: bound
/// parameters, captures, elements.
#pragma once

#include "analysis/Function.h"
#include "analysis/MemoryPath.h"

namespace fastidious {

struct Frame;

struct Value {
  ThreadNumber Number = {};
  /// What a pointer points to, or a reference refers to.
  std::optional<MemoryPath> Points = {};
  /// What a smart pointer or view leads to, whoever has a copy of it.
  std::optional<MemoryPath> Holds = {};
  // A callable: one of these, made in Maker.
  const clang::LambdaExpr *Lambda = nullptr;
  const clang::FunctionDecl *Callee = nullptr;
  /// A call that ties arguments to a callable (std::bind).
  const clang::CallExpr *Binder = nullptr;
  Frame *Maker = nullptr;

  bool isCallable() const { return Lambda || Callee || Binder; }
  bool isUnknown() const {
    return Number.K == ThreadNumber::Unknown && !Points && !Holds &&
           !isCallable();
  }
};

/// One activation of a function, lambda or OpenMP region.
struct Frame {
  Function *F = nullptr;
  /// The one in which the lambda was made, or around the region.
  Frame *Parent = nullptr;
  /// The caller in the same role, and the call; null where the role begins.
  Frame *Caller = nullptr;
  const clang::Expr *Site = nullptr;
  unsigned Role = 0;
  unsigned Depth = 0;
  std::optional<MemoryPath> This = {};
  /// Parameters and what is captured by copy.
  llvm::DenseMap<const clang::VarDecl *, Value> Bindings;
  /// The body of an OpenMP region, and what each of its threads has a copy of.
  const clang::Stmt *Region = nullptr;
  llvm::SmallVector<const clang::VarDecl *, 4> Private = {};
  /// Repeats the body though it is no statement: an algorithm.
  const Loop *Around = nullptr;
};

class Evaluator {
public:
  explicit Evaluator(Unit &U) : U(U) {}

  /// \returns nothing for what no other thread can reach by the same way, and
  /// for what is not understood.
  std::optional<MemoryPath> pathOf(const clang::Expr &E, Frame &In);
  std::optional<MemoryPath> pathOf(const clang::VarDecl &V, Frame &In);
  /// What E points to where it is a pointer, what it denotes otherwise.
  std::optional<MemoryPath> targetOf(const clang::Expr &E, Frame &In);
  /// The object of a call of a member function; nothing for other calls.
  std::optional<MemoryPath> objectPath(const clang::Expr &Call, Frame &In);
  Value valueOf(const clang::Expr &E, Frame &In);
  /// What a parameter of type T is when it gets E.
  Value argument(clang::QualType T, const clang::Expr &E, Frame &In);
  /// \param This  the object, for a member function.
  std::unique_ptr<Frame> enter(Function &Callee, const clang::Expr &Call,
                               Frame &In);
  /// The new object, of type T, that By makes.
  MemoryPath made(const clang::Expr &By, clang::QualType T, Frame &In);
  /// The element that a call appends to a container.
  std::optional<MemoryPath> appended(const clang::CallExpr &Call, Frame &In);
  /// An element of the range over which Call, of an algorithm, goes.
  Value visited(const clang::CallExpr &Call, Frame &In);
  /// From now on E lies at P.
  void remember(const MemoryPath &P, const clang::Expr &E, Frame &In);
  /// \param Site  what enters it with these arguments.
  std::unique_ptr<Frame> enter(Function &Callee, const clang::Expr &Site,
                               llvm::ArrayRef<const clang::Expr *> Arguments,
                               Frame &In);
  /// A lambda's frame with its captures.
  std::unique_ptr<Frame> enterLambda(const Value &Lambda, Function &Body,
                                     unsigned Role);

private:
  static constexpr unsigned MaxDepth = 40;
  static constexpr unsigned MaxKept = 20000;
  static constexpr unsigned MaxStores = 300;
  /// Per file; then nothing more is known.
  static constexpr unsigned MaxSteps = 2000000;

  std::optional<MemoryPath> pathOfMember(const clang::MemberExpr &M, Frame &In);
  std::optional<MemoryPath> pathOfCall(const clang::CallExpr &Call, Frame &In);
  std::optional<MemoryPath> elementOf(const clang::CallExpr &Call, Frame &In);
  /// What the smart pointer, view or container Object leads to.
  std::optional<MemoryPath> held(const clang::Expr &Object,
                                 const ElementClass &C, clang::QualType Element,
                                 Frame &In);
  std::optional<MemoryPath> owned(const clang::Expr &Object,
                                  const ElementClass &C, Frame &In);
  Value valueOfVariable(const clang::VarDecl &V, const clang::Expr &At,
                        Frame &In);
  Value valueOfLocal(const clang::VarDecl &V, const clang::Expr *Init,
                     const clang::Expr &At, Frame &Home);
  Value valueOfCast(const clang::CastExpr &C, Frame &In);
  Value valueOfCall(const clang::CallExpr &Call, Frame &In);
  ThreadNumber numberTaken(const clang::CallExpr &Call, Frame &In);
  Value valueOfOperator(const clang::BinaryOperator &Op, Frame &In);
  Value load(const clang::Expr &From, Frame &In);
  Value loaded(const MemoryPath &P, clang::QualType T);
  /// What a field of an object that this file makes is, where nobody changes
  /// it later.
  /// An expression that makes an object or its first value, and where it
  /// stands.
  struct Making {
    const clang::Expr *E = nullptr;
    Frame *In = nullptr;
  };
  Making makingOf(const MemoryPath &P);
  Making makingOfRoot(const MemoryPath &P);
  Making makingOfField(const clang::FieldDecl &Field, const MemoryPath &Object,
                       Making Whole);
  std::unique_ptr<Frame> enterMaker(const clang::Expr &By, Frame &In);
  Making keep(std::unique_ptr<Frame> Maker, const MemoryPath &Object,
              const clang::FieldDecl &Field);
  /// What was stored there: the only store of this file's threads.
  Making storedAt(const MemoryPath &P) const;
  /// P, or an object of which it is a part, was stored.
  bool isStored(MemoryPath P) const;
  Value initialValue(const MemoryPath &P, Frame &In);
  /// The only value that a function of this file returns.
  const clang::Expr *onlyResult(Function &F);

  Unit &U;
  /// Where variables live and objects without a name are made.
  llvm::DenseMap<const void *, Frame *> Makers;
  std::vector<std::unique_ptr<Frame>> Kept;
  struct Store {
    MemoryPath To;
    Making What;
  };
  std::vector<Store> Stores;
  unsigned Depth = 0;
  unsigned Steps = 0;
};

/// S is in a loop of its function, or of one that calls it in the same role.
bool isRepeated(const clang::Stmt &S, const Frame &In);

/// The type of the elements of an ElementClass, Otherwise where it has none.
clang::QualType elementType(const clang::CXXRecordDecl &R,
                            clang::QualType Otherwise);
/// T, or the element of `T[]`.
clang::QualType withoutArray(clang::QualType T);

/// What a value of the creator is for the thread that it starts.
void crossStart(std::optional<MemoryPath> &P);
void crossStart(Value &V);

/// The arguments of a call without the object, also for member operators.
llvm::ArrayRef<const clang::Expr *>
argumentsWithoutObject(const clang::CallExpr &Call);

/// A member function of a library's class that leads to an element and changes
/// nothing itself.
bool isElementAccess(const clang::CXXMethodDecl &M);

/// The frame that declares V, or copies it; null for what is no local.
Frame *frameOf(const clang::VarDecl &V, Frame &In);

/// Object of a call of a member function, as the call spells it; null for
/// others.
const clang::Expr *objectOf(const clang::Expr &Call);

} // namespace fastidious
