/// Callables and values that a conversion to a type without them copies to the
/// heap.
#pragma once

#include "escape/Allocations.h"

namespace fastidious::escape {

struct Box {
  const Allocation *Made = nullptr;
  /// The type converted to.
  const clang::CXXRecordDecl *Type = nullptr;
  /// The variable that it initialises, or the parameter that it is for; null
  /// for temporaries of other kinds.
  const clang::VarDecl *Variable = nullptr;
  /// The function that gets it.
  const clang::FunctionDecl *Callee = nullptr;
  bool IsCallable = true;
};

/// The box that Made, which does not leave its function, is for; nothing where
/// its type must not be known: one of several values, an element of a
/// container, a member, a callable that calls itself.
std::optional<Box> needlessBox(const Allocation &Made, const Program &P);

} // namespace fastidious::escape
