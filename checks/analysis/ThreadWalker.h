/// How followThreads works; for its implementation only.
#pragma once

#include "analysis/OpenMP.h"
#include "analysis/ThreadStart.h"
#include "analysis/ThreadWalk.h"
#include <deque>

namespace fastidious {

/// Follows the threads of a file: statement by statement through each function
/// that starts some, then through what these run.
class ThreadWalker {
public:
  ThreadWalker(Unit &U, ThreadStory &Story) : U(U), Story(Story), Eval(U) {
    Story.Roles.push_back({});
  }

  void run();

private:
  using Arguments = llvm::ArrayRef<const clang::Expr *>;

  // Beyond these what is left is not followed: unsure, thus silent.
  static constexpr unsigned MaxDepth = 8;
  static constexpr unsigned MaxFrames = 4000;
  static constexpr unsigned MaxAccesses = 20000;
  static constexpr unsigned MaxSteps = 500000;
  /// Loops of fewer trips, by constants, repeat nothing.
  static constexpr unsigned FewTrips = 8;

  struct Thread {
    unsigned Role;
    /// Where its handle is kept; nothing for detached ones.
    std::optional<MemoryPath> Handle;
    /// The next that is started there takes its place.
    bool IsReplaced = false;
    /// The handle is what the task was given to.
    bool IsTask = false;
  };
  struct Lock {
    MemoryPath Path;
    /// The variable at whose end it is released.
    const clang::VarDecl *Guard;
    bool Held = true;
  };

  // Which functions matter.
  void findStarts();
  void reach(Function &F);
  void walkTop(Function &F);

  // Statements.
  void visit(const clang::Stmt *S, Frame &In);
  void visitChildren(const clang::Stmt *S, Frame &In);
  void visitScope(const clang::CompoundStmt &S, Frame &In);
  void assumeAfter(const clang::Stmt &S, Frame &In);
  void visitStatements(const clang::CompoundStmt &S, Frame &In);
  void visitLoop(const clang::Stmt &S, Frame &In);
  void visitIf(const clang::IfStmt &S, Frame &In);
  void visitBranch(const clang::IfStmt &S, bool Holds, Frame &In);
  void visitDeclaration(const clang::VarDecl &V, Frame &In);
  void visitGuard(const clang::CXXConstructExpr &Build, Frame &In);
  bool releasesAtEnd(const clang::CXXRecordDecl &R);
  void visitDirective(const clang::OMPExecutableDirective &D, Frame &In);
  void visitRegion(const ParallelRegion &R,
                   const clang::OMPExecutableDirective &D, Frame &In);
  void visitSections(const ParallelRegion &R, Frame &In);
  Frame &enterRegion(const ParallelRegion &R, Frame &In);

  // Expressions.
  void visitExpr(const clang::Expr &E, Frame &In);
  /// E denotes an object that is not accessed by this alone.
  void visitLvalue(const clang::Expr &E, Frame &In);
  void visitCall(const clang::CallExpr &Call, Frame &In);
  void visitOperands(const clang::CallExpr &Call, Frame &In);
  void visitUnknownCall(const clang::CallExpr &Call, Frame &In);
  void visitCallback(const Value &Callable, const clang::CallExpr &Call,
                     Frame &In);
  void visitConstruction(const clang::CXXConstructExpr &Build,
                         const std::optional<MemoryPath> &Object, Frame &In);
  void descend(Function &Callee, const clang::Expr &Site,
               std::unique_ptr<Frame> Made, Frame &In);
  void rememberStore(const clang::Expr &To, const clang::Expr &What, Frame &In);
  void visitEmplacement(const Emplacement &E, const clang::CallExpr &Call,
                        Frame &In);
  /// A call of the object to which tasks were given: it may wait for them.
  void endTasksOf(const clang::CallExpr &Call, Frame &In);
  void visitLocking(const clang::CallExpr &Call, Frame &In);
  /// A word that statements of one scope use as a lock: after From it is
  /// taken, after To it is free.
  struct WordLock {
    MemoryPath Word;
    const clang::Stmt *From, *To;
  };
  llvm::SmallVector<WordLock, 1> wordLocksIn(const clang::CompoundStmt &S,
                                             Frame &In);
  const clang::Stmt *takesWord(llvm::ArrayRef<const clang::Stmt *> Before,
                               const MemoryPath &Word, Frame &In);
  bool waitsFor(const clang::Stmt &S, const MemoryPath &Word, Frame &In);

