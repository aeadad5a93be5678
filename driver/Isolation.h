/// Lets a part of the work crash alone.
#pragma once

#include "llvm/ADT/STLFunctionalExtras.h"

namespace fastidious {

/// Runs \p Work on a thread of its own with a large stack. \returns false where
/// it crashed or used up that stack; what it left behind is not cleaned up.
bool runIsolated(llvm::function_ref<void()> Work);

} // namespace fastidious
