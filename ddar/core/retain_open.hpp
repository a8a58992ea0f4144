// Filtering a list of candidates: those that have nothing left to say are dropped.

#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace porism {

// Keeps, in order, the candidates for which settled(candidate) is false. When stop() returns true,
// the rest is kept without a call.
template <class Candidate, class StopNow, class Settled>
void retain_open(std::vector<Candidate>& candidates, StopNow stop, Settled settled) {
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
