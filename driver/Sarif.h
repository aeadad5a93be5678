/// The parts that all reports in SARIF 2.1.0 share.
#pragma once

#include "Finding.h"
#include "Sources.h"
#include "llvm/Support/JSON.h"

namespace fastidious::sarif {

llvm::json::Object text(llvm::StringRef Text);
llvm::json::Object artifact(llvm::StringRef File);
/// Between two offsets.
llvm::json::Object region(const SourceFile &File, unsigned Begin, unsigned End);
llvm::json::Object physical(const Message &M, Sources &Texts);
/// LeftOut: what the report does not hold, for the reader.
llvm::json::Object invocation(const std::vector<Failure> &Failures,
                              llvm::ArrayRef<std::string> LeftOut);
/// The whole report as text.
std::string log(llvm::json::Array Rules, llvm::json::Object Invocation,
                llvm::json::Array Results);

} // namespace fastidious::sarif
