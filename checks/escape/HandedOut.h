/// Heap objects that leave the function which makes them, where a value would
/// do.
#pragma once

#include "escape/Program.h"

namespace fastidious::escape {

struct HandedOut {
  enum WayOut : uint8_t {
    Returned,
    OutParameter, ///< through a `unique_ptr<T> &`, a `T **`
    Argument      ///< to a smart pointer of a function that only uses it
  } Way = Returned;
  /// In Graph::Sites of the function, as Graph::Key.
  std::string Function;
  Site What;
  Location Made, LeavesAt;
  /// The parameter or the callee.
  std::string Through;
};

/// Of all functions. Silent where anything that is seen needs the object on
/// the heap: a second owner, an address that is kept, a container.
std::vector<HandedOut> handedOut(const Program &P);

} // namespace fastidious::escape
