/// Whether the addresses of a container's elements are kept where a container
/// of the objects themselves would make them dangle.
#pragma once

#include "escape/Program.h"

namespace fastidious::escape {

/// The elements that O and its like make in this function stay in one
/// container, and no variable refers to one while others are added.
bool areAddressesShortLived(const Solution &S, ObjectId O);

/// In a member function: the elements of this->Field do not leave it, nor does
/// the container, and the like.
/// \param Field     as in Graph::Fields.
/// \param Pointers  the elements are pointers, not smart ones.
bool areAddressesShortLived(const Solution &S, llvm::StringRef Field,
                            bool Pointers);

} // namespace fastidious::escape
