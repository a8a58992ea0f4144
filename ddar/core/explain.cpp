// Explainer: forward elimination with shares. Rows are reduced by all earlier rows when they
// enter, so reducing a target by the rows in the order of their numbers ends.

#include "explain.hpp"

#include <algorithm>
#include <map>

namespace porism {

namespace {

// a += factor * b, sorted by variable.
void accumulate(std::vector<Term>& a, Residue factor, std::span<const Term> b) {
  std::vector<Term> sum;
  sum.reserve(a.size() + b.size());
  add_multiple(a, factor, b, sum);
  a.swap(sum);
}

std::vector<Term> sorted(std::span<const Term> terms) {
  std::vector<Term> result;
  for (const Term& term : terms) {
    if (term.coefficient != 0) accumulate(result, 1, {&term, 1});
  }
  return result;
}

}  // namespace

Explainer::Explainer(const Engine& engine, Table table, const Stop& stop) : engine_(engine) {
  const LinearTable& known = engine.table(table);
  for (std::size_t i = 0; i < known.records().size(); ++i) {
    const Record& record = known.records()[i];
    if (stop && stop()) return;
    enter(known.terms(record), record.origin, stop);
  }
}

bool Explainer::reduce(std::vector<Term>& terms, std::vector<Term>& shares, const Stop& stop) {
  // Rows that can be applied, by number; applying one may bring in later ones only.
  std::map<std::uint32_t, Variable> pending;
  const auto note = [&](const std::vector<Term>& list) {
    for (const Term& term : list) {
      const auto found = row_of_pivot_.find(term.variable);
      if (found != row_of_pivot_.end()) pending.emplace(found->second, term.variable);
    }
  };
  note(terms);
  while (!pending.empty()) {
    if (stop && stop()) return false;
    const auto [number, pivot] = *pending.begin();
    pending.erase(pending.begin());
    const auto found =
        std::lower_bound(terms.begin(), terms.end(), pivot,
                         [](const Term& term, Variable v) { return term.variable < v; });
    if (found == terms.end() || found->variable != pivot) continue;
    const Residue factor = neg(found->coefficient);  // rows have coefficient 1 at the pivot
    accumulate(terms, factor, rows_[number].terms);
    accumulate(shares, factor, rows_[number].shares);
    note(rows_[number].terms);
  }
  return terms.empty();
}

void Explainer::enter(std::span<const Term> equation, Origin origin, const Stop& stop) {
  const auto number = static_cast<Variable>(origins_.size());
  Row row{sorted(equation), {{number, 1}}};
  if (reduce(row.terms, row.shares, stop) || row.terms.empty()) return;
  const Term lead = row.terms.back();  // constants come first, so this is a variable if any is
  if (lead.variable < kConstants) return;
  const Residue scale = inverse(lead.coefficient);
  for (Term& term : row.terms) term.coefficient = mul(term.coefficient, scale);
  for (Term& term : row.shares) term.coefficient = mul(term.coefficient, scale);
  origins_.push_back(origin);
  row_of_pivot_.emplace(lead.variable, static_cast<std::uint32_t>(rows_.size()));
  rows_.push_back(std::move(row));
}

std::optional<std::vector<Share>> Explainer::explain(const Equation& equation, const Stop& stop) {
  std::vector<Term> target;
  if (!engine_.terms(equation, target)) return std::nullopt;
  std::vector<Term> terms = sorted(target);
  std::vector<Term> shares;
  if (!reduce(terms, shares, stop)) return std::nullopt;
  std::vector<Share> result;
  for (const Term& share : shares) {
    const auto coefficient = reconstruct(neg(share.coefficient));
    if (!coefficient) return std::nullopt;
    const Origin origin = origins_[share.variable];
    result.push_back({origin.fact, origin.facet, *coefficient});
  }
  return result;
}

}  // namespace porism
