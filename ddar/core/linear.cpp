// LinearTable: reduce the new equation by what is known, solve it for the free variable that
// occurs least, substitute. Entry point: LinearTable::add.

#include "linear.hpp"

#include <algorithm>

#include "contract.hpp"

namespace porism {

namespace {

constexpr std::uint64_t bit(Variable v) { return std::uint64_t{1} << (v & 63); }

}  // namespace

void add_multiple(std::span<const Term> a, Residue factor, std::span<const Term> b,
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

LinearTable::LinearTable() { grow(0); }

void LinearTable::grow(std::size_t count) {
  const std::size_t total = kConstants + count;
  while (known_.size() < total) {
    const auto v = static_cast<Variable>(known_.size());
    const Residue fingerprint = weight(v);
    known_.push_back({fingerprint, v < kConstants ? 0 : fingerprint, bit(v),
                      static_cast<std::uint32_t>(pool_.size()), 1, 1, 1});
    pool_.push_back({v, 1});
  }
}

Residue LinearTable::evaluate(std::span<const Term> equation) const {
  Residue sum = 0;
  for (const Term& term : equation) {
    PORISM_REQUIRE(term.variable < known_.size());
    sum = porism::add(sum, mul(term.coefficient, known_[term.variable].fingerprint));
  }
  return sum;
}

bool LinearTable::add(std::span<const Term> equation, Origin origin) {
  if (evaluate(equation) == 0) return false;
  thread_local Scratch scratch;
  reduce(equation, scratch);
  const Variable pivot = choose_pivot(scratch.residual);
  if (pivot < kConstants) {
    ++contradictions_;
    return false;
  }
  records_.push_back({origin, static_cast<std::uint32_t>(recorded_terms_.size()),
                      static_cast<std::uint32_t>(equation.size())});
  recorded_terms_.append(equation);
  substitute(pivot, scratch);
  if (garbage_ > 4096 && garbage_ * 2 > pool_.size()) compact();
  return true;
}

void LinearTable::reduce(std::span<const Term> equation, Scratch& scratch) const {
  scratch.residual.clear();
  for (const Term& term : equation) {
    if (term.coefficient == 0) continue;
    add_multiple(scratch.residual, term.coefficient, row(term.variable), scratch.merged);
    scratch.residual.swap(scratch.merged);
  }
}

Variable LinearTable::choose_pivot(std::span<const Term> residual) const {
  Variable best = 0;
  for (const Term& term : residual) {
    if (term.variable < kConstants) continue;
    // Of equally rare variables the newest goes: what older points need stays as it is.
    if (best < kConstants || known_[term.variable].occurrences <= known_[best].occurrences) {
      best = term.variable;
    }
  }
  return best;
}

void LinearTable::substitute(Variable pivot, Scratch& scratch) {
  // residual = 0 becomes pivot = expression; residual is then expression - pivot, so that
  // row + c * residual replaces pivot in a row that contains it c times.
  Residue lead = 0;
  for (const Term& term : scratch.residual) {
    if (term.variable == pivot) lead = term.coefficient;
  }
  const Residue scale = neg(inverse(lead));
  for (Term& term : scratch.residual) term.coefficient = mul(term.coefficient, scale);

  const std::uint64_t wanted = bit(pivot);
  const auto total = static_cast<Variable>(known_.size());
  for (Variable v = kConstants; v < total; ++v) {
    if ((known_[v].mask & wanted) == 0) continue;
    const auto terms = row(v);
    const auto found =
        std::lower_bound(terms.begin(), terms.end(), pivot,
                         [](const Term& term, Variable p) { return term.variable < p; });
    if (found == terms.end() || found->variable != pivot) continue;
    rewrite(v, found->coefficient, scratch);
  }
  known_[pivot].occurrences = 0;
}

void LinearTable::rewrite(Variable v, Residue factor, Scratch& scratch) {
  add_multiple(row(v), factor, scratch.residual, scratch.merged);
  for (const Term& term : row(v)) --known_[term.variable].occurrences;
  Residue all = 0;
  Residue constant = 0;
  for (const Term& term : scratch.merged) {
    ++known_[term.variable].occurrences;
    const Residue part = mul(term.coefficient, weight(term.variable));
    all = porism::add(all, part);
    if (term.variable < kConstants) constant = porism::add(constant, part);
  }
  known_[v].fingerprint = all;
  known_[v].variable_part = sub(all, constant);
  rewritten_.push_back(v);
  store(v, scratch.merged);
}

void LinearTable::store(Variable v, std::span<const Term> terms) {
  Known& place = known_[v];
  if (terms.size() > place.capacity) {
    garbage_ += place.capacity;
    place.first = static_cast<std::uint32_t>(pool_.size());
    place.capacity = static_cast<std::uint32_t>(terms.size() + 2);
    pool_.resize(pool_.size() + place.capacity);
  }
  place.size = static_cast<std::uint32_t>(terms.size());
  std::copy(terms.begin(), terms.end(), pool_.begin() + place.first);
  place.mask = 0;
  for (const Term& term : terms) place.mask |= bit(term.variable);
}

void LinearTable::compact() {
  std::vector<Term> fresh;
  fresh.reserve(pool_.size() - garbage_ + 64);
  for (Known& place : known_) {
    const auto first = static_cast<std::uint32_t>(fresh.size());
    fresh.insert(fresh.end(), pool_.begin() + place.first,
                 pool_.begin() + place.first + place.size);
    place.first = first;
    place.capacity = place.size;
  }
  pool_.swap(fresh);
  garbage_ = 0;
}

}  // namespace porism
