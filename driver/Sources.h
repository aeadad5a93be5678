/// Texts of the files that findings lie in, and places in them.
#pragma once

#include "Finding.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace fastidious {

/// \returns the real path of \p Path, or the absolute one where there is none.
std::string realPath(llvm::StringRef Path);
/// \returns \p Path relative to the current directory where it lies below it.
std::string shownPath(llvm::StringRef Path);

/// Lines and columns count from 1; columns in bytes and in UTF-16 code units.
struct Place {
  unsigned Line = 1;
  unsigned Column = 1;
  unsigned Utf16Column = 1;
};

class SourceFile {
public:
  explicit SourceFile(std::string Text);

  llvm::StringRef text() const { return Text; }
  Place place(unsigned Offset) const;
  /// Of a line and a column in bytes, both from 1; kept inside the text.
  unsigned offset(unsigned Line, unsigned Column) const;
  /// \returns how many lines the text has.
  unsigned lines() const { return LineStarts.size(); }
  /// \returns the text of the line that holds \p Offset.
  llvm::StringRef lineAt(unsigned Offset) const;
  /// \returns the end of what \p M is about, on the line it begins on.
  unsigned endOf(const Message &M) const;

private:
  unsigned lineIndex(unsigned Offset) const;

  std::string Text;
  std::vector<unsigned> LineStarts;
};

/// Texts that take the place of what lies on the disk, by real path.
using Overlay = std::map<std::string, std::string>;

class Sources {
public:
  Sources() = default;
  explicit Sources(const Overlay &Texts);

  /// A file that cannot be read counts as empty.
  const SourceFile &get(llvm::StringRef Path);

private:
  llvm::StringMap<std::unique_ptr<SourceFile>> Files;
};

} // namespace fastidious
