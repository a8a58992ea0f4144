// porism.geometry.figure._solver: the system of a figure for Python.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <memory>
#include <tuple>

#include "least_squares.hpp"

namespace nb = nanobind;

namespace porism::figure {

namespace {

using Vector = nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Array = nb::ndarray<nb::numpy, double, nb::c_contig>;
using RowTuple =
    std::tuple<int, std::vector<std::tuple<std::uint32_t, std::uint32_t, double>>, double>;

std::span<const double> span_of(const System& system, const Vector& x) {
  if (x.size() != system.coordinates()) throw nb::value_error("positions of other points");
  return {x.data(), x.size()};
}

Array array_of(std::vector<double> values, std::initializer_list<std::size_t> shape) {
  auto owned = std::make_unique<std::vector<double>>(std::move(values));
  double* data = owned->data();
  const nb::capsule owner(owned.release(),
                          [](void* p) noexcept { delete static_cast<std::vector<double>*>(p); });
  return Array(data, shape, owner);
}

void make(System* place, std::size_t points, const std::vector<RowTuple>& tuples, double size) {
  std::vector<Row> rows;
  rows.reserve(tuples.size());
  for (const auto& [value, terms, constant] : tuples) {
    if (value < 0 || value > static_cast<int>(Value::kY)) throw nb::value_error("no such value");
    Row row{static_cast<Value>(value), {}, constant};
    for (const auto& [from, to, factor] : terms) {
      if (from >= points || to >= points) throw nb::index_error("no such point");
      row.terms.push_back({from, to, factor});
    }
    rows.push_back(std::move(row));
  }
  new (place) System(points, std::move(rows), size);
}

std::pair<Array, Array> evaluate(const System& system, const Vector& x) {
  std::vector<double> residuals(system.rows());
  std::vector<double> derivatives(system.rows() * system.coordinates());
  system.evaluate(span_of(system, x), residuals, derivatives);
  return {array_of(std::move(residuals), {system.rows()}),
          array_of(std::move(derivatives), {system.rows(), system.coordinates()})};
}

Array minimise(const System& system, const Vector& x, const std::vector<std::size_t>& free,
               int steps, double spread, const std::vector<Pair>& apart) {
  const std::span<const double> start = span_of(system, x);
  const std::size_t points = system.coordinates() / 2;
  if (std::ranges::any_of(free, [&](std::size_t k) { return k >= system.coordinates(); }) ||
      std::ranges::any_of(apart,
                          [&](const Pair& p) { return p.first >= points || p.second >= points; })) {
    throw nb::index_error("no such point");
  }
  std::vector<double> end;
  {
    const nb::gil_scoped_release others_run;
    end = system.minimise({start.begin(), start.end()}, free, {steps, spread, apart});
  }
  return array_of(std::move(end), {system.coordinates()});
}

}  // namespace

}  // namespace porism::figure

NB_MODULE(_solver, m) {
  using namespace porism::figure;
  m.doc() =
      "Systems of equations between the points of a figure. porism.geometry.figure.system imports "
      "it.";
  nb::class_<System>(m, "System", "Rows over points; see porism.geometry.figure.system.")
      .def("__init__", &make, nb::arg("points"), nb::arg("rows"), nb::arg("size"))
      .def("evaluate", &evaluate, nb::arg("x"))
      .def("minimise", &minimise, nb::arg("x"), nb::arg("free"), nb::arg("steps"),
           nb::arg("spread"), nb::arg("apart"));
}
