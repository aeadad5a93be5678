/// Makes the graph of one function from its AST.
#pragma once

#include "analysis/Function.h"
#include "escape/Types.h"
#include "llvm/Support/SaveAndRestore.h"

namespace fastidious::escape {

class FunctionBuilder {
public:
  /// \param Static  the variable that F initialises, where F is no function.
  FunctionBuilder(fastidious::Function &F, const clang::VarDecl *Static,
                  Types &T, llvm::StringRef MainFile);
  Graph build();

private:
  using Stmt = clang::Stmt;
  using Expr = clang::Expr;
  using QualType = clang::QualType;

  // The frame: parameters, body, results (FunctionBuilder.cpp).
  void describe(const clang::FunctionDecl &D);
  void describe(const clang::VarDecl &V);
  void addParameters();
  void addParameter(const clang::ParmVarDecl &P, uint32_t Index);
  void addRest(uint32_t Index);
  void moveParameter(const clang::ParmVarDecl &P, NodeId To, NodeId From);
  void addThis();
  void addBody();
  void addCoroutineFrame(const clang::CoroutineBodyStmt &Body);
  void statement(const Stmt *S);
  void parts(const Stmt *S);
  void endTemporaries(const Stmt &Of);
  void block(const clang::CompoundStmt &S, bool LoopBody);
  void loop(const Stmt &S, llvm::ArrayRef<const Stmt *> Heads,
            const Stmt *Body);
  void variable(const clang::VarDecl &V);
  /// `if (slot == &x) slot = nullptr;` empties the slot whichever way it goes.
  void clearIfEqual(const clang::IfStmt &S);
  void returns(const clang::ReturnStmt &S);
  void destroyFields(const clang::CXXRecordDecl &R, NodeId Object);

  // Objects and constraints (Emit.cpp).
  ObjectId addObject(ObjectKind Kind, const std::string &Name, QualType T,
                     clang::SourceLocation At);
  ObjectId addTemporary(const Expr &E);
  ObjectId addTemporary(QualType T, clang::SourceLocation At);
  ObjectId addSite(Site S, const Expr &At);
  ObjectId objectOf(const clang::ValueDecl &D);
  ObjectId global(const clang::ValueDecl &D);
  ObjectId literal();
  void addOwned(ObjectId Owner, QualType T, Key At, unsigned Depth);
  Location locationOf(clang::SourceLocation L) const;
  ScopeId openScope(bool LoopBody = false);
  NodeId fresh() { return G.Nodes++; }
  uint32_t emit(Constraint C);
  NodeId addressOf(ObjectId O, Reason Why = Reason::AddressOf);
  NodeId part(NodeId Of, Key K);
  NodeId load(NodeId From, Key K = {}, Reason Why = Reason::None);
  void store(NodeId To, Key K, NodeId Value, Reason Why);
  /// As store; nothing of what was there remains.
  void overwrite(NodeId To, Key K, NodeId Value, Reason Why);
  NodeId merge(llvm::ArrayRef<NodeId> Nodes);
  void sink(SinkKind K, const std::string &Name, NodeId Value, Reason Why);
  Key keyOf(const clang::FieldDecl &F);
  Key keyNamed(const std::string &Name, QualType T);
  /// Marks the variable that E names.
  void giveAway(const Expr *E);

  // Expressions (Expressions.cpp).
  NodeId evaluate(const Expr *E);
  NodeId address(const Expr *E);
  NodeId temporary(const clang::MaterializeTemporaryExpr &M);
  NodeId value(const Expr *E);
  NodeId evaluateChildren(const Expr &E);
  NodeId reference(const clang::ValueDecl &D, const Expr &At, bool Captured);
  NodeId captured(const clang::ValueDecl *D);
  NodeId thisValue();
  NodeId pointerToMember(const clang::ValueDecl &D);
  NodeId castValue(const clang::CastExpr &C);
  NodeId assign(const clang::BinaryOperator &B);
  NodeId newExpression(const clang::CXXNewExpr &N);
  void throwExpression(const clang::CXXThrowExpr &T);

  // Initialisation and copies (Initialise.cpp).
  void initialise(NodeId To, QualType T, const Expr *E, Reason Why);
  void initialiseInPlace(NodeId To, QualType T, const Expr *E, Reason Why);
  void initialiseList(NodeId To, QualType T, llvm::ArrayRef<Expr *> Values,
                      const clang::FieldDecl *OfUnion);
  void initialiseClosure(NodeId To, const clang::LambdaExpr &L);
  void construct(NodeId To, const clang::CXXConstructExpr &E);
  void constructDefault(NodeId To, const clang::CXXRecordDecl &R,
                        unsigned Depth);
  /// Calls the default constructor of R, whoever wrote it.
  void constructDefaultMember(NodeId To, const clang::CXXRecordDecl &R,
                              unsigned Nesting);
  /// Depth bounds the nesting of classes that is looked into.
  void copyValue(QualType T, NodeId To, NodeId From, bool Move,
                 const Expr &Origin, unsigned Depth = 0);
  void copyHolder(const Holder &H, QualType T, NodeId To, NodeId From,
                  bool Move, const Expr &Origin, unsigned Depth);
  void copyElements(QualType T, NodeId To, NodeId From, bool Move,
                    const Expr &Origin, unsigned Depth);
  ObjectId copySite(const Holder &H, QualType T, const Expr &Origin);
  void destroy(QualType T, NodeId Object, unsigned Depth = 0);

