// Which loci are made to meet, and which of their meetings are worth a place. See meetings.hpp.

#include "meetings.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "contract.hpp"
#include "field.hpp"
#include "pairing.hpp"

namespace porism {

namespace {

constexpr double kFar = 8.0;            // figures have size 1; points farther out are left alone
constexpr double kApart = 1e-5;         // from points of the figure
constexpr double kFlatCrossing = 2e-3;  // sine of the smallest angle at which loci may cross
constexpr double kGrid = 2e6;
constexpr std::size_t kAhead = 24;  // crossings, whose slots are on their way from memory
constexpr std::size_t kKinds = static_cast<std::size_t>(LocusKind::count);

using Number = std::uint32_t;

// What makes it plain to define a point by loci of two kinds. The bonuses are what successful
// points of a few dozen classical problems have more often than others. Of the middle bisector of a
// segment and a line that is not the segment's it is less (plainness).
constexpr double kMidpoint = 1.2;
constexpr double kMiddleBisectorAndLine = 0.3;
constexpr std::array<std::array<double, kKinds>, kKinds> bonuses() {
  std::array<std::array<double, kKinds>, kKinds> of{};
  const auto set = [&of](LocusKind p, LocusKind q, double bonus) {
    of[static_cast<std::size_t>(p)][static_cast<std::size_t>(q)] = bonus;
  };
  using enum LocusKind;
  set(perpendicular_bisector, perpendicular_bisector, 1.5);  // circumcentre
  set(line, perpendicular_bisector, kMidpoint);
  set(line, line, 0.5);
  set(parallel, parallel, 1.0);                    // parallelogram
  set(perpendicular, perpendicular, 0.7);          // orthocentre
  set(internal_bisector, internal_bisector, 0.7);  // incentre
  set(external_bisector, external_bisector, 0.7);
  set(internal_bisector, external_bisector, 0.7);  // excentre
  set(centred_through, centred_through, 0.7);      // reflection
  return of;
}
constexpr auto kBonuses = bonuses();

float plainness(const Locus& p, const Locus& q) {
  double bonus = kBonuses[static_cast<std::size_t>(p.kind)][static_cast<std::size_t>(q.kind)];
  if (p.kind == LocusKind::line && q.kind == LocusKind::perpendicular_bisector) {
    const std::uint64_t ends = 1ULL << q.points[0] | 1ULL << q.points[1];
    if ((p.members & ends) != ends) bonus = kMiddleBisectorAndLine;
  }
  const bool second = !q.straight() && (p.members & q.members) != 0;  // besides a known one
  return static_cast<float>(p.weight + q.weight + bonus + (second ? 0.5 : 0.0));
}

bool is_near(const Place& p) { return std::abs(p.x) < kFar && std::abs(p.y) < kFar; }

bool is_at(const Place& p, const Place& q) {
  return std::abs(q.x - p.x) + std::abs(q.y - p.y) < kApart;
}

std::uint64_t cell_of(const Place& p) {
  const auto below = [](double value) {
    const double moved = value * kGrid + 0.123;
    const auto whole = static_cast<std::int32_t>(moved);  // at most 8 x kGrid
    return whole - (moved < whole ? 1 : 0);
  };
  return static_cast<std::uint64_t>(static_cast<std::int64_t>(below(p.x))) << 32 ^
         static_cast<std::uint32_t>(below(p.y));
}

std::uint64_t hash(std::uint64_t key) {
  key *= kGoldenRatio;
  return key ^ key >> 32;
}

// What is known of the meetings at a place: the plainest and how many, and a bound on its rank from
// it. Plainness is counted in steps, rounded up.
class Known {
 public:
  static constexpr unsigned kSteps = 50;  // of one
  static constexpr unsigned kMost = 13;   // meetings that are counted
  static constexpr unsigned kGreatest = 0xFFF + kSteps / 2 * (kMost - 1);

  static unsigned steps(float rank) { return static_cast<unsigned>(rank * kSteps + 0.999F); }
  static std::uint16_t plain(float prior) { return static_cast<std::uint16_t>(steps(prior) << 4); }
  [[nodiscard]] bool none() const { return known_ == 0; }
  [[nodiscard]] unsigned bound() const {
    return none() ? 0 : (known_ >> 4) + kSteps / 2 * ((known_ & 15U) - 1);
  }
  void add(std::uint16_t prior) {
    const auto meetings = static_cast<std::uint16_t>(std::min<unsigned>((known_ & 15U) + 1, kMost));
    known_ = static_cast<std::uint16_t>(std::max<int>(known_ & ~15, prior & ~15) | meetings);
  }

