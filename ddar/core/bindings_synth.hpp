// What the generator of theorems needs of the core, for Python. Part of bindings.cpp.

#pragma once

#include <nanobind/nanobind.h>

#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "harvest.hpp"
#include "support.hpp"

namespace porism {
namespace {

// The premises of the catalogue's rules, read once: (rule, [(predicate, letters, constants)]).
using PatternRow =
    std::pair<std::string,
              std::vector<std::tuple<std::string, std::vector<std::uint8_t>, std::vector<Number>>>>;

struct Patterns {
  RulePatterns rules;
  explicit Patterns(const std::vector<PatternRow>& rows) {
    for (const auto& [id, premises] : rows) {
      for (std::size_t r = 0; r < kRules.size(); ++r) {
        if (kRules[r].id != id) continue;
        for (const auto& [name, letters, constants] : premises) {
          for (const std::uint8_t letter : letters) {
            if (letter >= kRules[r].letters.size()) throw nb::index_error("no such letter");
          }
          rules[r].push_back({kind_of(name), letters, rationals(constants)});
        }
      }
    }
  }
};

// (numbers of given facts, facts passed through, length of the longest chain)
using BasisRow = std::tuple<std::vector<std::uint32_t>, std::uint32_t, std::uint32_t>;

class SupportOf {
 public:
  SupportOf(const Session& session, const Patterns& patterns)
      : session_(session), support_(session.engine, patterns.rules) {}

  std::optional<BasisRow> of(const std::string& name, const std::vector<Point>& points,
                             const std::vector<Number>& constants) {
    require_points(session_.engine, points);
    const auto basis = support_.of(kind_of(name), points, rationals(constants));
    if (!basis) return std::nullopt;
    return BasisRow{basis->given, basis->derived, basis->depth};
  }

 private:
  const Session& session_;
  Support support_;
};

std::vector<Statement> harvest_of(const Session& session, Point below, std::uint32_t most,
                                  std::uint64_t seed, bool open, const Session* before) {
  HarvestOptions options;
  options.below = below;
  options.most = most;
  options.seed = seed;
  options.open = open;
  options.before = before == nullptr ? nullptr : &before->engine;
  std::vector<Statement> result;
  for (const Found& found : harvest(session.engine, options)) {
    std::vector<Number> constants;
    for (const Rational& r : found.constants) constants.emplace_back(r.numerator, r.denominator);
    result.emplace_back(std::string(kKindNames[static_cast<std::size_t>(found.kind)]), found.points,
                        constants);
  }
  return result;
}

void bind_synth(nb::module_& m) {
  nb::class_<Patterns>(m, "Patterns", "The premises of the catalogue's rules, by letters.")
      .def(nb::init<const std::vector<PatternRow>&>(), nb::arg("rules"));
  nb::class_<SupportOf>(m, "Support", "The premises that statements of a closure stand on.")
      .def(nb::init<const Session&, const Patterns&>(), nb::arg("engine"), nb::arg("patterns"),
           nb::keep_alive<1, 2>(), nb::keep_alive<1, 3>())
      .def("of", &SupportOf::of, nb::arg("name"), nb::arg("points"), nb::arg("constants"));
  m.def("harvest", &harvest_of, nb::arg("engine"), nb::arg("below"), nb::arg("most"),
        nb::arg("seed"), nb::arg("open") = false, nb::arg("before").none() = nb::none(),
        "Statements worth stating that hold, some of each kind.");
  m.def(
      "knows_more",
      [](const Session& before, const Session& after) {
        return knows_more(before.engine, after.engine);
      },
      nb::arg("before"), nb::arg("after"),
      "Whether a continuation may know more about the points it began with.");
}

}  // namespace
}  // namespace porism
