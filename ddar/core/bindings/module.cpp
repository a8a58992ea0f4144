// porism.ddar._core: the engine for Python.

#include <nanobind/eval.h>

#include "common.hpp"
#include "interrupts.hpp"

namespace porism::python {

namespace {

template <class Rows, class NameOf>
std::size_t place(const Rows& rows, NameOf name_of, const std::string& name, const char* what) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (name_of(rows[i]) == name) return i;
  }
  throw nb::value_error((what + name).c_str());
}

}  // namespace

bool Interrupts::operator()() {
  if (error_) return true;
  if (Clock::now() < next_) return false;
  const nanobind::gil_scoped_acquire hold;
  try {
    nanobind::eval("(lambda: None)()");
  } catch (const nanobind::python_error&) {
    error_ = std::current_exception();
  }
  next_ = Clock::now() + kBetween;
  return static_cast<bool>(error_);
}

Kind kind_of(const std::string& name) {
  return static_cast<Kind>(place(
      kKinds, [](const KindInfo& kind) { return kind.name; }, name,
      "the engine does not know the predicate "));
}

std::size_t rule_number(const std::string& id) {
  return place(
      kRules, [](const RuleInfo& rule) { return rule.id; }, id,
      "the engine does not know the rule ");
}

Table table_of(const std::string& name) {
  return static_cast<Table>(
      place(kTableNames, [](std::string_view table) { return table; }, name, "no such table: "));
}

std::vector<Rational> rationals(const std::vector<Number>& numbers) {
  std::vector<Rational> result;
  result.reserve(numbers.size());
  for (const auto& [n, d] : numbers) {
    if (d == 0) throw nb::value_error("a constant with denominator zero");
    result.push_back({n, d});
  }
  return result;
}

std::vector<Number> numbers(std::span<const Rational> rationals) {
  std::vector<Number> result;
  result.reserve(rationals.size());
  for (const Rational& r : rationals) result.emplace_back(r.numerator, r.denominator);
  return result;
}

std::vector<Statement> statements_of(const std::vector<StatementTuple>& tuples, std::size_t count) {
  std::vector<Statement> result;
  result.reserve(tuples.size());
  for (const auto& [name, points, constants] : tuples) {
    require_points(points, count);
    result.push_back({kind_of(name), points, rationals(constants)});
  }
  return result;
}

StatementTuple tuple_of(const Statement& statement) {
  return {text(info(statement.kind).name), statement.points, numbers(statement.constants)};
}

}  // namespace porism::python

NB_MODULE(_core, m) {
  // A thread that was left behind at the end of the process holds engines; that is no leak to tell.
  nanobind::set_leak_warnings(false);
  m.doc() = "The native deduction engine. Only porism.ddar imports it.";
  porism::python::bind_engine(m);
  porism::python::bind_trials(m);
  porism::python::bind_incidence(m);
  porism::python::bind_mining(m);
}
