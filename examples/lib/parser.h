#pragma once

#include "entry.h"
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace logreport {

struct Log {
  std::vector<Entry> entries;
  std::size_t malformed = 0;
};

/// An entry of the combined log format, or nothing.
std::optional<Entry> parseLine(const std::string &line);

/// All entries; blank lines and comments are skipped.
Log parseLog(std::istream &input);

/// All logs in one, in the given order.
Log merged(const std::vector<Log> &logs);

} // namespace logreport
