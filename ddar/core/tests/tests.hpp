// The parts of the test program.

#pragma once

namespace porism::tests {

void test_field();
void test_linear();
void test_least_squares();
void test_figure();
void test_contracts();
void test_engine();
void test_matchers();
void test_explain();
void test_statements();
void test_dependencies();
void test_trials();
void test_random_calls();
void test_meetings();

// Close every figure of a text dump (see benchmarks/dump_corpus.py), clone it, add a point.
// Returns false when the file cannot be read.
bool test_corpus(const char* path);

}  // namespace porism::tests
