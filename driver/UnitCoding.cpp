#include "UnitCoding.h"
#include "llvm/Support/DataExtractor.h"
#include "llvm/Support/EndianStream.h"

using llvm::StringRef;

namespace fastidious {
namespace {

/// Both directions go through these lists: they cannot differ.
template <class Archive> void archive(Archive &A, Span &S) {
  A(S.Offset, S.Length);
}
template <class Archive> void archive(Archive &A, Edit &E) {
  A(E.File, E.Offset, E.Length, E.Text);
}
template <class Archive> void archive(Archive &A, Message &M) {
  A(M.File, M.Offset, M.Text, M.Ranges, M.Edits);
}
/// Without what is judged only when all units are known.
template <class Archive> void archive(Archive &A, Finding &F) {
  A(F.Check, F.IsError, F.Main, F.Notes);
}
template <class Archive> void archive(Archive &A, Suppression &S) {
  A(S.File, S.Line, S.Kind, S.Check, S.IsUsed, S.IsJudged);
}
/// Times are not kept: they are those of an analysis.
template <class Archive> void archive(Archive &A, UnitResult &R) {
  A(R.Findings, R.Failure, R.FailedIn, R.Suppressions);
}

/// What is added to a struct, and not to its list above, would be lost.
static_assert(sizeof(Span) == 2 * sizeof(unsigned));
static_assert(sizeof(Edit) == 2 * sizeof(std::string) + 2 * sizeof(unsigned));
static_assert(sizeof(Message) == 2 * sizeof(std::string) + sizeof(size_t) +
                                     2 * sizeof(std::vector<Edit>));
static_assert(sizeof(Finding) == sizeof(std::string) + 2 * sizeof(size_t) +
                                     sizeof(Message) +
                                     sizeof(std::vector<Message>));
static_assert(sizeof(UnitResult) == 2 * sizeof(std::vector<Finding>) +
                                        2 * sizeof(std::string) +
                                        sizeof(CheckTimes));
static_assert(sizeof(Suppression) ==
              3 * sizeof(std::string) + 2 * sizeof(size_t));

class Writer {
public:
  explicit Writer(llvm::raw_ostream &OS) : OS(OS) {}

  template <class... T> void operator()(T &...Fields) { (put(Fields), ...); }

private:
  void put(uint32_t N) {
    llvm::support::endian::write(OS, N, llvm::endianness::little);
  }
  void put(bool B) { put(uint32_t(B)); }
  void put(std::string &Text) {
    put(uint32_t(Text.size()));
    OS << Text;
  }
  template <class T> void put(std::vector<T> &All) {
    put(uint32_t(All.size()));
    for (T &One : All)
      put(One);
  }
  template <class T> void put(T &Struct) { archive(*this, Struct); }

  llvm::raw_ostream &OS;
};

class Reader {
public:
  explicit Reader(StringRef Bytes)
      : Data(Bytes, /*IsLittleEndian=*/true, sizeof(void *)) {}

  template <class... T> void operator()(T &...Fields) { (get(Fields), ...); }

  /// \returns whether all was read, and nothing is left.
  bool finish() {
    const bool IsWhole = Data.eof(At);
    return !llvm::errorToBool(At.takeError()) && IsWhole;
  }

private:
  void get(uint32_t &N) { N = Data.getU32(At); }
  void get(bool &B) { B = Data.getU32(At) != 0; }
  void get(std::string &Text) {
    Text = Data.getBytes(At, Data.getU32(At)).str();
  }
  template <class T> void get(std::vector<T> &All) {
    // Not resized: the number may be anything.
    for (uint32_t Left = Data.getU32(At); Left && At; --Left)
      get(All.emplace_back());
  }
  template <class T> void get(T &Struct) { archive(*this, Struct); }

  llvm::DataExtractor Data;
  llvm::DataExtractor::Cursor At{0};
};

} // namespace

std::string encode(const UnitResult &Result) {
  std::string Bytes;
  llvm::raw_string_ostream OS(Bytes);
  Writer W(OS);
  // The writer changes nothing.
  W(const_cast<UnitResult &>(Result));
  return Bytes;
}

std::optional<UnitResult> decode(StringRef Bytes) {
  UnitResult Result;
  Reader R(Bytes);
  R(Result);
  if (!R.finish())
    return std::nullopt;
  return Result;
}

} // namespace fastidious
