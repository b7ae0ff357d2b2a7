#include "http/codec/answer_json.hpp"

#include "app/external_id.hpp"
#include "base/check.hpp"
#include "base/time_text.hpp"

#include <algorithm>
#include <span>
#include <vector>

namespace nameplate::http {
namespace {

using app::ItemAnswer;
using app::ItemOutcome;
using domain::SubjectKind;

std::string_view name_of(ItemOutcome outcome) {
  switch (outcome) {
    case ItemOutcome::done: return "done";
    case ItemOutcome::unchanged: return "unchanged";
    case ItemOutcome::refused: return "refused";
  }
  base::unreachable();
}

/// Refused items come first when not all can be told: they are what somebody has to act on.
std::vector<ItemAnswer const*> items_to_tell(std::span<ItemAnswer const> items, AnswerDetail detail) {
  std::vector<ItemAnswer const*> told;
  auto const add = [&](bool refused) {
    for (auto const& item : items) {
      if (told.size() < items_told_max && (item.outcome == ItemOutcome::refused) == refused) {
        told.push_back(&item);
      }
    }
  };
  add(true);
  if (detail == AnswerDetail::items) {
    add(false);
  }
  std::ranges::stable_sort(told, {}, &ItemAnswer::index);
  return told;
}

void write_texts(JsonWriter& writer, std::string_view name, std::span<std::string const> texts) {
  if (texts.empty()) {
    return;
  }
  writer.begin_array(name);
  for (auto const& text : texts) {
    writer.value(text);
  }
  writer.end_array();
}

struct SubjectNames {
  std::string_view id;
  std::string_view number;
};

SubjectNames names_of(SubjectKind kind) {
  return kind == SubjectKind::lot         ? SubjectNames{"lot", "number"}
         : kind == SubjectKind::container ? SubjectNames{"container", "code"}
                                          : SubjectNames{"unit", "serial"};
}

/// What the item is about: id, product and number under the names that its kind has everywhere.
void write_subject(JsonWriter& writer, domain::Catalog const& catalog, ItemAnswer const& item) {
  auto const names = names_of(item.kind);
  if (item.subject) {
    writer.field(names.id, app::ExternalId(item.kind, item.subject).view());
  }
  if (item.product) {
    writer.field("product", catalog.code_of(domain::RecordKind::product, item.product));
  }
  if (!item.number.empty()) {
    writer.field(names.number, item.number);
  }
}

void write_item(JsonWriter& writer, domain::Catalog const& catalog, ItemAnswer const& item) {
  writer.begin_object().field("index", item.index).field("outcome", name_of(item.outcome));
  write_subject(writer, catalog, item);
  if (item.status) {
    writer.field("status", domain::name_of(*item.status));
  }
  if (item.quantity) {
    writer.field("quantity", base::to_string(*item.quantity));
  }
  write_texts(writer, "warnings", item.warnings);
  if (item.outcome == ItemOutcome::refused) {
    writer.field("reason", item.reason).field("detail", item.detail);
    write_texts(writer, "matches", item.matches);
  }
  writer.end_object();
}

void write_event(JsonWriter& writer, app::Answer const& answer) {
  if (!answer.event) {
    writer.key("event").null().key("sequence").null().key("recordedAt").null();
    return;
  }
  writer.field("event", app::ExternalId(answer.event).view())
      .field("sequence", answer.sequence)
      .field("recordedAt", base::to_string(answer.recorded_at));
}

/// Each step as the operation that asks for it, and what it takes back.
void write_cascade(JsonWriter& writer, domain::Catalog const& catalog, std::span<app::CascadeStep const> cascade) {
  if (cascade.empty()) {
    return;
  }
  writer.begin_array("cascade");
  for (auto const& step : cascade) {
    writer.begin_object()
        .begin_object("operation")
        .field("verb", "reverse")
        .field("event", app::ExternalId(step.event).view());
    if (!step.whole) {
      writer.begin_array("items");
      for (auto const& subject : step.subjects) {
        writer.begin_object().field(names_of(subject.kind).id, app::ExternalId(subject.kind, subject.subject).view());
        if (subject.kind == SubjectKind::lot) {
          writer.field("product", catalog.code_of(domain::RecordKind::product, subject.product));
        }
        writer.end_object();
      }
      writer.end_array();
    }
    writer.end_object().field("verb", domain::name_of(step.verb)).field("time", base::to_string(step.time));
    writer.begin_array("subjects");
    for (auto const& subject : step.subjects) {
      auto const names = names_of(subject.kind);
      writer.begin_object().field(names.id, app::ExternalId(subject.kind, subject.subject).view());
      if (subject.product) {
        writer.field("product", catalog.code_of(domain::RecordKind::product, subject.product));
      }
      writer.field(names.number, subject.number).end_object();
    }
    writer.end_array().end_object();
  }
  writer.end_array();
}

}  // namespace

void write_operation_answer(JsonWriter& writer, domain::Catalog const& catalog, app::Answer const& answer,
                            AnswerDetail detail) {
  if (answer.approval) {
    writer.field("approval", app::ExternalId(answer.approval).view())
        .field("detail",
               "A second person has to approve this first; nothing was done yet. Another manager finds it under "
               "GET /api/v1/approvals.");
    return;
  }
  write_event(writer, answer);
  writer.begin_object("counts")
      .field("done", answer.done)
      .field("unchanged", answer.unchanged)
      .field("refused", answer.refused)
      .end_object();
  if (auto const told = items_to_tell(answer.items, detail); detail == AnswerDetail::items || !told.empty()) {
    writer.begin_array("items");
    for (auto const* item : told) {
      write_item(writer, catalog, *item);
    }
    writer.end_array();
  }
  if (!answer.holds.empty()) {
    writer.begin_array("holds");
    for (auto const hold : answer.holds) {
      writer.value(app::ExternalId(hold).view());
    }
    writer.end_array();
  }
  write_cascade(writer, catalog, answer.cascade);
}

std::string_view outcome_of(app::Answer const& answer) {
  if (answer.approval) {
    return "waiting";
  }
  // An event may be a sighting of what is so already; a hold by rule names no items.
  bool const changed = answer.done > 0 || (answer.event && answer.unchanged == 0);
  return changed ? "done" : "unchanged";
}

Response operation_response(domain::Catalog const& catalog, app::Answer const& answer, AnswerDetail detail) {
  auto response = json(answer.approval ? 202 : answer.event ? 201 : 200, {});
  JsonWriter writer(response.body);
  writer.begin_object();
  write_operation_answer(writer, catalog, answer, detail);
  writer.end_object();
  return response;
}

}  // namespace nameplate::http
