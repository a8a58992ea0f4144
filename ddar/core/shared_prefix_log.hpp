// Append-only lists. Copies share the prefix that was there when the list was last archived, so
// that the clone of a closed figure copies only what came since.

#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

#include "contract.hpp"

namespace porism {

// The archived prefix is not owned. Its buffer belongs to `Engine::archive_` and must outlive this
// list and every copy.
template <class T>
class SharedPrefixLog {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  [[nodiscard]] std::size_t size() const { return before_.size() + own_.size(); }
  [[nodiscard]] const T& operator[](std::size_t i) const {
    return i < before_.size() ? before_[i] : own_[i - before_.size()];
  }
  // require: the elements were appended without an archive() in between.
  [[nodiscard]] std::span<const T> slice(std::size_t first, std::size_t count) const {
    PORISM_REQUIRE(first + count <= size());
    PORISM_REQUIRE(first >= before_.size() || first + count <= before_.size());
    if (first < before_.size()) return before_.subspan(first, count);
    return std::span<const T>(own_).subspan(first - before_.size(), count);
  }

  void push_back(const T& value) {
    if (own_.capacity() == 0) own_.reserve(kRoom);
    own_.push_back(value);
  }
  void append(std::span<const T> values) {
    if (own_.capacity() == 0) own_.reserve(kRoom + values.size());
    own_.insert(own_.end(), values.begin(), values.end());
  }
  // Drop the newest elements. require: they were appended after the last archive().
  void shrink(std::size_t size) {
    PORISM_REQUIRE(size >= before_.size() && size <= this->size());
    own_.resize(size - before_.size());
  }

  [[nodiscard]] std::size_t own_bytes() const { return own_.size() * sizeof(T); }
  [[nodiscard]] std::size_t bytes() const { return padded(size() * sizeof(T)); }
  // Copy everything to memory that is never written again; returns its end.
  std::byte* archive(std::byte* to) {
    T* first = reinterpret_cast<T*>(to);
    T* last = std::uninitialized_copy(before_.begin(), before_.end(), first);
    last = std::uninitialized_copy(own_.begin(), own_.end(), last);
    std::byte* end = to + bytes();
    before_ = {first, last};
    own_.clear();
    return end;
  }

 private:
  static constexpr std::size_t kRoom = 24;
  static constexpr std::size_t padded(std::size_t bytes) {
    constexpr std::size_t step = alignof(std::max_align_t);
    return (bytes + step - 1) / step * step;
  }

  std::span<const T> before_;
  std::vector<T> own_;
};

}  // namespace porism
