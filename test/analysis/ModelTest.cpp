#include "model/Model.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

namespace fastidious {
namespace {

/// A model file of the user that goes with the test.
class File {
public:
  explicit File(llvm::StringRef Text) {
    int Handle = 0;
    if (llvm::sys::fs::createTemporaryFile("model", "yaml", Handle, Path))
      llvm::report_fatal_error("cannot make a temporary file");
    llvm::raw_fd_ostream(Handle, /*shouldClose=*/true) << Text;
  }
  File(const File &) = delete;
  ~File() { llvm::sys::fs::remove(Path); }

  std::string path() const { return Path.str().str(); }

private:
  llvm::SmallString<64> Path;
};

std::shared_ptr<const Model> loaded(const std::string &Files) {
  std::string Error;
  auto M = Model::load(Files, Error);
  EXPECT_EQ(Error, "");
  return M;
}

/// The error of a file, with FILE for its path.
std::string errorOf(llvm::StringRef Text) {
  const File F(Text);
  std::string Error;
  Model::load(F.path(), Error);
  if (const size_t At = Error.find(F.path()); At != std::string::npos)
    Error.replace(At, F.path().size(), "FILE");
  return Error;
}

TEST(Model, ShipsFactsOfTheStandardLibrary) {
  const auto M = loaded("");
  const Container *Vector = M->container("std::vector");
  ASSERT_NE(Vector, nullptr);
  EXPECT_TRUE(Vector->is(Container::Vector));
  EXPECT_TRUE(Vector->ExactReserve);
  EXPECT_EQ(Vector->Reserve, "reserve");
  EXPECT_EQ(Vector->Append,
            (std::vector<std::string>{"push_back", "emplace_back"}));
  EXPECT_TRUE(M->container("std::basic_string")->is(Container::String));
  EXPECT_TRUE(M->container("std::unordered_set")->is(Container::Hash));
  EXPECT_TRUE(M->regexClass("std::basic_regex")->Shareable);
  EXPECT_EQ(M->regexFunction("regcomp")->Object, 0);
  EXPECT_EQ(M->regexFunction("regcomp")->Pattern,
            (std::vector<unsigned>{1, 2}));
  EXPECT_EQ(M->fold("std::accumulate")->MovesSince, 20u);
  EXPECT_EQ(M->appendingAlgorithm("std::merge")->Inputs,
            (std::vector<unsigned>{0, 2}));
  EXPECT_EQ(M->appendingAlgorithm("std::generate_n")->Count, 1);
}

TEST(Model, AnswersForKnownNamesOnly) {
  const auto M = loaded("");
  EXPECT_EQ(M->container("mine::vector"), nullptr);
  EXPECT_EQ(M->container("vector"), nullptr);
  EXPECT_EQ(M->regexFunction("std::regcomp"), nullptr);
  EXPECT_TRUE(M->has(Trait::VisitsEach, "std::find_if"));
  EXPECT_FALSE(M->has(Trait::VisitsAll, "std::find_if"));
  EXPECT_TRUE(M->has(Trait::VisitsAll, "std::for_each"));
  EXPECT_TRUE(M->mayKnow("find_if"));
  EXPECT_TRUE(M->mayKnow("regcomp"));
  EXPECT_FALSE(M->mayKnow("std"));
  EXPECT_FALSE(M->mayKnow("unheard_of"));
}

TEST(Model, UserFilesAddToTheShippedFacts) {
  const File A("containers:\n"
               "  - {name: mine::Array, kind: vector, append: [add],\n"
               "     reserve: grow, size: count, exact_reserve: true}\n"
               "visits_each_element: [mine::each]\n"),
      B("regex_classes:\n"
        "  - {name: mine::Pattern, compiling_members: [set],\n"
        "     shareable: true}\n"
        "folds:\n"
        "  - {name: mine::fold, init: 0, operation: 1}\n");
  const auto M = loaded(A.path() + "; " + B.path());
  const Container *Array = M->container("mine::Array");
  ASSERT_NE(Array, nullptr);
  EXPECT_EQ(Array->Reserve, "grow");
  EXPECT_EQ(Array->Size, "count");
  EXPECT_TRUE(Array->ExactReserve);
  EXPECT_TRUE(M->has(Trait::VisitsEach, "mine::each"));
  EXPECT_TRUE(M->mayKnow("each"));
  ASSERT_NE(M->regexClass("mine::Pattern"), nullptr);
  EXPECT_FALSE(M->regexClass("mine::Pattern")->UsesLocale);
  EXPECT_EQ(M->fold("mine::fold")->MovesSince, 0u);
  EXPECT_NE(M->container("std::vector"), nullptr);
  EXPECT_EQ(loaded("")->container("mine::Array"), nullptr);
}

TEST(Model, UserFilesMayReplaceAShippedFact) {
  const File F("containers:\n"
               "  - {name: std::vector, kind: vector, append: [add]}\n");
  const auto M = loaded(F.path());
  EXPECT_EQ(M->container("std::vector")->Append,
            std::vector<std::string>{"add"});
}

TEST(Model, IsSharedByAllWhoAskForTheSameFiles) {
  EXPECT_EQ(loaded(""), loaded(""));
  const File F("");
  EXPECT_NE(loaded(F.path()), loaded(""));
  EXPECT_EQ(loaded(F.path()), loaded(F.path()));
}

TEST(Model, ErrorsNameFileLineAndRemedy) {
  EXPECT_EQ(errorOf("moves: [a]\nmoved:\n  - {name: b}\n"),
            "FILE:2:1: unknown section 'moved': correct this model file");
  EXPECT_EQ(errorOf("moves: [a]\nmoved: [b]\n").find("FILE:2:1: unknown"), 0u);
  EXPECT_EQ(errorOf("moves: [a]\nmoved: {}\n"),
            "FILE:2:8: section 'moved' is a list: correct this model file");
  EXPECT_EQ(errorOf("regex_functions:\n  - {name: f, pattern: [0], obj: 1}\n"),
            "FILE:2:29: unknown key 'obj' (known: name, pattern, object): "
            "correct this model file");
  EXPECT_EQ(errorOf("containers:\n  - {name: c, kind: tree}\n"),
            "FILE:2:5: 'kind' is vector, hash or string: correct this model "
            "file");
  EXPECT_EQ(errorOf("containers:\n  - vector\n"),
            "FILE:2:5: an entry of 'containers' is a map with a 'name': "
            "correct this model file");
  EXPECT_EQ(errorOf("- a\n- b\n"), "FILE:1:1: a model file is a map of "
                                   "sections: correct this model file");
}

TEST(Model, MalformedYamlIsAnErrorInOneLine) {
  for (const char *Text :
       {"containers: [", "a: b: c", "\tx: 1", "containers:\n  - {name: [}\n",
        "folds:\n  - {name: f, init: many, operation: 1}\n"}) {
    const std::string Error = errorOf(Text);
    EXPECT_EQ(Error.rfind("FILE:", 0), 0u) << Text << ": " << Error;
    EXPECT_NE(Error.find("correct this model file"), std::string::npos) << Text;
    EXPECT_EQ(Error.find('\n'), std::string::npos) << Text;
  }
}

TEST(Model, AMissingFileIsAnError) {
  std::string Error;
  const auto M = Model::load("/nonexistent/model.yaml", Error);
  EXPECT_EQ(Error, "cannot read model file '/nonexistent/model.yaml': check "
                   "the option ModelFiles");
  EXPECT_NE(M->container("std::vector"), nullptr);
}

TEST(Model, FactsBeforeAnErrorRemain) {
  const File Good("moves: [mine::give]\n"), Bad("moved: [x]\n");
  std::string Error;
  const auto M = Model::load(Good.path() + ";" + Bad.path(), Error);
  EXPECT_NE(Error.find(Bad.path()), std::string::npos) << Error;
  EXPECT_TRUE(M->has(Trait::Move, "mine::give"));
}

} // namespace
} // namespace fastidious
