// What a header declares, as preprocessed: its users do not see the class.
# 2 "state.h" 1
struct State;
State *makeState();
struct Size {
  int Width = 0, Height = 0;
};
Size *makeSize();
# 10 "escaping-local.opaque.cpp" 2
struct State {
  int Count = 0;
};
State *makeState() {
  return new State; // ok: callers do not know its size
}
Size *makeSize() {
  return new Size; // warn: only to be returned
}
