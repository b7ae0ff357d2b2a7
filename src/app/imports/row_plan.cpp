#include "app/imports/row_plan.hpp"

#include "base/byte_codec.hpp"

namespace nameplate::app {
namespace {

bool has_error(RowPlan const& plan) {
  return plan.step == RowStep::failed || plan.step == RowStep::skipped || plan.step == RowStep::deferred;
}

}  // namespace

std::string encode_plan(std::vector<RowPlan> const& plan) {
  base::ByteWriter out;
  out.unsigned_int(plan.size());
  std::int64_t last = 0;
  for (auto const& row : plan) {
    out.signed_int(row.row - last);
    last = row.row;
    out.unsigned_int(static_cast<std::uint64_t>(row.step) << 1U | (row.adds_hold ? 1U : 0U));
    out.signed_int(row.subject.value);
    if (has_error(row)) {
      out.text(encode_note({.error = row.error}));
    }
  }
  return out.take();
}

std::vector<RowPlan> decode_plan(std::string_view bytes) {
  base::ByteReader in(bytes);
  std::vector<RowPlan> plan(in.count(3));
  std::int64_t last = 0;
  for (auto& row : plan) {
    last += in.signed_int();
    row.row = last;
    auto const step = in.unsigned_int();
    row.step = static_cast<RowStep>(step >> 1U);
    row.adds_hold = (step & 1U) != 0;
    row.subject = {in.signed_int()};
    if (has_error(row)) {
      row.error = decode_note(row.row, in.text()).error;
    }
  }
  if (!in.at_end()) {
    throw base::DamagedBytes("a plan goes on after its end");
  }
  return plan;
}

}  // namespace nameplate::app
