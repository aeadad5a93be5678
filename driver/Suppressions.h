/// NOLINT comments that name our checks, and whether they silence anything.
#pragma once

#include "Finding.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang/Lex/Preprocessor.h"

namespace fastidious {

/// Sees the comments of a unit, and which of its diagnostics they silence.
class SuppressionWatch : public clang::CommentHandler {
public:
  explicit SuppressionWatch(clang::tidy::ClangTidyContext &Context)
      : Context(Context) {}

  bool HandleComment(clang::Preprocessor &PP,
                     clang::SourceRange Comment) override;
  /// Looks at a diagnostic before clang-tidy does.
  void look(clang::DiagnosticsEngine::Level Level,
            const clang::Diagnostic &Info);
  /// \returns what was seen; \p Real makes real paths of those that Clang uses.
  std::vector<Suppression>
  take(llvm::function_ref<std::string(llvm::StringRef)> Real);

private:
  struct Seen {
    Suppression What;
    /// The lines that it is about.
    unsigned First = 0, Last = 0;
    /// The whole list, by which the end of a block names its beginning.
    std::string List;
  };
  void add(clang::Preprocessor &PP, clang::SourceLocation At,
           llvm::StringRef Comment);
  void end(llvm::StringRef File, unsigned Line, llvm::StringRef List);
  void use(llvm::StringRef File, unsigned Line, llvm::StringRef Check);

  clang::tidy::ClangTidyContext &Context;
  std::vector<Seen> All;
};

/// clang-tidy's consumer, watched.
class WatchedConsumer : public clang::tidy::ClangTidyDiagnosticConsumer {
public:
  WatchedConsumer(clang::tidy::ClangTidyContext &Context,
                  SuppressionWatch &Watch)
      // Fixes that overlap are sorted out when all units are known.
      : ClangTidyDiagnosticConsumer(Context, /*ExternalDiagEngine=*/nullptr,
                                    /*RemoveIncompatibleErrors=*/false),
        Watch(Watch) {}

  void HandleDiagnostic(clang::DiagnosticsEngine::Level Level,
                        const clang::Diagnostic &Info) override {
    Watch.look(Level, Info);
    ClangTidyDiagnosticConsumer::HandleDiagnostic(Level, Info);
  }

private:
  SuppressionWatch &Watch;
};

} // namespace fastidious