  // Threads.
  void visitStart(const ThreadStart &S, Frame &In);
  void visitOperandsOf(const ThreadStart &S, Frame &In);
  void startOne(const ThreadStart &S, const clang::Expr *Callable, Frame &In);
  std::unique_ptr<Frame> enterRole(const clang::Expr &Callable, Arguments Given,
                                   Frame &In, unsigned Role);
  void bindArguments(Frame &Body, Arguments Given, Frame &In);
  std::optional<MemoryPath> objectOfRole(const clang::Expr &Object, Frame &In,
                                         unsigned Role);
  void runRole(Frame &Body, const clang::Stmt *Code, Thread Started,
               bool Joined);
  /// By std::ref.
  bool isReference(const clang::Expr &Given);
  unsigned addRole(const clang::Expr *Start, clang::SourceLocation Where,
                   bool Many);
  Function *bodyOf(const Value &Callable);
  /// \returns false for a thread that ends in the same expression.
  bool findHandle(const ThreadStart &S, Frame &In, Thread &Started);
  /// What a call that locks, joins or detaches is about: its object, or the
  /// first argument of a plain function.
  static const clang::Expr *objectOrFirst(const clang::CallExpr &Call);
  std::optional<MemoryPath> handleOf(const clang::CallExpr &Call, Frame &In);
  void detach(const clang::CallExpr &Call, Frame &In);
  void endThreads(const std::optional<MemoryPath> &Handle);
  void moveHandle(const clang::CallExpr &Call, Frame &In);
  /// The threads of the role have waited for each other.
  void passBarrier() { Phase = ++LastPhase; }
  /// Threads after the first Before were started in a loop.
  void markMany(size_t Before);
  void markStarting(const clang::Expr &At, Frame &In);

  // Accesses.
  void record(const clang::Expr &E, bool IsWrite, Frame &In);
  void recordPath(const MemoryPath &P, const clang::Expr &At, bool IsWrite,
                  Frame &In, bool IsLock = false);
  void keepAccess(MemoryAccess A, Frame &In);
  llvm::SmallVector<const Loop *, 4> loopsAround(const clang::Expr &At,
                                                 Frame &In, bool All = false);
  bool isShared(const MemoryPath &P, const Frame &In) const;
  bool isRetry(const clang::Expr &At, Function &F);
  /// The thread sleeps in each iteration.
  bool restsIn(const Loop &L, Function &F);
  /// What happens at At, though in a loop, does not happen again and again.
  bool isRare(const clang::Expr &At, bool IsWrite, bool IsLock, Frame &In);

  // What happens once for each thread.
  bool isFirstUse(const clang::Expr &Condition, bool Holds, Frame &In);
  bool isOwnSlot(const clang::Expr &E);
  bool asksForOwn(const clang::Expr &E);
  bool searchesOwn(const clang::Stmt &Loop, Frame &In);

  // What happens once, or seldom.
  void assume(const clang::Expr &Condition, bool Holds, Frame &In);
  void settle(const MemoryAccess &A, Frame &In);
  bool concerns(unsigned Condition, const MemoryPath &P) const;
  bool isSetOnce(const MemoryPath &P) const;
  bool isOneObject(const MemoryPath &P) const;
  void dropWhatIsDoneOnce();
  void dropStickyFlags();

  Frame &keep(std::unique_ptr<Frame> F) {
    Frames.push_back(std::move(F));
    return *Frames.back();
  }

  Unit &U;
  ThreadStory &Story;
  Evaluator Eval;
  std::vector<std::unique_ptr<Frame>> Frames;
  std::deque<Loop> Repetitions; ///< that are no statements
  llvm::DenseMap<const clang::Expr *, ThreadStart> Starts;
  llvm::DenseMap<const clang::LambdaExpr *, Function *> LambdaBodies;
  llvm::DenseSet<const Function *> Reaching, Visited, Emplaced;
  std::vector<Thread> Alive;
  /// Roles that run meanwhile, though this thread did not start them.
  std::vector<unsigned> Around;
  std::vector<Lock> Locks;
  std::vector<unsigned> Lasting;
  llvm::DenseSet<const Loop *> Starting;
  llvm::DenseMap<const Loop *, bool> Resting;
  llvm::DenseMap<const clang::VarDecl *, bool> OwnSlots;
  /// The conditions around, indices in the story's.
  llvm::SmallVector<unsigned, 8> Conditions;
  bool InAtomic = false;
  /// Only when something has failed, or once for each thread; only the first
  /// time.
  bool IsSeldom = false, InSetup = false;
  /// What all threads of the role do between two barriers, and the last of the
  /// file.
  unsigned Phase = 0, LastPhase = 0;
  unsigned Steps = 0;
};

} // namespace fastidious
