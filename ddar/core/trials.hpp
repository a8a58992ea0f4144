// Trials: many attempts to reach goals by adding auxiliary points to one closed figure.
//
// Trials hold constructions of points, each with coordinates and the premises it asserts. An
// attempt is a list of constructions; it clones the closed figure, adds them, saturates, and
// reports which goals hold then. Consecutive attempts with a common prefix share the closure of
// that prefix. Trials only report what can be reached: a caller that wants a proof derives it
// again, with reasons. Constructions may be added while other threads run attempts.
//
//     Trials trials(engine);
//     trials.add(...) ...                  constructions; later ones may use earlier ones
//     trials.run(attempts, goals, limits)  one bit mask per attempt

#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <shared_mutex>
#include <span>
#include <utility>
#include <vector>

#include "contract.hpp"
#include "engine.hpp"

namespace porism {

// A premise of a construction. A point below `Trials::base()` is a point of the figure; base() + s
// is slot s, that is the s-th point that any of its constructions makes.
struct Premise {
  Kind kind;
  std::vector<std::uint32_t> points;
  std::vector<Rational> constants;
};

inline constexpr std::size_t kMostGoals = 64;  // bits of a mask

// What an attempt has shown besides the goals that it reached (`mask`): how much follows from its
// points, and how far the first goal is from being implied.
struct Observation {
  std::uint64_t mask = 0;
  std::uint32_t facts = 0;      // concluded from the points that were added
  std::uint32_t old_facts = 0;  // of these, those that speak of points of the figure only
  std::uint32_t equations = 0;  // accepted by all tables
  std::uint32_t residual = 0;   // free variables left in the first goal, see Engine::residual
};

class Trials {
 public:
  explicit Trials(const Engine& engine)
      : engine_(engine), base_(static_cast<std::uint32_t>(engine.figure().size())) {}

  [[nodiscard]] std::uint32_t base() const { return base_; }
  [[nodiscard]] std::uint32_t size() const {
    return static_cast<std::uint32_t>(constructions_.size());
  }
  [[nodiscard]] std::uint32_t slots() const { return static_cast<std::uint32_t>(slots_); }

  // Add a construction of points at these places; returns its number. Its points take the next
  // slots. require: premises speak of points of the figure and of slots so far, its own included.
  std::uint32_t add(std::vector<std::pair<double, double>> places, std::vector<Premise> premises);

  // Start attempts from another closure of the same points, as when facts of it are proved.
  // require: as many points as base(); no thread is in run().
  void rebase(const Engine& engine) {
    PORISM_REQUIRE(engine.figure().size() == base_ && *running_ == 0);
    engine_ = engine;
  }

  // The goals that hold after each attempt: bit g of a mask is goal g. An attempt lists
  // constructions in an order in which each uses only earlier ones. The mask is 0 for an
  // ill-ordered attempt and for attempts skipped after cancellation. `limits` bound each
  // saturation. require: at most kMostGoals goals.
  [[nodiscard]] std::vector<std::uint64_t> run(std::span<const std::vector<std::uint32_t>> attempts,
                                               std::span<const Statement> goals,
                                               const Limits& limits) const;

  // The same attempts with all that they show. An attempt without a mask shows nothing.
  [[nodiscard]] std::vector<Observation> observe(
      std::span<const std::vector<std::uint32_t>> attempts, std::span<const Statement> goals,
      const Limits& limits) const;

 private:
  struct Entry {
    std::vector<std::pair<double, double>> places;
    std::vector<Premise> premises;
    std::uint32_t first_slot;
  };
  // A figure with some constructions added, and where their points are.
  struct State {
    Engine engine;
    std::vector<std::uint32_t> added;                            // constructions
    std::vector<std::pair<std::uint32_t, Point>> point_of_slot;  // few, so searched through
  };

  // The construction of that number, or null. Stays where it is when others are added.
  [[nodiscard]] const Entry* entry(std::uint32_t construction) const;
  [[nodiscard]] bool apply(State& state, std::uint32_t construction) const;
  // Make attempts; call visit(number, engine) for each that could be made.
  template <class Visit>
  void make(std::span<const std::vector<std::uint32_t>> attempts, const Limits& limits,
            Visit visit) const;

  Engine engine_;
  std::uint32_t base_;
  std::size_t slots_ = 0;
  std::deque<Entry> constructions_;
  // Threads in run(), for the contract of rebase().
  std::unique_ptr<std::atomic<int>> running_ = std::make_unique<std::atomic<int>>(0);
  std::unique_ptr<std::shared_mutex> mutex_ = std::make_unique<std::shared_mutex>();
};

}  // namespace porism
