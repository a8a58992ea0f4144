// LinearTable: reduce the new equation by what is known, solve it for the free variable that
// occurs least, substitute. Entry point: LinearTable::add.

#include "linear.hpp"

#include <algorithm>

namespace porism {

namespace {

constexpr std::uint64_t bit(Variable v) { return std::uint64_t{1} << (v & 63); }

// into = a + factor * b, both sorted by variable.
void merge(std::span<const Term> a, Residue factor, std::span<const Term> b,
           std::vector<Term>& into) {
  into.clear();
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    if (j == b.size() || (i < a.size() && a[i].variable < b[j].variable)) {
      into.push_back(a[i++]);
    } else if (i == a.size() || b[j].variable < a[i].variable) {
      into.push_back({b[j].variable, mul(factor, b[j].coefficient)});
      ++j;
    } else {
      const Residue sum = add(a[i].coefficient, mul(factor, b[j].coefficient));
      if (sum != 0) into.push_back({a[i].variable, sum});
      ++i;
      ++j;
    }
  }
}

}  // namespace

LinearTable::LinearTable() { grow(0); }

void LinearTable::grow(std::size_t count) {
  const std::size_t old = rows_.size();
  const std::size_t total = kConstants + count;
  if (total <= old) return;
  fingerprints_.resize(total);
  variable_parts_.resize(total);
  rows_.resize(total);
  masks_.resize(total);
  occurrences_.resize(total, 1);
  for (std::size_t v = old; v < total; ++v) {
    const auto variable = static_cast<Variable>(v);
    fingerprints_[v] = weight(v);
    variable_parts_[v] = variable < kConstants ? 0 : weight(v);
    rows_[v] = {static_cast<std::uint32_t>(pool_.size()), 1, 1};
    masks_[v] = bit(variable);
    pool_.push_back({variable, 1});
  }
}

Residue LinearTable::evaluate(std::span<const Term> equation) const {
  Residue sum = 0;
  for (const Term& term : equation) {
    sum = porism::add(sum, mul(term.coefficient, fingerprints_[term.variable]));
  }
  return sum;
}

bool LinearTable::add(std::span<const Term> equation, Origin origin) {
  if (evaluate(equation) == 0) return false;
  reduce(equation);
  const Variable pivot = choose_pivot();
  if (pivot < kConstants) {
    ++contradictions_;
    return false;
  }
  records_.push_back({origin, static_cast<std::uint32_t>(recorded_terms_.size()),
                      static_cast<std::uint32_t>(equation.size())});
  recorded_terms_.insert(recorded_terms_.end(), equation.begin(), equation.end());
  substitute(pivot);
  if (garbage_ > 4096 && garbage_ * 2 > pool_.size()) compact();
  return true;
}

void LinearTable::reduce(std::span<const Term> equation) {
  residual_.clear();
  for (const Term& term : equation) {
    if (term.coefficient == 0) continue;
    merge(residual_, term.coefficient, row(term.variable), merged_);
    residual_.swap(merged_);
  }
}

Variable LinearTable::choose_pivot() const {
  Variable best = 0;
  for (const Term& term : residual_) {
    if (term.variable < kConstants) continue;
    // Of equally rare variables the newest goes: what older points need stays as it is.
    if (best < kConstants || occurrences_[term.variable] <= occurrences_[best]) {
      best = term.variable;
    }
  }
  return best;
}

void LinearTable::substitute(Variable pivot) {
  // residual_ = 0 becomes pivot = expression; residual_ is then expression - pivot, so that
  // row + c * residual_ replaces pivot in a row that contains it c times.
  Residue lead = 0;
  for (const Term& term : residual_) {
    if (term.variable == pivot) lead = term.coefficient;
  }
  const Residue scale = neg(inverse(lead));
  for (Term& term : residual_) term.coefficient = mul(term.coefficient, scale);

  const std::uint64_t wanted = bit(pivot);
  const auto total = static_cast<Variable>(rows_.size());
  for (Variable v = kConstants; v < total; ++v) {
    if ((masks_[v] & wanted) == 0) continue;
    const auto terms = row(v);
    const auto found =
        std::lower_bound(terms.begin(), terms.end(), pivot,
                         [](const Term& term, Variable p) { return term.variable < p; });
    if (found == terms.end() || found->variable != pivot) continue;
    rewrite(v, found->coefficient);
  }
  occurrences_[pivot] = 0;
}

void LinearTable::rewrite(Variable v, Residue factor) {
  merge(row(v), factor, residual_, merged_);
  for (const Term& term : row(v)) --occurrences_[term.variable];
  Residue all = 0;
  Residue constant = 0;
  for (const Term& term : merged_) {
    ++occurrences_[term.variable];
    const Residue part = mul(term.coefficient, weight(term.variable));
    all = porism::add(all, part);
    if (term.variable < kConstants) constant = porism::add(constant, part);
  }
  fingerprints_[v] = all;
  variable_parts_[v] = sub(all, constant);
  rewritten_.push_back(v);
  store(v, merged_);
}

void LinearTable::store(Variable v, std::span<const Term> terms) {
  RowPlace& place = rows_[v];
  if (terms.size() > place.capacity) {
    garbage_ += place.capacity;
    place.first = static_cast<std::uint32_t>(pool_.size());
    place.capacity = static_cast<std::uint32_t>(terms.size() + 2);
    pool_.resize(pool_.size() + place.capacity);
  }
  place.size = static_cast<std::uint32_t>(terms.size());
  std::copy(terms.begin(), terms.end(), pool_.begin() + place.first);
  std::uint64_t mask = 0;
  for (const Term& term : terms) mask |= bit(term.variable);
  masks_[v] = mask;
}

void LinearTable::compact() {
  std::vector<Term> fresh;
  fresh.reserve(pool_.size() - garbage_ + 64);
  for (RowPlace& place : rows_) {
    const auto first = static_cast<std::uint32_t>(fresh.size());
    fresh.insert(fresh.end(), pool_.begin() + place.first,
                 pool_.begin() + place.first + place.size);
    place = {first, place.size, place.size};
  }
  pool_.swap(fresh);
  garbage_ = 0;
}

}  // namespace porism
