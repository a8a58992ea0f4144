// Walking a list of candidates and dropping those that are settled.

#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace porism {

// Calls settled(candidate) for each; keeps, in order, those for which it is false. When stop()
// is true the rest is kept unseen.
template <class Candidate, class Stop, class Settled>
void settle(std::vector<Candidate>& candidates, Stop stop, Settled settled) {
  std::size_t kept = 0;
  std::size_t i = 0;
  for (; i < candidates.size() && !stop(); ++i) {
    const Candidate candidate = candidates[i];
    if (!settled(candidate)) candidates[kept++] = candidate;
  }
  if (kept == i) return;
  const auto rest = candidates.begin() + static_cast<std::ptrdiff_t>(i);
  std::copy(rest, candidates.end(), candidates.begin() + static_cast<std::ptrdiff_t>(kept));
  candidates.resize(candidates.size() - (i - kept));
}

}  // namespace porism
