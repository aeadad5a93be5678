/// Names of declarations and types for the reader. Types whose arguments repeat
/// each other grow exponentially when they are spelled out; such names are
/// given without template arguments.
#pragma once

#include "clang/AST/Decl.h"
#include <string>

namespace fastidious::escape {

/// With the scopes, and the template arguments of these.
std::string fullName(const clang::NamedDecl &D);
/// The same with its own template arguments.
std::string specificName(const clang::NamedDecl &D);
std::string typeName(clang::QualType T, const clang::ASTContext &Context);

} // namespace fastidious::escape
