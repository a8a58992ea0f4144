// Contracts: PORISM_REQUIRE(condition) checks what a function requires of its caller.
//
// Checked in builds with PORISM_CONTRACTS (those of the core's own tests and of the sanitizers),
// where a violation throws; compiled out in the extension module, whose bindings check what comes
// from Python.

#pragma once

#include <stdexcept>
#include <string>

namespace porism {

class ContractViolation : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

#ifdef PORISM_CONTRACTS
inline void require(bool holds, const char* condition, const char* file, int line) {
  if (holds) return;
  throw ContractViolation(std::string(file) + ':' + std::to_string(line) + ": requires " +
                          condition);
}
#define PORISM_REQUIRE(condition) ::porism::require((condition), #condition, __FILE__, __LINE__)
#else
#define PORISM_REQUIRE(condition) static_cast<void>(0)
#endif

}  // namespace porism