 private:
  std::uint16_t known_ = 0;
};

// What is known of places by their hashes. Now and then two places are taken for one.
class Tally {
 public:
  explicit Tally(std::size_t meetings) : slots_(std::bit_ceil(meetings + meetings / 3 + 1)) {}

  // Have the slot of a place brought near that will be asked for soon.
  void prefetch(std::size_t hash) const {
    __builtin_prefetch(&slots_[hash & (slots_.size() - 1)], 1);
  }

  // Count a meeting; return the slot of its place.
  std::size_t add(Number hash, std::uint16_t tag, std::uint16_t prior) {
    std::size_t slot = hash & (slots_.size() - 1);
    while (!slots_[slot].known.none() && slots_[slot].tag != tag) {
      slot = (slot + 1) & (slots_.size() - 1);
    }
    slots_[slot].tag = tag;
    slots_[slot].known.add(prior);
    return slot;
  }

  [[nodiscard]] unsigned bound(std::size_t slot) const { return slots_[slot].known.bound(); }

  // The greatest bound that at least so many places reach; 0 if there are fewer.
  [[nodiscard]] unsigned bound_of_best(std::size_t wanted) const {
    std::vector<std::size_t> having(Known::kGreatest + 1);
    for (const Slot& slot : slots_) ++having[slot.known.bound()];
    std::size_t sum = 0;
    for (unsigned bound = Known::kGreatest; bound > 0; --bound) {
      sum += having[bound];
      if (sum >= wanted) return bound;
    }
    return 0;
  }

 private:
  struct Slot {
    std::uint16_t tag = 0;
    Known known;
  };
  std::vector<Slot> slots_;
};

// Places by number, each cell of the grid one place.
class Places {
 public:
  static constexpr Number kTaken = 0xFFFFFFFF;

  Places(std::span<const Place> at, std::vector<Place>& places) : at_(at), places_(places) {}

  // The number of a place; kTaken where a point of the figure is.
  Number number_of(const Place& place) {
    const std::uint64_t key = cell_of(place);
    if (2 * (filled_ + 1) > slots_.size()) grow();
    std::size_t slot = hash(key) & (slots_.size() - 1);
    while (slots_[slot].number != kEmpty) {
      if (slots_[slot].key == key) return slots_[slot].number;
      slot = (slot + 1) & (slots_.size() - 1);
    }
    const bool taken =
        std::any_of(at_.begin(), at_.end(), [&](const Place& p) { return is_at(place, p); });
    const Number number = taken ? kTaken : static_cast<Number>(places_.size());
    if (!taken) places_.push_back(place);
    slots_[slot] = {key, number};
    ++filled_;
    return number;
  }

 private:
  static constexpr Number kEmpty = 0xFFFFFFFE;
  struct Slot {
    std::uint64_t key = 0;
    Number number = kEmpty;
  };

  void grow() {
    std::vector<Slot> old(std::max<std::size_t>(4096, 2 * slots_.size()));
    old.swap(slots_);
    for (const Slot& s : old) {
      if (s.number == kEmpty) continue;
      std::size_t slot = hash(s.key) & (slots_.size() - 1);
      while (slots_[slot].number != kEmpty) slot = (slot + 1) & (slots_.size() - 1);
      slots_[slot] = s;
    }
  }

  std::span<const Place> at_;
  std::vector<Place>& places_;
  std::vector<Slot> slots_;
  std::size_t filled_ = 0;
};

// A common point of two loci before places are told apart.
struct Crossing {
  Number slot;  // of Tally; before that part of the hash
  Number first, second;
  std::uint16_t tag;    // more of the hash
  std::uint16_t prior;  // Known::plain, and which of the two points of cross() it is

