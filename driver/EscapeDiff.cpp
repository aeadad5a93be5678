// What changed since an older escape report, and what may not.
#include "EscapeReport.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Regex.h"

using llvm::StringRef;

namespace fastidious {
namespace {

/// Kind and subject in one function; several heap sites share one.
using SubjectKey = std::pair<std::string, std::string>;

struct Subjects {
  std::vector<const EscapeFact *> Now;
  std::vector<const OldFact *> Before;
};

bool matters(StringRef Verdict) {
  return Verdict != "stack" && Verdict != "noescape" && Verdict != "inline";
}

bool same(const EscapeFact &F, const OldFact &Old) {
  return word(F.Is.Says) == Old.Verdict && reason(F.Is) == Old.Reason;
}

/// Takes out what did not change, and what does not matter.
void reduce(Subjects &S) {
  llvm::erase_if(S.Now, [&](const EscapeFact *F) {
    const auto Old = llvm::find_if(
        S.Before, [&](const OldFact *Old) { return same(*F, *Old); });
    if (Old == S.Before.end())
      return !F->isNoteworthy();
    S.Before.erase(Old);
    return true;
  });
  llvm::erase_if(S.Before,
                 [](const OldFact *Old) { return !matters(Old->Verdict); });
}

std::string shown(const OldFact &Old) {
  return Old.Verdict + (Old.Reason.empty() ? "" : "(" + Old.Reason + ")");
}

/// \returns whether something began.
bool print(Subjects S, llvm::raw_ostream &OS) {
  reduce(S);
  bool Began = false;
  for (size_t I = 0; I != S.Now.size(); ++I) {
    const EscapeFact &F = *S.Now[I];
    const bool IsChange = I < S.Before.size();
    OS << shownPlace(F.Is.Where) << ": " << (IsChange ? "changed" : "began")
       << " in " << F.Function << ": " << sentence(F);
    if (IsChange)
      OS << " (was " << shown(*S.Before[I]) << ')';
    OS << '\n';
    Began |= !IsChange;
  }
  for (const OldFact *Old : llvm::ArrayRef(S.Before).drop_front(
           std::min(S.Now.size(), S.Before.size())))
    OS << Old->Place << ": ceased in " << Old->Name << ": " << Old->Kind << " '"
       << Old->Subject << "' was " << shown(*Old) << '\n';
  return Began;
}

} // namespace

bool printEscapeDiff(const EscapeFacts &All,
                     const std::map<std::string, std::vector<OldFact>> &Old,
                     llvm::raw_ostream &OS) {
  std::map<std::string, std::map<SubjectKey, Subjects>> ByFunction;
  for (const EscapeFact &F : All.Facts)
    ByFunction[identityOf(F)][{word(F.Is.Kind).str(), F.Is.Subject}]
        .Now.push_back(&F);
  for (const auto &[Function, Facts] : Old)
    for (const OldFact &F : Facts)
      ByFunction[Function][{F.Kind, F.Subject}].Before.push_back(&F);
  bool Began = false;
  for (auto &[Function, BySubject] : ByFunction)
    for (auto &[Key, S] : BySubject)
      Began |= print(std::move(S), OS);
  return Began;
}

llvm::Expected<EscapeBudget> EscapeBudget::parse(StringRef Text) {
  EscapeBudget Made;
  for (StringRef Part : llvm::split(Text, ',')) {
    auto [Functions, Number] = Part.rsplit("<=");
    if (!Part.contains("<="))
      std::swap(Functions, Number);
    unsigned Most = 0;
    std::string Error;
    if (Number.trim().getAsInteger(10, Most))
      Error = "'" + Part.str() + "' is no 'REGEX<=N'";
    else if (Functions = Functions.trim();
             !Functions.empty() && !llvm::Regex(Functions).isValid(Error))
      Error = "'" + Functions.str() + "': " + Error;
    if (!Error.empty())
      return llvm::createStringError("--budget: " + Error +
                                     ": give it as in 'parse.*<=2,draw<=0'");
    Made.Limits.push_back({Functions.str(), Most});
  }
  return Made;
}

bool EscapeBudget::exceeded(const EscapeFacts &All,
                            llvm::raw_ostream &OS) const {
  bool Any = false;
  for (const FunctionTotals &T : All.Functions)
    for (const Limit &L : Limits) {
      if (T.sites() <= L.Most ||
          !(L.Functions.empty() || llvm::Regex(L.Functions).match(T.Name)))
        continue;
      OS << shownPlace(T.Where) << ": " << T.Name << " has " << T.sites()
         << (T.sites() == 1 ? " heap site" : " heap sites")
         << ", more than its budget of " << L.Most << '\n';
      Any = true;
      break;
    }
  return Any;
}

} // namespace fastidious
