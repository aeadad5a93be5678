// clang-tidy itself, with our module linked in.
namespace clang::tidy {
int clangTidyMain(int argc, const char **argv);
}

int main(int argc, const char **argv) {
  return clang::tidy::clangTidyMain(argc, argv);
}
