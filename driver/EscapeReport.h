/// The faces of the escape report.
#pragma once

#include "EscapeFacts.h"
#include "Sources.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace fastidious {

struct EscapePrint {
  /// Also what stays on the stack.
  bool Everything = false;
  /// With the way from the object to where it goes.
  bool Flow = false;
};

using EscapePrinter = void (*)(const EscapeFacts &, const EscapePrint &,
                               Sources &, llvm::raw_ostream &);

void printEscapeText(const EscapeFacts &All, const EscapePrint &How,
                     Sources &Texts, llvm::raw_ostream &OS);
/// An array of the facts, one on each line.
void printEscapeJson(const EscapeFacts &All, const EscapePrint &How,
                     Sources &Texts, llvm::raw_ostream &OS);
void printEscapeSarif(const EscapeFacts &All, const EscapePrint &How,
                      Sources &Texts, llvm::raw_ostream &OS);
/// The sources with the facts behind their lines.
void printEscapeSource(const EscapeFacts &All, const EscapePrint &How,
                       Sources &Texts, llvm::raw_ostream &OS);

/// "a.cpp:3:7".
std::string shownPlace(const escape::Location &L);

/// What one fact was in an older report.
struct OldFact {
  std::string Name, Kind, Subject, Verdict, Reason, Place;
};
/// Reads what printEscapeJson wrote; by function.
llvm::Expected<std::map<std::string, std::vector<OldFact>>>
readOldFacts(llvm::StringRef Path);

/// What identifies a function in other versions of the sources.
std::string identityOf(const EscapeFact &F);

/// Prints what began and what ceased to escape or to allocate. \returns
/// whether something began.
bool printEscapeDiff(const EscapeFacts &All,
                     const std::map<std::string, std::vector<OldFact>> &Old,
                     llvm::raw_ostream &OS);

/// How many heap sites functions may have: "REGEX<=N,...", or "N" for all.
class EscapeBudget {
public:
  static llvm::Expected<EscapeBudget> parse(llvm::StringRef Text);
  /// Prints the functions that have more. \returns whether there are any.
  bool exceeded(const EscapeFacts &All, llvm::raw_ostream &OS) const;

private:
  struct Limit {
    std::string Functions;
    unsigned Most;
  };
  std::vector<Limit> Limits;
};

} // namespace fastidious
