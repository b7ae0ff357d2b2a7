#include "cli/api/ask.hpp"
#include "cli/commands/command.hpp"
#include "cli/json_text.hpp"
#include "cli/table.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

struct TryArguments {
  std::string format;
  std::string product;
  std::string location;
  std::string party;
  std::string lot;
  std::string time;
  std::vector<std::string> attributes;
  std::int64_t count = 5;
  std::string read;
  bool as_json = false;
};

/// Parts of a number take turns in these; what stands for itself stays plain.
constexpr std::array<std::string_view, 5> colours = {"\x1b[36m", "\x1b[33m", "\x1b[32m", "\x1b[35m", "\x1b[34m"};
constexpr std::string_view wrong_colour = "\x1b[1;31m";
constexpr std::string_view plain = "\x1b[0m";

bool shows_colour(Environment const& environment) {
  return environment.terminal.shows_output && ::getenv("NO_COLOR") == nullptr;
}

std::string painted(Environment const& environment, std::string_view colour, std::string_view text) {
  return shows_colour(environment) ? std::string(colour) + harmless(text) + std::string(plain) : harmless(text);
}

std::string body_of(TryArguments const& arguments) {
  boost::json::object body;
  // A template has parts; anything else names a format.
  body[arguments.format.find('{') == std::string::npos ? "name" : "template"] = arguments.format;
  body["count"] = arguments.count;
  for (auto const& [field, value] :
       {std::pair("product", &arguments.product), std::pair("location", &arguments.location),
        std::pair("party", &arguments.party), std::pair("lot", &arguments.lot), std::pair("time", &arguments.time)}) {
    if (!value->empty()) {
      body[field] = *value;
    }
  }
  boost::json::object attributes;
  for (auto const& attribute : arguments.attributes) {
    auto const equals = attribute.find('=');
    attributes[attribute.substr(0, equals)] = equals == std::string::npos ? "" : attribute.substr(equals + 1);
  }
  if (!attributes.empty()) {
    body["attributes"] = std::move(attributes);
  }
  return boost::json::serialize(body);
}

void print_capacity(Environment& environment, boost::json::object const& preview) {
  auto const& capacity = preview.at("capacity").as_object();
  environment.out << "numbers: " << number_in(capacity, "numbers") << ", drawn so far: " << number_in(capacity, "used");
  if (auto const full = text_in(capacity, "fullAt"); !full.empty()) {
    environment.out << ", full at today's rate: " << local_time(full);
  }
  auto const* const resets = find_in(capacity, "resets");
  environment.out << (resets == nullptr ? "" : ", from the beginning with each " + shown(*resets)) << '\n';
  auto const& read_back = preview.at("readBack").as_object();
  auto const answer = text_in(read_back, "answer");
  environment.out << "read back without doubt: " << answer;
  if (auto const* const example = find_in(read_back, "example")) {
    auto const& doubtful = example->as_object();
    environment.out << ": " << harmless(text_in(doubtful, "number")) << " is " << shown(doubtful.at("one")) << " or "
                    << shown(doubtful.at("another"));
  }
  environment.out << '\n';
}

void print_preview(Environment& environment, boost::json::object const& preview) {
  for (auto const& number : preview.at("numbers").as_array()) {
    environment.out << painted(environment, colours[0], shown(number)) << '\n';
  }
  Table parts({{"part"}, {"kind"}, {"shows"}, {"characters"}});
  for (auto const& entry : preview.at("parts").as_array()) {
    auto const& part = entry.as_object();
    auto const least = number_in(part, "charactersMin");
    auto const most = number_in(part, "charactersMax");
    parts.add({text_in(part, "part"), text_in(part, "kind"), text_in(part, "text"),
               least == most ? std::to_string(most) : std::to_string(least) + " to " + std::to_string(most)});
  }
  parts.flush(environment.out, environment.terminal);
  print_capacity(environment, preview);
  Table barcodes({{"barcode"}, {"fits"}, {"label mm", Table::Align::right}, {"why not"}});
  for (auto const& entry : preview.at("barcodes").as_array()) {
    auto const& barcode = entry.as_object();
    auto const* const width = find_in(barcode, "widthMm");
    barcodes.add({text_in(barcode, "symbology"), shown(barcode.at("fits")), width == nullptr ? "" : shown(*width),
                  text_in(barcode, "detail")});
  }
  barcodes.flush(environment.out, environment.terminal);
}

