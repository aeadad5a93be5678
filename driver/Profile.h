/// How long each check takes in one unit, as clang-tidy measures it.
#pragma once

#include "Finding.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "llvm/ADT/SmallString.h"

namespace fastidious {

class UnitProfile {
public:
  /// Switches the measurement on in \p Context.
  explicit UnitProfile(clang::tidy::ClangTidyContext &Context);
  ~UnitProfile();

  /// \returns what was measured, once the unit is done.
  CheckTimes take() const;

private:
  /// clang-tidy hands its measurements over as files.
  llvm::SmallString<128> Folder;
};

} // namespace fastidious
