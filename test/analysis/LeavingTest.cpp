#include "analysis/Leaving.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

constexpr const char Prelude[] = R"cpp(
    using Row = std::vector<int>;
    namespace std {
    template <class T> struct span { span(vector<T> &); };
    template <class C> class basic_stringstream {
    public:
      basic_stringstream(const string &);
    };
    }
    void look(const Row &);
    void fill(Row &);
    void fillAt(Row *);
    void consume(Row);
    void sum(std::span<int>);
    int make();
    bool less(const Row &, const Row &);
    struct Sink { void add(const Row &); int ask(const Row &) const; };
    struct Record { Row row; };
)cpp";

std::string judge(const DeclRefExpr &Ref, Function &F) {
  return leavesScope(*cast<VarDecl>(Ref.getDecl()), F) ? "leaves" : "stays";
}

TEST(Leaving, StaysWhatIsReadFilledOrLent) {
  Code C(std::string(Prelude) + R"cpp(
    int f(const Row &other, std::vector<Row> &out, const Sink &sink) {
      Row a, b, c, d, e, g, h, i;
      look(/*stays*/a);
      fill(/*stays*/b);
      fillAt(&/*stays*/c);
      sum(/*stays*/d);
      /*stays*/e = other;
      if (less(/*stays*/g, other)) return g[0];
      sink.ask(/*stays*/h);
      [&] { fill(/*stays*/i); }();
      std::string text;
      std::basic_stringstream<char> stream(/*stays*/text);
      out[0][0] = a[0] + *b.begin() + c.back();
      return 0;
    }
  )cpp");
  expectMarks<DeclRefExpr>(C, judge);
}

TEST(Leaving, LeavesWhatIsStoredMovedOrSwapped) {
  Code C(std::string(Prelude) + R"cpp(
    template <class F> void keep(F) {}
    Row f(std::vector<Row> &out, Row &outer, Sink &sink) {
      Row a, b, c, d, e, g, h, i, j, k, l;
      out.push_back(/*leaves*/a);
      out.push_back(std::move(/*leaves*/b));
      outer = /*leaves*/c;
      outer.swap(/*leaves*/d);
      std::swap(/*leaves*/e, outer);
      consume(/*leaves*/g);
      sink.add(/*leaves*/h);
      Record r{/*leaves*/i};
      std::make_pair(1, /*leaves*/j);
      keep([k] { return k.size(); });
      Row &alias = l;
      out.push_back(std::move(alias));
      look(/*leaves*/k);
      look(/*leaves*/l);
      Row m;
      return /*leaves*/m;
    }
  )cpp");
  expectMarks<DeclRefExpr>(C, judge);
}

TEST(Leaving, CalleesOfThisFileTellWhatTheyKeep) {
  Code C(std::string(Prelude) + R"cpp(
    std::vector<Row> rows;
    static void takeOver(Row &row) { rows.push_back(std::move(row)); }
    static void extend(Row &row) { row.push_back(1); }
    struct Table {
      void add(const Row &row) { all.push_back(row); }
      void forward(const Row &row) { add(row); }
      void count(const Row &row) { n += row.size(); }
      std::vector<Row> all; int n;
    };
    void f(Table &t) {
      Row a, b, c, d, e;
      takeOver(/*leaves*/a);
      extend(/*stays*/b);
      t.add(/*leaves*/c);
      t.forward(/*leaves*/d);
      t.count(/*stays*/e);
    }
  )cpp");
  expectMarks<DeclRefExpr>(C, judge);
}

TEST(Leaving, PointersStayWhereTheyAreOnlyFollowed) {
  Code C(std::string(Prelude) + R"cpp(
    struct Node { Node *next; int n; void run(); };
    void observe(Node *);
    void adopt(std::unique_ptr<Node> &);
    Node *f(Node &root, std::vector<Node *> &all) {
      auto a = std::make_unique<Node>();
      auto b = std::make_unique<Node>();
      auto c = std::make_unique<Node>();
      Node *d = new Node, *e = new Node, *g = new Node, *h = new Node;
      /*stays*/a->run();
      a->n = (*a).n;
      adopt(/*leaves*/b);
      auto other = std::move(/*leaves*/c);
      observe(/*stays*/d);
      root.next = /*leaves*/e;
      all.push_back(/*leaves*/g);
      return /*leaves*/h;
    }
  )cpp");
  expectMarks<DeclRefExpr>(C, [](const DeclRefExpr &Ref, Function &F) {
    return pointerLeavesScope(*cast<VarDecl>(Ref.getDecl()), F) ? "leaves"
                                                                : "stays";
  });
}

} // namespace
} // namespace fastidious
