/// Records of which a file makes many objects, and where that shows.
#pragma once

#include "analysis/Function.h"
#include <string>

namespace fastidious {

struct Population {
  enum Kind {
    Block,   ///< many in one block of memory
    OneByOne ///< an allocation for each
  };
  Kind K;
  /// The declaration or expression that shows it.
  clang::SourceLocation Where;
  /// What each object is: "element of 'samples'", "object of the array".
  std::string Each;
  /// The objects are parts of larger ones: the size of such a whole, and how
  /// many each has. Zero where they are no parts.
  clang::CharUnits Whole = {};
  uint64_t InWhole = 1;

  /// What one byte less in each object is of the whole, at most 1.
  double share() const {
    return Whole.isZero() ? 1 : double(InWhole) / Whole.getQuantity();
  }
  /// A block counts before single objects, then what is more of the whole.
  bool tellsMore(const Population &Other) const {
    return K == Other.K ? share() > Other.share() : K == Block;
  }
};

using Populations = llvm::MapVector<const clang::CXXRecordDecl *, Population>;

/// \param MinElements  constant numbers below it are not many.
/// \returns the records of the user's code of which U shows many objects. What
/// lies in one block counts before what is allocated one by one.
Populations findPopulations(Unit &U, unsigned MinElements);

} // namespace fastidious
