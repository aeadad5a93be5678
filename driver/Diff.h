/// Which lines a change touches, and what of a run concerns them.
#pragma once

#include "Database.h"
#include "Git.h"
#include "Sources.h"
#include <map>

namespace fastidious {

class Change {
public:
  /// \param Of "" is the working tree against the last commit, "staged" the
  /// index against it, anything else the working tree against where its branch
  /// left that revision. Files that git does not know yet belong to a working
  /// tree's change.
  static llvm::Expected<Change> fromGit(llvm::StringRef Of);

  /// \returns whether the finding, what it is about, a note or the place of its
  /// fix lies in changed lines.
  bool concerns(const Finding &F, Sources &Texts) const;
  /// The real paths of all files that were changed.
  std::vector<std::string> files() const;
  /// Staged texts that differ from those on the disk.
  const Overlay &texts() const { return Staged; }

private:
  void add(llvm::StringRef Top, std::vector<ChangedFile> Files);
  llvm::Error addUntracked(llvm::StringRef Top);
  llvm::Error readStaged(llvm::StringRef Top);
  bool touches(const std::string &File, unsigned Begin, unsigned End,
               Sources &Texts) const;
  bool touches(const Message &M, Sources &Texts) const;

  std::map<std::string, std::vector<LineRange>> Lines;
  Overlay Staged;
};

} // namespace fastidious
