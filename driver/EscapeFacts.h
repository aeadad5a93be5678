/// What the escape report says, free of the engine's objects.
#pragma once

#include "Finding.h"
#include "escape/Program.h"
#include <map>
#include <optional>

namespace fastidious {

struct EscapeFact {
  escape::Fact Is;
  std::string Function;

  /// More than "stays on the stack".
  bool isNoteworthy() const;
  bool allocates() const;
  /// An allocation that the code can do without.
  bool isRemovable() const;
  bool isUnknown() const { return Is.To == escape::Destination::Unknown; }
};

struct FunctionTotals {
  std::string Name;
  escape::Location Where;
  unsigned PerCall = 0;
  unsigned PerIteration = 0;
  unsigned Removable = 0;
  /// Bytes of its variables.
  uint64_t Locals = 0;

  unsigned sites() const { return PerCall + PerIteration; }
};

struct EscapeFacts {
  /// Sorted by place.
  std::vector<EscapeFact> Facts;
  /// Those with heap sites, sorted by place.
  std::vector<FunctionTotals> Functions;
  /// Callees that cannot be looked into with the number of facts that hang on
  /// them, most first.
  std::vector<std::pair<std::string, unsigned>> Unknown;
  std::vector<Failure> Failures;
};

/// Those of the functions whose qualified names match \p Functions; all when
/// that is empty.
/// Threads: 0 for all cores.
EscapeFacts collectFacts(const escape::Program &In, llvm::StringRef Functions,
                         unsigned Threads = 0);

/// Dangling locals first, then what the optimiser does not remove although the
/// code can do without, per iteration before per call; parameters last.
void rank(std::vector<EscapeFact> &Facts);

// As the labels of the report have them.
llvm::StringRef word(escape::Fact::FactKind K);
llvm::StringRef word(escape::Verdict V);
llvm::StringRef word(escape::Destination D);
llvm::StringRef word(escape::Reason R);
/// Of the reason; "" where the verdict has none.
llvm::StringRef reason(const escape::Fact &F);

/// The name of what the fact says: "escaping-local", "stack-able".
llvm::StringRef ruleOf(const EscapeFact &F);
/// One line for the reader, without the place.
std::string sentence(const EscapeFact &F);

} // namespace fastidious
