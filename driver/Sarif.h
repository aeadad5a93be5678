/// The parts that all reports in SARIF 2.1.0 share.
#pragma once

#include "Finding.h"
#include "Sources.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

namespace fastidious::sarif {

llvm::json::Object text(llvm::StringRef Text);
llvm::json::Object artifact(llvm::StringRef File);
/// Between two offsets.
llvm::json::Object region(const SourceFile &File, unsigned Begin, unsigned End);
llvm::json::Object physical(const Message &M, Sources &Texts);
llvm::json::Object invocation(const std::vector<Failure> &Failures);
void printLog(llvm::json::Array Rules, llvm::json::Object Invocation,
              llvm::json::Array Results, llvm::raw_ostream &OS);

} // namespace fastidious::sarif
