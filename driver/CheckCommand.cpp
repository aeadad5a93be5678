#include "Commands.h"

namespace fastidious {

int checkCommand(llvm::ArrayRef<std::string> Args) {
  return fail("'check' is not there yet");
}

} // namespace fastidious
