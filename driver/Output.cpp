#include "Output.h"
#include "Sources.h"

using llvm::StringRef;
namespace fs = llvm::sys::fs;

namespace fastidious {
namespace {

llvm::Error outputError(StringRef Path, const llvm::Twine &Why) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                 "cannot write '" + Path + "': " + Why +
                                     ": name another file with -o");
}

} // namespace

llvm::Expected<Output> Output::open(StringRef Path) {
  Output Out;
  if (Path.empty() || Path == "-")
    return std::move(Out);
  // Of a symbolic link, what it names is written.
  Out.Path = fs::exists(Path) ? realPath(Path) : Path.str();
  if (fs::is_directory(Out.Path))
    return outputError(Path, "it is a directory");
  if (fs::exists(Out.Path) && !fs::is_regular_file(Out.Path))
    return std::move(Out);
  llvm::Expected<fs::TempFile> Temporary =
      fs::TempFile::create(Out.Path + ".%%%%%%.tmp");
  if (!Temporary)
    return outputError(Path, llvm::toString(Temporary.takeError()));
  Out.Temporary.emplace(std::move(*Temporary));
  return std::move(Out);
}

Output::~Output() {
  if (Temporary)
    llvm::consumeError(Temporary->discard());
}

llvm::Error
Output::write(const std::function<void(llvm::raw_ostream &)> &Print) {
  if (Path.empty()) {
    Print(llvm::outs());
    llvm::outs().flush();
    return llvm::Error::success();
  }
  std::error_code Code;
  {
    std::optional<llvm::raw_fd_ostream> OS;
    if (Temporary)
      OS.emplace(Temporary->FD, /*shouldClose=*/false);
    else
      OS.emplace(Path, Code);
    Print(*OS);
    OS->flush();
    if (OS->has_error())
      Code = OS->error();
    OS->clear_error();
  }
  if (Code)
    return outputError(Path, Code.message());
  if (!Temporary)
    return llvm::Error::success();
  llvm::Error Failed = Temporary->keep(Path);
  Temporary.reset();
  return Failed ? outputError(Path, llvm::toString(std::move(Failed)))
                : llvm::Error::success();
}

} // namespace fastidious
