#include "analysis/Compilation.h"
#include "analysis/Repetition.h"
#include "analysis/SourceEdit.h"
#include "analysis/Use.h"
#include "core/Check.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace fastidious {
namespace {

const Option WarnPerCall = {
    "WarnPerCall", "true",
    "also report a constant pattern that each call of a function compiles"};
const Rule TheRule = {
    .Name = "fastidious-regex-recompilation",
    .Summary = "a regular expression that stays the same is compiled again and "
               "again",
    .Why =
        R"md(Compiling a pattern costs from half a microsecond to more than a hundred, often
more than the match itself. A pattern that does not change needs it once: before
the loop when it depends on parameters or locals, in a `static const` local (which
is compiled when control first reaches it, so a rare path stays rare) or in a
member when it is a constant.

Known are `std::regex`, Boost, RE2, Qt, ICU, PCRE and POSIX `regcomp`; more by
`ModelFiles`. The loop may be a statement, an algorithm that is given a lambda, or
around a call of the function in the same file; a loop over patterns repeats nothing,
but a loop around it does: all can be compiled before that.

Silent where the pattern changes, where the object is kept (returned, stored,
a member), where every path leaves the loop, in loops with few constant trips, on
error paths, in `main`, in initialisers of statics, below `if (!ready)`.

A `static` object is destroyed at exit; where that is forbidden
(`-Wexit-time-destructors`), bind a reference to a leaked one: `static const auto
&re = *new std::regex(...)`. A shared `boost::regex` is not advised: its matcher
keeps memory blocks in a cache that races at exit.

The fix makes a local variable `static const`. It is offered only where nothing
but const uses follow and the pattern takes no meaning from the global locale
(no classes such as `\w` or `[[:alpha:]]`, not `icase`).)md",
    .Before = R"cpp(int countWords(const std::vector<std::string> &lines) {
  int n = 0;
  for (const auto &line : lines) {
    std::regex word("[A-Za-z]+");
    n += std::regex_search(line, word);
  }
  return n;
}
)cpp",
    .After = R"cpp(int countWords(const std::vector<std::string> &lines) {
  static const std::regex word("[A-Za-z]+");
  int n = 0;
  for (const auto &line : lines)
    n += std::regex_search(line, word);
  return n;
}
)cpp",
    .CostClass = Cost::PerIteration,
    .Fixes = FixIts::Sometimes,
    .Options = {WarnPerCall, MinTripCount},
};

class RegexRecompilation : public Check {
public:
  using Check::Check;

  void check(const MatchFinder::MatchResult &Result) override {
    for (const auto &F : Unit::of(*Result.Context, model()).functions())
      for (const Compilation &C : compilationsIn(*F))
        examine(C, *F);
  }

private:
  void examine(const Compilation &C, Function &F) {
    const Fate Made = fateOf(C, F);
    if (!mayBeShared(C, Made, F) || F.isCold(*C.At) || !F.blockOf(*C.At) ||
        isInStaticInitializer(*C.At, F) ||
        isLazy(*C.At, C.Object ? C.Object : Made.To, F))
      return;
    llvm::SmallVector<Input, 4> Inputs;
    for (const Expr *E : C.Pattern)
      Inputs.push_back({E});
    const bool Constant = llvm::all_of(
        C.Pattern, [&](const Expr *E) { return isStable(*E, F, nullptr); });
    const auto Again = findRepetition(*C.At, F, Inputs, number(MinTripCount),
                                      /*OfItems=*/true);
    if (!Again &&
        (!Constant || Made.K == Fate::Member || Made.K == Fate::Returned ||
         !flag(WarnPerCall) || runsOnce(F)))
      return;
    report(C, Made, F, Constant, Again);
  }

  void report(const Compilation &C, const Fate &Made, Function &F,
              bool Constant, const std::optional<Repetition> &Again) {
    const SourceLocation At = C.At->getBeginLoc();
    if (!Reported.insert(At).second)
      return;
    const StringRef When = !Again            ? "in every call"
                           : Again->InCaller ? "in every call from a loop"
                                             : "in every iteration";
    const bool Shareable = !C.Class || C.Class->Shareable;
    const StringRef What =
        Constant && Shareable && C.Class
            ? "its pattern never changes: make it a 'static const' local"
        : Constant ? "its pattern never changes: keep the compiled object, for "
                     "example in a member"
        : Again->InCaller ? "compile it before that loop and pass it on"
                          : "compile it before the loop";
    {
      auto Diag = diag(At, "regular expression is compiled %0; %1")
                  << When << What << C.At->getSourceRange();
      if (Constant && Shareable && C.Class)
        addFix(Diag, C, Made, F);
    }
    if (Again)
      note(Again->Where, Again->K == Repetition::Algorithm
                             ? "the algorithm that visits each element"
                             : "the loop");
  }

  static void addFix(DiagnosticBuilder &Diag, const Compilation &C,
                     const Fate &Made, const Function &F) {
    if (Made.K != Fate::Local || !mayEdit(*C.At, F) || !isLocaleFree(C) ||
        !isa<CXXConstructExpr>(&stripped(*Made.Variable->getInit())) ||
        (F.Decl && F.Decl->isConstexprSpecified()))
      return;
    const VarDecl &V = *Made.Variable;
    const SourceLocation Begin = V.getBeginLoc();
    const Stmt *Decls = F.semanticParent(V.getInit());
    if (!isa_and_nonnull<DeclStmt>(Decls) ||
        !cast<DeclStmt>(Decls)->isSingleDecl() ||
        !isa_and_nonnull<CompoundStmt>(F.parent(Decls)) ||
        isCapturedByName(V, F))
      return;
    if (!F.U.Lib.regexClass(V.getType()) || V.getType()->isReferenceType() ||
        Begin.isMacroID())
      return;
    Diag << FixItHint::CreateInsertion(
        Begin, V.getType().isConstQualified() ? "static " : "static const ");
  }

  llvm::DenseSet<SourceLocation> Reported;
};

} // namespace

FASTIDIOUS_CHECK(RegexRecompilation, TheRule)

} // namespace fastidious
