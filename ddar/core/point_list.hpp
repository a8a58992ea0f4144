// A list of points that is short as a rule: the points of a line, of a circle. The first ones
// stand in the list itself, so that a figure with fifty such lists is copied with few
// allocations.

#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <vector>

#include "fact.hpp"

namespace porism {

class PointList {
 public:
  PointList() = default;
  PointList(std::initializer_list<Point> points) {
    for (const Point p : points) push_back(p);
  }

  void push_back(Point p) {
    if (size_ < kHere) {
      here_[size_++] = p;
      return;
    }
    if (size_ == kHere) more_.assign(here_.begin(), here_.end());
    more_.push_back(p);
    ++size_;
  }

  [[nodiscard]] const Point* data() const { return size_ > kHere ? more_.data() : here_.data(); }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] const Point* begin() const { return data(); }
  [[nodiscard]] const Point* end() const { return data() + size_; }
  [[nodiscard]] Point operator[](std::size_t i) const { return data()[i]; }
  [[nodiscard]] Point front() const { return data()[0]; }
  [[nodiscard]] Point back() const { return data()[size_ - 1]; }
  [[nodiscard]] bool contains(Point p) const { return std::find(begin(), end(), p) != end(); }

  friend bool operator==(const PointList& u, const PointList& v) {
    return std::equal(u.begin(), u.end(), v.begin(), v.end());
  }

 private:
  static constexpr std::size_t kHere = 12;
  std::array<Point, kHere> here_{};  // all points as long as there are no more
  std::size_t size_ = 0;
  std::vector<Point> more_;  // else all of them
};

}  // namespace porism
