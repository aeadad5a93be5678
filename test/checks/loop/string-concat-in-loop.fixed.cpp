// A string that is copied whole in every iteration, and what to do about it.
#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

bool test(const std::string &);
void look(const std::string &);
std::string spell(int);
using Strings = std::vector<std::string>;

// ---- s = s + x
std::string plain(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s += x;
  return s;
}

std::string twoOperands(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    s += x; s += ",";
  }
  return s;
}

std::string threeOperands(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    s += "<"; s += x; s += '>';
  }
  return s;
}

std::string twoOperandsNoBraces(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = s + x + ",";
  return s;
}

std::string parenthesised(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s += x;
  return s;
}

std::string rightHandSum(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = s + (x + ",");
  return s;
}

std::string number(int n) {
  std::string s;
  for (int i = 0; i < n; ++i)
    s += std::to_string(i);
  return s;
}

std::string conditionalOperand(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = x.empty() ? s + "-" : s + x;
  return s;
}

std::string underACondition(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    if (test(x))
      s += x;
  return s;
}

std::string sideEffect(int n) {
  std::string s;
  for (int i = 0; i < n; ++i)
    s = s + spell(i);
  return s;
}

std::string character(std::string_view text) {
  std::string s;
  for (char c : text)
    s += c;
  return s;
}

std::wstring wideCharacters(const std::vector<std::wstring> &parts) {
  std::wstring s;
  for (const auto &x : parts)
    s += x;
  return s;
}

using Text = std::string;
Text alias(const std::vector<Text> &parts) {
  Text s;
  for (const Text &x : parts)
    s += x;
  return s;
}

std::string both(const Strings &parts) {
  std::string s = "x";
  for (const auto &x : parts)
    s = s + x + s;
  return s;
}

std::string twiceItself(int n) {
  std::string s = "x", t;
  for (int i = 0; i < n; ++i)
    t = t + s + t;
  return t;
}

std::string braced(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s += x;
  return s;
}

std::string copyThenAppend(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = std::string(s).append(x);
  return s;
}

std::string byAssign(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s.assign(s + x);
  return s;
}

// ---- in front
std::string prepend(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = x + s;
  return s;
}

std::string prependTwo(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = x + "," + s;
  return s;
}

std::string digits(std::string_view text) {
  std::string s;
  for (char c : text)
    s = c + s;
  return s;
}

std::string insertAtZero(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s.insert(0, x);
  return s;
}

std::string insertAtBegin(std::string_view text) {
  std::string s;
  for (char c : text)
    s.insert(s.begin(), c);
  return s;
}

// ---- where the string lives
struct Writer {
  std::string text;
  static std::string all;
  void member(const Strings &parts) {
    for (const auto &x : parts)
      text = text + x;
  }
  void byThis(const Strings &parts) {
    for (const auto &x : parts)
      this->text = this->text + x;
  }
  static void statics(const Strings &parts) {
    for (const auto &x : parts)
      all = all + x;
  }
};

void memberOfParameter(Writer &w, const Strings &parts) {
  for (const auto &x : parts)
    w.text = w.text + x;
}

void memberOfPointer(Writer *w, const Strings &parts) {
  for (const auto &x : parts)
    w->text = w->text + x;
}

void pointee(std::string *p, const Strings &parts) {
  for (const auto &x : parts)
    *p = *p + x;
}

void smart(std::unique_ptr<std::string> p, const Strings &parts) {
  for (const auto &x : parts)
    *p = *p + x;
}

void element(Strings &a, const Strings &parts) {
  for (const auto &x : parts)
    a[0] = a[0] + x;
}

void arrayElement(std::string (&a)[4], int k, const Strings &parts) {
  for (const auto &x : parts)
    a[k] = a[k] + x;
}

void elementMember(std::vector<Writer> &a, std::size_t k, const Strings &parts) {
  for (const auto &x : parts)
    a[k].text = a[k].text + x;
}

void reference(std::string &s, const Strings &parts) {
  for (const auto &x : parts)
    s = s + x;
}

std::string localReference(const Strings &parts) {
  std::string result;
  auto &s = result;
  for (const auto &x : parts)
    s += x;
  return result;
}

std::string aliasOnOneSide(const Strings &parts) {
  std::string result;
  auto &s = result;
  for (const auto &x : parts)
    result += x;
  return result;
}

std::string byValue(std::string s, const Strings &parts) {
  for (const auto &x : parts)
    s += x;
  return s;
}

std::string global;
void toGlobal(const Strings &parts) {
  for (const auto &x : parts)
    global = global + x;
}

