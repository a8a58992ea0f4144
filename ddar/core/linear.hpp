// One table of linear equations, kept fully reduced: every variable is known as a combination
// of free variables, and its fingerprint (the value of that combination at fixed random
// weights) makes "is this equation a consequence?" one sum.
//
// Gauss-Jordan elimination with the sparsest pivot; rows live in one pool so that cloning the
// table is a handful of memory copies. Accepted equations are remembered as they came, which is
// what explanations are made from (see explain.hpp).

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "field.hpp"
#include "shared_prefix_log.hpp"
#include "slack_vector.hpp"

namespace porism {

using Variable = std::uint32_t;

// Variables below this number are constants (half-turn, unit, logarithms of primes): they may
// occur in equations but are never solved for.
inline constexpr Variable kConstants = 32;

struct Term {
  Variable variable;
  Residue coefficient;
};

// into = a + factor * b, all sorted by variable. `into` is neither a nor b.
void add_multiple(std::span<const Term> a, Residue factor, std::span<const Term> b,
                  std::vector<Term>& into);

// Where an equation came from: fact number and facet number, as in geometry/equations.py.
struct Origin {
  std::uint32_t fact;
  std::uint8_t facet;
};

// An accepted equation, as it came.
struct Record {
  Origin origin;
  std::uint32_t first;  // its terms in the pool of recorded terms
  std::uint32_t count;
};

class LinearTable {
 public:
  LinearTable();

  // Make variables kConstants .. kConstants + count - 1 known. Old variables keep their values.
  void grow(std::size_t count);

  [[nodiscard]] Residue fingerprint(Variable v) const { return known_[v].fingerprint; }

  // The fingerprint without the part that is made of constants.
  [[nodiscard]] Residue variable_part(Variable v) const { return known_[v].variable_part; }

  // Value of sum(coefficient * variable) at the weights; zero iff the equation is implied.
  [[nodiscard]] Residue evaluate(std::span<const Term> equation) const;

  // Add "equation = 0". Returns false when it was implied (or, counted, when it reduces to a
  // relation between constants alone, which no figure satisfies).
  bool add(std::span<const Term> equation, Origin origin);

  // The reduced form of v, constants included.
  [[nodiscard]] std::span<const Term> row(Variable v) const {
    return {pool_.data() + known_[v].first, known_[v].size};
  }

  // Grows with every accepted equation; equal versions mean equal tables.
  [[nodiscard]] std::uint32_t version() const {
    return static_cast<std::uint32_t>(records_.size());
  }
  // Variables whose rows were rewritten, in that order and as often. A caller that stores size()
  // can later scan only the newer entries.
  [[nodiscard]] const SharedPrefixLog<Variable>& rewritten() const { return rewritten_; }
  [[nodiscard]] std::uint32_t contradictions() const { return contradictions_; }
  [[nodiscard]] const SharedPrefixLog<Record>& records() const { return records_; }
  [[nodiscard]] std::span<const Term> terms(const Record& record) const {
    return recorded_terms_.slice(record.first, record.count);
  }
  [[nodiscard]] std::size_t variables() const { return known_.size(); }

  // For all lists that only grow, to archive them.
  template <class Visit>
  void visit_lists(Visit visit) {
    visit(records_);
    visit(recorded_terms_);
    visit(rewritten_);
  }

 private:
  // All that is known of one variable, together, so that clones allocate little.
  struct Known {
    Residue fingerprint;
    Residue variable_part;
    std::uint64_t mask;   // which variables may occur in its row, modulo 64
    std::uint32_t first;  // its row in the pool
    std::uint32_t size;
    std::uint32_t capacity;
    std::uint32_t occurrences;  // in rows, while it is free
  };

  // Room for add() to work in.
  struct Scratch {
    std::vector<Term> residual;
    std::vector<Term> merged;
  };

  void reduce(std::span<const Term> equation, Scratch& scratch) const;
  [[nodiscard]] Variable choose_pivot(std::span<const Term> residual) const;
  void substitute(Variable pivot, Scratch& scratch);
  void rewrite(Variable v, Residue factor, Scratch& scratch);
  void store(Variable v, std::span<const Term> terms);
  void compact();

  SlackVector<Known> known_;
  SlackVector<Term> pool_;
  std::size_t garbage_ = 0;
  SharedPrefixLog<Record> records_;
  SharedPrefixLog<Term> recorded_terms_;
  SharedPrefixLog<Variable> rewritten_;
  std::uint32_t contradictions_ = 0;
};

}  // namespace porism
