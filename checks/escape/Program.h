/// All functions of one or more translation units: solves their graphs
/// bottom-up and says where every local, parameter and heap site goes.
#pragma once

#include "escape/Graph.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include <functional>
#include <map>
#include <memory>

namespace fastidious::escape {

/// What one translation unit contributes.
struct Unit {
  std::string MainFile;
  std::vector<Graph> Functions;
  std::vector<Record> Records;
};

/// A function as bytes: the same ones in whatever translation unit.
struct PackedFunction {
  std::string Key;
  std::string Bytes;
};

/// A Unit in which functions that were read from the same header are found to
/// be the same without reading them.
struct PackedUnit {
  std::string MainFile;
  std::vector<PackedFunction> Functions;
  std::vector<Record> Records;
};

enum class Verdict : uint8_t {
  Stack,     ///< local: no handle to it is alive after it
  Escapes,   ///< local
  NoEscape,  ///< parameter
  Leaks,     ///< parameter
  StackAble, ///< site
  ByValue,   ///< site: leaves through the return value, where a value would do
  Heap,      ///< site
  Inline,    ///< site: allocates nothing
};

/// Where to; in the order in which one is chosen when several apply.
enum class Destination : uint8_t {
  Nowhere,
  Shared, ///< sites only
  Global,
  Thread,
  Exception,
  Frame,
  Param,
  Unknown, ///< before Return for parameters and sites, last for locals
  Return,
  OuterScope,
  Size,
  Polymorphic,
  Container,
};

/// One step of the way from the object to where it goes.
struct Step {
  Reason Why = Reason::None;
  Location Where;
  /// From and to, as a reader names them: 'x', 'global last', 'result'.
  std::string From, To;
  /// 0 in the function itself, 1 in its callee, ...
  unsigned Depth = 0;
  /// As many steps behind this one are not listed.
  unsigned LeftOut = 0;
};

/// One place at which something leaves.
struct WayOut {
  Destination To = Destination::Nowhere;
  std::string Through;
  /// No callee that nobody can look into has a part in it.
  bool Certain = true;
  /// The store, return, call or throw, in the function itself.
  Location At;
  std::vector<Step> Flow;
};

struct Fact {
  enum FactKind : uint8_t { Local, Param, Heap, Temporary } Kind = Local;
  /// The function, as Graph::Key.
  std::string Function;
  /// The variable's name or the site's kind.
  std::string Subject;
  Location Where;
  Verdict Says = Verdict::Stack;
  Destination To = Destination::Nowhere;
  /// The global, parameter or unknown callee; empty when there is none.
  std::string Through;
  /// In this function, what makes it leave: the store, return, call or throw.
  Location LeavesAt;
  /// Also of destinations with less weight, To first.
  std::vector<Destination> All;
  std::vector<Step> Flow;
  /// All ways out, those to To first.
  std::vector<WayOut> Ways;
  /// In Graph::Objects of the function.
  ObjectId Object = None;
  /// Of heap sites.
  std::optional<Site> Made;
  /// Of heap sites: what keeps an optimiser from removing the allocation, such
  /// as "'use' sees it"; empty when it probably does remove it.
  std::string Keeps;
};

struct Options {
  /// The functions and classes added are all that there are: virtual calls go
  /// to one of the known overriders.
  bool ClosedWorld = false;
};

class Solution; // of one function; escape/Solution.h

struct LinkState; // escape/LinkState.h

/// A function of another translation unit, as far as its callers know it.
struct Import {
  /// Without what happens in it.
  Graph Face;
  /// As SummaryCoding has it.
  std::string Summary;
};

struct LinkCounts {
  size_t Functions = 0;
  /// Those whose graphs were solved; the others are as in an earlier link.
  size_t Solved = 0;
};

class Program {
public:
  explicit Program(Options O = {});
  ~Program();
  Program(Program &&);

  /// Several definitions of one inline function, or instances of a template
  /// that differ, are joined.
  void add(Unit U);
  /// \returns false where some function is damaged.
  bool add(const PackedUnit &U);
  /// Bottom-up over the strongly connected components of the calls; inside one
  /// from nothing to a fixpoint. Call once, after all add().
  void solve();
  /// As solve(), and with the same facts whatever the order of add(). What
  /// Before knows, of an earlier link of such units, is not solved again as
  /// long as neither it nor what it hangs on has changed.
  void link(const LinkState &Before);
  /// What this link found out; the facts as well where they were asked for.
  LinkState state();
  LinkCounts counts() const;
  /// Of a linked program: the functions that those of U, which was added, may
  /// run, and that U does not define itself.
  std::vector<Import> importsOf(const PackedUnit &U);
  /// To be called before solve(). It gets no facts of its own.
  void add(Import I);

  /// The function with this key as added first; null when there is none.
  const Graph *graph(llvm::StringRef Key) const;
  /// Null before solve() or when there is no such function.
  const Solution *solution(llvm::StringRef Key) const;
  void forEach(llvm::function_ref<void(const Solution &)> Do) const;
  /// Of all functions, sorted by file, line, column, kind and subject; the
  /// same subject at the same place (instances of a template, inline functions
  /// in several files) once, with the gravest verdict.
  std::vector<Fact> facts() const;
  /// Calls Do for each number below Count, in any order or at the same time.
  using Numbers = llvm::function_ref<void(size_t Count,
                                          llvm::function_ref<void(size_t)> Do)>;
  /// Of a linked program, the functions judged as Run runs them.
  std::vector<Fact> facts(Numbers Run) const;
  /// Of one function.
  std::vector<Fact> facts(llvm::StringRef Key) const;
  /// Of one function's locals, temporaries and heap sites; valid as long as
  /// the program.
  llvm::ArrayRef<Fact> objectFacts(llvm::StringRef Key) const;
  /// Of all functions, with the least grave verdict: what holds in all
  /// instances.
  std::vector<Fact> certainObjectFacts() const;
  /// The callees that cannot be looked into, by the number of facts that are
  /// unknown because of them, most first.
  std::vector<std::pair<std::string, unsigned>> unknownCallees() const;

private:
  struct Implementation;
  std::unique_ptr<Implementation> Impl;
};

} // namespace fastidious::escape
