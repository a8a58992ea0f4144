// The only file that sees Python: binds the native engine as ddar._core.
#include <nanobind/nanobind.h>

NB_MODULE(_core, m) { m.doc() = "Native core of the Porism engine."; }
