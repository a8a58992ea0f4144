// A vector whose copies have room to grow. A closed figure is cloned in order to add a point to it;
// a plain copy has no room, so that the first element added to each of its vectors would move it.

#pragma once

#include <vector>

namespace porism {

template <class T>
class Roomy : public std::vector<T> {
 public:
  using std::vector<T>::vector;
  Roomy(const Roomy& other) : std::vector<T>() {
    if (other.empty()) return;
    this->reserve(other.size() + other.size() / 4 + 8);
    this->insert(this->end(), other.begin(), other.end());
  }
  Roomy(Roomy&&) noexcept = default;
  Roomy& operator=(const Roomy&) = default;
  Roomy& operator=(Roomy&&) noexcept = default;
  ~Roomy() = default;
};

}  // namespace porism
