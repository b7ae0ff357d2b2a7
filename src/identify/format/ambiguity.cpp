#include "identify/format/ambiguity.hpp"

#include "base/ascii.hpp"
#include "identify/format/part_texts.hpp"
#include "identify/normalise.hpp"

#include <algorithm>
#include <bitset>
#include <unordered_map>

namespace nameplate::identify {
namespace {

constexpr std::size_t pairs_max = 1'000'000;
constexpr std::size_t ascii_size = 128;
using Characters = std::bitset<ascii_size>;

/// A place in a number after one character of a part.
struct Place {
  std::size_t part = 0;
  bool ends_part = false;
  Characters characters;             ///< one of which led here
  std::vector<std::size_t> further;  ///< places in the same part
};

/// All places of all parts. Place 0 stands before the first character.
class Places {
 public:
  Places(std::span<Part const> parts, KnownTexts const& known) : part_count_(parts.size()) {
    places_.push_back({.part = 0, .ends_part = true, .characters = {}, .further = {}});
    for (std::size_t i = 0; i < parts.size(); ++i) {
      first_.emplace_back();
      if (auto const* const literal = std::get_if<LiteralPart>(&parts[i].what)) {
        add_text(i, base::to_upper(literal->text));
      } else if (i < known.size() && !known[i].empty()) {
        for (auto const& text : known[i]) {
          add_text(i, text);
        }
      } else {
        add_chain(i, parts[i]);
      }
    }
  }

  [[nodiscard]] Place const& at(std::size_t place) const { return places_[place]; }
  [[nodiscard]] bool is_end(std::size_t place) const {
    return place != 0 && places_[place].ends_part && places_[place].part + 1 == part_count_;
  }
  /// The places to which one more character leads.
  [[nodiscard]] std::vector<std::size_t> after(std::size_t place) const {
    auto next = places_[place].further;
    auto const part = place == 0 ? 0 : places_[place].part + 1;
    if (places_[place].ends_part && part < part_count_) {
      next.insert(next.end(), first_[part].begin(), first_[part].end());
    }
    return next;
  }

 private:
  void add_text(std::size_t part, std::string_view text) {
    auto* siblings = &first_[part];
    std::size_t place = 0;
    for (char const c : text) {
      auto const code = static_cast<std::size_t>(static_cast<unsigned char>(c)) % ascii_size;
      auto const known = std::ranges::find_if(*siblings, [&](std::size_t i) { return places_[i].characters[code]; });
      if (known == siblings->end()) {
        place = places_.size();
        siblings->push_back(place);
        places_.push_back({.part = part, .ends_part = false, .characters = Characters().set(code), .further = {}});
      } else {
        place = *known;
      }
      siblings = &places_[place].further;
    }
    places_[place].ends_part = true;
  }

  void add_chain(std::size_t part, Part const& what) {
    auto const size = size_of(what);
    for (std::size_t i = 0; i < size.most; ++i) {
      Place place{.part = part, .ends_part = i + 1 >= size.least, .characters = {}, .further = {}};
      for (std::size_t code = 0; code < ascii_size; ++code) {
        place.characters[code] = may_stand(what, static_cast<char>(code), i);
      }
      auto const here = places_.size();
      if (i == 0) {
        first_[part].push_back(here);
      } else {
        places_[here - 1].further.push_back(here);
      }
      places_.push_back(std::move(place));
    }
  }

  std::size_t part_count_;
  std::vector<Place> places_;
  std::vector<std::vector<std::size_t>> first_;  ///< of each part
};

/// Two readings after the same characters, side by side: breadth first, so that the example is a shortest one.
class Pairs {
 public:
  Pairs(Places const& places, std::size_t part_count) : places_(places), part_count_(part_count) {}

  Readability search() {
    add({.one = 0, .another = 0, .differ = false}, 0, '\0');
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      auto const pair = steps_[i].pair;
      if (pair.differ && places_.is_end(pair.one) && places_.is_end(pair.another)) {
        return {.answer = Readability::Answer::no, .example = example(i)};
      }
      if (steps_.size() > pairs_max) {
        return {.answer = Readability::Answer::too_many};
      }
      expand(i);
    }
    return {};
  }

 private:
  struct Pair {
    std::size_t one;
    std::size_t another;
    bool differ;  ///< once they do they are two readings, even where they meet again
    bool operator==(Pair const&) const = default;
  };
  struct PairHash {
    std::size_t operator()(Pair const& pair) const noexcept {
      return (pair.one * 0x9E3779B97F4A7C15U + pair.another) * 2 + (pair.differ ? 1 : 0);
    }
  };
  struct Step {
    Pair pair;
    std::size_t before;
    char character;
  };

  void expand(std::size_t step) {
    auto const pair = steps_[step].pair;
    auto const nexts = places_.after(pair.one);
    auto const others = places_.after(pair.another);
    for (auto const next : nexts) {
      for (auto const other : others) {
        auto const both = places_.at(next).characters & places_.at(other).characters;
        if (both.any() && (pair.one != pair.another || next <= other)) {
          add({.one = next, .another = other, .differ = pair.differ || next != other}, step, nicest(both));
        }
      }
    }
  }

  void add(Pair pair, std::size_t before, char character) {
    if (seen_.try_emplace(pair, true).second) {
      steps_.push_back({pair, before, character});
    }
  }

  /// A digit or letter, where there is one.
  static char nicest(Characters const& characters) {
    for (char const c : std::string_view("1ABCDEFGHIJKLMNOPQRSTUVWXYZ023456789-")) {
      if (characters[static_cast<std::size_t>(c)]) {
        return c;
      }
    }
    return static_cast<char>(characters._Find_first());
  }

  [[nodiscard]] Ambiguity example(std::size_t last) const {
    Ambiguity found{
        .number = {}, .one = std::vector<std::string>(part_count_), .another = std::vector<std::string>(part_count_)};
    for (auto i = last; i != 0; i = steps_[i].before) {
      auto const& step = steps_[i];
      found.number.insert(0, 1, step.character);
      found.one[places_.at(step.pair.one).part].insert(0, 1, step.character);
      found.another[places_.at(step.pair.another).part].insert(0, 1, step.character);
    }
    return found;
  }

  Places const& places_;
  std::size_t part_count_;
  std::unordered_map<Pair, bool, PairHash> seen_;
  std::vector<Step> steps_;
};

}  // namespace

Readability readability(NumberFormat const& format, KnownTexts const& known) {
  // Gaps have no characters to follow, and tell no two readings apart.
  std::vector<Part> parts;
  KnownTexts known_of_parts;
  for (std::size_t i = 0; i < format.parts().size(); ++i) {
    if (format.parts()[i].name != gap_name) {
      parts.push_back(format.parts()[i]);
      known_of_parts.push_back(i < known.size() ? known[i] : std::vector<std::string>());
    }
  }
  return Pairs(Places(parts, known_of_parts), parts.size()).search();
}

}  // namespace nameplate::identify
