/// A standard library of declarations only: it parses in milliseconds, and
/// the analyses ask for names and types, not for bodies.
#pragma once

namespace fastidious {

inline constexpr const char StdHeader[] = R"cpp(
#pragma GCC system_header
using size_t = decltype(sizeof(0));
extern "C" int rand();
extern "C" long strlen(const char *);
[[noreturn]] void abort();

namespace std {
using ::size_t;
template <class T> struct remove_reference { using type = T; };
template <class T> struct remove_reference<T &> { using type = T; };
template <class T> struct remove_reference<T &&> { using type = T; };
template <class T>
constexpr typename remove_reference<T>::type &&move(T &&X) noexcept {
  return static_cast<typename remove_reference<T>::type &&>(X);
}
template <class T> class initializer_list {
  const T *First;
  size_t Count;
public:
  size_t size() const;
  const T *begin() const;
  const T *end() const;
};
template <class T> struct allocator {};

template <class T> struct iterator_to {
  iterator_to();
  iterator_to(const iterator_to &);
  template <class U> iterator_to(const iterator_to<U> &);
  T &operator*() const;
  iterator_to &operator++();
};
template <class T, class U>
bool operator==(const iterator_to<T> &, const iterator_to<U> &);
template <class T, class U>
bool operator!=(const iterator_to<T> &, const iterator_to<U> &);

template <class T, class A = allocator<T>> class vector {
public:
  using iterator = iterator_to<T>;
  using const_iterator = iterator_to<const T>;
  vector();
  explicit vector(const A &);
  explicit vector(size_t);
  vector(size_t, const T &);
  vector(initializer_list<T>);
  vector(const vector &);
  vector(vector &&);
  ~vector();
  vector &operator=(const vector &);
  vector &operator=(vector &&);
  iterator begin();
  iterator end();
  const_iterator begin() const;
  const_iterator end() const;
  size_t size() const;
  size_t capacity() const;
  bool empty() const;
  T &operator[](size_t);
  const T &operator[](size_t) const;
  T &at(size_t);
  T &back();
  T *data();
  void push_back(const T &);
  void push_back(T &&);
  template <class... X> T &emplace_back(X &&...);
  iterator insert(const_iterator, const T &);
  iterator insert(const_iterator, initializer_list<T>);
  void assign(size_t, const T &);
  void reserve(size_t);
  void resize(size_t);
  void clear();
  void pop_back();
  void swap(vector &);
};

template <class T> void swap(vector<T> &, vector<T> &);

inline namespace __cxx11 {
template <class C> class basic_string {
public:
  using iterator = iterator_to<C>;
  basic_string();
  basic_string(const C *);
  basic_string(size_t, C);
  basic_string(const basic_string &);
  basic_string(const basic_string &, size_t);
  basic_string(basic_string &&);
  ~basic_string();
  basic_string &operator=(const basic_string &);
  basic_string &operator=(basic_string &&);
  basic_string &operator=(const C *);
  basic_string &operator+=(const basic_string &);
  basic_string &operator+=(const C *);
  basic_string &operator+=(C);
  basic_string &append(const basic_string &);
  basic_string &assign(const basic_string &);
  basic_string &insert(size_t, const basic_string &);
  iterator insert(iterator, C);
  basic_string substr(size_t) const;
  void push_back(C);
  void reserve(size_t);
  void clear();
  void swap(basic_string &);
  iterator begin();
  iterator end();
  size_t size() const;
  size_t length() const;
  C &operator[](size_t);
  const C *c_str() const;
};
template <class C> class basic_ostringstream {
public:
  basic_ostringstream();
  basic_string<C> str() const;
};
}
using string = basic_string<char>;
using ostringstream = basic_ostringstream<char>;
ostringstream &operator<<(ostringstream &, const string &);
template <class C>
basic_string<C> operator+(const basic_string<C> &, const basic_string<C> &);
template <class C>
basic_string<C> operator+(basic_string<C> &&, const basic_string<C> &);
template <class C>
basic_string<C> operator+(const basic_string<C> &, const C *);
template <class C> basic_string<C> operator+(basic_string<C> &&, const C *);
template <class C>
basic_string<C> operator+(const C *, const basic_string<C> &);
template <class... T> string format(const char *, T &&...);
template <class C> void swap(basic_string<C> &, basic_string<C> &);
string to_string(int);

template <class T, size_t N> struct array {
  T Elements[N];
  size_t size() const;
  const T *begin() const;
  const T *end() const;
};
template <class K, class V> struct pair { K first; V second; };
template <class K, class V> pair<K, V> make_pair(const K &, const V &);
template <class K, class V> class unordered_map {
public:
  unordered_map();
  explicit unordered_map(size_t);
  ~unordered_map();
  V &operator[](const K &);
  size_t size() const;
  void clear();
  void reserve(size_t);
  bool emplace(const K &, const V &);
  const pair<const K, V> *begin() const;
  const pair<const K, V> *end() const;
};
template <class T> class unordered_set {
public:
  unordered_set();
  ~unordered_set();
  bool insert(const T &);
  void insert(initializer_list<T>);
  template <class I> void insert(I, I);
};
template <class T> class list {
public:
  const T *begin() const;
  const T *end() const;
};
template <class T> class optional {
public:
  optional();
  ~optional();
  template <class... X> T &emplace(X &&...);
  T &operator*();
  T *operator->();
  explicit operator bool() const;
  template <class U> optional &operator=(U &&);
};
template <class T> class unique_ptr {
public:
  unique_ptr();
  unique_ptr(unique_ptr &&);
  ~unique_ptr();
  T &operator*() const;
  T *operator->() const;
};
template <class T, class... X> unique_ptr<T> make_unique(X &&...);

template <class C> class basic_regex {
public:
  enum flag { icase };
  basic_regex();
  basic_regex(const char *, flag = icase);
  basic_regex(const string &);
  basic_regex(const basic_regex &);
  basic_regex(basic_regex &&);
  ~basic_regex();
  basic_regex &operator=(const basic_regex &);
  basic_regex &operator=(basic_regex &&);
  basic_regex &operator=(const char *);
  basic_regex &assign(const char *);
  void swap(basic_regex &);
};
using regex = basic_regex<char>;
bool regex_match(const string &, const regex &);

template <class C> class appender {};
template <class C> appender<C> back_inserter(C &);
template <class I, class O> O copy(I, I, O X) { return X; }
template <class I, class O, class F> O transform(I, I, O X, F) { return X; }
template <class I, class J, class O> O merge(I, I, J, J, O);
template <class O, class F> O generate_n(O X, size_t, F) { return X; }
template <class I, class F> F for_each(I, I, F X) { return X; }
template <class I, class F> I find_if(I X, I, F) { return X; }
template <class I, class T> T accumulate(I, I, T);
template <class I, class T, class F> T accumulate(I, I, T X, F) {
  return X;
}
template <class T> struct atomic { T Value; };
struct mutex { long State[5]; };
struct once_flag {};
template <class F> void call_once(once_flag &, F &&) {}

namespace ranges {
struct for_each_fn {
  template <class R, class F> void operator()(R &&, F) const {}
};
struct find_if_fn {
  template <class R, class F> auto operator()(R &&X, F) const {
    return X.begin();
  }
};
inline constexpr for_each_fn for_each;
inline constexpr find_if_fn find_if;
template <class R> class reverse_view {
public:
  size_t size() const;
  const int *begin() const;
  const int *end() const;
};
template <class R> class filter_view {
public:
  size_t size() const;
  const int *begin() const;
  const int *end() const;
};
}
}
)cpp";

} // namespace fastidious
