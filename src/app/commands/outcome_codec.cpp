#include "app/commands/outcome_codec.hpp"

#include "base/byte_codec.hpp"

namespace nameplate::app {
namespace {

constexpr std::uint64_t version = 1;

constexpr std::uint64_t made_record = 1U << 0U;
constexpr std::uint64_t had_secret = 1U << 1U;
constexpr std::uint64_t waits_for_approval = 1U << 2U;

template <typename Enum>
std::uint64_t number_of(Enum value) {
  return static_cast<std::uint64_t>(value);
}

void write_texts(base::ByteWriter& out, std::vector<std::string> const& texts) {
  out.unsigned_int(texts.size());
  for (auto const& text : texts) {
    out.text(text);
  }
}

std::vector<std::string> read_texts(base::ByteReader& in) {
  std::vector<std::string> texts;
  for (auto count = in.unsigned_int(); count > 0; --count) {
    texts.emplace_back(in.text());
  }
  return texts;
}

void write_remark(base::ByteWriter& out, KeptRemark const& kept) {
  auto const& remark = kept.remark;
  out.unsigned_int(remark.place);
  out.unsigned_int(number_of(remark.verdict));
  out.unsigned_int(number_of(remark.kind));
  out.signed_int(remark.subject.value);
  out.text(remark.number);
  out.unsigned_int(kept.status ? number_of(*kept.status) : 0);
  write_texts(out, remark.warnings);
  if (remark.verdict == domain::Verdict::refused) {
    out.text(remark.refusal->reason);
    out.text(remark.refusal->detail);
    write_texts(out, remark.refusal->matches);
  }
}

KeptRemark read_remark(base::ByteReader& in) {
  KeptRemark kept;
  auto& remark = kept.remark;
  remark.place = static_cast<std::uint32_t>(in.unsigned_int());
  remark.verdict = static_cast<domain::Verdict>(in.unsigned_int());
  remark.kind = static_cast<domain::SubjectKind>(in.unsigned_int());
  remark.subject = {in.signed_int()};
  remark.number = in.text();
  if (auto const status = in.unsigned_int(); status != 0) {
    kept.status = static_cast<domain::Status>(status);
  }
  remark.warnings = read_texts(in);
  if (remark.verdict == domain::Verdict::refused) {
    remark.refusal.emplace();
    remark.refusal->reason = in.text();
    remark.refusal->detail = in.text();
    remark.refusal->matches = read_texts(in);
  }
  return kept;
}

}  // namespace

std::string encode_outcome(KeptOutcome const& outcome) {
  base::ByteWriter out;
  out.unsigned_int(version);
  out.signed_int(outcome.event.value);
  if (!outcome.event) {
    // Otherwise the event says it.
    out.signed_int(outcome.sequence);
    out.signed_int(outcome.recorded_at.microseconds);
    out.signed_int(outcome.record_unchanged.value);
  }
  out.unsigned_int((outcome.record_made ? made_record : 0U) | (outcome.had_secret ? had_secret : 0U) |
                   (outcome.approval ? waits_for_approval : 0U));
  if (outcome.approval) {
    out.signed_int(outcome.approval.value);
  }
  out.unsigned_int(outcome.remarks.size());
  for (auto const& remark : outcome.remarks) {
    write_remark(out, remark);
  }
  return out.take();
}

KeptOutcome decode_outcome(std::string_view bytes) {
  base::ByteReader in(bytes);
  if (in.unsigned_int() != version) {
    throw base::DamagedBytes("an outcome of an unknown version");
  }
  KeptOutcome outcome;
  outcome.event = {in.signed_int()};
  if (!outcome.event) {
    outcome.sequence = in.signed_int();
    outcome.recorded_at = {in.signed_int()};
    outcome.record_unchanged = {in.signed_int()};
  }
  auto const flags = in.unsigned_int();
  outcome.record_made = (flags & made_record) != 0;
  outcome.had_secret = (flags & had_secret) != 0;
  if ((flags & waits_for_approval) != 0) {
    outcome.approval = {in.signed_int()};
  }
  for (auto count = in.unsigned_int(); count > 0; --count) {
    outcome.remarks.push_back(read_remark(in));
  }
  return outcome;
}

}  // namespace nameplate::app
