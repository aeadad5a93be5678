/// What the result of a unit is as bytes: the fields of its parts, for both
/// directions of escape/Archive.
#pragma once

#include "Merge.h"
#include "escape/Archive.h"

namespace fastidious {

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
/// Times are not kept: they are those of an analysis. What was read stands in
/// the list of questions that leads to the entry.
template <class Archive> void archive(Archive &A, UnitResult &R) {
  A(R.Findings, R.Failure, R.FailedIn, R.Suppressions, R.Extract);
}

/// What is added to a struct, and not to its list above, would be lost.
static_assert(sizeof(Span) == 2 * sizeof(unsigned));
static_assert(sizeof(Edit) == 2 * sizeof(std::string) + 2 * sizeof(unsigned));
static_assert(sizeof(Message) == 2 * sizeof(std::string) + sizeof(size_t) +
                                     2 * sizeof(std::vector<Edit>));
static_assert(sizeof(Finding) == sizeof(std::string) + 2 * sizeof(size_t) +
                                     sizeof(Message) +
                                     sizeof(std::vector<Message>));
static_assert(sizeof(UnitResult) ==
              2 * sizeof(std::vector<Finding>) + 3 * sizeof(std::string) +
                  sizeof(CheckTimes) + sizeof(UnitResult::Read));
static_assert(sizeof(Suppression) ==
              3 * sizeof(std::string) + 2 * sizeof(size_t));

} // namespace fastidious
