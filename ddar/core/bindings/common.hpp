// What the files of this folder share: statements and errors as Python sees them.
//
// These files are the only ones that know Python. Each binds one header of the core.

#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "engine.hpp"

namespace porism::python {

namespace nb = nanobind;

using Number = std::pair<std::int64_t, std::int64_t>;
// (predicate, points, constants)
using StatementTuple = std::tuple<std::string, std::vector<Point>, std::vector<Number>>;

// An engine, and the flag by which another thread stops it.
struct Session {
  Engine engine;
  std::shared_ptr<std::atomic<bool>> cancel = std::make_shared<std::atomic<bool>>(false);
};

// These raise ValueError for a name that the core does not know.
Kind kind_of(const std::string& name);
std::size_t rule_number(const std::string& id);
Table table_of(const std::string& name);

// Raises ValueError for a denominator of zero.
std::vector<Rational> rationals(const std::vector<Number>& numbers);
std::vector<Number> numbers(std::span<const Rational> rationals);

// Raises IndexError when a point is not below `count`.
template <class Index>
void require_points(const std::vector<Index>& points, std::size_t count) {
  for (const Index p : points) {
    if (p >= count) throw nb::index_error("no such point");
  }
}

// Statements about points below `count`.
std::vector<Statement> statements_of(const std::vector<StatementTuple>& tuples, std::size_t count);
StatementTuple tuple_of(const Statement& statement);

inline std::string text(std::string_view name) { return std::string(name); }

void bind_engine(nb::module_& m);
void bind_trials(nb::module_& m);
void bind_incidence(nb::module_& m);
void bind_mining(nb::module_& m);

}  // namespace porism::python
