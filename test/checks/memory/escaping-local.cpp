void replaceMe();
void replacement();
#define CALL replaceMe()

void calls() {
  replaceMe();   // warn: 'replaceMe' is called; call its replacement
  replacement(); // ok: another function
  CALL;          // ok: written by a macro
}
