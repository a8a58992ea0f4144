#include "figures.hpp"

#include <map>
#include <sstream>
#include <stdexcept>

namespace porism::bench {

namespace {

Kind kind_of(const std::string& name) {
  for (std::size_t i = 0; i < kKindNames.size(); ++i) {
    if (kKindNames[i] == name) return static_cast<Kind>(i);
  }
  throw std::runtime_error("no predicate " + name);
}

Rational number(const std::string& word) {
  const auto slash = word.find('/');
  if (slash == std::string::npos) return {std::stoll(word), 1};
  return {std::stoll(word.substr(0, slash)), std::stoll(word.substr(slash + 1))};
}

class Reader {
 public:
  void line(const std::string& text) {
    std::istringstream words(text);
    std::string word;
    if (!(words >> word)) return;
    if (word == "problem") {
      figures_.emplace_back();
      words >> figures_.back().name;
      number_of_.clear();
      part_ = 0;
      return;
    }
    if (figures_.empty()) figures_.push_back({"figure", {}, {}});
    FigureText& figure = figures_.back();
    if (word == "extra") {
      figure.extras.emplace_back();
      ++part_;
      return;
    }
    Part& part = part_ == 0 ? figure.base : figure.extras.back();
    if (word == "point") {
      std::string name;
      double x = 0;
      double y = 0;
      if (!(words >> name >> x >> y)) throw std::runtime_error("a point without a place");
      const std::size_t first = part_ == 0 ? 0 : figure.base.places.size();
      // Extras reuse numbers: each is added to a clone of its own.
      number_of_[name] = static_cast<Point>(first + part.places.size());
      part.places.emplace_back(x, y);
    } else if (word == "assume") {
      std::string name;
      words >> name;
      Statement statement{kind_of(name), {}, {}};
      while (words >> word) {
        const auto found = number_of_.find(word);
        if (found != number_of_.end()) {
          statement.points.push_back(found->second);
        } else {
          statement.constants.push_back(number(word));
        }
      }
      part.premises.push_back(std::move(statement));
    } else {
      throw std::runtime_error("'" + word + "'");
    }
  }

  std::vector<FigureText> take() { return std::move(figures_); }

 private:
  std::vector<FigureText> figures_;
  std::map<std::string, Point> number_of_;
  std::size_t part_ = 0;
};

}  // namespace

std::vector<FigureText> read_figures(std::istream& in) {
  Reader reader;
  std::string text;
  for (std::size_t row = 1; std::getline(in, text); ++row) {
    try {
      reader.line(text);
    } catch (const std::exception& error) {
      throw std::runtime_error("line " + std::to_string(row) + ": " + error.what());
    }
  }
  return reader.take();
}

void enter(Engine& engine, const Part& part) {
  for (const auto& [x, y] : part.places) engine.add_point(x, y);
  for (const Statement& s : part.premises) engine.assume(s.kind, s.points, s.constants);
}

}  // namespace porism::bench
