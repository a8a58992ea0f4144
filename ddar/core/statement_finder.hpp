// Statements of one figure, kind by kind. statements.hpp says what for.
//
// Each kind has a function in one of the files statements*.cpp. They run in the order of `run`: all
// draw from one generator, and what is drawn depends on what was drawn before.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine.hpp"
#include "statement_draw.hpp"
#include "statements.hpp"

namespace porism {

class StatementFinder {
 public:
  // `open`: of statements that the figure shows and the closure lacks.
  StatementFinder(const Engine& engine, const DrawOptions& options, bool open)
      : engine_(engine),
        figure_(engine.figure()),
        most_(options.most),
        open_(open),
        points_(static_cast<Point>(figure_.size())),
        dice_(options.seed) {}

  std::vector<Statement> run();

 private:
  // `key` is what is compared: the fingerprint `exact`, or for conjectures the value.
  struct Segment {
    Point a, b;
    Residue key, exact;
    double value;  // direction or length
  };

  // An angle va -> vb, or a ratio va : vb.
  struct Corner {
    Point v, a, b;
    Residue key, exact;
    Residue first, second;  // keys of va and vb
  };

  // Of two points (statements_of_pairs.cpp).
  void list_segments();
  void lines();
  void perpendiculars();
  void equal_lengths();
  void midpoints();
  void constant_ratios();
  void constant_ratio(const Segment& s, const Segment& t, std::uint32_t& room);

  // Of corners (statements_of_corners.cpp).
  void angles();
  void constant_angle(const Corner& c, std::uint32_t& room);
  void ratios();

  // Of candidates and facts that are listed already (statements.cpp).
  void circles();
  void triangles();

  Residue fingerprint(Table table, Point a, Point b) const {
    return engine_.table(table).fingerprint(kConstants + pair_index(a, b));
  }
  Segment segment(Table table, Point a, Point b, double value) const;

  // Keep a statement that holds (a conjecture: that does not). Returns whether there is room left.
  bool offer(Kind kind, std::vector<Point> points, std::vector<Rational> constants,
             std::uint32_t& room);
  bool is_new(Kind kind, const std::vector<Point>& points) const;

  // Draw two members of a group of equals, again and again, as long as `take` says so: any two, or
  // for conjectures two that are not known to be equal.
  template <class T, class Take>
  void draw(const std::vector<T>& items, Range group, Take take) {
    constexpr std::size_t kMostTries = 64;
    std::vector<std::size_t> members;
    for (std::size_t i = group.first; i < group.second; ++i) {
      const bool known = open_ && std::any_of(members.begin(), members.end(), [&](auto j) {
                           return items[i].exact == items[j].exact;
                         });
      if (!known) members.push_back(i);
    }
    const std::size_t size = members.size();
    if (size < 2) return;
    const std::size_t tries = std::min(kMostTries, size * (size - 1) / 2);
    for (std::size_t n = 0; n < tries; ++n) {
      const std::size_t i = dice_.below(size);
      std::size_t j = dice_.below(size - 1);
      if (j >= i) ++j;
      if (!take(members[i], members[j])) return;
    }
  }

  // Corners of one kind: for each vertex, pairs of points around it.
  template <class Make>
  std::vector<Corner> corners(Make make) {
    std::vector<Corner> result;
    result.reserve(std::size_t{points_} * pair_count(points_));
    for (Point v = 0; v < points_; ++v) {
      for (Point b = 0; b < points_; ++b) {
        if (b == v || figure_.coincide(v, b)) continue;
        for (Point a = 0; a < b; ++a) {
          if (a == v || figure_.coincide(v, a)) continue;
          if (const auto corner = make(v, a, b)) result.push_back(*corner);
        }
      }
    }
    dice_.shuffle(result);
    return result;
  }

  // Offer pairs of corners with equal keys, as long as `offer_pair` returns that there is room.
  template <class Offer>
  void match(std::vector<Corner>& list, Offer offer_pair) {
    leave_out_singles(list);
    auto order = groups(list);
    dice_.shuffle(order);
    for (const auto& group : order) {
      bool room = true;
      draw(list, group, [&](std::size_t i, std::size_t j) {
        const Corner& s = list[i];
        const Corner& t = list[j];
        // parallel sides, or equal ones: nothing but a consequence of these
        if (s.first == t.first || s.second == t.second) return true;
        return room = offer_pair(s, t);
      });
      if (!room) return;
    }
  }

  const Engine& engine_;
  const Figure& figure_;
  std::uint32_t most_;
  bool open_;
  Point points_;
  Dice dice_;
  std::vector<Segment> directions_, lengths_;          // in groups of equal keys
  std::vector<Residue> direction_keys_, length_keys_;  // of pairs
  std::vector<Range> parallel_, equal_;
  std::vector<Statement> found_;
};

}  // namespace porism
