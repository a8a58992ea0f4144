// Applying constructions to clones of a closed figure. See trials.hpp.

#include "trials.hpp"

#include <algorithm>
#include <mutex>

namespace porism {

std::uint32_t Trials::add(std::vector<std::pair<double, double>> places,
                          std::vector<Premise> premises) {
  const std::unique_lock lock(*mutex_);
  const auto first = static_cast<std::uint32_t>(slots_);
  slots_ += places.size();
  PORISM_REQUIRE(std::all_of(premises.begin(), premises.end(), [&](const Premise& premise) {
    return std::all_of(premise.points.begin(), premise.points.end(),
                       [&](std::uint32_t p) { return p < base_ + slots_; });
  }));
  constructions_.push_back({std::move(places), std::move(premises), first});
  return size() - 1;
}

const Trials::Entry* Trials::entry(std::uint32_t construction) const {
  const std::shared_lock lock(*mutex_);
  return construction < constructions_.size() ? &constructions_[construction] : nullptr;
}

bool Trials::apply(State& state, std::uint32_t construction) const {
  const Entry* known = entry(construction);
  if (known == nullptr) return false;
  const Entry& entry = *known;
  for (std::uint32_t i = 0; i < entry.places.size(); ++i) {
    const auto [x, y] = entry.places[i];
    state.point_of_slot.emplace_back(entry.first_slot + i, state.engine.add_point(x, y));
  }
  state.added.push_back(construction);
  std::vector<Point> points;
  for (const Premise& premise : entry.premises) {
    points.clear();
    for (const std::uint32_t p : premise.points) {
      if (p < base_) {
        points.push_back(static_cast<Point>(p));
        continue;
      }
      const auto found = std::find_if(state.point_of_slot.begin(), state.point_of_slot.end(),
                                      [&](const auto& place) { return place.first == p - base_; });
      if (found == state.point_of_slot.end()) return false;
      points.push_back(found->second);
    }
    state.engine.assume(premise.kind, points, premise.constants);
  }
  return true;
}

namespace {

using Attempt = std::vector<std::uint32_t>;

std::size_t common(const Attempt& a, const Attempt& b) {
  const std::size_t most = std::min(a.size(), b.size());
  std::size_t n = 0;
  while (n < most && a[n] == b[n]) ++n;
  return n;
}

// Counts a thread while it is in run().
class Running {
 public:
  explicit Running(std::atomic<int>& count) : count_(count) { ++count_; }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() { --count_; }

 private:
  std::atomic<int>& count_;
};

std::uint64_t reached(const Engine& engine, std::span<const Statement> goals) {
  std::uint64_t mask = 0;
  for (std::size_t g = 0; g < goals.size(); ++g) {
    if (engine.holds(goals[g].kind, goals[g].points, goals[g].constants)) mask |= 1ULL << g;
  }
  return mask;
}

std::uint32_t equations_of(const Engine& engine) {
  std::uint32_t sum = 0;
  for (std::size_t t = 0; t < kTables; ++t) sum += engine.table(static_cast<Table>(t)).version();
  return sum;
}

}  // namespace

template <class Visit>
void Trials::make(std::span<const Attempt> attempts, const Limits& limits, Visit visit) const {
  const Running running(*running_);
  // Closures of what the attempt just done has in common with its successor, shortest first.
  std::vector<State> shared;
  const auto cancelled = [&] {
    return limits.cancel != nullptr && limits.cancel->load(std::memory_order_relaxed);
  };
  for (std::size_t i = 0; i < attempts.size() && !cancelled(); ++i) {
    const Attempt& attempt = attempts[i];
    const std::size_t kept = i == 0 ? 0 : common(attempts[i - 1], attempt);
    while (!shared.empty() && shared.back().added.size() > kept) shared.pop_back();
    const std::size_t wanted = i + 1 < attempts.size() ? common(attempt, attempts[i + 1]) : 0;
    State state = shared.empty() ? State{engine_, {}, {}} : shared.back();
    bool sound = true;
    for (std::size_t n = state.added.size(); n < attempt.size() && sound; ++n) {
      sound = apply(state, attempt[n]);
      if (n + 1 == wanted && sound) {
        state.engine.saturate(limits);
        shared.push_back(state);
      }
    }
    if (!sound) continue;
    if (attempt.size() != wanted) state.engine.saturate(limits);
    visit(i, state.engine);
  }
}

std::vector<std::uint64_t> Trials::run(std::span<const Attempt> attempts,
                                       std::span<const Statement> goals,
                                       const Limits& limits) const {
  PORISM_REQUIRE(goals.size() <= kMostGoals);
  std::vector<std::uint64_t> masks(attempts.size(), 0);
  make(attempts, limits,
       [&](std::size_t i, const Engine& engine) { masks[i] = reached(engine, goals); });
  return masks;
}

std::vector<Observation> Trials::observe(std::span<const Attempt> attempts,
                                         std::span<const Statement> goals,
                                         const Limits& limits) const {
  PORISM_REQUIRE(goals.size() <= kMostGoals);
  std::vector<Observation> observations(attempts.size());
  make(attempts, limits, [&](std::size_t i, const Engine& engine) {
    Observation& seen = observations[i];
    seen.mask = reached(engine, goals);
    seen.equations = equations_of(engine) - equations_of(engine_);
    if (!goals.empty()) seen.residual = engine.residual(goals[0]);
    const Journal& journal = engine.journal();
    for (std::uint32_t n = engine_.journal().size(); n < journal.size(); ++n) {
      const Fact& fact = journal.fact(n);
      if (fact.rule == Rule::given) continue;
      ++seen.facts;
      const std::span<const Point> points = journal.points(fact);
      if (std::all_of(points.begin(), points.end(), [&](Point p) { return p < base_; })) {
        ++seen.old_facts;
      }
    }
  });
  return observations;
}

}  // namespace porism
