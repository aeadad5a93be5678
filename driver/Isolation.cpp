#include "Isolation.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/thread.h"
#include <csignal>
#include <memory>

namespace fastidious {
namespace {

constexpr unsigned StackSize = 64 << 20;

/// LLVM's handlers would run on the stack that just overflowed.
void recoverOnOwnStack() {
  llvm::CrashRecoveryContext::Enable();
  for (const int Signal : {SIGSEGV, SIGBUS}) {
    struct sigaction Action;
    sigaction(Signal, nullptr, &Action);
    Action.sa_flags |= SA_ONSTACK;
    sigaction(Signal, &Action, nullptr);
  }
}

/// The stack on which the handlers of the current thread run.
class HandlerStack {
public:
  HandlerStack() { use({Memory.get(), 0, Size}); }
  ~HandlerStack() { use({nullptr, SS_DISABLE, 0}); }

private:
  static void use(const stack_t &S) { sigaltstack(&S, nullptr); }

  static constexpr size_t Size = 64 << 10;
  std::unique_ptr<char[]> Memory = std::make_unique<char[]>(Size);
};

} // namespace

bool runIsolated(llvm::function_ref<void()> Work) {
  [[maybe_unused]] static const bool IsPrepared = (recoverOnOwnStack(), true);
  bool Succeeded = false;
  llvm::thread Worker(std::optional<unsigned>(StackSize), [&] {
    const HandlerStack Handlers;
    llvm::CrashRecoveryContext Recovery;
    Succeeded = Recovery.RunSafely(Work);
  });
  Worker.join();
  return Succeeded;
}

} // namespace fastidious
