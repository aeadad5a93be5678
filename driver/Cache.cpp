#include "Cache.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Compression.h"
#include "llvm/Support/EndianStream.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace zstd = llvm::compression::zstd;

namespace fastidious {
namespace {

/// LLVM prunes files that are named so, and no others.
constexpr StringRef Prefix = "llvmcache-";
constexpr size_t DigestLength = 32;

/// An entry is the digest of all that follows, the key, the size of the data,
/// and the data, compressed where LLVM was built for that.
std::string packed(StringRef Key, StringRef Data) {
  llvm::SmallVector<uint8_t> Small(llvm::arrayRefFromStringRef(Data));
  if (zstd::isAvailable())
    zstd::compress(llvm::arrayRefFromStringRef(Data), Small,
                   zstd::BestSpeedCompression);
  std::string Body;
  llvm::raw_string_ostream OS(Body);
  OS << Key << '\n';
  llvm::support::endian::write<uint64_t>(OS, Data.size(),
                                         llvm::endianness::little);
  OS << llvm::toStringRef(Small);
  return digest(Body) + Body;
}

std::optional<std::string> unpacked(StringRef Key, StringRef Entry) {
  const StringRef Body = Entry.drop_front(std::min(DigestLength, Entry.size()));
  // The key, as the file may have been given another name.
  if (Entry.take_front(DigestLength) != digest(Body) ||
      !Body.starts_with((Key + "\n").str()))
    return std::nullopt;
  const StringRef Rest = Body.drop_front(Key.size() + 1);
  if (Rest.size() < sizeof(uint64_t))
    return std::nullopt;
  const uint64_t Size = llvm::support::endian::read64le(Rest.data());
  const StringRef Small = Rest.drop_front(sizeof(Size));
  if (!zstd::isAvailable())
    return Small.str();
  llvm::SmallVector<uint8_t> Data;
  if (llvm::Error E =
          zstd::decompress(llvm::arrayRefFromStringRef(Small), Data, Size)) {
    llvm::consumeError(std::move(E));
    return std::nullopt;
  }
  return llvm::toStringRef(Data).str();
}

/// Writes beside \p Path and renames: others see all of it or nothing.
std::error_code writeWhole(StringRef Path, StringRef Data) {
  llvm::Expected<fs::TempFile> File =
      fs::TempFile::create(Path + "-%%%%%%%%.tmp");
  if (!File)
    return llvm::errorToErrorCode(File.takeError());
  llvm::raw_fd_ostream OS(File->FD, /*shouldClose=*/false);
  OS << Data;
  OS.flush();
  if (const std::error_code Code = OS.error()) {
    OS.clear_error();
    llvm::consumeError(File->discard());
    return Code;
  }
  return llvm::errorToErrorCode(File->keep(Path));
}

llvm::Error folderError(StringRef Folder, const llvm::Twine &Why) {
  return llvm::createStringError("no cache in '" + Folder + "': " + Why +
                                 ": name another folder with --cache-dir, or "
                                 "give --no-cache");
}

} // namespace

llvm::Expected<std::unique_ptr<Cache>>
Cache::open(StringRef Wanted, const llvm::CachePruningPolicy &Policy) {
  llvm::SmallString<256> Folder(Wanted);
  if (Folder.empty()) {
    if (!llvm::sys::path::cache_directory(Folder))
      return folderError("", "neither XDG_CACHE_HOME nor HOME is set");
    llvm::sys::path::append(Folder, "fastidious");
  }
  fs::make_absolute(Folder);
  if (const std::error_code Code = fs::create_directories(Folder))
    return folderError(Folder, Code.message());
  if (!fs::is_directory(Folder))
    return folderError(Folder, "it is no directory");
  return std::unique_ptr<Cache>(new Cache(Folder.str().str(), Policy));
}

std::string Cache::fileOf(StringRef Key) const {
  llvm::SmallString<256> Path(Folder);
  llvm::sys::path::append(Path, Prefix + Key);
  return Path.str().str();
}

std::optional<std::string> Cache::get(StringRef Key) const {
  // Those read last are pruned last.
  llvm::Expected<fs::file_t> File =
      fs::openNativeFileForRead(fileOf(Key), fs::OF_UpdateAtime);
  if (!File) {
    llvm::consumeError(File.takeError());
    return std::nullopt;
  }
  // Not mapped: another process might shorten it meanwhile.
  const auto Entry = llvm::MemoryBuffer::getOpenFile(
      *File, Key, /*FileSize=*/-1, /*RequiresNullTerminator=*/false,
      /*IsVolatile=*/true);
  fs::closeFile(*File);
  return Entry ? unpacked(Key, (*Entry)->getBuffer()) : std::nullopt;
}

void Cache::put(StringRef Key, StringRef Data) {
  const std::error_code Code = writeWhole(fileOf(Key), packed(Key, Data));
  if (!Code)
    return;
  const std::lock_guard<std::mutex> Guard(Lock);
  if (Trouble.empty())
    Trouble = Code.message();
}

void Cache::prune() const { llvm::pruneCache(Folder, Policy); }

std::string Cache::trouble() const {
  const std::lock_guard<std::mutex> Guard(Lock);
  return Trouble;
}

} // namespace fastidious
