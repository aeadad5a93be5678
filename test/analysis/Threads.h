/// Threads, locks and what the snippets of several tests run in them.
#pragma once

#include "Code.h"
#include "analysis/ThreadWalk.h"

namespace fastidious {

inline constexpr const char Threads[] = R"cpp(
    namespace std {
    struct thread {
      thread();
      thread(thread &&);
      template <class F, class... A> explicit thread(F &&, A &&...) {}
      ~thread();
      thread &operator=(thread &&);
      void join();
      void detach();
    };
    struct jthread {
      jthread();
      jthread(jthread &&);
      template <class F, class... A> explicit jthread(F &&, A &&...) {}
      ~jthread();
      jthread &operator=(jthread &&);
      void join();
    };
    template <class M> struct lock_guard {
      explicit lock_guard(M &);
      ~lock_guard();
    };
    template <class T> struct reference_wrapper {
      reference_wrapper(T &);
      operator T &() const;
    };
    template <class T> reference_wrapper<T> ref(T &);
    }
    bool more();
)cpp";

inline std::string describe(ThreadNumber N) {
  const char *Kinds[] = {"?", "", "varying ", "own ", "spread "};
  return Kinds[N.K] +
         (N.K == ThreadNumber::Unknown ? std::string() : std::to_string(N.N));
}

/// As in `list[own 1].count`.
inline std::string describe(const MemoryPath &P) {
  std::string Text = P.Variable ? P.Variable->getNameAsString() : "this";
  for (const MemoryPath::Step &S : P.Steps)
    if (S.K == MemoryPath::Step::Field)
      Text += "." + S.Member->getNameAsString();
    else if (S.K == MemoryPath::Step::Index)
      Text += "[" + describe(S.At) + "]";
    else
      Text += S.K == MemoryPath::Step::Deref ? "*" : "!";
  return Text;
}

} // namespace fastidious
