#include "Git.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"

using llvm::StringRef;
namespace fs = llvm::sys::fs;

namespace fastidious {
namespace {

llvm::Error inputError(const llvm::Twine &Message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Message);
}

std::string contentOf(StringRef Path) {
  const auto Buffer = llvm::MemoryBuffer::getFile(Path);
  return Buffer ? (*Buffer)->getBuffer().str() : std::string();
}

/// \returns the index behind the escape at \p I; appends what it stands for.
size_t unescape(StringRef Text, size_t I, std::string &Result) {
  const StringRef Letters = "abfnrtv", Meanings = "\a\b\f\n\r\t\v";
  unsigned Byte = 0;
  if (!Text.substr(I, 3).getAsInteger(8, Byte)) {
    Result += static_cast<char>(Byte);
    return I + 3;
  }
  const size_t Known = Letters.find(Text[I]);
  Result += Known == StringRef::npos ? Text[I] : Meanings[Known];
  return I + 1;
}

/// "b/path", in quotation marks and escaped where git finds that necessary.
std::string pathOf(StringRef Name) {
  std::string Result;
  if (!Name.consume_front("\""))
    // A tab ends names that hold spaces.
    Result = Name.rtrim('\t').str();
  else
    for (size_t I = 0; I < Name.size() && Name[I] != '"';)
      if (Name[I] == '\\' && I + 1 < Name.size())
        I = unescape(Name, I + 1, Result);
      else
        Result += Name[I++];
  return StringRef(Result).starts_with("b/") ? Result.substr(2) : "";
}

/// "@@ -3,2 +4 @@": \returns the lines of the new file.
LineRange rangeOf(StringRef Header) {
  const auto [Start, Length] =
      Header.split(" +").second.split(" @@").first.split(',');
  unsigned First = 0, Count = 1;
  Start.getAsInteger(10, First);
  Length.getAsInteger(10, Count);
  if (Count == 0)
    return {std::max(1U, First), First + 1};
  return {First, First + Count - 1};
}

/// Lines of the old and the new text that follow \p Header.
unsigned linesBehind(StringRef Header) {
  const auto CountOf = [](StringRef Range) {
    unsigned Count = 1;
    Range.split(',').second.getAsInteger(10, Count);
    return Count;
  };
  const auto [Old, New] = Header.drop_front(4).split(" +");
  return CountOf(Old) + CountOf(New.split(" @@").first);
}

} // namespace

CommandOutput run(StringRef Program, llvm::ArrayRef<StringRef> Arguments) {
  llvm::SmallString<128> Files[2];
  const llvm::scope_exit CleanUp([&] {
    for (const llvm::SmallString<128> &File : Files)
      if (!File.empty())
        fs::remove(File);
  });
  for (llvm::SmallString<128> &File : Files)
    if (const std::error_code Code =
            fs::createTemporaryFile("fastidious", "txt", File))
      return {-1, "",
              "cannot write a temporary file: " + Code.message() +
                  ": make room or set TMPDIR"};
  llvm::SmallVector<StringRef> Command = {Program};
  Command.append(Arguments.begin(), Arguments.end());
  std::string Why;
  CommandOutput Result;
  Result.Status = llvm::sys::ExecuteAndWait(
      Program, Command, std::nullopt,
      {StringRef("/dev/null"), Files[0].str(), Files[1].str()}, 0, 0, &Why);
  Result.Out = contentOf(Files[0]);
  Result.Err = contentOf(Files[1]) + Why;
  return Result;
}

llvm::Expected<std::string> git(llvm::ArrayRef<StringRef> Args) {
  const auto Program = llvm::sys::findProgramByName("git");
  if (!Program)
    return inputError("there is no git: install it, or leave out --diff");
  llvm::SmallVector<StringRef> Arguments = {"-c", "core.quotePath=off"};
  Arguments.append(Args.begin(), Args.end());
  CommandOutput Done = run(*Program, Arguments);
  if (Done.Status == 0)
    return std::move(Done.Out);
  StringRef Line = StringRef(Done.Err).split('\n').first;
  Line.consume_front("fatal: ");
  return inputError("git " + Args.front() + ": " + Line);
}

std::vector<ChangedFile> parseDiff(StringRef Diff) {
  std::vector<ChangedFile> Result;
  bool IsDeleted = false;
  while (!Diff.empty()) {
    StringRef Line;
    std::tie(Line, Diff) = Diff.split('\n');
    if (Line.consume_front("+++ ")) {
      std::string Path = pathOf(Line);
      IsDeleted = Path.empty();
      if (!IsDeleted)
        Result.push_back({std::move(Path), {}});
    } else if (Line.starts_with("@@ -")) {
      if (!IsDeleted && !Result.empty())
        Result.back().Lines.push_back(rangeOf(Line));
      // The text itself may look like a header.
      for (unsigned Skip = linesBehind(Line); Skip != 0; --Skip)
        do
          Diff = Diff.split('\n').second;
        while (Diff.starts_with("\\ No newline"));
    }
  }
  return Result;
}

} // namespace fastidious
