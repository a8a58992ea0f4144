// Native work that ends when Python wants it to.

#pragma once

#include <nanobind/nanobind.h>

#include <chrono>
#include <exception>
#include <functional>

#include "stop.hpp"

namespace porism::python {

// Ctrl-C, or an exception ordered for this thread, reaches Python between two of its own
// instructions, so a long native call would put it off. Called now and then while the interpreter
// is released, this enters it every few hundredths of a second to carry out a function that does
// nothing, which is where such orders are obeyed. It then says that the work shall end.
class Interrupts {
 public:
  bool operator()();
  void raise() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kBetween{50};
  Clock::time_point next_ = Clock::now() + kBetween;
  std::exception_ptr error_;
};

// Do work(stop) with the interpreter released, and raise what has ended it.
template <class Work>
void interruptible(Work work) {
  Interrupts interrupts;
  {
    const nanobind::gil_scoped_release release;
    work(Stop(std::ref(interrupts)));
  }
  interrupts.raise();
}

}  // namespace porism::python
