// flags: -std=c++20
// Values that are on the heap only to leave their function.
#include <array>
#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace app {

struct Size {
  int Width = 0, Height = 0;
};
struct Document {
  std::string Title;
  std::vector<std::string> Lines;
};
struct Image {
  unsigned char Pixels[64][64];
};
struct Guarded {
  std::mutex M;
  int Value = 0;
};
struct ListNode {
  int Value;
  ListNode *Next;
};
struct Item {
  virtual ~Item() = default;
  virtual int price() const = 0;
};
struct Book : Item {
  explicit Book(int P) : P(P) {}
  int price() const override { return P; }
  int P;
};
class Session {
public:
  static std::unique_ptr<Session> open(const std::string &User) {
    if (User.empty())
      return nullptr;
    return std::unique_ptr<Session>(new Session(User)); // warn: 'app::Session' is allocated on the heap in every call only to be returned
  }

private:
  explicit Session(std::string User) : User(std::move(User)) {}
  std::string User;
};
struct Deleter {
  void operator()(Size *S) const { delete S; }
};
struct Observer {
  explicit Observer(std::vector<Observer *> &All) { All.push_back(this); }
};

// --- returned

Size *screen(bool Wide) {
  Size *S = new Size;
  S->Width = Wide ? 1920 : 1024;
  S->Height = 768;
  return S; // warn: 'app::Size' is allocated on the heap in every call only to be returned
}
std::unique_ptr<Document> load(const char *Path) {
  std::unique_ptr<Document> D(new Document());
  if (std::FILE *F = std::fopen(Path, "r")) {
    char Line[256];
    while (std::fgets(Line, sizeof Line, F))
      D->Lines.push_back(Line);
    std::fclose(F);
  }
  return D; // warn: 'app::Document' is allocated on the heap
}
std::unique_ptr<std::map<std::string, int>> counts(const Document &D) {
  auto Counts = std::make_unique<std::map<std::string, int>>();
  for (const std::string &L : D.Lines)
    ++(*Counts)[L];
  return Counts; // warn: is allocated on the heap
}
template <class T> std::unique_ptr<T> made() {
  return std::make_unique<T>(); // ok: not in all instances
}
auto MadeSize = made<Size>();
auto MadeGuarded = made<Guarded>();

std::unique_ptr<Image> blank() { return std::make_unique<Image>(); } // ok: big
std::unique_ptr<Guarded> guarded() { return std::make_unique<Guarded>(); } // ok: cannot be moved
ListNode *pushed(ListNode *Head, int V) { return new ListNode{V, Head}; } // ok: a node
std::unique_ptr<Item> book(int P) { return std::make_unique<Book>(P); } // ok: polymorphic
std::unique_ptr<Size, Deleter> deleted() {
  return std::unique_ptr<Size, Deleter>(new Size); // ok: its own deleter
}
std::unique_ptr<Observer> observer(std::vector<Observer *> &All) {
  return std::make_unique<Observer>(All); // ok: its address is kept
}
extern "C" Size *app_size_new() { return new Size; } // ok: for C
struct Factory {
  virtual ~Factory() = default;
  virtual std::unique_ptr<Size> make() { return std::make_unique<Size>(); } // ok: virtual
};
char *textOf(int N) {
  char *Text = new char[16];
  std::snprintf(Text, 16, "%d", N);
  return Text; // warn: is allocated on the heap
}
char *copyOf(const std::string &S) {
  return new char[S.size() + 1]; // ok: the size is not constant
}

// --- what callers do with it

static std::unique_ptr<Size> windowSize(int W) {
  auto S = std::make_unique<Size>();
  S->Width = W;
  return S; // ok: kept in a container of owners
}
class Windows {
public:
  Size *add(int W) {
    All.push_back(windowSize(W));
    return All.back().get();
  }

private:
  std::vector<std::unique_ptr<Size>> All;
};
static std::shared_ptr<Document> draft(const std::string &Title) {
  auto D = std::make_shared<Document>();
  D->Title = Title;
  return D; // ok: shared by its caller
}
struct Editor {
  std::shared_ptr<Document> Open;
};
std::vector<Editor> editors(const std::string &Title) {
  auto D = draft(Title);
  return {Editor{D}, Editor{D}};
}
static std::shared_ptr<Document> summary(const std::string &Title) {
  auto D = std::make_shared<Document>();
  D->Title = Title;
  return D; // warn: 'app::Document' is allocated on the heap
}
std::size_t summarize(const std::string &Title) {
  const auto D = summary(Title);
  return D->Title.size();
}
std::shared_ptr<Document> anyDocument() {
  return std::make_shared<Document>(); // ok: callers elsewhere may share it
}

// --- handed out

bool parse(const std::string &Text, std::unique_ptr<Size> &Out) {
  if (Text.empty())
    return false;
  Out = std::make_unique<Size>(); // warn: handed out through 'Out'
  Out->Width = static_cast<int>(Text.size());
  return true;
}
bool create(Document **Out, const char *Title) {
  Document *D = new Document;
  D->Title = Title;
  *Out = D; // warn: handed out through 'Out'
  return true;
}
void createItem(std::unique_ptr<Item> &Out) { Out = std::make_unique<Book>(1); } // ok: polymorphic
void append(std::vector<std::unique_ptr<Size>> &Out) { Out.push_back(std::make_unique<Size>()); } // ok: the caller's container of owners
struct State {
  std::unique_ptr<Size> Last;
};
void update(State &S) { S.Last = std::make_unique<Size>(); } // ok: a member
std::unique_ptr<Size> &cached(std::unique_ptr<Size> &Slot) {
  if (!Slot)
    Slot = std::make_unique<Size>(); // ok: made once and kept
  return Slot;
}

class Sizes {
public:
  std::shared_ptr<const Size> find(int Id) const {
    if (const auto It = All.find(Id); It != All.end())
      return It->second;
    return std::make_shared<const Size>(); // ok: others are shared
  }
  void use() const { std::printf("%d", find(1)->Width); }

private:
  std::map<int, std::shared_ptr<const Size>> All;
};

std::shared_ptr<Size> sharedSize(int W) {
  std::shared_ptr<Size> S(new Size{W, W});
  return S; // ok: callers elsewhere may share it
}

// --- passed on

namespace {
int area(std::unique_ptr<Size> S) { return S->Width * S->Height; }
std::unique_ptr<Size> Kept;
void keep(std::unique_ptr<Size> S) { Kept = std::move(S); }
} // namespace
void consume(std::unique_ptr<Size> S);
int areaOf(int W) {
  auto S = std::make_unique<Size>();
  S->Width = S->Height = W;
  return area(std::move(S)); // warn: passed to 'app::area'
}
int unitArea() {
  return area(std::make_unique<Size>(Size{1, 1})); // warn: passed to 'app::area'
}
void keepUnit() {
  keep(std::make_unique<Size>(Size{1, 1})); // ok: kept
}
void consumeUnit() {
  consume(std::make_unique<Size>(Size{1, 1})); // ok: nobody knows
}

} // namespace app
