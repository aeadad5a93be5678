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
  for (const auto &x : parts) // note: the loop
    s = s + x; // warn: 's' is copied whole in every iteration, so the time grows with the square of its length; append in place with '+='
  return s;
}

std::string twoOperands(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    s = s + x + ","; // warn: append in place
  }
  return s;
}

std::string threeOperands(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    s = s + "<" + x + '>'; // warn: append in place
  }
  return s;
}

std::string twoOperandsNoBraces(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = s + x + ","; // warn: append in place
  return s;
}

std::string parenthesised(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = (s) + x; // warn: append in place
  return s;
}

std::string rightHandSum(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = s + (x + ","); // warn: append in place
  return s;
}

std::string number(int n) {
  std::string s;
  for (int i = 0; i < n; ++i)
    s = s + std::to_string(i); // warn: append in place
  return s;
}

std::string conditionalOperand(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = x.empty() ? s + "-" : s + x; // warn: append in place
  return s;
}

std::string underACondition(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    if (test(x))
      s = s + x; // warn: append in place
  return s;
}

std::string sideEffect(int n) {
  std::string s;
  for (int i = 0; i < n; ++i)
    s = s + spell(i); // warn: append in place
  return s;
}

std::string character(std::string_view text) {
  std::string s;
  for (char c : text)
    s = s + c; // warn: append in place
  return s;
}

std::wstring wideCharacters(const std::vector<std::wstring> &parts) {
  std::wstring s;
  for (const auto &x : parts)
    s = s + x; // warn: append in place
  return s;
}

using Text = std::string;
Text alias(const std::vector<Text> &parts) {
  Text s;
  for (const Text &x : parts)
    s = s + x; // warn: append in place
  return s;
}

std::string both(const Strings &parts) {
  std::string s = "x";
  for (const auto &x : parts)
    s = s + x + s; // warn: 's' is copied whole
  return s;
}

std::string twiceItself(int n) {
  std::string s = "x", t;
  for (int i = 0; i < n; ++i)
    t = t + s + t; // warn: 't' is copied whole
  return t;
}

std::string braced(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = std::string(s + x); // warn: 's' is copied whole
  return s;
}

std::string copyThenAppend(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = std::string(s).append(x); // warn: 's' is copied whole
  return s;
}

std::string byAssign(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s.assign(s + x); // warn: 's' is copied whole
  return s;
}

// ---- in front
std::string prepend(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = x + s; // warn: collect the parts and join them once
  return s;
}

std::string prependTwo(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = x + "," + s; // warn: collect the parts and join them once
  return s;
}

std::string digits(std::string_view text) {
  std::string s;
  for (char c : text)
    s = c + s; // warn: collect the parts and join them once
  return s;
}

std::string insertAtZero(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s.insert(0, x); // warn: collect the parts and join them once
  return s;
}

std::string insertAtBegin(std::string_view text) {
  std::string s;
  for (char c : text)
    s.insert(s.begin(), c); // warn: collect the parts and join them once
  return s;
}

// ---- where the string lives
struct Writer {
  std::string text;
  static std::string all;
  void member(const Strings &parts) {
    for (const auto &x : parts)
      text = text + x; // warn: 'text' is copied whole
  }
  void byThis(const Strings &parts) {
    for (const auto &x : parts)
      this->text = this->text + x; // warn: 'this->text' is copied whole
  }
  static void statics(const Strings &parts) {
    for (const auto &x : parts)
      all = all + x; // warn: 'all' is copied whole
  }
};

void memberOfParameter(Writer &w, const Strings &parts) {
  for (const auto &x : parts)
    w.text = w.text + x; // warn: 'w.text' is copied whole
}

void memberOfPointer(Writer *w, const Strings &parts) {
  for (const auto &x : parts)
    w->text = w->text + x; // warn: 'w->text' is copied whole
}

void pointee(std::string *p, const Strings &parts) {
  for (const auto &x : parts)
    *p = *p + x; // warn: '*p' is copied whole
}

void smart(std::unique_ptr<std::string> p, const Strings &parts) {
  for (const auto &x : parts)
    *p = *p + x; // warn: '*p' is copied whole
}

void element(Strings &a, const Strings &parts) {
  for (const auto &x : parts)
    a[0] = a[0] + x; // warn: 'a[0]' is copied whole
}

void arrayElement(std::string (&a)[4], int k, const Strings &parts) {
  for (const auto &x : parts)
    a[k] = a[k] + x; // warn: 'a[k]' is copied whole
}

void elementMember(std::vector<Writer> &a, std::size_t k, const Strings &parts) {
  for (const auto &x : parts)
    a[k].text = a[k].text + x; // warn: 'a[k].text' is copied whole
}

void reference(std::string &s, const Strings &parts) {
  for (const auto &x : parts)
    s = s + x; // warn: 's' is copied whole
}

