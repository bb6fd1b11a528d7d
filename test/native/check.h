/**
 * The frame of a native test program: named tests and checks. Each *.test.cc includes it once, and so gets its main().
 *
 *     TEST("a poll of an empty queue returns nothing") {
 *       CHECK(queue.pop(Wait::poll) == nullptr);
 *       CHECK_EQUAL(count, 3);
 *     }
 *
 * A failed check is reported and counted, and the test goes on; checks may be made by any thread. The program's arguments choose
 * the tests whose name contains one of them; the exit status is 1 where something failed. No exceptions, as in the addon.
 */
#pragma once

#include <atomic>
#include <chrono>
#include <concepts>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace check {

struct Test {
  const char* name;
  void (*run)();
};

inline std::vector<Test>& tests() {
  static std::vector<Test> list;
  return list;
}

inline std::atomic<int>& failures() {
  static std::atomic<int> count{0};
  return count;
}

struct Registration {
  Registration(const char* name, void (*run)()) { tests().push_back({name, run}); }
};

inline void fail(const char* file, int line, const std::string& what) {
  failures().fetch_add(1);
  std::fprintf(stderr, "%s:%d: %s\n", file, line, what.c_str());
}

template <class V>
std::string text(const V& value) {
  if constexpr (std::convertible_to<V, std::string_view>) {
    return "\"" + std::string(std::string_view(value)) + "\"";
  } else if constexpr (std::is_enum_v<V>) {
    return std::to_string(static_cast<std::underlying_type_t<V>>(value));
  } else if constexpr (std::is_arithmetic_v<V>) {
    return std::to_string(value);
  } else if constexpr (std::is_pointer_v<V>) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%p", static_cast<const volatile void*>(value));
    return buffer;
  } else {
    return "(a value)";
  }
}

template <class A, class B>
void equal(const A& actual, const B& expected, const char* expression, const char* file, int line) {
  bool same;
  if constexpr (std::integral<A> && std::integral<B> && !std::same_as<A, bool> && !std::same_as<B, bool>) {
    same = std::cmp_equal(actual, expected);  // as numbers, whatever their signedness
  } else {
    same = actual == expected;
  }
  if (!same) fail(file, line, std::string(expression) + " is " + text(actual) + ", not " + text(expected));
}

inline bool chosen(const char* name, int argc, char** argv) {
  if (argc < 2) return true;
  for (int i = 1; i < argc; ++i) {
    if (std::strstr(name, argv[i]) != nullptr) return true;
  }
  return false;
}

inline int run(int argc, char** argv) {
  for (const Test& test : tests()) {
    if (!chosen(test.name, argc, argv)) continue;
    const int before = failures().load();
    const auto start = std::chrono::steady_clock::now();
    test.run();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::printf("%s %.2f s  %s\n", failures().load() == before ? "ok    " : "FAILED", seconds, test.name);
    std::fflush(stdout);
  }
  return failures().load() == 0 ? 0 : 1;
}

}  // namespace check

#define CHECK_JOIN_(a, b) a##b
#define CHECK_JOIN(a, b) CHECK_JOIN_(a, b)

/** Defines the test of this name, which is a sentence that states behaviour. */
#define TEST(name)                                                                                               \
  static void CHECK_JOIN(test_, __LINE__)();                                                                     \
  static const check::Registration CHECK_JOIN(registration_, __LINE__){name, CHECK_JOIN(test_, __LINE__)}; \
  static void CHECK_JOIN(test_, __LINE__)()

#define CHECK(condition) ((condition) ? void() : check::fail(__FILE__, __LINE__, "not so: " #condition))

#define CHECK_EQUAL(actual, expected) check::equal(actual, expected, #actual, __FILE__, __LINE__)

int main(int argc, char** argv) { return check::run(argc, argv); }
