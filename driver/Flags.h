/// Makes a command of the database one that Clang's front end understands.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace fastidious {

/// Takes out of \p Command what only GCC knows (and puts it into \p Ignored),
/// precompiled headers, and all that makes a warning an error.
std::vector<std::string> clangCommand(const std::vector<std::string> &Command,
                                      std::set<std::string> &Ignored);

/// \returns whether \p Command, which compiles \p File, compiles C++.
bool compilesCxx(const std::vector<std::string> &Command,
                 const std::string &File);

} // namespace fastidious
