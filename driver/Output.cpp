#include "Output.h"
#include "Sources.h"
#include "llvm/Support/FileSystem.h"

using llvm::StringRef;
namespace fs = llvm::sys::fs;

namespace fastidious {
namespace {

llvm::Error outputError(StringRef Path, const llvm::Twine &Why) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                 "cannot write '" + Path + "': " + Why +
                                     ": name another file with -o");
}

/// Files that are no regular ones, such as /dev/null, cannot be replaced.
bool isReplaceable(StringRef Path) {
  return !fs::exists(Path) || fs::is_regular_file(Path);
}

llvm::Expected<fs::TempFile> createBeside(StringRef Path) {
  return fs::TempFile::create(Path + ".%%%%%%.tmp");
}

/// Writes to \p FD. \returns what went wrong.
std::error_code writeTo(int FD, bool Close,
                        const std::function<void(llvm::raw_ostream &)> &Print) {
  llvm::raw_fd_ostream OS(FD, Close);
  Print(OS);
  OS.flush();
  const std::error_code Code = OS.error();
  OS.clear_error();
  return Code;
}

} // namespace

llvm::Expected<Output> Output::open(StringRef Path) {
  Output Out;
  if (Path.empty() || Path == "-")
    return Out;
  // Of a symbolic link, what it names is written.
  Out.Path = fs::exists(Path) ? realPath(Path) : Path.str();
  if (fs::is_directory(Out.Path))
    return outputError(Path, "it is a directory");
  if (!isReplaceable(Out.Path))
    return Out;
  // Not kept for the report: a crash of the analysis would delete it.
  llvm::Expected<fs::TempFile> Trial = createBeside(Out.Path);
  if (!Trial)
    return outputError(Path, llvm::toString(Trial.takeError()));
  llvm::consumeError(Trial->discard());
  return Out;
}

llvm::Error
Output::write(const std::function<void(llvm::raw_ostream &)> &Print) {
  if (Path.empty()) {
    Print(llvm::outs());
    return llvm::Error::success();
  }
  if (!isReplaceable(Path)) {
    int FD = -1;
    std::error_code Code = fs::openFileForWrite(Path, FD);
    if (!Code)
      Code = writeTo(FD, /*Close=*/true, Print);
    return Code ? outputError(Path, Code.message()) : llvm::Error::success();
  }
  llvm::Expected<fs::TempFile> File = createBeside(Path);
  if (!File)
    return outputError(Path, llvm::toString(File.takeError()));
  if (const std::error_code Code = writeTo(File->FD, /*Close=*/false, Print)) {
    llvm::consumeError(File->discard());
    return outputError(Path, Code.message());
  }
  if (llvm::Error Failed = File->keep(Path))
    return outputError(Path, llvm::toString(std::move(Failed)));
  return llvm::Error::success();
}

} // namespace fastidious
