/// What a link found out, kept for the next link of the same project.
#pragma once

#include "escape/Program.h"

namespace fastidious::escape {

/// A function of an earlier link. It is solved again only where its graph or
/// an answer to what its solution asked differs.
struct KnownFunction {
  /// Digest of the graph.
  std::string Graph;
  /// What the solution asked of the program around it, and a digest of what
  /// it was told.
  std::vector<std::pair<std::string, std::string>> Asked;
  /// The summary, with names spelled out, and a digest of it.
  std::string Summary, Told;
  std::vector<Fact> Facts;
  /// Digest of all that the facts depend on: the function's own graph and
  /// answers, and those of the functions whose graphs explain its facts, which
  /// are named by the digests of these.
  std::string FactsOf;
  std::vector<std::string> Explained;
};

struct LinkState {
  std::vector<KnownFunction> Functions;
};

std::string bytesOf(const LinkState &S);
std::string bytesOf(const std::vector<Fact> &All);
/// An empty one for what is damaged.
LinkState linkStateFrom(llvm::StringRef Bytes);

} // namespace fastidious::escape
