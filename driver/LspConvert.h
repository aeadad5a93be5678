/// Findings in the terms of the Language Server Protocol.
#pragma once

#include "Finding.h"
#include "Sources.h"
#include "llvm/Support/LSP/Protocol.h"

namespace fastidious {

/// \returns the diagnostic as JSON: LLVM's own has no code.
llvm::json::Value lspDiagnostic(const Finding &F, Sources &Texts);
/// \returns a diagnostic that says why there are no others.
llvm::json::Value lspFailure(llvm::StringRef Why);
/// \returns what applies the fix of \p F.
llvm::json::Value lspFix(const Finding &F, Sources &Texts);
/// \returns whether what \p F is about shares a line with \p Lines.
bool isAt(const Finding &F, const llvm::lsp::Range &Lines, Sources &Texts);

} // namespace fastidious
