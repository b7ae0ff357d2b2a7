#include "cli/operate/operate.hpp"

#include "cli/api/ask.hpp"
#include "cli/commands/command.hpp"
#include "cli/json_text.hpp"
#include "cli/operate/item_source.hpp"
#include "cli/operate/operation_body.hpp"
#include "cli/operate/operation_report.hpp"
#include "cli/progress_line.hpp"
#include "cli/table.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <fstream>
#include <istream>
#include <ostream>
#include <utility>

namespace nameplate::cli {
namespace {

/// What one operation takes, and what the body of a request may hold with room to spare.
constexpr std::size_t batch_items_max = 100'000;
constexpr std::size_t batch_bytes_max = 8 * 1024 * 1024;
constexpr int status_accepted = 202;

/// The items of one operation, and where each of them stood.
struct Batch {
  std::string items;
  std::vector<std::string> places;
  bool is_last = true;
};

class Batches {
 public:
  Batches(OperationBody const& body, ItemSource source) : body_(body), source_(std::move(source)) {}

  [[nodiscard]] base::Result<Batch> next() {
    Batch batch;
    while (batch.places.size() < batch_items_max && batch.items.size() < batch_bytes_max) {
      auto const item = source_.next();
      if (!item) {
        return std::unexpected(item.error());
      }
      if (!*item) {
        body_.append_own_item(batch.items, began_);
        return batch;
      }
      body_.append_item(batch.items, **item);
      batch.places.push_back(source_.place_of(**item));
      began_ = true;
    }
    batch.is_last = false;
    return batch;
  }

 private:
  OperationBody const& body_;
  ItemSource source_;
  bool began_ = false;
};

class Operator {
 public:
  Operator(OperateArguments const& arguments, Environment& environment, Api& api)
      : arguments_(arguments),
        environment_(environment),
        api_(api),
        key_(arguments.key.empty() ? new_key() : arguments.key),
        progress_(environment.messages) {}

  int run(OperationBody const& body, Batches& batches) {
    for (bool more = true; more;) {
      auto const batch = batches.next();
      if (!batch) {
        return give_up(batch.error());
      }
      more = !batch->is_last;
      if (batch->items.empty() && operations_ > 0) {
        break;  // the last one was full to the brim
      }
      if (batch->items.empty() && !body.is_complete()) {
        return refuse(environment_, {.kind = base::ErrorKind::bad_request,
                                     .reason = "items.missing",
                                     .detail = "There is nothing to do it with: no number came. Give numbers, or a "
                                               "file of them with --items."});
      }
      if (auto const code = send(body, *batch, more); code != exit_ok) {
        return code;
      }
    }
    progress_.clear();
    if (operations_ > 1 && !arguments_.quiet && !arguments_.as_json) {
      environment_.out << sentence_of(arguments_.verb, all_) << ", in " << operations_ << " operations.\n";
    }
    return all_.refused == 0 ? exit_ok : exit_refused;
  }

 private:
  int send(OperationBody const& body, Batch const& batch, bool more) {
    // Every operation has a key that follows from the first, so that the same command with the same key goes on where
    // it was broken off.
    auto const key = operations_ == 0 ? key_ : key_ + "." + std::to_string(operations_ + 1);
    auto const path = "operations/" + std::string(domain::name_of(arguments_.verb));
    auto const answer = ask(api_, change("POST", path, body.with_items(batch.items), key));
    auto const place_of = [&](std::size_t index) {
      return index < batch.places.size() ? batch.places[index] : "item " + std::to_string(index + 1);
    };
    if (!answer) {
      return give_up(answer.error(), place_of);
    }
    ++operations_;
    auto const object = read_object(answer->body);
    if (answer->status == status_accepted) {
      tell_waiting(*answer, object);
      return exit_ok;
    }
    auto const counts = counts_of(object);
    all_.done += counts.done;
    all_.unchanged += counts.unchanged;
    all_.refused += counts.refused;
    progress_.clear();
    show(*answer, object, counts, operations_ == 1 && !more);
    show_refused(environment_, object, place_of);
    if (more) {
      progress_.show("items", all_.done + all_.unchanged + all_.refused, 0);
    }
    return exit_ok;
  }

  void tell_waiting(ApiAnswer const& answer, boost::json::object const& object) {
    progress_.clear();
    if (arguments_.as_json) {
      environment_.out << answer.body << '\n';
      return;
    }
    auto const approval = text_in(object, "approval");
    environment_.out << "Nothing was done yet: it waits for a second person as " << approval << ". A manager says\n"
                     << "`nameplate approval approve " << approval << "`, with another account than this one.\n";
  }

  void show(ApiAnswer const& answer, boost::json::object const& object, OperationCounts const& counts, bool is_all) {
    if (arguments_.as_json) {
      environment_.out << answer.body << '\n';
    } else if (object.contains("cascade")) {
      show_cascade(environment_, object);
    } else if (!arguments_.quiet && is_all) {
      auto const event = text_in(object, "event");
      auto const* const holds = object.if_contains("holds");
      environment_.out << sentence_of(arguments_.verb, counts) << (holds == nullptr ? "" : ": " + shown(*holds))
                       << (event.empty() ? "" : " (event " + event + ")") << ".\n";
      show_items(environment_, object);
    }
  }

  int give_up(base::Error const& error, std::function<std::string(std::size_t)> const& place_of = {}) {
    progress_.clear();
    auto const code = refuse_items(environment_, error, place_of);
    if (operations_ > 0) {
      environment_.messages << "Done before that: " << sentence_of(arguments_.verb, all_)
                            << ". Put it right and give the same command again with --key " << key_
                            << ": what was done is not done twice, as long as the items before it stay the same.\n";
    }
    return code;
  }

  OperateArguments const& arguments_;
  Environment& environment_;
  Api& api_;
  std::string key_;
  ProgressLine progress_;
  OperationCounts all_;
  int operations_ = 0;
};

}  // namespace

int operate(OperateArguments const& arguments, Environment& environment, Api& api) {
  auto const body = OperationBody::make(arguments.verb, arguments.options);
  if (!body) {
    return refuse(environment, body.error());
  }
  Operator worker(arguments, environment, api);
  bool const from_input = arguments.numbers == std::vector<std::string>{"-"} || arguments.items_file == "-" ||
                          (arguments.numbers.empty() && arguments.items_file.empty() && !body->is_complete());
  if (from_input) {
    if (environment.terminal.gives_input) {
      environment.messages << "Scan or type one number a line; end with Ctrl-D.\n";
    }
    Batches batches(*body, ItemSource(environment.in));
    return worker.run(*body, batches);
  }
  if (!arguments.items_file.empty()) {
    std::ifstream file(arguments.items_file, std::ios::binary);
    if (!file) {
      return refuse(environment, {.kind = base::ErrorKind::not_found,
                                  .reason = "file.missing",
                                  .detail = "The file " + arguments.items_file + " cannot be read. Check the path."});
    }
    Batches batches(*body, ItemSource(file));
    return worker.run(*body, batches);
  }
  Batches batches(*body, ItemSource(arguments.numbers));
  return worker.run(*body, batches);
}

}  // namespace nameplate::cli
