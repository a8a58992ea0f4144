// porism.ddar._core: the engine for Python. The only file that knows Python.

#include <nanobind/nanobind.h>
#include <nanobind/stl/array.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <atomic>
#include <cmath>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "engine.hpp"
#include "explain.hpp"
#include "meetings.hpp"
#include "rollout.hpp"

namespace nb = nanobind;

namespace porism {
namespace {

using Number = std::pair<std::int64_t, std::int64_t>;
using Statement = std::tuple<std::string, std::vector<Point>, std::vector<Number>>;

Kind kind_of(const std::string& name) {
  for (std::size_t i = 0; i < kKindNames.size(); ++i) {
    if (kKindNames[i] == name) return static_cast<Kind>(i);
  }
  throw nb::value_error(("the engine does not know the predicate " + name).c_str());
}

std::size_t rule_number(const std::string& id) {
  for (std::size_t i = 0; i < kRules.size(); ++i) {
    if (kRules[i].id == id) return i;
  }
  throw nb::value_error(("the engine does not know the rule " + id).c_str());
}

Table table_of(const std::string& name) {
  for (std::size_t i = 0; i < kTableNames.size(); ++i) {
    if (kTableNames[i] == name) return static_cast<Table>(i);
  }
  throw nb::value_error(("no such table: " + name).c_str());
}

std::vector<Rational> rationals(const std::vector<Number>& numbers) {
  std::vector<Rational> result;
  for (const auto& [n, d] : numbers) {
    if (d == 0) throw nb::value_error("a constant with denominator zero");
    result.push_back({n, d});
  }
  return result;
}

void require_points(const Engine& engine, const std::vector<Point>& points) {
  for (const Point p : points) {
    if (p >= engine.figure().size()) throw nb::index_error("no such point");
  }
}

// What cannot be copied with the engine: the flag another thread raises.
struct Session {
  Engine engine;
  std::shared_ptr<std::atomic<bool>> cancel = std::make_shared<std::atomic<bool>>(false);
};

void require_finite(double x, double y) {
  if (!std::isfinite(x) || !std::isfinite(y)) {
    throw nb::value_error("a point with a coordinate that is not a finite number");
  }
}

int add_point(Session& s, double x, double y) {
  require_finite(x, y);
  return static_cast<int>(s.engine.add_point(x, y));
}

// Listing the candidates of a large figure takes longer than closing it; other threads may go on.
void add_points(Session& s, const std::vector<std::pair<double, double>>& places) {
  for (const auto& [x, y] : places) require_finite(x, y);
  const nb::gil_scoped_release release;
  for (const auto& [x, y] : places) s.engine.add_point(x, y);
}

std::uint32_t assume(Session& s, const std::string& name, const std::vector<Point>& points,
                     const std::vector<Number>& constants) {
  require_points(s.engine, points);
  const auto q = rationals(constants);
  return s.engine.assume(kind_of(name), points, q);
}

std::vector<Goal> goals_of(const Session& s, const std::vector<Statement>& statements) {
  std::vector<Goal> goals;
  for (const auto& [name, points, constants] : statements) {
    require_points(s.engine, points);
    goals.push_back({kind_of(name), points, rationals(constants)});
  }
  return goals;
}

std::string saturate(Session& s, double seconds, std::uint32_t facts,
                     const std::vector<Statement>& statements) {
  const auto goals = goals_of(s, statements);
  Limits limits{seconds, facts, s.cancel.get()};
  StopReason reason{};
  {
    nb::gil_scoped_release release;
    reason = s.engine.saturate(limits, goals);
  }
  return std::string(kStopNames[static_cast<std::size_t>(reason)]);
}

bool holds(const Session& s, const std::string& name, const std::vector<Point>& points,
           const std::vector<Number>& constants) {
  require_points(s.engine, points);
  return s.engine.holds(kind_of(name), points, rationals(constants));
}

// (predicate, points, constants, rule, substitution)
nb::tuple fact(const Session& s, std::uint32_t number) {
  const Journal& journal = s.engine.journal();
  if (number >= journal.size()) throw nb::index_error("no such fact");
  const Fact& f = journal.fact(number);
  const auto vector_of = [](std::span<const Point> points) {
    return std::vector<Point>(points.begin(), points.end());
  };
  std::vector<Number> constants;
  for (const Rational& r : journal.constants(f)) {
    constants.emplace_back(r.numerator, r.denominator);
  }
  return nb::make_tuple(std::string(kKindNames[static_cast<std::size_t>(f.kind)]),
                        vector_of(journal.points(f)), constants,
                        std::string(kRules[static_cast<std::size_t>(f.rule)].id),
                        vector_of(journal.substitution(f)));
}

// (table, number, terms, constants); a term is about two points, or four for a sine.
using Facet = std::tuple<std::string, int, std::vector<std::pair<std::vector<Point>, Number>>,
                         std::vector<std::pair<std::int64_t, Number>>>;

std::vector<Facet> facets_of(const std::string& name, const std::vector<Point>& points,
                             const std::vector<Number>& constants) {
  std::vector<Facet> result;
  const auto q = rationals(constants);
  visit_facets(kind_of(name), points, q, [&](const Equation& e) {
    std::vector<std::pair<std::vector<Point>, Number>> terms;
    for (const PairTerm& t : e.pairs()) {
      std::vector<Point> about = {t.a, t.b};
      if (t.c != kNoPoint) about.insert(about.end(), {t.c, t.d});
      terms.emplace_back(about, Number{t.coefficient.numerator, t.coefficient.denominator});
    }
    std::vector<std::pair<std::int64_t, Number>> units;
    for (const ConstantTerm& t : e.constants()) {
      units.emplace_back(e.table == Table::ratio ? kPrimes[t.unit] : 1,
                         Number{t.coefficient.numerator, t.coefficient.denominator});
    }
    result.emplace_back(std::string(kTableNames[static_cast<std::size_t>(e.table)]), e.facet, terms,
                        units);
  });
  return result;
}

using Shares = std::vector<std::tuple<std::uint32_t, int, Number>>;

// Answers from one table; keeps its elimination between questions.
class Reasons {
 public:
  Reasons(const Session& session, const std::string& table, std::uint32_t before,
          const std::vector<std::uint32_t>& preferred)
      : table_(table_of(table)), explainer_(session.engine, table_, before, preferred) {}

