// Figures to close, as text: the input language of the published engine, and two words more.
//
//     problem NAME              begins a figure (a file of one figure may leave it out)
//     point NAME X Y
//     assume PREDICATE ARGS     points, then constants as integers or fractions n/d
//     extra                     what follows is added to the figure once it is closed

#pragma once

#include <istream>
#include <string>
#include <utility>
#include <vector>

#include "engine.hpp"

namespace porism::bench {

struct Statement {
  Kind kind;
  std::vector<Point> points;
  std::vector<Rational> constants;
};

// Points and what is known of them.
struct Part {
  std::vector<std::pair<double, double>> places;
  std::vector<Statement> premises;
};

struct FigureText {
  std::string name;
  Part base;
  std::vector<Part> extras;  // each by itself stands on the base
};

// Throws std::runtime_error with the number of the line that cannot be read.
std::vector<FigureText> read_figures(std::istream& in);

void enter(Engine& engine, const Part& part);

}  // namespace porism::bench
