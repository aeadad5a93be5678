/// A folder of data that later runs find again. Several runs may use it at
/// once, and may die at any time: an entry appears whole or not at all, and one
/// that was damaged is none.
#pragma once

#include "escape/Archive.h"
#include "llvm/Support/CachePruning.h"
#include "llvm/Support/Error.h"
#include <mutex>
#include <optional>
#include <string>

namespace fastidious {

class Cache {
public:
  /// \p Folder is made where it is missing; empty: it is the user's own.
  static llvm::Expected<std::unique_ptr<Cache>>
  open(llvm::StringRef Folder, const llvm::CachePruningPolicy &Policy);

  std::optional<std::string> get(llvm::StringRef Key) const;
  /// What cannot be kept is not: see trouble().
  void put(llvm::StringRef Key, llvm::StringRef Data);
  /// Removes the entries that were not used for longest while all are too many.
  void prune() const;

  llvm::StringRef folder() const { return Folder; }
  /// \returns why something was not kept, or "".
  std::string trouble() const;

private:
  Cache(std::string Folder, llvm::CachePruningPolicy Policy)
      : Folder(std::move(Folder)), Policy(std::move(Policy)) {}
  std::string fileOf(llvm::StringRef Key) const;

  std::string Folder;
  llvm::CachePruningPolicy Policy;
  mutable std::mutex Lock;
  std::string Trouble;
};

} // namespace fastidious
