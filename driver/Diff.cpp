#include "Diff.h"
#include "Fixes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <limits>

using llvm::StringRef;

namespace fastidious {
namespace {

llvm::Error inputError(const llvm::Twine &Message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Message);
}

/// The user's settings must not change what the diff looks like.
const StringRef DiffCommand[] = {"diff",
                                 "--unified=0",
                                 "--no-color",
                                 "--no-ext-diff",
                                 "--no-textconv",
                                 "--no-relative",
                                 "-M",
                                 "--src-prefix=a/",
                                 "--dst-prefix=b/",
                                 "--diff-filter=d",
                                 "--ignore-submodules",
                                 "--no-indent-heuristic",
                                 "--inter-hunk-context=0"};

llvm::Expected<std::string> lineOf(llvm::ArrayRef<StringRef> Args) {
  llvm::Expected<std::string> Text = git(Args);
  return Text ? llvm::Expected<std::string>(StringRef(*Text).trim().str())
              : Text.takeError();
}

/// \returns what the change is a change of: for a revision where the current
/// branch left it, for no commit at all the empty tree.
llvm::Expected<std::string> baseOf(StringRef Revision) {
  const std::string Commit = (Revision + "^{commit}").str();
  llvm::Expected<std::string> Found =
      lineOf({"rev-parse", "--quiet", "--verify", "--end-of-options", Commit});
  if (!Found) {
    llvm::consumeError(Found.takeError());
    if (Revision == "HEAD")
      return lineOf({"hash-object", "-t", "tree", "/dev/null"});
    return inputError("--diff: git knows no revision '" + Revision +
                      "': name a branch, a tag or a commit, fetch it first "
                      "where the clone is shallow, or give 'staged'");
  }
  if (Revision == "HEAD")
    return Found;
  llvm::Expected<std::string> Base = lineOf({"merge-base", *Found, "HEAD"});
  if (Base)
    return Base;
  // Unrelated histories, or a clone too shallow to hold the fork.
  llvm::consumeError(Base.takeError());
  return Found;
}

llvm::Expected<std::string> topOfRepository() {
  llvm::Expected<std::string> Inside =
      lineOf({"rev-parse", "--is-inside-work-tree"});
  if (!Inside && StringRef(llvm::toString(Inside.takeError()))
                     .contains("not a git repository"))
    return inputError("--diff: here is no git repository: run it inside the "
                      "one that holds the project");
  return lineOf({"rev-parse", "--show-toplevel"});
}

std::string below(StringRef Top, StringRef Path) {
  llvm::SmallString<256> Result(Top);
  llvm::sys::path::append(Result, Path);
  return realPath(Result);
}

std::vector<std::string> splitAtNull(StringRef Text) {
  std::vector<std::string> Result;
  for (StringRef Part : llvm::split(Text, '\0'))
    if (!Part.empty())
      Result.push_back(Part.str());
  return Result;
}

} // namespace

void Change::add(StringRef Top, std::vector<ChangedFile> Files) {
  for (ChangedFile &F : Files)
    llvm::append_range(Lines[below(Top, F.Path)], F.Lines);
}

llvm::Error Change::addUntracked(StringRef Top) {
  llvm::Expected<std::string> Names =
      git({"ls-files", "--others", "--exclude-standard", "--full-name", "-z",
           "--", ":/"});
  if (!Names)
    return Names.takeError();
  for (const std::string &Name : splitAtNull(*Names))
    Lines[below(Top, Name)] = {{1, std::numeric_limits<unsigned>::max()}};
  return llvm::Error::success();
}

/// What is staged need not be what lies on the disk.
llvm::Error Change::readStaged(StringRef Top) {
  llvm::Expected<std::string> Names =
      git({"diff", "--name-only", "--no-relative", "--no-renames",
           "--ignore-submodules", "-z"});
  if (!Names)
    return Names.takeError();
  for (const std::string &Name : splitAtNull(*Names)) {
    const std::string Blob = ":" + Name;
    llvm::Expected<std::string> Text = git({"cat-file", "--filters", Blob});
    if (!Text)
      return Text.takeError();
    Staged[below(Top, Name)] = std::move(*Text);
  }
  return llvm::Error::success();
}

llvm::Expected<Change> Change::fromGit(StringRef Of) {
  const bool IsStaged = Of == "staged";
  llvm::Expected<std::string> Top = topOfRepository();
  if (!Top)
    return Top.takeError();
  llvm::Expected<std::string> Base =
      baseOf(Of.empty() || IsStaged ? "HEAD" : Of);
  if (!Base)
    return Base.takeError();
  llvm::SmallVector<StringRef> Command(std::begin(DiffCommand),
                                       std::end(DiffCommand));
  if (IsStaged)
    Command.push_back("--cached");
  Command.append({*Base, "--"});
  llvm::Expected<std::string> Diff = git(Command);
  if (!Diff)
    return Diff.takeError();
  Change Result;
  Result.add(*Top, parseDiff(*Diff));
  if (llvm::Error E =
          IsStaged ? Result.readStaged(*Top) : Result.addUntracked(*Top))
    return std::move(E);
  return Result;
}

std::vector<std::string> Change::files() const {
  std::vector<std::string> Result;
  for (const auto &[File, Ranges] : Lines)
    Result.push_back(File);
  return Result;
}

bool Change::touches(const std::string &File, unsigned Begin, unsigned End,
                     Sources &Texts) const {
  const auto It = Lines.find(File);
  if (It == Lines.end())
    return false;
  const SourceFile &Text = Texts.get(File);
  const unsigned First = Text.place(Begin).Line;
  const unsigned Last = Text.place(End).Line;
  return llvm::any_of(It->second, [&](const LineRange &R) {
    return R.First <= Last && First <= R.Last;
  });
}

bool Change::touches(const Message &M, Sources &Texts) const {
  return touches(M.File, M.Offset, M.Offset, Texts) ||
         llvm::any_of(M.Ranges, [&](const Span &S) {
           return touches(M.File, S.Offset, S.Offset + S.Length, Texts);
         });
}

bool Change::concerns(const Finding &F, Sources &Texts) const {
  return touches(F.Main, Texts) ||
         llvm::any_of(F.Notes,
                      [&](const Message &N) { return touches(N, Texts); }) ||
         llvm::any_of(F.Main.Edits, [&](const Edit &E) {
           return !isInclude(E) &&
                  touches(E.File, E.Offset, E.Offset + E.Length, Texts);
         });
}

} // namespace fastidious
