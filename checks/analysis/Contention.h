/// Data of different threads that can lie in one cache line.
#pragma once

#include "analysis/ThreadWalk.h"

namespace fastidious {

struct Contention {
  enum Kind {
    Fields,    ///< two parts of Record
    Elements,  ///< neighbours in Array
    Variables, ///< Array and Neighbour, declared side by side
  };
  Kind K;
  /// The innermost record that holds both.
  const clang::CXXRecordDecl *Record = nullptr;
  /// The variable, member or parameter; the first declared of Variables.
  const clang::ValueDecl *Array = nullptr;
  const clang::ValueDecl *Neighbour = nullptr;
  /// The write, and what another thread does meanwhile beside it.
  const MemoryAccess *Write = nullptr;
  const MemoryAccess *Other = nullptr;
  /// The names of what the two touch.
  std::string WriteName = {}, OtherName = {};
  /// Bytes in Record (Fields), or of an element and 0 (Elements).
  Extent WriteBytes = {}, OtherBytes = {};
  /// The elements are dealt out to the threads in turn, in small chunks.
  bool IsDealtOut = false;
  /// Between the starts of neighbouring elements.
  clang::CharUnits Stride = {};
};

/// \param Story  outlives what is returned.
/// \returns at most one per record, array or pair of variables, in the order
/// of the accesses.
std::vector<Contention> findContention(const ThreadStory &Story, Unit &U,
                                       clang::CharUnits Line);

} // namespace fastidious
