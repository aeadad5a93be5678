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
};

using Populations = llvm::MapVector<const clang::CXXRecordDecl *, Population>;

/// \param MinElements  constant numbers below it are not many.
/// \returns the records of the user's code of which U shows many objects. What
/// lies in one block counts before what is allocated one by one.
Populations findPopulations(Unit &U, unsigned MinElements);

} // namespace fastidious
