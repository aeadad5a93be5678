/// Code that only tests run.
#pragma once

#include "analysis/Function.h"

namespace fastidious {

/// At is in a file that uses the framework of the tests that this file defines
/// by a macro: `TEST(...) { ... }`. Its speed is nobody's concern.
bool isTestCode(clang::SourceLocation At, Unit &U);

} // namespace fastidious
