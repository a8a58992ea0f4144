// The engine, its facts and its explanations, from Python.

#include <nanobind/stl/map.h>

#include <cmath>
#include <map>

#include "common.hpp"
#include "explain.hpp"
#include "fact_index.hpp"
#include "interrupts.hpp"

namespace porism::python {

namespace {

// --- figures and facts ---------------------------------------------------------------------------

void require_finite(double x, double y) {
  if (!std::isfinite(x) || !std::isfinite(y)) {
    throw nb::value_error("a point with a coordinate that is not a finite number");
  }
}

void make_engine(Session* self, bool square_table, bool sines,
                 const std::vector<std::string>& without) {
  Options options;
  options.square_table = square_table;
  options.sines = sines;
  for (const std::string& id : without) options.without.set(rule_number(id));
  new (self) Session{Engine(options)};
}

std::uint32_t add_point(Session& s, double x, double y) {
  require_finite(x, y);
  return s.engine.add_point(x, y);
}

// Listing the candidates of a large figure takes longer than closing it; other threads may go on.
void add_points(Session& s, const std::vector<std::pair<double, double>>& places) {
  for (const auto& [x, y] : places) require_finite(x, y);
  interruptible([&](const Stop& stop) {
    for (const auto& [x, y] : places) {
      if (stop()) break;
      s.engine.add_point(x, y);
    }
  });
}

std::uint32_t assume(Session& s, const std::string& name, const std::vector<Point>& points,
                     const std::vector<Number>& constants) {
  require_points(points, s.engine.figure().size());
  const auto q = rationals(constants);
  return s.engine.assume(kind_of(name), points, q);
}

StopReason saturate(Session& s, double seconds, std::uint32_t facts,
                    const std::vector<StatementTuple>& goals) {
  const auto wanted = statements_of(goals, s.engine.figure().size());
  StopReason reason{};
  interruptible([&](const Stop& stop) {
    reason = s.engine.saturate({seconds, facts, s.cancel.get(), stop}, wanted);
  });
  return reason;
}

bool holds(const Session& s, const std::string& name, const std::vector<Point>& points,
           const std::vector<Number>& constants) {
  require_points(points, s.engine.figure().size());
  return s.engine.holds(kind_of(name), points, rationals(constants));
}

struct FactRow {
  StatementTuple statement;
  std::string rule;
  std::vector<Point> substitution;
};

FactRow fact(const Session& s, std::uint32_t number) {
  const Journal& journal = s.engine.journal();
  if (number >= journal.size()) throw nb::index_error("no such fact");
  const Fact& f = journal.fact(number);
  const auto vector_of = [](std::span<const Point> points) {
    return std::vector<Point>(points.begin(), points.end());
  };
  return {{text(info(f.kind).name), vector_of(journal.points(f)), numbers(journal.constants(f))},
          text(kRules[static_cast<std::size_t>(f.rule)].id),
          vector_of(journal.substitution(f))};
}

// --- statistics ----------------------------------------------------------------------------------

template <class Value>
using ByName = std::map<std::string, Value>;

struct StatsRow {
  std::uint32_t facts, rounds, figure_rejections, statements_left_out, ratios_left_out,
      candidates_dropped;
  ByName<std::size_t> equations, contradictions;
  ByName<std::uint32_t> fired;
  ByName<double> seconds, table_seconds;
};

StatsRow stats(const Session& s) {
  const Engine& e = s.engine;
  const Stats& counted = e.stats();
  StatsRow row{e.journal().size(),
               counted.rounds,
               counted.figure_rejections,
               counted.statements_left_out,
               counted.ratios_left_out,
               e.figure().candidates_dropped,
               {},
               {},
               {},
               {},
               {}};
  for (std::size_t t = 0; t < kTables; ++t) {
    const std::string name = text(kTableNames[t]);
    row.equations[name] = e.table(static_cast<Table>(t)).version();
    row.contradictions[name] = e.table(static_cast<Table>(t)).contradictions();
    row.table_seconds[name] = counted.table_seconds[t];
  }
  for (std::size_t r = 0; r < kRules.size(); ++r) {
    if (counted.fired[r] != 0) row.fired[text(kRules[r].id)] = counted.fired[r];
  }
  for (std::size_t m = 0; m < kMatcherNames.size(); ++m) {
    row.seconds[text(kMatcherNames[m])] = counted.seconds[m];
  }
  return row;
}

// --- equations and explanations ------------------------------------------------------------------

// An equation of a statement. A term is about two points, or four for a sine.
struct FacetRow {
  std::string table;
  int number;
  std::vector<std::pair<std::vector<Point>, Number>> terms;
  std::vector<std::pair<std::int64_t, Number>> constants;
};

Number number_of(Rational r) { return {r.numerator, r.denominator}; }

std::vector<FacetRow> facets_of(const std::string& name, const std::vector<Point>& points,
                                const std::vector<Number>& constants) {
  std::vector<FacetRow> result;
  const auto q = rationals(constants);
  visit_facets(kind_of(name), points, q, [&](const Equation& e) {
    FacetRow row{text(kTableNames[static_cast<std::size_t>(e.table)]), e.facet, {}, {}};
    for (const PairTerm& t : e.pairs()) {
      std::vector<Point> about = {t.a, t.b};
      if (t.c != kNoPoint) about.insert(about.end(), {t.c, t.d});
      row.terms.emplace_back(about, number_of(t.coefficient));
    }
    for (const ConstantTerm& t : e.constants()) {
      row.constants.emplace_back(e.table == Table::ratio ? kPrimes[t.unit] : 1,
                                 number_of(t.coefficient));
    }
    result.push_back(std::move(row));
  });
  return result;
}

struct Explanation {
  int facet;
  std::vector<Share> shares;
};

// Explanations from one table; keeps its elimination between questions.
class PyExplainer {
 public:
  PyExplainer(const Session& session, const std::string& table)
      : table_(table_of(table)), points_(session.engine.figure().size()) {
    interruptible([&](const Stop& stop) { explainer_.emplace(session.engine, table_, stop); });
  }