void toStatic(const Strings &parts) {
  static std::string seen;
  for (const auto &x : parts)
    seen = seen + x;
  look(seen);
}

// ---- other loops
std::string whileLoop(const Strings &parts) {
  std::string s;
  std::size_t i = 0;
  while (i < parts.size())
    s = s + parts[i++];
  return s;
}

std::string doLoop(const Strings &parts) {
  std::string s;
  std::size_t i = 0;
  do
    s = s + parts[i];
  while (++i < parts.size());
  return s;
}

std::string gotoLoop(const Strings &parts) {
  std::string s;
  std::size_t i = 0;
again:
  s = s + parts[i];
  if (++i < parts.size())
    goto again;
  return s;
}

std::string endless(const Strings &parts) {
  std::string s;
  for (std::size_t i = 0;; ++i) {
    if (i == parts.size())
      return s;
    s = s + parts[i];
  }
}

std::string inTheHead(int n) {
  std::string s;
  for (int i = 0; i < n; ++i, s = s + "x")
    look(s);
  return s;
}

std::string outerLoopCounts(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    for (int i = 0; i < 2; ++i)
      s += x;
  return s;
}

std::string forEach(const Strings &parts) {
  std::string s;
  std::for_each(parts.begin(), parts.end(), [&](const std::string &x) {
    s += x;
  });
  return s;
}

std::string lambdaInALoop(const Strings &parts) {
  std::string s;
  const auto add = [&s](const std::string &x) {
    s += x;
  };
  for (const auto &x : parts)
    add(x);
  return s;
}

std::string immediateLambda(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    [&] {
      s += x;
    }();
  return s;
}

std::string switchInLoop(const std::vector<int> &kinds) {
  std::string s;
  for (int k : kinds)
    switch (k) {
    case 0:
      s = s + "zero";
      break;
    default:
      s = s + "many";
    }
  return s;
}

std::string tryInLoop(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    try {
      s += x;
    } catch (...) {
      look(x);
    }
  return s;
}

std::string breakAfterwards(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    s += x;
    if (s.size() > 1000)
      break;
  }
  return s;
}

// ---- through something else
std::string temporary(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    std::string t = s + x;
    s = t;
  }
  return s;
}

std::string movedTemporary(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    std::string t = s + x;
    s = std::move(t);
  }
  return s;
}

std::string swapped(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    std::string t = s + x;
    s.swap(t);
  }
  return s;
}

std::string swappedFreely(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    auto t = s + x;
    std::swap(s, t);
  }
  return s;
}

std::string throughAStream(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    std::ostringstream os;
    os << s << x;
    s = os.str();
  }
  return s;
}

static std::string glue(const std::string &a, const std::string &b) { return a + b; }
std::string throughAHelper(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = glue(s, x);
  return s;
}

static void append(std::string &s, const std::string &x) {
  s = s + x;
}
std::string inACallee(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    append(s, x);
  return s;
}

class Report {
  std::string body;
  void line(const std::string &x) {
    body = body + x + "\n";
  }

public:
  void lines(const Strings &parts) {
    for (const auto &x : parts)
      line(x);
  }
};

std::string fold(const Strings &parts) {
  return std::accumulate(parts.begin(), parts.end(), std::string(), [](const std::string &a, const std::string &b) {
    return a + "," + b;
  });
}

std::string foldInFront(const Strings &parts) {
  return std::accumulate(parts.begin(), parts.end(), std::string(), [](std::string a, const std::string &b) {
    return b + a;
  });
}

// ---- C++ in all its forms
template <class T> std::string joined(const std::vector<T> &parts) {
  std::string s;
  for (const T &x : parts)
    s = s + x;
  return s;
}
std::string callJoined() { return joined<std::string>({}) + joined<char>({}); }

#define ADD(s, x) s = s + x
std::string byMacro(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    ADD(s, x);
  return s;
}

std::string structuredBinding(const std::map<std::string, std::string> &m) {
  std::string s;
  for (const auto &[key, value] : m) {
    s += key; s += value;
  }
  return s;
}

namespace {
struct Local {
  std::string name;
};
std::string hidden(const std::vector<Local> &all) {
  std::string s;
  for (const Local &l : all)
    s += l.name;
  return s;
}
} // namespace
std::string callHidden() { return hidden({}); }

struct Builder {
  std::string text;
  Builder(const Strings &parts) {
    for (const auto &x : parts)
      text = text + x;
  }
  ~Builder() {
    for (int i = 0; test(text); ++i)
      text = text + ".";
  }
};

