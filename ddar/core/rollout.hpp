// Rollouts: many attempts to reach goals by adding auxiliary points to one closed figure.
//
// A Pool holds constructions of points, each with coordinates and the premises it asserts. An
// attempt is a list of constructions; it clones the closed figure, adds them, saturates, and
// says which goals hold then. Attempts that begin alike and follow each other share the closure
// of what they have in common. The pool only ranks and tries: what an attempt has shown is
// derived again, with reasons, by whoever wants a proof. Constructions may be added while other
// threads run attempts.
//
//     Pool pool(engine);
//     pool.add(...) ...                  constructions; later ones may stand on earlier ones
//     pool.run(attempts, goals, limits)  one bit mask an attempt

#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <shared_mutex>
#include <span>
#include <utility>
#include <vector>

#include "engine.hpp"

namespace porism {

// A premise of a construction. A point below `Pool::base()` is a point of the figure; base() + s
// is slot s of the pool, that is the s-th point that any of its constructions makes.
struct Premise {
  Kind kind;
  std::vector<std::uint32_t> points;
  std::vector<Rational> constants;
};

class Pool {
 public:
  explicit Pool(const Engine& engine)
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
  // require: no thread runs attempts.
  void rebase(const Engine& engine) { engine_ = engine; }

  // The goals that hold after each attempt: bit g of the answer is goal g. An attempt lists
  // constructions in an order in which each stands on earlier ones; one that does not is
  // answered by 0, as is what a raised cancel flag leaves undone. At most 64 goals. `limits` bound
  // each saturation.
  [[nodiscard]] std::vector<std::uint64_t> run(std::span<const std::vector<std::uint32_t>> attempts,
                                               std::span<const Goal> goals,
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

  Engine engine_;
  std::uint32_t base_;
  std::size_t slots_ = 0;
  std::deque<Entry> constructions_;
  std::unique_ptr<std::shared_mutex> mutex_ = std::make_unique<std::shared_mutex>();
};

}  // namespace porism
