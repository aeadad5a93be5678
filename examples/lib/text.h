#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace logreport {

/// The parts with a separator between them.
inline std::string join(const std::vector<std::string> &parts,
                        const std::string &separator) {
  std::string result;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i != 0)
      result = result + separator;
    result = result + parts[i];
  }
  return result;
}

/// The parts of a text between the separators.
inline std::vector<std::string_view> split(std::string_view text,
                                           char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos)
      return parts;
    text.remove_prefix(end + 1);
  }
}

/// A number with its thousands apart: 1'234'567.
inline std::string grouped(unsigned long long number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), 1, '\'');
  return digits;
}

/// The text of each element, made by a function of the caller.
template <typename Range, typename Render>
std::vector<std::string> rendered(const Range &range, Render render) {
  std::vector<std::string> texts;
  for (const auto &element : range)
    texts.push_back(render(element));
  return texts;
}

} // namespace logreport
