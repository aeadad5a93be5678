// Explicit allocations: each runs once or more; one on each line.
#include <cstdlib>
#include <cstring>
#include <future>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

struct Point { int X = 0, Y = 0; };
struct Big { char Bytes[4096] = {}; };
struct Shape { virtual ~Shape() = default; virtual int area() const { return 1; } };
struct Square : Shape { int area() const override { return 4; } };
struct Node { int Value = 0; Node *Next = nullptr; };
struct Pimpl { struct Inside { int V = 1; }; std::unique_ptr<Inside> In; Pimpl() : In(std::make_unique<Inside>()) {} };

Point *Global;
std::unique_ptr<Point> Owned;
int use(const Point &P) { return P.X; }
int sum(const Point *P, int N) { int S = 0; for (int I = 0; I < N; ++I) S += P[I].X; return S; }

int localNew() { Point *P = new Point; int X = P->X; delete P; return X; }
int localArray() { Point *P = new Point[4]; int X = sum(P, 4); delete[] P; return X; }
int arrayOf(int N) { Point *P = new Point[N]; int X = sum(P, N); delete[] P; return X; }
int localMalloc() { void *P = std::malloc(32); std::memset(P, 0, 32); std::free(P); return 0; }
int localCalloc(int N) { void *P = std::calloc(N, 8); std::free(P); return 0; }
int localStrdup(const char *S) { char *P = strdup(S); int C = P[0]; std::free(P); return C; }
int localUnique() { auto P = std::make_unique<Point>(); return use(*P); }
int localShared() { auto P = std::make_shared<Point>(); auto Q = P; return use(*Q); }
int adopted() { std::unique_ptr<Point> P(new Point); return use(*P); }
int large() { auto P = std::make_unique<Big>(); return P->Bytes[0]; }
int shape(bool B) { std::unique_ptr<Shape> S; if (B) S = std::make_unique<Square>(); else S = std::make_unique<Shape>(); return S->area(); }
std::unique_ptr<Point> made() { return std::make_unique<Point>(); }
Point *raw() { return new Point; }
std::unique_ptr<Shape> madeShape() { return std::make_unique<Square>(); }
void kept() { Global = new Point; }
void stored() { Owned = std::make_unique<Point>(); }
Node *list(int N) {
  Node *First = nullptr;
  for (int I = 0; I < N; ++I)
    First = new Node{I, First};
  return First;
}
void drop(Node *N) { while (N) delete std::exchange(N, N->Next); }
void fill(std::vector<std::unique_ptr<Point>> &V) {
  for (int I = 0; I < 3; ++I) {
    std::unique_ptr<Point> P = std::make_unique<Point>();
    V.push_back(std::move(P));
  }
}
int pimpl() { Pimpl P; return P.In->V; }
int thrown() {
  try {
    throw 7;
  } catch (int I) {
    return I;
  }
}
int thrownText(const char *S) {
  try {
    throw std::runtime_error(S);
  } catch (const std::exception &E) {
    return E.what()[0];
  }
}
int threads() { int X = 0; std::thread T([&] { ++X; }); T.join(); return X; }
int tasks() { auto F = std::async(std::launch::deferred, [] { return 3; }); return F.get(); }

struct Tree {
  explicit Tree(int Number) : Number(Number) {}
  ~Tree() {}
  int Number;
  std::vector<Tree> Parts;
};
Tree joined(const Tree &A, const Tree &B) {
  Tree All(2);
  All.Parts.push_back(A);
  All.Parts.push_back(B);
  return All;
}

int main() {
  const Tree Leaf(1), Both = joined(Leaf, Leaf);
  int R = joined(Both, Leaf).Number + localNew() + localArray() + arrayOf(5) + localMalloc() + localCalloc(3) + localStrdup("text") + localUnique() +
          localShared() + adopted() + large() + shape(true) + shape(false) + pimpl() + thrown() + thrownText("a text that does not fit inside") +
          threads() + tasks();
  auto P = made();
  delete raw();
  auto S = madeShape();
  kept();
  stored();
  drop(list(4));
  std::vector<std::unique_ptr<Point>> V;
  fill(V);
  return R + P->X + S->area() == -1;
}
