/// Snippets of C++ for the unit tests. A comment `/*text*/` right before an
/// expression or statement marks it; the text says what the analysis answers.
#pragma once

#include "Std.h"
#include "analysis/Function.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/Tooling.h"
#include "gtest/gtest.h"

namespace fastidious {

inline const Model &shippedModel() {
  static std::string Error;
  static const auto Shipped = Model::load("", Error);
  if (!Error.empty())
    llvm::report_fatal_error(llvm::StringRef(Error));
  return *Shipped;
}

template <class Node> struct Mark {
  std::string Text;
  unsigned Line;
  const Node *At;
  /// The function or lambda that holds the node.
  Function *In;
};

class Code {
public:
  explicit Code(const std::string &Source, const std::string &Std = "c++20",
                const std::vector<std::string> &Flags = {})
      : AST(parse(Source, Std, Flags)),
        U(Unit::of(AST->getASTContext(), shippedModel())) {
    for (const auto &F : U.functions())
      collect(*F);
    findMarks();
  }

  Unit &unit() { return U; }
  clang::ASTContext &context() { return AST->getASTContext(); }

  /// The function of that name; the first one of several.
  Function &function(llvm::StringRef Name) {
    for (const auto &F : U.functions())
      if (F->Decl && !F->Lambda && F->Decl->getNameAsString() == Name)
        return *F;
    fail("no function " + Name);
  }

  /// What is marked, in source order; the outermost node of that class which
  /// begins behind the mark. A mark without one fails the test.
  template <class Node = clang::Expr> std::vector<Mark<Node>> marks() {
    std::vector<Mark<Node>> Found;
    for (const auto &[Offset, Text] : Marks)
      Found.push_back(nodeAt<Node>(Offset, Text));
    if (Found.empty())
      fail("no marks");
    return Found;
  }

  template <class Node = clang::Expr> const Node &at(llvm::StringRef Wanted) {
    for (const auto &[Offset, Text] : Marks)
      if (Text == Wanted)
        return *nodeAt<Node>(Offset, Text).At;
    fail("no mark " + Wanted);
  }

  /// The variable that the marked expression names.
  const clang::VarDecl &variable(llvm::StringRef Text) {
    return *llvm::cast<clang::VarDecl>(at<clang::DeclRefExpr>(Text).getDecl());
  }

  /// The function or lambda that holds a node.
  Function &holderOf(const clang::Stmt &S) { return *Holders.at(&S); }

private:
  [[noreturn]] static void fail(const llvm::Twine &Why) {
    throw std::runtime_error(Why.str());
  }

  static std::unique_ptr<clang::ASTUnit> parse(const std::string &Source,
                                               const std::string &Std,
                                               std::vector<std::string> Flags) {
    Flags.insert(Flags.begin(),
                 {"-std=" + Std, "-w", "-nostdinc", "-fsyntax-only"});
    auto AST = clang::tooling::buildASTFromCodeWithArgs(
        "#include \"std.h\"\n" + Source, Flags, "code.cpp", "clang-tool",
        std::make_shared<clang::PCHContainerOperations>(),
        clang::tooling::getClangStripDependencyFileAdjuster(),
        {{"std.h", StdHeader}});
    if (!AST || AST->getDiagnostics().hasErrorOccurred())
      fail("does not compile");
    return AST;
  }

  void collect(Function &F) {
    if (const auto *C =
            llvm::dyn_cast_or_null<clang::CXXConstructorDecl>(F.Decl))
      for (const clang::CXXCtorInitializer *Init : C->inits())
        collect(F, Init->getInit());
    collect(F, F.Body);
  }

  void collect(Function &F, const clang::Stmt *S) {
    if (!S)
      return;
    const auto &SM = context().getSourceManager();
    const auto [File, Offset] =
        SM.getDecomposedLoc(SM.getFileLoc(S->getBeginLoc()));
    if (File == SM.getMainFileID())
      Nodes[Offset].push_back(S);
    Holders.try_emplace(S, &F);
    // Its body is a function of its own.
    if (const auto *L = llvm::dyn_cast<clang::LambdaExpr>(S)) {
      for (const clang::Expr *Init : L->capture_inits())
        collect(F, Init);
      return;
    }
    for (const clang::Stmt *Child : S->children())
      collect(F, Child);
  }

  void findMarks() {
    const auto &SM = context().getSourceManager();
    const llvm::StringRef Text = SM.getBufferData(SM.getMainFileID());
    for (size_t At = Text.find("/*"); At != llvm::StringRef::npos;
         At = Text.find("/*", At + 2)) {
      const size_t End = Text.find("*/", At);
      const size_t Offset = Text.find_first_not_of(" \t\n", End + 2);
      Marks.emplace_back(Offset, Text.slice(At + 2, End).str());
    }
  }

  template <class Node>
  Mark<Node> nodeAt(unsigned Offset, const std::string &Text) {
    const auto &SM = context().getSourceManager();
    const unsigned Line = SM.getLineNumber(SM.getMainFileID(), Offset) - 1;
    for (const clang::Stmt *S : Nodes[Offset])
      if (const auto *N = llvm::dyn_cast<Node>(S))
        return {Text, Line, N, Holders.at(S)};
    fail("nothing fits mark " + Text + " in line " + llvm::Twine(Line));
  }

  std::unique_ptr<clang::ASTUnit> AST;
  Unit &U;
  /// Outer nodes before inner ones.
  std::map<unsigned, std::vector<const clang::Stmt *>> Nodes;
  std::map<const clang::Stmt *, Function *> Holders;
  std::vector<std::pair<unsigned, std::string>> Marks;
};

/// Judges every marked node; each mark is what Judge is expected to say.
template <class Node = clang::Expr>
void expectMarks(
    Code &C, llvm::function_ref<std::string(const Node &, Function &)> Judge) {
  for (const Mark<Node> &M : C.marks<Node>())
    EXPECT_EQ(M.Text, Judge(*M.At, *M.In)) << "in line " << M.Line;
}

} // namespace fastidious
