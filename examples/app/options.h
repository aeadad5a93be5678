#pragma once

#include <stdexcept>
#include <string>
#include <vector>

struct Options {
  std::vector<std::string> files;
  std::string format = "text";
  std::string path;
  bool crawlers = true;
  bool redact = false;
  std::size_t top = 10;
};

struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Reads the command line; throws UsageError.
Options parseOptions(const std::vector<std::string> &arguments);
