// A vector whose copies have spare capacity. A closed figure is cloned in order to add a point to
// it; in a plain copy the first element added to each vector would reallocate it.

#pragma once

#include <vector>

namespace porism {

template <class T>
class SlackVector : public std::vector<T> {
 public:
  using std::vector<T>::vector;
  SlackVector(const SlackVector& other) : std::vector<T>() {
    if (other.empty()) return;
    this->reserve(other.size() + other.size() / 4 + 8);
    this->insert(this->end(), other.begin(), other.end());
  }
  SlackVector(SlackVector&&) noexcept = default;
  SlackVector& operator=(const SlackVector&) = default;
  SlackVector& operator=(SlackVector&&) noexcept = default;
  ~SlackVector() = default;
};

}  // namespace porism
