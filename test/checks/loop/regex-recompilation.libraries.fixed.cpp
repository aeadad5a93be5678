// Boost, RE2, Qt, ICU and PCRE2, as far as their declarations matter.
#include <string>
#include <vector>

namespace boost {
template <class C> class basic_regex {
public:
  basic_regex();
  explicit basic_regex(const C *, unsigned = 0);
  explicit basic_regex(const std::basic_string<C> &, unsigned = 0);
  basic_regex &assign(const C *);
  basic_regex &operator=(const C *);
};
using regex = basic_regex<char>;
bool regex_search(const std::string &, const regex &);
} // namespace boost

namespace re2 {
class RE2 {
public:
  RE2(const char *);
  RE2(const std::string &);
  RE2(const RE2 &) = delete;
  static bool FullMatch(const std::string &, const RE2 &);
  static bool PartialMatch(const std::string &, const RE2 &);
};
} // namespace re2
using re2::RE2;

class QString {
public:
  QString(const char *);
  bool contains(const class QRegularExpression &) const;
};
class QRegularExpression {
public:
  QRegularExpression();
  explicit QRegularExpression(const QString &);
  void setPattern(const QString &);
  bool match(const QString &) const;
};

extern "C" {
typedef struct pcre2_code pcre2_code_8;
pcre2_code_8 *pcre2_compile_8(const unsigned char *, unsigned long, unsigned, int *, unsigned long *, void *);
void pcre2_code_free_8(pcre2_code_8 *);
int pcre2_match_8(const pcre2_code_8 *, const char *);
}

using Strings = std::vector<std::string>;

int boostInLoop(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines) {
    boost::regex re("a+");
    n += boost::regex_search(l, re);
  }
  return n;
}

int boostInvariant(const Strings &lines, const std::string &p) {
  int n = 0;
  for (const auto &l : lines)
    n += boost::regex_search(l, boost::regex(p));
  return n;
}

int boostAssigned(const Strings &lines) {
  boost::regex re;
  int n = 0;
  for (const auto &l : lines) {
    re.assign("a+");
    n += boost::regex_search(l, re);
  }
  return n;
}

int re2InLoop(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines) {
    static const RE2 re("\\d+");
    n += RE2::FullMatch(l, re);
  }
  return n;
}

int re2Converted(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines)
    n += RE2::PartialMatch(l, "a+");
  return n;
}

int re2Invariant(const Strings &lines, const std::string &p) {
  int n = 0;
  for (const auto &l : lines)
    n += RE2::PartialMatch(l, p);
  return n;
}

int re2Varies(const std::string &s, const Strings &patterns) {
  int n = 0;
  for (const auto &p : patterns)
    n += RE2::PartialMatch(s, p);
  return n;
}

bool re2PerCall(const std::string &s) {
  static const RE2 re("a+");
  return RE2::FullMatch(s, re);
}

bool re2Static(const std::string &s) {
  static const RE2 re("a+");
  return RE2::FullMatch(s, re);
}

bool re2Leaked(const std::string &s) {
  static const RE2 &re = *new RE2("a+");
  return RE2::FullMatch(s, re);
}

bool qtPerCall(const QString &s) {
  QRegularExpression re("a+");
  return re.match(s);
}

int qtSetPattern(const std::vector<QString> &lines) {
  QRegularExpression re;
  int n = 0;
  for (const auto &l : lines) {
    re.setPattern("a+");
    n += re.match(l);
  }
  return n;
}

bool qtParameter(const QString &s, const QString &p) {
  QRegularExpression re(p);
  return re.match(s);
}

int pcreInLoop(const Strings &lines, const std::string &p) {
  int n = 0, error;
  unsigned long offset;
  for (const auto &l : lines) {
    auto *re = pcre2_compile_8(reinterpret_cast<const unsigned char *>(p.c_str()), p.size(), 0, &error, &offset, nullptr);
    n += pcre2_match_8(re, l.c_str());
    pcre2_code_free_8(re);
  }
  return n;
}