  // Calls (Calls.cpp).
  struct CallParts {
    const clang::FunctionDecl *Callee = nullptr;
    const Expr *Object = nullptr;
    bool Arrow = false;
    llvm::SmallVector<const Expr *, 4> Arguments;
  };
  static CallParts partsOf(const clang::CallExpr &E);
  /// Result: the object that receives a class, or None.
  NodeId call(const clang::CallExpr &E, NodeId Result = None);
  NodeId callUser(const CallParts &P, const Expr &E, NodeId Receiver,
                  NodeId Result);
  /// va_start, va_copy.
  bool startList(const clang::CallExpr &E);
  NodeId callThrough(NodeId Target, NodeId Receiver,
                     llvm::ArrayRef<const Expr *> Arguments, const Expr &E,
                     NodeId Result);
  NodeId argument(const Expr *A, QualType Parameter);
  NodeId receiver(const CallParts &P);
  void emitCall(Call C, const Expr &At);

  // Library functions (LibraryCalls.cpp, LibraryAlgorithms.cpp).
  NodeId callLibrary(const Effect *Known, CallParts P, const clang::CallExpr &E,
                     NodeId Result);
  NodeId applyToContainer(const Effect &Known, const CallParts &P,
                          const clang::CallExpr &E, NodeId Result);
  NodeId applyToMemory(const Effect &Known, const CallParts &P,
                       const clang::CallExpr &E, NodeId Result);
  NodeId applyDefault(const CallParts &P, const clang::CallExpr &E,
                      NodeId Result);
  void reconstruct(NodeId To, QualType T, const Holder &H,
                   llvm::ArrayRef<const Expr *> Arguments, const Expr &E);
  NodeId assignHolder(const CallParts &P, const Holder &H,
                      const clang::CallExpr &E);
  NodeId writeElement(const CallParts &P, const clang::CallExpr &E);
  NodeId exchange(const CallParts &P, const clang::CallExpr &E, NodeId Result);
  NodeId resultOf(const Expr &E, NodeId Refers, NodeId Result);
  NodeId placeFor(const Expr &E, NodeId Result);
  /// What A refers to or owns, by its type.
  NodeId refersTo(const Expr &A);
  NodeId refersTo(QualType T, NodeId Address);
  NodeId contentOf(QualType T, NodeId Address, unsigned Nesting = 0);
  NodeId ownedBy(NodeId Owner) { return load(Owner, {0, true}); }
  void callCallables(const CallParts &P, NodeId Elements, const Expr &At);
  /// Calling A runs code of the user's.
  bool isCallable(const Expr &A);
  /// Values of the type are pointers, not objects that hold some.
  static bool isPointer(QualType T);
  bool callEach(const Expr &Callable, NodeId Elements, const Expr &At,
                const clang::CallExpr *Output);
  void mayChange(const CallParts &P, const clang::CallExpr &E);
  bool joinsEach(const Expr &Callable);
  void append(const clang::CallExpr &Output, QualType Value, NodeId Of);
  void fillViews(const CallParts &P, NodeId From);
  void storeElements(const CallParts &P, QualType Container, NodeId To);
  /// An object of type Element at To is built from Arguments, as in emplace.
  void constructFrom(QualType Element, NodeId To,
                     llvm::ArrayRef<const Expr *> Arguments, const Expr &At);
  bool copiesText(QualType From, QualType To);
  void constructElements(QualType Container, NodeId To,
                         llvm::ArrayRef<const Expr *> Arguments,
                         const Expr &At);
  void grow(NodeId Container, QualType T, const Expr &At,
            std::optional<uint64_t> Size);
  void constructHolder(NodeId To, QualType T, const Holder &H,
                       llvm::ArrayRef<const Expr *> Arguments, const Expr &E);
  void constructContainer(NodeId To, QualType T, const Holder &H,
                          llvm::ArrayRef<const Expr *> Arguments,
                          const Expr &E);
  void constructPointer(NodeId To, QualType T,
                        llvm::ArrayRef<const Expr *> Arguments);
  void constructBox(NodeId To, const Holder &H, const Expr &Callable);
  /// H: what stands for the thread; null for a number.
  void startThread(NodeId To, const Holder *H,
                   llvm::ArrayRef<const Expr *> Arguments, const Expr &At);
  /// What the callable, thread or bundle at To keeps of A.
  void keepCopy(NodeId To, const Expr &A, Reason Why);
  NodeId make(const clang::CallExpr &E, const CallParts &P, NodeId Result);
  /// What By, a function or class of the library, allocates for itself.
  void libraryMemory(NodeId Owner, const clang::NamedDecl &By, const Expr &At);
  NodeId growOther(const Effect &Known, const CallParts &P,
                   const clang::CallExpr &E, NodeId Result);
  NodeId allocateWithin(const Effect &Known, const CallParts &P,
                        const clang::CallExpr &E, NodeId Result);
  NodeId allocate(const CallParts &P, const Expr &E);
  void swap(const CallParts &P);
  void swapPointers(NodeId Left, NodeId Right, const Expr &At);
  void copyBytes(const CallParts &P);
  void remove(const CallParts &P, const clang::CallExpr &E);
  NodeId threadOf(const CallParts &P);
  std::optional<uint64_t> textLength(const Expr &E);
  std::optional<uint64_t> constantOf(const Expr *E);
  ObjectId stringSite(QualType Type, std::optional<uint64_t> Length,
                      const Expr &At);
  /// Where a container of this type keeps an element.
  Site elementSite(const Holder &H, QualType Type);