  // (facet of the statement, shares) for the first facet that followed from facts below `before`.
  std::optional<std::pair<int, Shares>> explain(const std::string& name,
                                                const std::vector<Point>& points,
                                                const std::vector<Number>& constants,
                                                std::uint32_t before) {
    std::optional<std::pair<int, Shares>> answer;
    const auto q = rationals(constants);
    visit_facets(kind_of(name), points, q, [&](const Equation& e) {
      if (answer || e.table != table_) return;
      const auto shares = explainer_.explain(e);
      if (!shares) return;
      Shares list;
      for (const Share& share : *shares) {
        if (share.fact >= before) return;
        list.emplace_back(share.fact, share.facet,
                          Number{share.coefficient.numerator, share.coefficient.denominator});
      }
      answer = {e.facet, list};
    });
    return answer;
  }

 private:
  Table table_;
  Explainer explainer_;
};

// Rollouts from Python. The pool has a copy of the engine, so the session may go.
class Rollouts {
 public:
  explicit Rollouts(const Session& session) : pool_(session.engine) {}

  using PoolStatement = std::tuple<std::string, std::vector<std::uint32_t>, std::vector<Number>>;

  std::uint32_t add(std::vector<std::pair<double, double>> places,
                    const std::vector<PoolStatement>& statements) {
    const std::size_t known = pool_.base() + pool_.slots() + places.size();
    std::vector<Premise> premises;
    for (const auto& [name, points, constants] : statements) {
      for (const std::uint32_t p : points) {
        if (p >= known) throw nb::index_error("no such point");
      }
      premises.push_back({kind_of(name), points, rationals(constants)});
    }
    return pool_.add(std::move(places), std::move(premises));
  }

