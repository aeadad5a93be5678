/// Where a report goes: to stdout, or to a file that appears whole or not.
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"
#include <functional>
#include <string>

namespace fastidious {

class Output {
public:
  /// \p Path is "" or "-" for stdout. Fails before there is anything to write.
  static llvm::Expected<Output> open(llvm::StringRef Path);

  llvm::Error write(const std::function<void(llvm::raw_ostream &)> &Print);

private:
  std::string Path;
};

} // namespace fastidious
