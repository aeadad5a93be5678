/// What the solution of one function asks of the program around it.
#pragma once

#include "escape/Graph.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"

namespace fastidious::escape {

using NameId = uint32_t;
/// A definition; one key can have several.
using FunctionId = uint32_t;
struct Summary;

/// Names of fields, globals and functions as numbers that mean the same in
/// all graphs. 0 is the empty name.
class Names {
public:
  Names() { intern(""); }
  NameId intern(llvm::StringRef Name) {
    auto [Entry, New] = Ids.try_emplace(Name, Texts.size());
    if (New)
      Texts.push_back(Entry->getKey());
    return Entry->getValue();
  }
  llvm::StringRef operator[](NameId Id) const { return Texts[Id]; }

private:
  llvm::StringMap<NameId> Ids;
  std::vector<llvm::StringRef> Texts;
};

class Linkage {
public:
  virtual ~Linkage();
  /// None when the function cannot be looked into.
  virtual llvm::ArrayRef<FunctionId> definitions(llvm::StringRef Key) = 0;
  virtual const Graph &graph(FunctionId F) const = 0;
  /// As known so far: an empty one before the first solution.
  virtual const Summary &summary(FunctionId F) = 0;
  /// What an object of dynamic type Type runs for the virtual Function; empty
  /// when the type is unknown.
  virtual std::string overrider(llvm::StringRef Type,
                                llvm::StringRef Function) = 0;
  /// All that a call of the virtual Function can run; empty when that is not
  /// known.
  virtual std::vector<std::string> overriders(llvm::StringRef Function) = 0;

  Names Strings;
};

} // namespace fastidious::escape
