#include "FileQuestions.h"
#include "Cache.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace vfs = llvm::vfs;

namespace fastidious {
namespace {

constexpr StringRef Missing = "missing";

bool isMissing(std::error_code Code) {
  return Code == std::errc::no_such_file_or_directory ||
         Code == std::errc::not_a_directory;
}

/// \returns "" for what is neither known to be there nor known to be missing.
StringRef typeOf(const llvm::ErrorOr<vfs::Status> &Status) {
  if (!Status)
    return isMissing(Status.getError()) ? Missing : StringRef();
  switch (Status->getType()) {
  case fs::file_type::regular_file:
    return "file";
  case fs::file_type::directory_file:
    return "folder";
  default:
    return "other";
  }
}

std::string namesIn(vfs::FileSystem &FS, const llvm::Twine &Folder) {
  std::vector<std::string> Names;
  std::error_code Code;
  for (vfs::directory_iterator I = FS.dir_begin(Folder, Code), End;
       !Code && I != End; I.increment(Code))
    Names.push_back(I->path().str());
  if (Code)
    return isMissing(Code) ? Missing.str() : std::string();
  llvm::sort(Names);
  std::string All;
  for (const std::string &Name : Names)
    All += Name + '\0';
  return digest(All);
}

Answer contentOf(vfs::FileSystem &FS, const std::string &Path) {
  auto File = FS.openFileForRead(Path);
  if (!File)
    return {isMissing(File.getError()) ? Missing.str() : std::string()};
  const auto Status = (*File)->status();
  // Not mapped: an editor might shorten it meanwhile.
  const auto Text = (*File)->getBuffer(Path, /*FileSize=*/-1,
                                       /*RequiresNullTerminator=*/false,
                                       /*IsVolatile=*/true);
  if (!Status || !Text)
    return {};
  return {digest((*Text)->getBuffer()), Status->getUniqueID()};
}

/// A file that tells the recorder what it holds.
class RecordedFile : public vfs::File {
public:
  RecordedFile(std::unique_ptr<vfs::File> Real, std::string Path,
               FileRecorder &Recorder)
      : Real(std::move(Real)), Path(std::move(Path)), Recorder(Recorder) {}

  llvm::ErrorOr<vfs::Status> status() override { return Real->status(); }
  llvm::ErrorOr<std::string> getName() override { return Real->getName(); }
  std::error_code close() override { return Real->close(); }

  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>>
  getBuffer(const llvm::Twine &Name, int64_t FileSize,
            bool RequiresNullTerminator, bool IsVolatile) override {
    auto Text =
        Real->getBuffer(Name, FileSize, RequiresNullTerminator, IsVolatile);
    const auto Status = Real->status();
    if (Text && Status)
      Recorder.note(Question::Content, Path,
                    {digest((*Text)->getBuffer()), Status->getUniqueID()});
    else
      Recorder.note(Question::Content, Path, {});
    return Text;
  }

private:
  std::unique_ptr<vfs::File> Real;
  std::string Path;
  FileRecorder &Recorder;
};

} // namespace

void AnswerDigest::add(const Answer &A) {
  All += A.Text;
  if (A.File != fs::UniqueID())
    All += '#' +
           std::to_string(Seen.try_emplace(A.File, Seen.size()).first->second);
  All += '\0';
}

std::string AnswerDigest::finish() const { return digest(All); }

void FileRecorder::note(Question::Kind What, const llvm::Twine &Path,
                        Answer A) {
  llvm::SmallString<256> Absolute;
  Path.toVector(Absolute);
  makeAbsolute(Absolute);
  const auto [It, IsNew] =
      Noted.try_emplace({What, Absolute.str().str()}, std::move(A));
  // A file that changes while it is read gives no result to keep.
  if (It->second.Text.empty() || (!IsNew && It->second.Text != A.Text))
    IsReliable = false;
}

void FileRecorder::noteType(const llvm::Twine &Path,
                            const llvm::ErrorOr<vfs::Status> &Status) {
  note(Question::Type, Path, {typeOf(Status).str()});
}

llvm::ErrorOr<vfs::Status> FileRecorder::status(const llvm::Twine &Path) {
  auto Status = ProxyFileSystem::status(Path);
  noteType(Path, Status);
  return Status;
}

bool FileRecorder::exists(const llvm::Twine &Path) {
  return bool(status(Path));
}

llvm::ErrorOr<std::unique_ptr<vfs::File>>
FileRecorder::openFileForRead(const llvm::Twine &Path) {
  auto File = ProxyFileSystem::openFileForRead(Path);
  if (!File) {
    noteType(Path, File.getError());
    return File;
  }
  noteType(Path, (*File)->status());
  return std::make_unique<RecordedFile>(std::move(*File), Path.str(), *this);
}

vfs::directory_iterator FileRecorder::dir_begin(const llvm::Twine &Dir,
                                                std::error_code &EC) {
  note(Question::Names, Dir, {namesIn(getUnderlyingFS(), Dir)});
  return ProxyFileSystem::dir_begin(Dir, EC);
}

std::error_code FileRecorder::getRealPath(const llvm::Twine &Path,
                                          llvm::SmallVectorImpl<char> &Output) {
  const std::error_code Code = ProxyFileSystem::getRealPath(Path, Output);
  note(Question::RealPath, Path,
       {Code ? (isMissing(Code) ? Missing.str() : std::string())
             : StringRef(Output.data(), Output.size()).str()});
  return Code;
}

std::map<Question, Answer> FileRecorder::questions() const {
  if (!IsReliable)
    return {};
  std::map<Question, Answer> Needed = Noted;
  // What a file holds says that it is a file.
  std::erase_if(Needed, [&](const auto &Entry) {
    return Entry.first.What == Question::Type && Entry.second.Text == "file" &&
           Noted.contains({Question::Content, Entry.first.Path});
  });
  return Needed;
}

std::vector<std::string> FileRecorder::filesRead() const {
  std::vector<std::string> Files;
  for (const auto &[Q, A] : Noted)
    if (Q.What == Question::Content)
      Files.push_back(Q.Path);
  return Files;
}

Answer FileAnswers::answer(const Question &Q) {
  const std::string Key = Q.Path + char(Q.What);
  {
    const std::lock_guard<std::mutex> Guard(Lock);
    if (const auto It = Known.find(Key); It != Known.end())
      return It->second;
  }
  const auto FS = vfs::createPhysicalFileSystem();
  Answer A;
  switch (Q.What) {
  case Question::Type:
    A = {typeOf(FS->status(Q.Path)).str()};
    break;
  case Question::Content:
    A = contentOf(*FS, Q.Path);
    break;
  case Question::Names:
    A = {namesIn(*FS, Q.Path)};
    break;
  case Question::RealPath:
    llvm::SmallString<256> Real;
    const std::error_code Code = FS->getRealPath(Q.Path, Real);
    A = {Code ? (isMissing(Code) ? Missing.str() : std::string())
              : Real.str().str()};
    break;
  }
  const std::lock_guard<std::mutex> Guard(Lock);
  return Known.try_emplace(Key, std::move(A)).first->second;
}

void FileAnswers::forget() {
  const std::lock_guard<std::mutex> Guard(Lock);
  Known.clear();
}

} // namespace fastidious
