/// Whether a compiler keeps what a loop writes in a register.
#pragma once

#include "analysis/Evaluation.h"

namespace fastidious {

/// The plain store to E reaches memory in each iteration of the innermost loop
/// around it, here or in a caller of the same role: the loop calls what the
/// compiler cannot see, stores under a condition or to another element each
/// time, or reads memory of the same type. Measured with clang 22 and g++ 12
/// at -O2.
bool isStoredEachTime(const clang::Expr &E, Frame &In, Evaluator &Eval);

} // namespace fastidious
