// Walking a list of candidates and dropping those that are settled.

#pragma once

#include <cstddef>
#include <vector>

namespace porism {

// Calls settled(candidate) for each; keeps, in order, those for which it is false.
template <class Candidate, class Settled>
void settle(std::vector<Candidate>& candidates, Settled settled) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const Candidate candidate = candidates[i];
    if (!settled(candidate)) candidates[kept++] = candidate;
  }
  candidates.resize(kept);
}

}  // namespace porism
