// Trials from Python. They hold a copy of the engine, so the session may go.

#include "trials.hpp"

#include "common.hpp"

namespace porism::python {

namespace {

class PyTrials {
 public:
  explicit PyTrials(const Session& session) : trials_(session.engine) {}

  using PremiseTuple = std::tuple<std::string, std::vector<std::uint32_t>, std::vector<Number>>;

  std::uint32_t add(std::vector<std::pair<double, double>> places,
                    const std::vector<PremiseTuple>& statements) {
    const std::size_t known = trials_.base() + trials_.slots() + places.size();
    std::vector<Premise> premises;
    for (const auto& [name, points, constants] : statements) {
      require_points(points, known);
      premises.push_back({kind_of(name), points, rationals(constants)});
    }
    return trials_.add(std::move(places), std::move(premises));
  }

  void rebase(const Session& session) {
    if (session.engine.figure().size() != trials_.base()) throw nb::value_error("other points");
    trials_.rebase(session.engine);
  }

  [[nodiscard]] std::vector<std::uint64_t> run(
      const std::vector<std::vector<std::uint32_t>>& attempts,
      const std::vector<StatementTuple>& goals, double seconds, std::uint32_t facts) const {
    if (goals.size() > kMostGoals) throw nb::value_error("too many goals");
    const std::vector<Statement> wanted = statements_of(goals, trials_.base());
    const Limits limits{seconds, facts, cancel_.get()};
    const nb::gil_scoped_release release;
    return trials_.run(attempts, wanted, limits);
  }

  // One row for each attempt, its mask first, as they are in Observation.
  using Row = std::tuple<std::uint64_t, std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>;

  [[nodiscard]] std::vector<Row> observe(const std::vector<std::vector<std::uint32_t>>& attempts,
                                         const std::vector<StatementTuple>& goals, double seconds,
                                         std::uint32_t facts) const {
    if (goals.size() > kMostGoals) throw nb::value_error("too many goals");
    const std::vector<Statement> wanted = statements_of(goals, trials_.base());
    const Limits limits{seconds, facts, cancel_.get()};
    std::vector<Row> rows;
    const nb::gil_scoped_release release;
    for (const Observation& s : trials_.observe(attempts, wanted, limits)) {
      rows.emplace_back(s.mask, s.facts, s.old_facts, s.equations, s.residual);
    }
    return rows;
  }

  void cancel() { cancel_->store(true); }

 private:
  Trials trials_;
  std::shared_ptr<std::atomic<bool>> cancel_ = std::make_shared<std::atomic<bool>>(false);
};

}  // namespace

void bind_trials(nb::module_& m) {
  m.attr("MOST_GOALS") = kMostGoals;
  nb::class_<PyTrials>(m, "Trials", "Constructions of points for one closed figure, and attempts.")
      .def(nb::init<const Session&>(), nb::arg("engine"))
      .def("add", &PyTrials::add, nb::arg("places"), nb::arg("premises"))
      .def("run", &PyTrials::run, nb::arg("attempts"), nb::arg("goals"), nb::arg("seconds"),
           nb::arg("facts"))
      .def("observe", &PyTrials::observe, nb::arg("attempts"), nb::arg("goals"), nb::arg("seconds"),
           nb::arg("facts"))
      .def("rebase", &PyTrials::rebase, nb::arg("engine"))
      .def("cancel", &PyTrials::cancel);
}

}  // namespace porism::python