  [[nodiscard]] std::size_t which() const { return prior & 1U; }
};

std::vector<Crossing> crossings_of(std::span<const Place> at, const Pairing& pairing,
                                   const std::vector<Locus>& loci, const Stop& stop) {
  std::size_t pairs = 0;
  pairing.each(stop, [&](Number, Number) { ++pairs; });
  std::vector<Crossing> found;
  found.reserve(pairs + pairs / 4);
  pairing.each(stop, [&](Number i, Number j) {
    const Locus& p = loci[i];
    const Locus& q = loci[j];
    const std::uint64_t shared = p.members & q.members;
    if (q.straight() && shared != 0) return;  // they meet in a point of the figure
    const std::array<Place, 2> common = cross(p, p.at, q, q.at);
    for (std::uint16_t which = 0; which < 2; ++which) {
      const Place& place = common[which];
      if (!is_near(place)) continue;
      bool taken = false;
      for (std::uint64_t rest = shared; rest != 0; rest &= rest - 1) {
        taken = taken || is_at(place, at[static_cast<std::size_t>(std::countr_zero(rest))]);
      }
      if (taken) continue;
      const std::uint64_t key = hash(cell_of(place));
      found.push_back({static_cast<Number>(key), i, j, static_cast<std::uint16_t>(key >> 48),
                       static_cast<std::uint16_t>(Known::plain(plainness(p, q)) | which)});
    }
  });
  return found;
}

// Tell places apart, and rank them, where the tally has this bound at least.
void sort_into_places(Meetings& met, std::span<const Place> at,
                      const std::vector<Crossing>& crossings, const Tally& tally, unsigned bound) {
  met.places.clear();
  met.all.clear();
  Places places(at, met.places);
  for (std::size_t k = 0; k < crossings.size(); ++k) {
    const Crossing& c = crossings[k];
    if (k + kAhead < crossings.size()) tally.prefetch(crossings[k + kAhead].slot);
    if (tally.bound(c.slot) < bound) continue;
    const Locus& p = met.loci[c.first];
    const Locus& q = met.loci[c.second];
    const Number number = places.number_of(cross(p, p.at, q, q.at)[c.which()]);
    if (number != Places::kTaken) met.all.push_back({number, c.first, c.second, plainness(p, q)});
  }
  std::vector<Number> count(met.places.size());
  met.ranks.assign(met.places.size(), 0);
  for (const Meeting& m : met.all) {
    met.ranks[m.place] = std::max(met.ranks[m.place], m.prior);
    ++count[m.place];
  }
  for (std::size_t i = 0; i < count.size(); ++i) {
    met.ranks[i] += 0.5F * static_cast<float>(std::min<Number>(count[i], Known::kMost) - 1);
  }
}

}  // namespace

std::array<Place, 2> cross(const Locus& p, const Curve& c, const Locus& q, const Curve& d) {
  const Place none{NAN, NAN};
  if (p.straight() && q.straight()) {
    const double sine = c.u * d.v - c.v * d.u;
    if (std::abs(sine) < kFlatCrossing) return {none, none};
    return {Place{(c.v * d.w - d.v * c.w) / sine, (d.u * c.w - c.u * d.w) / sine}, none};
  }
  if (p.straight()) {
    const double away = c.u * d.u + c.v * d.v + c.w;
    const double half = std::sqrt(d.w * d.w - away * away);
    if (!(half >= kFlatCrossing * d.w)) return {none, none};
    const Place foot{d.u - away * c.u, d.v - away * c.v};
    return {Place{foot.x - half * c.v, foot.y + half * c.u},
            Place{foot.x + half * c.v, foot.y - half * c.u}};
  }
  const double dx = d.u - c.u;
  const double dy = d.v - c.v;
  const double square = dx * dx + dy * dy;
  if (square < 1e-12) return {none, none};
  const double along = (square + c.w * c.w - d.w * d.w) / (2 * square);
  const double across = std::sqrt(c.w * c.w / square - along * along);
  if (!(across * std::sqrt(square) >= kFlatCrossing * std::min(c.w, d.w))) return {none, none};
  return {Place{c.u + along * dx - across * dy, c.v + along * dy + across * dx},
          Place{c.u + along * dx + across * dy, c.v + along * dy - across * dx}};
}

Meetings meetings_of(std::span<const Place> at, std::size_t since, std::size_t most,
                     const Stop& stop) {
  PORISM_REQUIRE(at.size() <= kMostPoints);
  Meetings met;
  met.loci = loci_of(at, since == 0, stop);
  std::vector<Crossing> crossings = crossings_of(at, Pairing(at, since, met.loci), met.loci, stop);
  Tally tally(crossings.size());
  for (std::size_t k = 0; k < crossings.size(); ++k) {
    if (k + kAhead < crossings.size()) tally.prefetch(crossings[k + kAhead].slot);
    Crossing& c = crossings[k];
    c.slot = static_cast<Number>(tally.add(c.slot, c.tag, c.prior));
  }
  // Some slots have a bound that their places do not reach: of points of the figure, of two places.
  for (std::size_t wanted = most + most / 16;; wanted *= 2) {
    const unsigned bound = tally.bound_of_best(wanted);
    sort_into_places(met, at, crossings, tally, bound);
    const auto reached = std::count_if(met.ranks.begin(), met.ranks.end(),
                                       [&](float rank) { return Known::steps(rank) >= bound; });
    if (bound == 0 || static_cast<std::size_t>(reached) >= most) return met;
  }
}

}  // namespace porism
