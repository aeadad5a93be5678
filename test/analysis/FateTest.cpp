#include "analysis/Fate.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

std::string describe(const Fate &Made) {
  switch (Made.K) {
  case Fate::Temporary:
    return "temporary";
  case Fate::Local:
    return "local " + Made.Variable->getNameAsString();
  case Fate::Assigned:
    return Made.To ? "assigned" : "assigned to nothing";
  case Fate::Member:
    return "member";
  case Fate::Returned:
    return "returned";
  case Fate::Kept:
    return "kept";
  }
}

TEST(Fate, OfConstructions) {
  Code C(R"cpp(
    using R = std::regex;
    bool match(const R &);
    void take(R);
    void steal(R &&);
    struct Has { R first; int n; };
    struct S {
      R member;
      S() : member(/*member*/"a") {}
      R make(bool b) {
        return /*returned*/R("a");
      }
      void f(bool b, std::vector<R> &rules, std::string s) {
        match(/*temporary*/R("a"));
        std::regex_match(s, /*temporary*/R("a"));
        take(/*kept*/R("a"));
        steal(/*kept*/R("a"));
        R /*local one*/one("a");
        R two = /*local two*/R("a");
        const R &three = /*local three*/R("a");
        R four{b ? /*local four*/R("a") : R("b")};
        static R /*kept*/kept("a");
        rules.push_back(/*kept*/R("a"));
        member = /*assigned*/R("a");
        R *heap = new /*kept*/R("a");
        /*temporary*/R("a");
        /*temporary*/R("a").assign("b");
      }
    };
  )cpp");
  expectMarks<Expr>(C, [](const Expr &E, Function &F) -> std::string {
    const Stmt *At = &E;
    while (At && !isa<CXXConstructExpr>(At))
      At = isa<clang::StringLiteral>(At) ? F.semanticParent(At)
                                         : *At->child_begin();
    return describe(fateOf(*cast<Expr>(At), F));
  });
}

TEST(Fate, OfCalls) {
  Code C(R"cpp(
    std::string make();
    void take(const std::string &);
    std::string f(std::string given) {
      take(/*temporary*/make());
      std::string s = /*local s*/make();
      given = /*assigned*/make();
      if (/*temporary*/make().size() > 1)
        take(given);
      return /*returned*/make();
    }
  )cpp");
  expectMarks<CallExpr>(C, [](const CallExpr &Call, Function &F) {
    const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
    const Expr &Made =
        Member ? stripped(*Member->getImplicitObjectArgument()) : Call;
    return describe(fateOf(Made, F));
  });
}

TEST(Fate, StaysLocal) {
  Code C(R"cpp(
    using R = std::regex;
    std::vector<R> rules;
    R global;
    bool match(const R &);
    R f(R *out) {
      R used, moved, returned, stored, assigned, through;
      match(/*stays*/used);
      std::move(/*leaves*/moved);
      rules.push_back(/*leaves*/stored);
      global = /*leaves*/assigned;
      *out = /*leaves*/through;
      return /*leaves*/returned;
    }
  )cpp");
  expectMarks<DeclRefExpr>(C, [](const DeclRefExpr &E, Function &F) {
    return staysLocal(*cast<VarDecl>(E.getDecl()), F) ? "stays" : "leaves";
  });
}

TEST(Fate, KeptObjectsOutliveTheirStatement) {
  Code C(R"cpp(
    std::string make();
    void take(const std::string &);
    std::string f(std::string given) {
      take(/*gone*/make());
      std::string used = /*gone*/make();
      std::string moved = /*kept*/make();
      given = /*kept*/make();
      take(used);
      given = std::move(moved);
      return /*kept*/make();
    }
  )cpp");
  expectMarks<CallExpr>(C, [](const CallExpr &Call, Function &F) {
    return isKept(Call, F) ? "kept" : "gone";
  });
}

TEST(Fate, StaticInitializersRunOnce) {
  Code C(R"cpp(
    int make();
    void f() {
      static int once = /*once*/make();
      static int two = 1, three = 2 + /*once*/make();
      int again = /*again*/make();
      static const auto table = [] { return /*again*/make(); }();
      auto lambda = [] { return /*again*/make(); };
      /*again*/make();
    }
  )cpp");
  expectMarks<CallExpr>(C, [](const CallExpr &Call, Function &F) {
    return isInStaticInitializer(Call, F) ? "once" : "again";
  });
}

TEST(Fate, LazyGuards) {
  Code C(R"cpp(
    struct Thing { Thing(int); Thing(); explicit operator bool() const; };
    bool other();
    struct S {
      bool ready_ = false, debug_ = false;
      Thing thing_;
      std::optional<Thing> maybe_;
      void f(bool flag) {
        if (!ready_) {
          /*lazy*/thing_ = Thing(1);
          ready_ = true;
        }
        if (!maybe_)
          /*lazy*/maybe_ = Thing(1);
        if (maybe_) {
        } else {
          /*lazy*/maybe_ = Thing(1);
        }
        if (/*eager*/maybe_ = Thing(1))
          ready_ = true;
        if (debug_)
          /*eager*/thing_ = Thing(1);
        if (other())
          /*eager*/thing_ = Thing(1);
        if (flag) {
          while (other())
            /*eager*/thing_ = Thing(1);
        }
        if (!ready_) {
          if (other())
            /*lazy*/thing_ = Thing(1);
          ready_ = true;
        } else {
          /*eager*/thing_ = Thing(1);
        }
        /*eager*/thing_ = Thing(1);
      }
    };
  )cpp");
  expectMarks<CXXOperatorCallExpr>(
      C, [](const CXXOperatorCallExpr &Call, Function &F) {
        return isLazy(Call, Call.getArg(0), F) ? "lazy" : "eager";
      });
}

} // namespace
} // namespace fastidious
