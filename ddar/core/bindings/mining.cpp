// Statements worth stating, and what they depend on, from Python.

#include "common.hpp"
#include "dependencies.hpp"
#include "statements.hpp"

namespace porism::python {

namespace {

// (rule, [(predicate, places of letters, constants)])
using PatternRow =
    std::pair<std::string,
              std::vector<std::tuple<std::string, std::vector<std::uint8_t>, std::vector<Number>>>>;

struct Patterns {
  RulePatterns rules;
  explicit Patterns(const std::vector<PatternRow>& rows) {
    for (const auto& [id, premises] : rows) {
      const std::size_t rule = rule_number(id);
      for (const auto& [name, letters, constants] : premises) {
        for (const std::uint8_t letter : letters) {
          if (letter >= kRules[rule].letters.size()) throw nb::index_error("no such letter");
        }
        rules[rule].push_back({kind_of(name), letters, rationals(constants)});
      }
    }
  }
};

class PyTracer {
 public:
  PyTracer(const Session& session, const Patterns& patterns)
      : session_(session), tracer_(session.engine, patterns.rules) {}

  std::optional<Dependencies> trace(const std::string& name, const std::vector<Point>& points,
                                    const std::vector<Number>& constants) {
    require_points(points, session_.engine.figure().size());
    return tracer_.trace(kind_of(name), points, rationals(constants));
  }

 private:
  const Session& session_;
  DependencyTracer tracer_;
};

std::vector<StatementTuple> tuples_of(const std::vector<Statement>& statements) {
  std::vector<StatementTuple> result;
  result.reserve(statements.size());
  for (const Statement& s : statements) result.push_back(tuple_of(s));
  return result;
}

}  // namespace

void bind_mining(nb::module_& m) {
  nb::class_<Patterns>(m, "Patterns", "The premises of the catalogue's rules, by letters.")
      .def(nb::init<const std::vector<PatternRow>&>(), nb::arg("rules"));

  nb::class_<Dependencies>(m, "Dependencies", "What a statement depends on.")
      .def_ro("given", &Dependencies::given, "Numbers of facts that are premises of the problem.")
      .def_ro("derived", &Dependencies::derived, "Number of other facts in the derivation.")
      .def_ro("depth", &Dependencies::depth, "Length of its longest chain of facts.");

  nb::class_<PyTracer>(m, "DependencyTracer", "Finds the premises that statements depend on.")
      .def(nb::init<const Session&, const Patterns&>(), nb::arg("engine"), nb::arg("patterns"),
           nb::keep_alive<1, 2>(), nb::keep_alive<1, 3>())
      .def("trace", &PyTracer::trace, nb::arg("name"), nb::arg("points"), nb::arg("constants"));

  m.def(
      "derived_statements",
      [](const Session& session, std::uint32_t most, std::uint64_t seed) {
        return tuples_of(derived_statements(session.engine, {most, seed}));
      },
      nb::arg("engine"), nb::arg("most"), nb::arg("seed"),
      "Statements worth stating that hold, some of each kind.");
  m.def(
      "open_conjectures",
      [](const Session& session, std::uint32_t most, std::uint64_t seed) {
        return tuples_of(open_conjectures(session.engine, {most, seed}));
      },
      nb::arg("engine"), nb::arg("most"), nb::arg("seed"),
      "Statements true in the figure that do not hold, some of each kind.");
}

}  // namespace porism::python
