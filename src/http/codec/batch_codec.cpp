#include "http/codec/batch_codec.hpp"

#include "domain/operation_size.hpp"
#include "http/codec/answer_json.hpp"
#include "http/codec/kept_request.hpp"
#include "http/codec/key_claim.hpp"
#include "http/codec/object_fields.hpp"
#include "http/object_reader.hpp"
#include "http/problem.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace nameplate::http {
namespace {

using base::ErrorKind;

constexpr std::string_view list_name = "operations";

struct Labels {
  domain::Verb verb;
  std::string_view key;
};

/// What stands beside the fields of an operation.
base::Result<Labels> read_labels(JsonValue element) {
  if (!element.is_object()) {
    return base::fail(ErrorKind::bad_request, "field.type", "An operation must be an object.");
  }
  ObjectReader reader(element);
  auto const name = reader.required_text("verb");
  auto const key = reader.required_text("key");
  if (!reader.ok()) {
    return std::unexpected(reader.finish().error());
  }
  auto const verb = read_verb(name);
  if (!verb) {
    return std::unexpected(verb.error());
  }
  return Labels{.verb = *verb, .key = key};
}

base::Error key_used_twice() {
  return {.kind = ErrorKind::invalid,
          .reason = "key.other_body",
          .detail =
              "Another operation of this batch has the same key and asks for something else. Each operation needs "
              "a key of its own."};
}

class BatchReader {
 public:
  BatchReader(Principal const& principal, std::optional<base::Instant> device_time)
      : principal_(principal), device_time_(device_time) {}

  base::Result<BatchRequest> read(JsonValue operations) {
    std::size_t index = 0;
    for (auto const element : operations.elements()) {
      if (auto const read = read_one(element); !read) {
        auto const& error = read.error();
        malformed_.push_back({.index = index, .reason = error.reason, .detail = error.detail});
      }
      ++index;
    }
    if (!malformed_.empty()) {
      return std::unexpected(refuse_malformed(index));
    }
    if (items_ > domain::items_max) {
      return base::fail(ErrorKind::too_large, "items.too_many",
                        "The operations of one batch take at most " + std::to_string(domain::items_max) +
                            " items in all, generated ones counted; these have " + std::to_string(items_) +
                            ". Send them in parts.");
    }
    return std::move(batch_);
  }

 private:
  base::Result<void> read_one(JsonValue element) {
    auto const labels = read_labels(element);
    if (!labels) {
      return std::unexpected(labels.error());
    }
    auto const claim = claim_operation_key(principal_, labels->key, labels->verb, element);
    if (!claim) {
      return std::unexpected(claim.error());
    }
    auto request = read_operation(element, labels->verb, beside_operation);
    if (!request) {
      return std::unexpected(request.error());
    }
    add(std::move(*request), *claim, element);
    return {};
  }

  void add(OperationRequest request, store::KeyClaim const& claim, JsonValue element) {
    auto& entry = batch_.entries.emplace_back(BatchEntry{.detail = request.detail});
    auto const [first, is_first] = bodies_.emplace(claim.key, claim.body);
    if (!is_first && first->second != claim.body) {
      entry.refusal = key_used_twice();
      return;
    }
    auto& operation = request.operation;
    if (!operation.device_time) {
      operation.device_time = device_time_;
    }
    items_ += domain::count_items(operation);
    auto kept = kept_request(operation.verb, element, device_time_);
    batch_.commands.push_back({.actor = {.account = principal_.account, .role = principal_.role},
                               .key = claim,
                               .what = std::move(operation),
                               .request = std::move(kept)});
  }

  base::Error refuse_malformed(std::size_t operations) {
    auto const count = malformed_.size();
    return {.kind = ErrorKind::bad_request,
            .reason = "operations.malformed",
            .detail = std::to_string(count) + " of the " + std::to_string(operations) +
                      (count == 1 ? " operations cannot be read: `items` says which and why."
                                  : " operations cannot be read: `items` says which and why.") +
                      " Nothing was done. Correct it or leave it out, and send the others again with the same keys.",
            .items = std::move(malformed_)};
  }

  Principal const& principal_;
  std::optional<base::Instant> device_time_;
  BatchRequest batch_;
  std::map<store::ShortHash, store::ShortHash> bodies_;  ///< by key
  std::vector<base::ItemError> malformed_;
  std::size_t items_ = 0;
};

}  // namespace

base::Result<BatchRequest> read_batch(JsonValue body, Principal const& principal) {
  ObjectReader reader(body);
  auto const device_time = read_time(reader, "deviceTime");
  auto const operations = reader.required_array(list_name);
  if (auto const read = reader.finish(); !read) {
    return std::unexpected(read.error());
  }
  if (operations->size() == 0) {
    return base::fail(ErrorKind::bad_request, "operations.empty",
                      "`operations` has no entry. Send at least one operation.");
  }
  if (operations->size() > domain::batch_operations_max) {
    return base::fail(ErrorKind::too_large, "operations.too_many",
                      "One batch takes at most " + std::to_string(domain::batch_operations_max) +
                          " operations; this one has " + std::to_string(operations->size()) +
                          ". Send it in parts, in the order of time.");
  }
  return BatchReader(principal, device_time ? std::optional(device_time->instant) : std::nullopt).read(*operations);
}

Response batch_response(domain::Catalog const& catalog, std::vector<BatchEntry> const& entries,
                        std::vector<app::Outcome> const& outcomes) {
  auto response = json(200, {});
  JsonWriter writer(response.body);
  writer.begin_object().begin_array("results");
  auto outcome = outcomes.begin();
  for (std::size_t index = 0; index < entries.size(); ++index) {
    auto const& entry = entries[index];
    writer.begin_object().field("index", index);
    auto const* const refusal = entry.refusal ? &*entry.refusal : *outcome ? nullptr : &outcome->error();
    if (refusal != nullptr) {
      writer.field("outcome", "refused");
      write_refusal(writer, *refusal);
    } else {
      writer.field("outcome", outcome_of(**outcome));
      write_operation_answer(writer, catalog, **outcome, entry.detail);
      if ((*outcome)->replayed) {
        writer.field("replayed", true);
      }
    }
    outcome += entry.refusal ? 0 : 1;
    writer.end_object();
  }
  writer.end_array().end_object();
  return response;
}

}  // namespace nameplate::http
