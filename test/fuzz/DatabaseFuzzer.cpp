// Compilation databases: Clang reads them, we change the commands.
#include "Database.h"
#include "InputFile.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  using namespace fastidious;
  if (auto P = makePlan({{}, inputFile(Data, Size), std::nullopt})) {
    for (const Job &J : P->Jobs)
      normalised(J.Command);
  } else {
    llvm::consumeError(P.takeError());
  }
  return 0;
}
