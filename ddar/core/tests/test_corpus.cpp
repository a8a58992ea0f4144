// The whole corpus through the core, for the sanitizers. A line of the dump is one of
//
//     problem NAME
//     point X Y
//     given KIND n POINT... m NUMERATOR DENOMINATOR ...
//     end

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "check.hpp"
#include "engine.hpp"
#include "explain.hpp"
#include "tests.hpp"

namespace porism::tests {

namespace {

void read_given(std::istringstream& words, Engine& engine) {
  std::string name;
  std::size_t count = 0;
  words >> name >> count;
  std::vector<Point> points(count);
  for (Point& p : points) words >> p;
  words >> count;
  std::vector<Rational> constants(count);
  for (Rational& q : constants) words >> q.numerator >> q.denominator;
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds[i].name == name) engine.assume(static_cast<Kind>(i), points, constants);
  }
}

// Explain the newest angle equation, clone, put a point into the clone and close it again.
void exercise(Engine& engine) {
  Limits limits;
  limits.seconds = 60.0;
  CHECK(engine.saturate(limits) == StopReason::saturated);
  const Journal& journal = engine.journal();
  if (journal.size() != 0) {
    const Fact& last = journal.fact(journal.size() - 1);
    Explainer explainer(engine, Table::angle);
    visit_facets(last.kind, journal.points(last), journal.constants(last),
                 [&](const Equation& equation) {
                   if (equation.table == Table::angle)
                     static_cast<void>(explainer.explain(equation));
                 });
  }
  Engine clone = engine;
  const auto& figure = engine.figure();
  if (figure.size() < 2) return;
  const Point m = clone.add_point((figure.x(0) + figure.x(1)) / 2, (figure.y(0) + figure.y(1)) / 2);
  clone.assume(Kind::midp, std::array<Point, 3>{m, 0, 1}, {});
  CHECK(clone.saturate(limits) == StopReason::saturated);
}

}  // namespace

bool test_corpus(const char* path) {
  std::ifstream file(path);
  if (!file) return false;
  for (const bool sines : {false, true}) {
    file.clear();
    file.seekg(0);
    Engine engine;
    std::string line;
    while (std::getline(file, line)) {
      std::istringstream words(line);
      std::string word;
      words >> word;
      if (word == "problem") {
        Options options;
        options.sines = sines;
        engine = Engine(options);
      } else if (word == "point") {
        double x = 0;
        double y = 0;
        words >> x >> y;
        engine.add_point(x, y);
      } else if (word == "given") {
        read_given(words, engine);
      } else if (word == "end" && (!sines || engine.figure().size() <= 16)) {
        exercise(engine);
      }
    }
  }
  return true;
}

}  // namespace porism::tests
