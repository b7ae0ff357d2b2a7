#include "cli/operate/verb_words.hpp"

#include "base/check.hpp"

namespace nameplate::cli {

std::string_view command_of(domain::Verb verb) {
  // `find` and `resolve` look things up.
  return verb == domain::Verb::find      ? "found"
         : verb == domain::Verb::resolve ? "resolve-exception"
                                         : domain::name_of(verb);
}

std::optional<domain::Verb> verb_of_command(std::string_view command) {
  for (auto const& rule : domain::verb_rules()) {
    if (command_of(rule.verb) == command) {
      return rule.verb;
    }
  }
  return std::nullopt;
}

std::string_view done_word(domain::Verb verb) {
  using enum domain::Verb;
  switch (verb) {
    case register_: return "registered";
    case announce: return "announced";
    case receive: return "received";
    case move: return "moved";
    case pack: return "packed";
    case unpack: return "unpacked";
    case stage: return "set ready to ship";
    case unstage: return "put back into stock";
    case ship: return "shipped";
    case deliver: return "delivered";
    case return_: return "taken back";
    case accept: return "accepted";
    case repair: return "taken into repair";
    case scrap: return "scrapped";
    case lose: return "noted as lost";
    case find: return "found again";
    case observe: return "seen";
    case inspect: return "inspected";
    case process: return "processed";
    case hold: return "put on hold";
    case release: return "released";
    case relabel: return "relabelled";
    case adjust: return "adjusted";
    case amend: return "amended";
    case reverse: return "reversed";
    case resolve: return "resolved";
    case change_record:
    case erase: break;
  }
  base::unreachable();
}

}  // namespace nameplate::cli
