/// A fuzzer's input as a file, for readers that take a path.
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdlib>
#include <string>
#include <unistd.h>

namespace fastidious {

/// Writes the input over that of the last call. \returns its path.
inline const std::string &inputFile(const uint8_t *Data, size_t Size) {
  static const std::string Path = [] {
    std::string Template = "/dev/shm/fuzz-XXXXXX";
    const int FD = mkstemp(Template.data());
    if (FD < 0)
      std::abort();
    close(FD);
    return Template;
  }();
  std::error_code Code;
  llvm::raw_fd_ostream(Path, Code)
      .write(reinterpret_cast<const char *>(Data), Size);
  return Path;
}

inline llvm::StringRef inputText(const uint8_t *Data, size_t Size) {
  return {reinterpret_cast<const char *>(Data), Size};
}

} // namespace fastidious