  // Pairs and tuples (Bundles.cpp).
  /// Where element I is kept; the whole for those that keep all in one place.
  Key elementKey(QualType Holder, unsigned I);
  NodeId elementAt(QualType Holder, NodeId Of, unsigned I);
  std::optional<unsigned> elementMeant(const clang::FunctionDecl &Get,
                                       QualType Holder);
  bool isApart(QualType Holder);
  NodeId element(const CallParts &P, const clang::CallExpr &E);
  NodeId bundle(const CallParts &P, const clang::CallExpr &E, NodeId Result);
  /// Elements of the container whose content is at To are made of those at
  /// From.
  void copyRange(QualType Container, NodeId To, NodeId From, bool Move,
                 const Expr &Origin);
  void assignEach(QualType Holder, NodeId To, const Expr &From);

  // Control flow (Events.cpp).
  void addEvents();
  void addBlock(const clang::CFGBlock &B, Block &To);
  void addUses(const Stmt &S, Block &To);
  /// The statement of B that may throw into the handlers of the result.
  const clang::CXXTryStmt *tryAround(const clang::CFGBlock &B) const;
  void addEdge(const clang::CFGBlock &From, unsigned Successor, Block &To);
  void addDifference(const Expr &Condition, bool IsTrue, Block &To);
  void addWaits(const Stmt &Loop, Block &To);
  void await(const clang::ValueDecl &V, llvm::SmallVector<Event, 2> &To);
  void await(const clang::CallExpr &Call, const Stmt &At);
  void awaitResult(const clang::CallExpr &Join, const Expr &Future);
  void addGuarded(const clang::IfStmt &If, Block &To);

  fastidious::Function &F;
  const clang::VarDecl *Static;
  clang::ASTContext &Context;
  Types &T;
  Library &Lib;
  std::string MainFile;
  Graph G;
  llvm::DenseMap<const clang::Decl *, ObjectId> Variables;
  llvm::DenseMap<const Expr *, ObjectId> Temporaries;
  llvm::DenseMap<const Expr *, NodeId> Opaque, Values;
  llvm::DenseMap<ObjectId, NodeId> Addresses;
  llvm::StringMap<uint32_t> FieldNumbers;
  llvm::DenseMap<const clang::ValueDecl *, clang::FieldDecl *> Captures;
  clang::FieldDecl *ThisCapture = nullptr;
  NodeId This = None;
  /// The carrier of `...`.
  ObjectId Rest = None;
  ObjectId LiteralObject = None;
  ScopeId Scope = 0;
  /// Of the full-expression around; None until it needs one.
  ScopeId FullExpression = None;
  /// To what the constraints made now belong, in the control flow.
  const Stmt *Current = nullptr;
  unsigned LoopDepth = 0;
  unsigned Depth = 0;
  llvm::DenseMap<const Stmt *, llvm::SmallVector<Event, 2>> EventsAt;
  llvm::DenseMap<const clang::VarDecl *, llvm::SmallVector<Event, 2>>
      EventsAtEnd;
  llvm::DenseMap<const clang::VarDecl *, ScopeId> ScopeOf;
  /// The scopes [first, second) that have been left when a handler begins.
  llvm::DenseMap<const Stmt *, std::pair<ScopeId, ScopeId>> LeftByThrow;
};

} // namespace fastidious::escape
