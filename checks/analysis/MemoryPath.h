/// Objects as threads share them: named from a root that several threads
/// reach, with what is known of array indices.
#pragma once

#include "analysis/Layout.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"

namespace fastidious {

/// A number, as far as it matters which thread has it.
struct ThreadNumber {
  enum Kind {
    Unknown,
    Constant,  ///< N
    Varying,   ///< N apart from one iteration of the starting loop to the next
    PerThread, ///< N apart from one thread to the next
    Spread,    ///< the same, and another in each iteration of the thread
    Below      ///< at least 0 and less than N, in any thread
  };
  Kind K = Unknown;
  int64_t N = 0;
  bool operator==(const ThreadNumber &) const = default;
  bool isOfThread() const { return K == PerThread || K == Spread; }
};
ThreadNumber add(ThreadNumber A, ThreadNumber B);
ThreadNumber multiply(ThreadNumber A, ThreadNumber B);

/// The way to an object.
struct MemoryPath {
  struct Step {
    enum Kind {
      Field,
      Deref,
      Index,
      VirtualTable, ///< the pointer to it, at the start of the object
      Instance,     ///< the object of one iteration, or of one call
    } K;
    const clang::FieldDecl *Member = nullptr;
    ThreadNumber At = {};
    /// Of what the step leads to.
    clang::QualType Type = {};

    static Step deref(clang::QualType T) { return {Deref, nullptr, {}, T}; }
    static Step element(clang::QualType T, ThreadNumber At) {
      // Some element or other.
      return {Index, nullptr, At.K == ThreadNumber::Below ? ThreadNumber{} : At,
              T};
    }
    static Step instance(clang::QualType T) {
      return {Instance, nullptr, {}, T};
    }

    bool operator==(const Step &S) const {
      return K == S.K && Member == S.Member && At == S.At;
    }
  };

  /// A variable; the class, for what `this` points to; or the expression that
  /// makes a temporary object.
  const void *Root = nullptr;
  const clang::VarDecl *Variable = nullptr;
  /// The role that has this object for itself, unless it hands it out.
  unsigned Owner = 0;
  clang::QualType Type = {};
  llvm::SmallVector<Step, 4> Steps = {};

  bool hasSameRoot(const MemoryPath &P) const {
    return Root == P.Root && Owner == P.Owner;
  }
  bool operator==(const MemoryPath &P) const {
    return hasSameRoot(P) && Steps == P.Steps;
  }
  MemoryPath with(Step S) const {
    MemoryPath Longer = *this;
    Longer.Steps.push_back(S);
    return Longer;
  }
  /// Of the object that the first Count steps lead to.
  clang::QualType typeAfter(unsigned Count) const {
    return Count == 0 ? Type : Steps[Count - 1].Type;
  }
  clang::QualType type() const { return typeAfter(Steps.size()); }
  /// The variable or field that the steps before Count name last: what a user
  /// calls the array of an Index step at Count.
  const clang::ValueDecl *nameBefore(unsigned Count) const;
  /// The way up to the first element or pointee, whichever instance it is.
  MemoryPath container() const;
  /// `&a[i]` plus an offset.
  MemoryPath moved(ThreadNumber Offset) const;
};

/// \returns the bytes of P in the object that its first From steps lead to;
/// nothing where a step leads out of it or to an unknown element.
std::optional<Extent> extentIn(const MemoryPath &P, unsigned From,
                               const clang::ASTContext &Context);

} // namespace fastidious
