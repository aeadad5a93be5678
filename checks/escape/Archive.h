/// Structs as bytes and back. Each struct has one list of its fields for both
/// directions, `template <class A> void archive(A &To, T &Of)`, found beside
/// it.
#pragma once

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/LEB128.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace fastidious {

/// \returns 128 bits of a cryptographic hash, as hexadecimal digits.
std::string digest(llvm::StringRef Data);

namespace escape {

/// Numbers in as few bytes as they need; each text once.
class ArchiveWriter {
public:
  /// They are not changed: the lists are shared with the reader.
  template <class... T> void operator()(const T &...Fields) {
    (put(const_cast<T &>(Fields)), ...);
  }
  std::string finish() const {
    std::string All;
    llvm::raw_string_ostream To(All);
    llvm::encodeULEB128(Texts.size(), To);
    for (llvm::StringRef Text : Texts) {
      llvm::encodeULEB128(Text.size(), To);
      To << Text;
    }
    To << Body;
    return All;
  }

private:
  template <class T> void put(T &V) {
    if constexpr (std::is_enum_v<T> || std::is_integral_v<T>)
      number(static_cast<uint64_t>(V));
    else
      archive(*this, V);
  }
  /// So that None, the most frequent one, takes one byte.
  void put(uint32_t &N) { number(N + 1); }
  void put(std::string &Text) {
    const auto [Entry, IsNew] = Numbers.try_emplace(Text, Texts.size());
    if (IsNew)
      Texts.push_back(Entry->getKey());
    number(Entry->getValue());
  }
  template <class T> void put(std::optional<T> &V) {
    number(V.has_value());
    if (V)
      put(*V);
  }
  template <class S, class T> void put(std::pair<S, T> &V) {
    put(V.first);
    put(V.second);
  }
  template <class T> void put(std::vector<T> &All) {
    number(All.size());
    for (T &V : All)
      put(V);
  }
  void number(uint64_t N) { llvm::encodeULEB128(N, Out); }

  llvm::StringMap<uint32_t> Numbers;
  std::vector<llvm::StringRef> Texts;
  std::string Body;
  llvm::raw_string_ostream Out{Body};
};

/// Of bytes that may be damaged.
class ArchiveReader {
public:
  explicit ArchiveReader(llvm::StringRef Bytes)
      : At(Bytes.bytes_begin()), End(Bytes.bytes_end()) {
    for (uint64_t Left = number(); Left && IsGood; --Left)
      Texts.push_back(bytes());
  }
  template <class... T> void operator()(T &...Fields) { (get(Fields), ...); }
  /// \returns whether all was read, and nothing is left.
  bool finish() const { return IsGood && At == End; }

private:
  template <class T> void get(T &V) {
    if constexpr (std::is_enum_v<T> || std::is_integral_v<T>)
      V = static_cast<T>(number());
    else
      archive(*this, V);
  }
  void get(uint32_t &N) { N = static_cast<uint32_t>(number()) - 1; }
  void get(std::string &Text) {
    const uint64_t N = number();
    IsGood &= N < Texts.size();
    if (IsGood)
      Text = Texts[N].str();
  }
  template <class T> void get(std::optional<T> &V) {
    if (number())
      get(V.emplace());
  }
  template <class S, class T> void get(std::pair<S, T> &V) {
    get(V.first);
    get(V.second);
  }
  template <class T> void get(std::vector<T> &All) {
    // Not resized: the number may be anything.
    for (uint64_t Left = number(); Left && IsGood; --Left)
      get(All.emplace_back());
  }
  uint64_t number() {
    unsigned Size = 0;
    const char *Error = nullptr;
    // LLVM would shift by 64 and more in a longer one.
    const uint8_t *Last = At + std::min<size_t>(End - At, MaxNumber);
    const uint64_t N =
        IsGood ? llvm::decodeULEB128(At, &Size, Last, &Error) : 0;
    IsGood &= !Error;
    At += IsGood ? Size : 0;
    return IsGood ? N : 0;
  }
  llvm::StringRef bytes() {
    const uint64_t Size = number();
    IsGood &= Size <= static_cast<uint64_t>(End - At);
    if (!IsGood)
      return "";
    const llvm::StringRef Text(reinterpret_cast<const char *>(At), Size);
    At += Size;
    return Text;
  }

  /// Bytes for 64 bits, seven in each.
  static constexpr size_t MaxNumber = 10;

  const uint8_t *At, *End;
  bool IsGood = true;
  std::vector<llvm::StringRef> Texts;
};

template <class T> std::string toBytes(const T &V) {
  ArchiveWriter To;
  To(V);
  return To.finish();
}

template <class T> std::optional<T> fromBytes(llvm::StringRef Bytes) {
  T V;
  ArchiveReader From(Bytes);
  From(V);
  return From.finish() ? std::optional(std::move(V)) : std::nullopt;
}

} // namespace escape
} // namespace fastidious
