// core_tests [CORPUS]: the core without Python; exit status 1 when a check fails.

#include <cstdio>

#include "check.hpp"
#include "tests.hpp"

int main(int count, char** arguments) {
  using namespace porism::tests;
  test_field();
  test_linear();
  test_least_squares();
  test_figure();
  test_contracts();
  test_engine();
  test_matchers();
  test_explain();
  test_statements();
  test_dependencies();
  test_trials();
  test_random_calls();
  test_meetings();
  if (count > 1 && !test_corpus(arguments[1])) {
    std::fprintf(stderr, "cannot read %s\n", arguments[1]);
    return 1;
  }
  std::printf("%d checks, %d failed\n", checks, failures);
  return failures == 0 ? 0 : 1;
}