  // For the first facet that followed from facts below `before`.
  std::optional<Explanation> explain(const std::string& name, const std::vector<Point>& points,
                                     const std::vector<Number>& constants, std::uint32_t before) {
    require_points(points, points_);
    std::optional<Explanation> answer;
    const auto q = rationals(constants);
    const Kind kind = kind_of(name);
    interruptible([&](const Stop& stop) {
      visit_facets(kind, points, q, [&](const Equation& e) {
        if (answer || e.table != table_) return;
        auto shares = explainer_->explain(e, stop);
        if (!shares) return;
        for (const Share& share : *shares) {
          if (share.fact >= before) return;
        }
        answer = {e.facet, std::move(*shares)};
      });
    });
    return answer;
  }

 private:
  Table table_;
  std::size_t points_;
  std::optional<Explainer> explainer_;
};

// Facts by what they are about.
class PyFactIndex {
 public:
  explicit PyFactIndex(const Session& session) : index_(session.engine.journal()) {}

  [[nodiscard]] std::vector<std::uint32_t> about(const std::string& name,
                                                 const std::vector<Point>& points) const {
    return index_.about(kind_of(name), points);
  }

 private:
  FactIndex index_;
};

std::vector<std::pair<std::string, std::string>> rules() {
  std::vector<std::pair<std::string, std::string>> result;
  for (const RuleInfo& rule : kRules) result.emplace_back(rule.id, rule.letters);
  return result;
}

}  // namespace

void bind_engine(nb::module_& m) {
  nb::enum_<StopReason>(m, "StopReason", "Why a run ended.")
      .value("SATURATED", StopReason::saturated)
      .value("GOAL", StopReason::goal_reached)
      .value("DEADLINE", StopReason::deadline)
      .value("CANCELLED", StopReason::cancelled)
      .value("LIMIT", StopReason::fact_limit);

  nb::class_<FactRow>(m, "FactRow", "A fact as the journal has it.")
      .def_ro("statement", &FactRow::statement)
      .def_ro("rule", &FactRow::rule)
      .def_ro("substitution", &FactRow::substitution, "Points for the rule's letters.");

  nb::class_<StatsRow>(m, "Stats", "Counts of what an engine did and left out.")
      .def_ro("facts", &StatsRow::facts)
      .def_ro("rounds", &StatsRow::rounds)
      .def_ro("figure_rejections", &StatsRow::figure_rejections)
      .def_ro("statements_left_out", &StatsRow::statements_left_out)
      .def_ro("ratios_left_out", &StatsRow::ratios_left_out)
      .def_ro("candidates_dropped", &StatsRow::candidates_dropped)
      .def_ro("equations", &StatsRow::equations, "By table.")
      .def_ro("contradictions", &StatsRow::contradictions, "By table.")
      .def_ro("fired", &StatsRow::fired, "By rule.")
      .def_ro("seconds", &StatsRow::seconds, "By matcher; zero unless profiling.")
      .def_ro("table_seconds", &StatsRow::table_seconds, "By table; zero unless profiling.");

  nb::class_<FacetRow>(m, "Facet", "An equation of a statement.")
      .def_ro("table", &FacetRow::table)
      .def_ro("number", &FacetRow::number)
      .def_ro("terms", &FacetRow::terms)
      .def_ro("constants", &FacetRow::constants);

  nb::class_<Share>(m, "Share", "A multiple of an equation that entered a table.")
      .def_ro("fact", &Share::fact)
      .def_ro("facet", &Share::facet)
      .def_prop_ro("coefficient", [](const Share& s) { return number_of(s.coefficient); });

  nb::class_<Explanation>(m, "Explanation", "Equations that add up to a facet of a statement.")
      .def_ro("facet", &Explanation::facet)
      .def_ro("shares", &Explanation::shares);

  m.def("facets", &facets_of, nb::arg("name"), nb::arg("points"), nb::arg("constants"),
        "The equations of a statement.");
  m.def("rules", &rules, "Rules the engine looks for, as (id, letters).");

  nb::class_<Session>(m, "Engine", "A figure and the closure of its premises.")
      .def("__init__", &make_engine, nb::arg("square_table") = true, nb::arg("sines") = false,
           nb::arg("without") = std::vector<std::string>{})
      .def("add_point", &add_point, nb::arg("x"), nb::arg("y"))
      .def("add_points", &add_points, nb::arg("places"))
      .def("assume", &assume, nb::arg("name"), nb::arg("points"), nb::arg("constants"))
      .def("saturate", &saturate, nb::arg("seconds"), nb::arg("facts"), nb::arg("goals"))
      .def("holds", &holds, nb::arg("name"), nb::arg("points"), nb::arg("constants"))
      .def("fact", &fact, nb::arg("number"))
      .def("size", [](const Session& s) { return s.engine.journal().size(); })
      .def("cancel", [](Session& s) { s.cancel->store(true); })
      .def("clone", [](const Session& s) { return Session{s.engine}; })
      .def(
          "profile", [](Session& s, bool on) { s.engine.profile = on; }, nb::arg("on"))
      .def("stats", &stats);

  nb::class_<PyFactIndex>(m, "FactIndex", "Finds facts of an engine by what they are about.")
      .def(nb::init<const Session&>(), nb::arg("engine"))
      .def("about", &PyFactIndex::about, nb::arg("name"), nb::arg("points"),
           "Numbers of facts that can be the same statement, ascending.");

  nb::class_<PyExplainer>(m, "Explainer", "Explanations from one table of an engine.")
      .def(nb::init<const Session&, const std::string&>(), nb::arg("engine"), nb::arg("table"),
           nb::keep_alive<1, 2>())
      .def("explain", &PyExplainer::explain, nb::arg("name"), nb::arg("points"),
           nb::arg("constants"), nb::arg("before"));
}

}  // namespace porism::python