// ---- more ways to copy it whole
namespace fmt {
template <class... Args> std::string format(const char *, const Args &...);
}
namespace absl {
template <class... Args> std::string StrCat(const Args &...);
}

std::string formatted(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = fmt::format("{}{}", s, x);
  return s;
}

std::string concatenated(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = absl::StrCat(s, x);
  return s;
}

std::string copyOfItselfFirst(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    std::string t = s;
    t += x;
    s = t;
  }
  return s;
}

std::string temporaryInFront(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    std::string t = s + x;
    s = "<" + t;
  }
  return s;
}

std::string streamInSteps(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    std::stringstream ss;
    ss << s;
    ss << x;
    s = ss.str();
  }
  return s;
}

struct Folder {
  std::string name;
  const Folder *parent;
};
std::string path(const Folder *f) {
  std::string s;
  for (; f; f = f->parent)
    s = f->name + "/" + s;
  return s;
}

std::string indented(std::string s, int n) {
  for (int i = 0; i < n; ++i)
    s = " " + s + " ";
  return s;
}

std::string insertRange(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s.insert(s.cbegin(), x.begin(), x.end());
  return s;
}

std::string twoStatements(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    s += x;
    s += ",";
  }
  return s;
}

std::string valueUsed(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    if ((s = s + x).size() > 100)
      break;
  return s;
}

std::string sideEffectOfAnOperand(int n) {
  std::string s;
  char c = 'a';
  for (int i = 0; i < n; ++i)
    s = s + c++;
  return s;
}

std::string readByALambda(const Strings &parts) {
  std::string s;
  const auto length = [&] { return s.size(); };
  for (const auto &x : parts) {
    s = s + x + std::to_string(length());
  }
  return s;
}

std::string referenceToItself(const Strings &parts) {
  std::string s;
  const std::string &same = s;
  for (const auto &x : parts) {
    s = s + x + same;
  }
  return s;
}

std::string viewOfItself(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    const std::string_view old = s;
    s = s + x + x.substr(0, old.size());
  }
  return s;
}

std::string pointerToItself(const Strings &parts) {
  std::string s;
  const std::string *p = &s;
  for (const auto &x : parts) {
    s = s + x + *p;
  }
  return s;
}

std::string linesOfText(const std::vector<std::vector<int>> &rows) {
  std::string all;
  for (const auto &row : rows) {
    std::string line;
    for (int c : row)
      line += static_cast<char>(c);
    all += line;
  }
  return all;
}

std::string mutableCopy(const Strings &parts) {
  std::string s;
  std::for_each(parts.begin(), parts.end(), [s](const std::string &x) mutable {
    s += x;
  });
  return s;
}

static std::string glued(const std::string &a, const std::string &b) {
  std::string both = a;
  both += b;
  return both;
}

std::string throughLongerHelper(const std::vector<std::string> &parts) {
  std::string out;
  for (const auto &part : parts)
    out = glued(out, part);
  return out;
}

static std::string masked(const std::string &a, const std::string &b) {
  std::string other = a;
  other.replace(0, 1, b);
  return other;
}

std::string replacedEachTime(const std::vector<std::string> &parts) {
  std::string out = "secret";
  for (const auto &part : parts)
    out = masked(out, part);
  return out;
}

std::string joinedWithTest(const std::vector<std::string> &parts) {
  std::string out;
  for (const auto &part : parts) {
    if (out.empty())
      out = part;
    else
      out = out + ", " + part;
  }
  return out;
}

std::string flushedWhenLong(const std::vector<std::string> &parts,
                            void (*print)(const std::string &)) {
  std::string out;
  for (const auto &part : parts) {
    if (out.size() > 80) {
      print(out);
      out = "";
    }
    out = out + part;
  }
  return out;
}

struct Tree {
  std::string name;
  std::vector<Tree> children;
};

void print(const Tree &tree, std::string &out) {
  for (const Tree &child : tree.children) {
    out = out + "<" + child.name + ">";
    print(child, out);
  }
}

void header(std::string &out) { out = "#"; }

void beginsAnew(const std::vector<std::string> &parts, std::string &out) {
  for (const auto &part : parts) {
    header(out);
    out = out + part;
  }
}

std::string freeName(const std::map<std::string, int> &taken, std::string name) {
  while (taken.find(name) != taken.end())
    name = name + "_";
  return name;
}

bool isComplete(const std::string &text);
std::string receive();

std::string receiveAll(std::string text) {
  while (!isComplete(text))
    text = text + receive();
  return text;
}