std::string localReference(const Strings &parts) {
  std::string result;
  auto &s = result;
  for (const auto &x : parts)
    s = s + x; // warn: 's' is copied whole
  return result;
}

std::string aliasOnOneSide(const Strings &parts) {
  std::string result;
  auto &s = result;
  for (const auto &x : parts)
    result = s + x; // warn: 'result' is copied whole
  return result;
}

std::string byValue(std::string s, const Strings &parts) {
  for (const auto &x : parts)
    s = s + x; // warn: 's' is copied whole
  return s;
}

std::string global;
void toGlobal(const Strings &parts) {
  for (const auto &x : parts)
    global = global + x; // warn: 'global' is copied whole
}

void toStatic(const Strings &parts) {
  static std::string seen;
  for (const auto &x : parts)
    seen = seen + x; // warn: 'seen' is copied whole
  look(seen);
}

// ---- other loops
std::string whileLoop(const Strings &parts) {
  std::string s;
  std::size_t i = 0;
  while (i < parts.size())
    s = s + parts[i++]; // warn: append in place
  return s;
}

std::string doLoop(const Strings &parts) {
  std::string s;
  std::size_t i = 0;
  do
    s = s + parts[i]; // warn: append in place
  while (++i < parts.size());
  return s;
}

std::string gotoLoop(const Strings &parts) {
  std::string s;
  std::size_t i = 0;
again:
  s = s + parts[i]; // warn: append in place
  if (++i < parts.size())
    goto again;
  return s;
}

std::string endless(const Strings &parts) {
  std::string s;
  for (std::size_t i = 0;; ++i) {
    if (i == parts.size())
      return s;
    s = s + parts[i]; // warn: append in place
  }
}

std::string inTheHead(int n) {
  std::string s;
  for (int i = 0; i < n; ++i, s = s + "x") // warn: append in place
    look(s);
  return s;
}

std::string outerLoopCounts(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    for (int i = 0; i < 2; ++i)
      s = s + x; // warn: append in place
  return s;
}

std::string forEach(const Strings &parts) {
  std::string s;
  std::for_each(parts.begin(), parts.end(), [&](const std::string &x) { // note: the loop
    s = s + x; // warn: append in place
  });
  return s;
}

std::string lambdaInALoop(const Strings &parts) {
  std::string s;
  const auto add = [&s](const std::string &x) {
    s = s + x; // warn: append in place
  };
  for (const auto &x : parts)
    add(x);
  return s;
}

std::string immediateLambda(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    [&] {
      s = s + x; // warn: append in place
    }();
  return s;
}

std::string switchInLoop(const std::vector<int> &kinds) {
  std::string s;
  for (int k : kinds)
    switch (k) {
    case 0:
      s = s + "zero"; // warn: append in place
      break;
    default:
      s = s + "many"; // warn: append in place
    }
  return s;
}

std::string tryInLoop(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    try {
      s = s + x; // warn: append in place
    } catch (...) {
      look(x);
    }
  return s;
}

std::string breakAfterwards(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    s = s + x; // warn: append in place
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
    s = t; // warn: 's' is copied whole
  }
  return s;
}

std::string movedTemporary(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    std::string t = s + x;
    s = std::move(t); // warn: 's' is copied whole
  }
  return s;
}

std::string swapped(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    std::string t = s + x;
    s.swap(t); // warn: 's' is copied whole
  }
  return s;
}

std::string swappedFreely(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    auto t = s + x;
    std::swap(s, t); // warn: 's' is copied whole
  }
  return s;
}

std::string throughAStream(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    std::ostringstream os;
    os << s << x;
    s = os.str(); // warn: 's' is copied whole
  }
  return s;
}

static std::string glue(const std::string &a, const std::string &b) { return a + b; }
std::string throughAHelper(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = glue(s, x); // warn: 's' is copied whole
  return s;
}

static void append(std::string &s, const std::string &x) {
  s = s + x; // warn: append in place
}
std::string inACallee(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) // note: the loop
    append(s, x);
  return s;
}

class Report {
  std::string body;
  void line(const std::string &x) {
    body = body + x + "\n"; // warn: 'body' is copied whole
  }

public:
  void lines(const Strings &parts) {
    for (const auto &x : parts)
      line(x);
  }
};

std::string fold(const Strings &parts) {
  return std::accumulate(parts.begin(), parts.end(), std::string(), [](const std::string &a, const std::string &b) {
    return a + "," + b; // warn: the accumulator is copied whole
  });
}

std::string foldInFront(const Strings &parts) {
  return std::accumulate(parts.begin(), parts.end(), std::string(), [](std::string a, const std::string &b) {
    return b + a; // warn: the accumulator is copied whole
  });
}

// ---- C++ in all its forms
template <class T> std::string joined(const std::vector<T> &parts) {
  std::string s;
  for (const T &x : parts)
    s = s + x; // warn: append in place
  return s;
}
std::string callJoined() { return joined<std::string>({}) + joined<char>({}); }

