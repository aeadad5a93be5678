/// The base class of all checks: options, language, registration.
#pragma once

#include "clang-tidy/ClangTidyCheck.h"
#include "core/Rule.h"
#include "model/Model.h"
#include <memory>

namespace fastidious {

/// Every check has it: facts about libraries that the shipped model lacks.
extern const Option ModelFilesOption;

/// Checks of loops have it.
inline constexpr Option MinTripCount = {
    "MinTripCount", "8",
    "loops that run less often, by constants, are ignored"};

class Check : public clang::tidy::ClangTidyCheck {
public:
  Check(const Rule &R, llvm::StringRef Name,
        clang::tidy::ClangTidyContext *Context);

  /// Registers for the translation unit; checks of other entities override it.
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  bool isLanguageVersionSupported(const clang::LangOptions &L) const override {
    return L.CPlusPlus;
  }

protected:
  /// Prints the note that belongs to the finding reported last.
  void note(clang::SourceLocation At, llvm::StringRef Text) {
    if (At.isValid())
      diag(At, Text, clang::DiagnosticIDs::Note);
  }
  /// The facts about libraries: the shipped ones and those of ModelFiles.
  const Model &model() const { return *Facts; }
  llvm::StringRef option(const Option &O) const;
  bool flag(const Option &O) const { return option(O) == "true"; }
  /// \returns the option as a number; a malformed one was reported when the
  /// check was made and counts as its default.
  unsigned number(const Option &O) const;

private:
  llvm::StringMap<std::string> Values;
  std::shared_ptr<const Model> Facts;
};

/// A check as the registry knows it.
struct CheckInfo {
  const Rule *TheRule;
  std::unique_ptr<clang::tidy::ClangTidyCheck> (*Create)(
      llvm::StringRef, clang::tidy::ClangTidyContext *);
};

/// All checks, in the order of Registry.def.
llvm::ArrayRef<const CheckInfo *> allChecks();

} // namespace fastidious

/// Defines what Registry.def refers to: the check's rule and how to make one.
#define FASTIDIOUS_CHECK(Class, TheRule)                                       \
  extern const CheckInfo Class##Info;                                          \
  const CheckInfo Class##Info = {                                              \
      &TheRule,                                                                \
      [](llvm::StringRef Name, clang::tidy::ClangTidyContext *Context)         \
          -> std::unique_ptr<clang::tidy::ClangTidyCheck> {                    \
        return std::make_unique<Class>(TheRule, Name, Context);                \
      }};
