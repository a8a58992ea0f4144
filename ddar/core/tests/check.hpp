// The whole test framework: CHECK counts, prints what failed and goes on.

#pragma once

#include <cstdio>

namespace porism::tests {

inline int failures = 0;
inline int checks = 0;

inline void check(bool passed, const char* what, const char* file, int line) {
  ++checks;
  if (passed) return;
  ++failures;
  std::fprintf(stderr, "%s:%d: %s\n", file, line, what);
}

}  // namespace porism::tests

#define CHECK(condition) ::porism::tests::check((condition), #condition, __FILE__, __LINE__)
