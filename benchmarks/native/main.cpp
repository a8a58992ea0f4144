// porism-bench: closes figures and says how long that took, without Python in between.
//
//     porism-bench close   [OPTIONS] FILE   name points facts rounds stopped signature us us_median
//     porism-bench warm    [OPTIONS] FILE   name points close_us clone_us extra extend_us
//     rebuild_us porism-bench threads [OPTIONS] FILE   figures one_us two_us (wall clock, best of
//     the runs) porism-bench listing [OPTIONS] FILE   name points list_us close_us porism-bench
//     spawn COMMAND ARGS...    processor_us wall_us peak_kib status, of another program
//
//     --runs N     times each figure is closed (default 1); the least time is told
//     --sines      with the law of sines
//
// Times are seconds of this thread's processor, in microseconds, so that other programs on the
// machine disturb them less; a closure includes listing the figure's candidates. `signature` is
// a hash of all facts with their reasons: equal signatures mean equal deductions.

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <thread>

#include "figures.hpp"

namespace porism::bench {
namespace {

struct Settings {
  int runs = 1;
  Options options;
};

double processor_us() {
  std::timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e6 * static_cast<double>(now.tv_sec) + 1e-3 * static_cast<double>(now.tv_nsec);
}

double wall_us() {
  using namespace std::chrono;
  return duration<double, std::micro>(steady_clock::now().time_since_epoch()).count();
}

struct Times {
  std::vector<double> all;
  template <class Work>
  void take(Work work) {
    const double start = processor_us();
    work();
    all.push_back(processor_us() - start);
  }
  double least() const { return *std::min_element(all.begin(), all.end()); }
  double median() const {
    auto sorted = all;
    std::sort(sorted.begin(), sorted.end());
    return sorted[sorted.size() / 2];
  }
};

std::uint64_t signature(const Engine& engine) {
  std::uint64_t hash = 1469598103934665603ULL;
  const auto mix = [&](std::uint64_t value) { hash = (hash ^ value) * 1099511628211ULL; };
  const Journal& journal = engine.journal();
  for (std::uint32_t number = 0; number < journal.size(); ++number) {
    const Fact& fact = journal.fact(number);
    mix(static_cast<std::uint64_t>(fact.kind) << 8 | static_cast<std::uint64_t>(fact.rule));
    for (const Point p : journal.points(fact)) mix(p);
    for (const Point p : journal.substitution(fact)) mix(p);
    for (const Rational& r : journal.constants(fact)) {
      mix(static_cast<std::uint64_t>(r.numerator));
      mix(static_cast<std::uint64_t>(r.denominator));
    }
  }
  return hash;
}

StopReason close(Engine& engine) { return engine.saturate(Limits{600.0, 10'000'000, nullptr}); }

Engine closed(const Part& base, const Settings& settings) {
  Engine engine(settings.options);
  enter(engine, base);
  close(engine);
  return engine;
}

void run_close(const FigureText& figure, const Settings& settings) {
  Times times;
  std::optional<Engine> engine;
  StopReason reason{};
  for (int run = 0; run < settings.runs; ++run) {
    engine.reset();
    times.take([&] {
      engine.emplace(settings.options);
      enter(*engine, figure.base);
      reason = close(*engine);
    });
  }
  std::printf("%s\t%zu\t%u\t%u\t%s\t%016llx\t%.1f\t%.1f\n", figure.name.c_str(),
              engine->figure().size(), engine->journal().size(), engine->stats().rounds,
              kStopNames[static_cast<std::size_t>(reason)].data(),
              static_cast<unsigned long long>(signature(*engine)), times.least(), times.median());
}

void run_listing(const FigureText& figure, const Settings& settings) {
  Times listing;
  Times closing;
  for (int run = 0; run < settings.runs; ++run) {
    Engine engine(settings.options);
    listing.take([&] { enter(engine, figure.base); });
    closing.take([&] { close(engine); });
  }
  std::printf("%s\t%zu\t%.1f\t%.1f\n", figure.name.c_str(), figure.base.places.size(),
              listing.least(), closing.least());
}

void run_warm(const FigureText& figure, const Settings& settings) {
  const Engine base = closed(figure.base, settings);
  const auto cold = [&](const Part* extra) {
    Times times;
    for (int run = 0; run < settings.runs; ++run) {
      std::optional<Engine> engine;
      times.take([&] {
        engine.emplace(settings.options);
        enter(*engine, figure.base);
        if (extra != nullptr) enter(*engine, *extra);
        close(*engine);
      });
    }
    return times.least();
  };
  const double closure = cold(nullptr);
  Times cloning;
  constexpr int kBatch = 16;  // a clone is short beside a look at the clock
  for (int run = 0; run < settings.runs; ++run) {
    std::vector<Engine> clones;
    clones.reserve(kBatch);
    cloning.take([&] {
      for (int i = 0; i < kBatch; ++i) clones.push_back(base);
    });
  }
  for (std::size_t i = 0; i < figure.extras.size(); ++i) {
    Times times;
    for (int run = 0; run < settings.runs; ++run) {
      Engine engine = base;
      times.take([&] {
        enter(engine, figure.extras[i]);
        close(engine);
      });
    }
    std::printf("%s\t%zu\t%.1f\t%.2f\t%zu\t%.1f\t%.1f\n", figure.name.c_str(),
                figure.base.places.size(), closure, cloning.least() / kBatch, i, times.least(),
                cold(&figure.extras[i]));
  }
}

// All figures on one thread, then all figures on each of two threads at once. The runs of the
// two kinds alternate, and the best of each is told.
void run_threads(const std::vector<FigureText>& figures, const Settings& settings) {
  const auto work = [&] {
    for (const FigureText& figure : figures) closed(figure.base, settings);
  };
  double one = 1e300;
  double two = 1e300;
  for (int run = 0; run < settings.runs; ++run) {
    double start = wall_us();
    std::thread(work).join();
    one = std::min(one, wall_us() - start);
    start = wall_us();
    std::thread first(work);
    std::thread second(work);
    first.join();
    second.join();
    two = std::min(two, wall_us() - start);
  }
  std::printf("%zu\t%.1f\t%.1f\n", figures.size(), one, two);
}

// Runs another program with nothing to read and nowhere to write. A child's peak memory counts
// that of its parent before it became the other program, so the parent had better be small.
int run_spawn(char** command) {
  const double start = wall_us();
  const pid_t child = fork();
  if (child == 0) {
    const int nothing = open("/dev/null", O_RDWR);
    for (const int place : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nothing, place);
    execv(command[0], command);
    _exit(127);
  }
  int status = 0;
  rusage used{};
  if (child < 0 || wait4(child, &status, 0, &used) < 0) throw std::runtime_error("cannot run it");
  const double wall = wall_us() - start;
  const auto us = [](const timeval& t) {
    return 1e6 * static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec);
  };
  std::printf("%.0f\t%.0f\t%ld\t%d\n", us(used.ru_utime) + us(used.ru_stime), wall, used.ru_maxrss,
              WIFEXITED(status) ? WEXITSTATUS(status) : -1);
  return 0;
}

int run(int count, char** words) {
  if (count > 2 && std::strcmp(words[1], "spawn") == 0) return run_spawn(words + 2);
  Settings settings;
  std::string command;
  std::string file;
  for (int i = 1; i < count; ++i) {
    if (std::strcmp(words[i], "--runs") == 0 && i + 1 < count) {
      settings.runs = std::max(1, std::atoi(words[++i]));
    } else if (std::strcmp(words[i], "--sines") == 0) {
      settings.options.sines = true;
    } else if (command.empty()) {
      command = words[i];
    } else {
      file = words[i];
    }
  }
  std::ifstream in(file);
  if (!in) {
    std::cerr << "usage: porism-bench close|warm|threads|listing [--runs N] [--sines] FILE\n";
    return 2;
  }
  const auto figures = read_figures(in);
  if (command == "threads") {
    run_threads(figures, settings);
    return 0;
  }
  for (const FigureText& figure : figures) {
    if (command == "close") run_close(figure, settings);
    if (command == "warm") run_warm(figure, settings);
    if (command == "listing") run_listing(figure, settings);
  }
  return 0;
}

}  // namespace
}  // namespace porism::bench

int main(int count, char** words) {
  try {
    return porism::bench::run(count, words);
  } catch (const std::exception& error) {
    std::cerr << "porism-bench: " << error.what() << '\n';
    return 2;
  }
}