void print_saying(Environment& environment, boost::json::object const& saying) {
  std::size_t turn = 0;
  Table parts({{"part"}, {"shows"}, {"means"}, {"record"}, {"agrees"}});
  for (auto const& entry : saying.at("parts").as_array()) {
    auto const& part = entry.as_object();
    auto const* const agrees = find_in(part, "agrees");
    bool const is_wrong = agrees != nullptr && agrees->is_bool() && !agrees->as_bool();
    auto const name = text_in(part, "part");
    auto const colour = is_wrong ? wrong_colour : name.empty() ? plain : colours[turn++ % colours.size()];
    environment.out << painted(environment, colour, text_in(part, "text"));
    auto const* const means = find_in(part, "means");
    parts.add({name.empty() ? "text" : name, text_in(part, "text"), means == nullptr ? "" : shown(*means),
               text_in(part, "record"), agrees == nullptr ? "" : shown(*agrees)});
  }
  environment.out << "  " << harmless(text_in(saying, "format")) << ", version " << number_in(saying, "version");
  if (auto const check = text_in(saying, "check"); !check.empty()) {
    environment.out << ", check character " << check;
  }
  if (auto const corrected = text_in(saying, "corrected"); !corrected.empty()) {
    environment.out << ", right would be " << harmless(corrected);
  }
  environment.out << '\n';
  parts.flush(environment.out, environment.terminal);
}

int read_number(TryArguments const& arguments, Environment& environment, Api& api) {
  Parameter const code{"code", arguments.read};
  auto const answer = ask(api, {.target = target_of("resolve", {&code, 1})});
  if (!answer) {
    return refuse(environment, answer.error());
  }
  if (arguments.as_json) {
    environment.out << answer->body << '\n';
    return exit_ok;
  }
  auto const resolved = read_object(answer->body);
  std::size_t shown_count = 0;
  for (auto const& entry : resolved.at("says").as_array()) {
    auto const& saying = entry.as_object();
    if (arguments.format.empty() || text_in(saying, "format") == arguments.format) {
      print_saying(environment, saying);
      ++shown_count;
    }
  }
  if (auto const* const likely = find_in(resolved, "likely"); likely != nullptr && !likely->as_array().empty()) {
    environment.out << "likely meant:";
    for (auto const& entry : likely->as_array()) {
      environment.out << ' ' << harmless(text_in(entry.as_object(), "number"));
    }
    environment.out << '\n';
  }
  if (shown_count == 0) {
    environment.messages << "nameplate: No serial format can read it: " << harmless(arguments.read)
                         << ". (number.unknown)\n";
    return exit_refused;
  }
  return exit_ok;
}

int try_format(TryArguments const& arguments, Environment& environment, Api& api) {
  if (!arguments.read.empty()) {
    return read_number(arguments, environment, api);
  }
  auto const answer = ask(api, change("POST", "serial-formats/preview", body_of(arguments)));
  if (!answer) {
    return refuse(environment, answer.error());
  }
  if (arguments.as_json) {
    environment.out << answer->body << '\n';
    return exit_ok;
  }
  print_preview(environment, read_object(answer->body));
  return exit_ok;
}

}  // namespace

void add_format(CLI::App& program, Chosen& chosen) {
  auto& format = *program.add_subcommand("format", "Tries serial formats, and reads numbers back.");
  format.require_subcommand(1);
  auto& command = *format.add_subcommand("try");
  auto const arguments = std::make_shared<TryArguments>();
  auto* const template_option = command.add_option("FORMAT", arguments->format);
  command.add_option("--product", arguments->product);
  command.add_option("--location", arguments->location);
  command.add_option("--party", arguments->party);
  command.add_option("--lot", arguments->lot);
  command.add_option("--time", arguments->time);
  command.add_option("--attribute", arguments->attributes)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command.add_option("--count", arguments->count)->check(CLI::Range(1, 100));
  auto* const read_option = command.add_option("--read", arguments->read);
  command.add_flag("--json", arguments->as_json);
  works_on_ledger(command, chosen, [=](Environment& environment, Api& api) {
    if (template_option->count() == 0 && read_option->count() == 0) {
      return refuse(environment, {.kind = base::ErrorKind::bad_request,
                                  .reason = "field.missing",
                                  .detail = "Say which format to try, or which number to read (--read)."});
    }
    return try_format(*arguments, environment, api);
  });
}

}  // namespace nameplate::cli
