#pragma once

#include <cstdint>
#include <string>

namespace logreport {

/// One request, as the web server logged it.
struct Entry {
  std::string client;
  std::string time;
  std::string method;
  std::string path;
  std::string agent;
  int status = 0;
  std::uint64_t bytes = 0;
};

} // namespace logreport
