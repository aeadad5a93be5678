#include "analysis/SpecialItem.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

std::string judge(const CallExpr &Call, Function &F) {
  const auto Loops = F.loopsAround(Call);
  return isForSpecialItem(Call, Loops.empty() ? nullptr : Loops.front(), F)
             ? "special"
             : "usual";
}

TEST(SpecialItem, EqualsALiteral) {
  Code C(R"cpp(
    void work();
    int strcmp(const char *, const char *);
    bool startsWith(const std::string &, const char *);
    struct Token { int kind; const char *text; };
    void f(const std::vector<Token> &tokens, std::string text,
           const char *mode, Token *const *all) {
      for (const Token &t : tokens) {
        if (strcmp(t.text, "x") == 0) /*special*/work();
        if (!strcmp(t.text, "x")) /*special*/work();
        if (strcmp(t.text, "x")) /*usual*/work();
        if (strcmp(t.text, "x") != 0) /*usual*/work(); else /*special*/work();
        if (startsWith(t.text, "x")) /*special*/work(); else /*usual*/work();
        if (strcmp(mode, "x") == 0) /*usual*/work();
        if (t.kind == 3) /*usual*/work();
        if (t.kind == 3 && startsWith(t.text, "x")) { { /*special*/work(); } }
        if (t.kind == 3 || startsWith(t.text, "x")) /*usual*/work();
        if (t.text[0] == 'a' || 'b' == t.text[0]) /*special*/work();
        if (!(t.text[0] != 'a' || t.kind == 3)) /*special*/work();
      }
      for (char c : text) {
        if (c == ' ') continue;
        /*usual*/work();
        if (c != '#') { continue; }
        /*special*/work();
      }
      while (*all && all[0]->text) {
        if (all[0]->text[0] == '#') break;
        /*usual*/work();
        ++all;
      }
    }
    std::string pick();
    void retry(std::string name) {
      do {
        /*special*/work();
        name = pick();
      } while (name.size() == 3 || startsWith(name, "x") || name[0] == 'y');
      do {
        /*usual*/work();
        name = pick();
      } while (name[0] != 'y');
    }
    void g(const char *text) {
      if (text[0] == '#') /*special*/work();
      /*usual*/work();
    }
  )cpp");
  expectMarks<CallExpr>(C, judge);
}

} // namespace
} // namespace fastidious
