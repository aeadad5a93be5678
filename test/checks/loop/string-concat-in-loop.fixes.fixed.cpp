// When `+=` says the same, and when it does not.
#include <string>
#include <string_view>
#include <vector>

using Strings = std::vector<std::string>;
bool test(const std::string &);
namespace fmt {
template <class... Args> std::string format(const char *, const Args &...);
}

std::string keepsOnOneArm(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = x.empty() ? s : s + x;
  return s;
}

std::string eitherArm(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    s = test(x) ? s + "-" : s + x;
  }
  return s;
}

std::string appendsMore(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = (s + x).append("!");
  return s;
}

std::string formatsTheSum(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = fmt::format("{}!", s + x);
  return s;
}

std::string insertsIntoTheSum(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = std::string(s + x).insert(0, "x");
  return s;
}

std::string sumOfSums(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    s = s + x + (s + x);
  }
  return s;
}

std::string temporaryAndMore(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    std::string t = s + x;
    s = t + "y";
  }
  return s;
}

std::string firstCharacter(const Strings &parts) {
  std::string s = "x";
  for (const auto &x : parts) {
    const char &c = s[0];
    s = s + x + c;
  }
  return s;
}

std::string macroOperand(const Strings &parts) {
#define NEWLINE "\n"
  std::string s;
  for (const auto &x : parts) {
    s = s + x + NEWLINE;
  }
  return s;
#undef NEWLINE
}

std::string literalsInARow(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    s += x; s += "a" "b";
  }
  return s;
}

std::string inElse(const Strings &parts, bool comma) {
  std::string s;
  for (const auto &x : parts)
    if (comma)
      s = s + x + ",";
    else
      s += x;
  return s;
}

std::string inACase(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    switch (x.size()) {
    case 0:
      s = s + "-";
      break;
    case 1: {
      s += x;
      break;
    }
    }
  return s;
}