#define ADD(s, x) s = s + x
std::string byMacro(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    ADD(s, x); // warn: append in place
  return s;
}

std::string structuredBinding(const std::map<std::string, std::string> &m) {
  std::string s;
  for (const auto &[key, value] : m) {
    s = s + key + value; // warn: append in place
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
    s = s + l.name; // warn: append in place
  return s;
}
} // namespace
std::string callHidden() { return hidden({}); }

struct Builder {
  std::string text;
  Builder(const Strings &parts) {
    for (const auto &x : parts)
      text = text + x; // warn: 'text' is copied whole
  }
  ~Builder() {
    for (int i = 0; test(text); ++i)
      text = text + "."; // warn: 'text' is copied whole
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
    s = fmt::format("{}{}", s, x); // warn: 's' is copied whole
  return s;
}

std::string concatenated(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = absl::StrCat(s, x); // warn: 's' is copied whole
  return s;
}

std::string copyOfItselfFirst(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    std::string t = s;
    t += x;
    s = t; // warn: 's' is copied whole
  }
  return s;
}

std::string temporaryInFront(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    std::string t = s + x;
    s = "<" + t; // warn: collect the parts and join them once
  }
  return s;
}

std::string streamInSteps(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    std::stringstream ss;
    ss << s;
    ss << x;
    s = ss.str(); // warn: 's' is copied whole
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
    s = f->name + "/" + s; // warn: collect the parts and join them once
  return s;
}

std::string indented(std::string s, int n) {
  for (int i = 0; i < n; ++i)
    s = " " + s + " "; // warn: collect the parts and join them once
  return s;
}

std::string insertRange(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s.insert(s.cbegin(), x.begin(), x.end()); // warn: collect the parts and join them once
  return s;
}

std::string twoStatements(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    s = s + x;   // warn: append in place
    s = s + ","; // warn: append in place
  }
  return s;
}

std::string valueUsed(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    if ((s = s + x).size() > 100) // warn: append in place
      break;
  return s;
}

std::string sideEffectOfAnOperand(int n) {
  std::string s;
  char c = 'a';
  for (int i = 0; i < n; ++i)
    s = s + c++; // warn: append in place
  return s;
}

std::string readByALambda(const Strings &parts) {
  std::string s;
  const auto length = [&] { return s.size(); };
  for (const auto &x : parts) {
    s = s + x + std::to_string(length()); // warn: append in place
  }
  return s;
}

std::string referenceToItself(const Strings &parts) {
  std::string s;
  const std::string &same = s;
  for (const auto &x : parts) {
    s = s + x + same; // warn: 's' is copied whole
  }
  return s;
}

std::string viewOfItself(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    const std::string_view old = s;
    s = s + x + x.substr(0, old.size()); // warn: append in place
  }
  return s;
}

std::string pointerToItself(const Strings &parts) {
  std::string s;
  const std::string *p = &s;
  for (const auto &x : parts) {
    s = s + x + *p; // warn: 's' is copied whole
  }
  return s;
}

std::string linesOfText(const std::vector<std::vector<int>> &rows) {
  std::string all;
  for (const auto &row : rows) {
    std::string line;
    for (int c : row)
      line = line + static_cast<char>(c); // warn: 'line' is copied whole
    all = all + line; // warn: 'all' is copied whole
  }
  return all;
}

std::string mutableCopy(const Strings &parts) {
  std::string s;
  std::for_each(parts.begin(), parts.end(), [s](const std::string &x) mutable {
    s = s + x; // warn: 's' is copied whole
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
    out = glued(out, part); // warn: copied whole
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
    out = masked(out, part); // ok: changed, but no longer than before
  return out;
}

std::string joinedWithTest(const std::vector<std::string> &parts) {
  std::string out;
  for (const auto &part : parts) {
    if (out.empty())
      out = part;
    else
      out = out + ", " + part; // warn: copied whole
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
    out = out + part; // ok: begins anew again and again
  }
  return out;
}

struct Tree {
  std::string name;
  std::vector<Tree> children;
};

void print(const Tree &tree, std::string &out) {
  for (const Tree &child : tree.children) {
    out = out + "<" + child.name + ">"; // warn: copied whole
    print(child, out);
  }
}

void header(std::string &out) { out = "#"; }

void beginsAnew(const std::vector<std::string> &parts, std::string &out) {
  for (const auto &part : parts) {
    header(out);
    out = out + part; // ok: the callee gives it a new value
  }
}

std::string freeName(const std::map<std::string, int> &taken, std::string name) {
  while (taken.find(name) != taken.end())
    name = name + "_"; // ok: ends as soon as the name is free
  return name;
}

bool isComplete(const std::string &text);
std::string receive();

std::string receiveAll(std::string text) {
  while (!isComplete(text))
    text = text + receive(); // warn: copied whole
  return text;
}