  void rebase(const Session& session) {
    if (session.engine.figure().size() != pool_.base()) throw nb::value_error("other points");
    pool_.rebase(session.engine);
  }

  std::vector<std::uint64_t> run(const std::vector<std::vector<std::uint32_t>>& attempts,
                                 const std::vector<Statement>& statements, double seconds,
                                 std::uint32_t facts) const {
    if (statements.size() > 64) throw nb::value_error("more than 64 goals");
    std::vector<Goal> goals;
    for (const auto& [name, points, constants] : statements) {
      for (const Point p : points) {
        if (p >= pool_.base()) throw nb::index_error("a goal speaks of a point of the pool");
      }
      goals.push_back({kind_of(name), points, rationals(constants)});
    }
    const Limits limits{seconds, facts, cancel_.get()};
    const nb::gil_scoped_release release;
    return pool_.run(attempts, goals, limits);
  }

  void cancel() { cancel_->store(true); }

 private:
  Pool pool_;
  std::shared_ptr<std::atomic<bool>> cancel_ = std::make_shared<std::atomic<bool>>(false);
};

// --- candidates for new points ------------------------------------------------------------------

using Places = std::vector<std::pair<double, double>>;
using LocusTuple = std::tuple<int, std::vector<int>, std::uint64_t, double>;

std::vector<Place> places_of(const Places& points) {
  if (points.size() > kMostPoints) throw nb::value_error("too many points");
  std::vector<Place> places;
  for (const auto& [x, y] : points) places.push_back({x, y});
  return places;
}

LocusTuple tuple_of(const Locus& locus) {
  return {static_cast<int>(locus.kind),
          {locus.points.begin(), locus.points.end()},
          locus.members,
          locus.weight};
}

std::vector<LocusTuple> tuples_of(const std::vector<Locus>& loci) {
  std::vector<LocusTuple> result;
  for (const Locus& locus : loci) result.push_back(tuple_of(locus));
  return result;
}

using MeetingTuple = std::tuple<double, double, LocusTuple, LocusTuple, double, double>;

std::vector<MeetingTuple> meetings_of(const Places& points, std::size_t since, std::size_t most,
                                      std::uint64_t seed) {
  const std::vector<Place> places = places_of(points);
  std::vector<Meeting> found;
  {
    const nb::gil_scoped_release release;
    found = meetings(places, since, most, seed);
  }
  std::vector<MeetingTuple> result;
  for (const Meeting& m : found) {
    result.emplace_back(m.place.x, m.place.y, tuple_of(m.first), tuple_of(m.second), m.score,
                        m.extra);
  }
  return result;
}

nb::dict stats(const Session& s) {
  const Engine& e = s.engine;
  nb::dict result;
  result["facts"] = e.journal().size();
  result["rounds"] = e.stats().rounds;
  result["figure_rejections"] = e.stats().figure_rejections;
  result["statements_left_out"] = e.stats().statements_left_out;
  result["ratios_left_out"] = e.stats().ratios_left_out;
  result["times_crowded"] = e.figure().times_crowded;
  for (std::size_t t = 0; t < kTables; ++t) {
    const std::string name(kTableNames[t]);
    result[("equations_" + name).c_str()] = e.table(static_cast<Table>(t)).version();
    result[("contradictions_" + name).c_str()] = e.table(static_cast<Table>(t)).contradictions();
  }
  nb::dict fired;
  for (std::size_t r = 0; r < kRules.size(); ++r) {
    if (e.stats().fired[r] != 0) fired[std::string(kRules[r].id).c_str()] = e.stats().fired[r];
  }
  result["fired"] = fired;
  nb::dict table_seconds;
  for (std::size_t t = 0; t < kTables; ++t) {
    table_seconds[std::string(kTableNames[t]).c_str()] = e.stats().table_seconds[t];
  }
  result["table_seconds"] = table_seconds;
  nb::dict seconds;
  for (std::size_t m = 0; m < kMatcherNames.size(); ++m) {
    seconds[std::string(kMatcherNames[m]).c_str()] = e.stats().seconds[m];
  }
  result["seconds"] = seconds;
  return result;
}

}  // namespace
}  // namespace porism

