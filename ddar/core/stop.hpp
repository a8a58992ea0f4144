// How whoever waits for long work can end it.

#pragma once

#include <functional>

namespace porism {

// Asked now and then by the thread that works: whether it shall end. May be empty: never.
using Stop = std::function<bool()>;

}  // namespace porism
