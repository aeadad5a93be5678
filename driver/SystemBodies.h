/// Leaves out what no check needs: the bodies of functions in system headers.
#pragma once

#include "clang/AST/ASTConsumer.h"
#include "clang/Frontend/CompilerInstance.h"
#include <memory>

namespace fastidious {

/// Lets the front end of \p Compiler pass over bodies in system headers where
/// no code of the user hangs on them:
/// - functions that are no templates: none is parsed;
/// - templates: each is parsed when something instantiates it, as in
///   -fdelayed-template-parsing;
/// - instances: those whose arguments name no type of the user are not made,
///   as they can instantiate nothing of the user's.
/// To be called before the parse begins. \returns a consumer that must take
/// part in it, beside the one that does the work.
std::unique_ptr<clang::ASTConsumer>
passOverSystemBodies(clang::CompilerInstance &Compiler);

} // namespace fastidious