#include "bindings_synth.hpp"  // stands on what is above

NB_MODULE(_core, m) {
  using namespace porism;
  m.doc() = "The native deduction engine; porism.ddar.engine is its face.";
  m.def("facets", &facets_of, nb::arg("name"), nb::arg("points"), nb::arg("constants"),
        "The equations of a statement as (table, number, pairs, constants).");
  m.def(
      "rules",
      [] {
        std::vector<std::pair<std::string, std::string>> result;
        for (const RuleInfo& rule : kRules) result.emplace_back(rule.id, rule.letters);
        return result;
      },
      "Rules the engine looks for, as (id, letters).");

  m.def(
      "locus_kinds",
      [] {
        std::vector<std::tuple<std::string, std::vector<int>>> result;
        for (const LocusName& name : kLocusNames) {
          std::vector<int> order;
          for (const int i : name.order) {
            if (i >= 0) order.push_back(i);
          }
          result.emplace_back(name.construction, order);
        }
        return result;
      },
      "Kinds of loci, as (construction, which of the locus's points it takes).");
  m.def(
      "loci", [](const Places& points) { return tuples_of(loci_of(places_of(points))); },
      nb::arg("points"), "Loci of a figure of size 1, as (kind, points, members, weight).");
  m.def(
      "loci_through",
      [](const Places& points, std::size_t point) {
        if (point >= points.size()) throw nb::index_error("no such point");
        return tuples_of(loci_through(places_of(points), point));
      },
      nb::arg("points"), nb::arg("point"), "Loci of the other points that pass through a point.");
  m.def("meetings", &meetings_of, nb::arg("points"), nb::arg("since"), nb::arg("most"),
        nb::arg("seed"), "Places for a new point, as (x, y, locus, locus, score, extra).");

  nb::class_<Session>(m, "Engine", "A figure and the closure of its premises.")
      .def(
          "__init__",
          [](Session* self, bool length_table, bool square_table, bool sines,
             const std::vector<std::string>& without) {
            Options options{length_table, square_table, sines, {}};
            for (const std::string& id : without) options.without.set(rule_number(id));
            new (self) Session{Engine(options)};
          },
          nb::arg("length_table") = true, nb::arg("square_table") = true, nb::arg("sines") = false,
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

  nb::class_<Rollouts>(m, "Pool", "Constructions of points for one closed figure, and attempts.")
      .def(nb::init<const Session&>(), nb::arg("engine"))
      .def("add", &Rollouts::add, nb::arg("places"), nb::arg("premises"))
      .def("run", &Rollouts::run, nb::arg("attempts"), nb::arg("goals"), nb::arg("seconds"),
           nb::arg("facts"))
      .def("rebase", &Rollouts::rebase, nb::arg("engine"))
      .def("cancel", &Rollouts::cancel);

  nb::class_<Reasons>(m, "Reasons", "Explanations from one table as of one fact.")
      .def(nb::init<const Session&, const std::string&, std::uint32_t,
                    const std::vector<std::uint32_t>&>(),
           nb::arg("engine"), nb::arg("table"), nb::arg("before"), nb::arg("preferred"),
           nb::keep_alive<1, 2>())
      .def("explain", &Reasons::explain, nb::arg("name"), nb::arg("points"), nb::arg("constants"),
           nb::arg("before"));
  bind_synth(m);
}
