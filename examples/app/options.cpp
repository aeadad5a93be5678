#include "options.h"

#include <regex>

Options parseOptions(const std::vector<std::string> &arguments) {
  Options options;
  for (const std::string &argument : arguments) {
    std::smatch part;
    if (!std::regex_match(argument, part,
                          std::regex("--([a-z-]+)(?:=(.*))?"))) {
      options.files.push_back(argument);
      continue;
    }
    const std::string name = part[1];
    if (name == "format")
      options.format = part[2];
    else if (name == "path")
      options.path = part[2];
    else if (name == "top")
      options.top = std::stoul(part[2]);
    else if (name == "no-crawlers")
      options.crawlers = false;
    else if (name == "redact")
      options.redact = true;
    else
      throw UsageError("unknown option --" + name);
  }
  if (options.files.empty())
    throw UsageError("which log? usage: logreport [--format=text|csv|html] "
                     "[--path=REGEX] [--top=N] [--no-crawlers] [--redact] "
                     "FILE...");
  return options;
}
