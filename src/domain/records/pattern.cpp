#include "domain/records/pattern.hpp"

#include <re2/re2.h>

namespace nameplate::domain {
namespace {

/// Bounds what a pattern such as a{1000}{1000} may take.
constexpr std::int64_t memory_max = 1 << 20;

}  // namespace

base::Result<Pattern> Pattern::parse(std::string_view expression) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(memory_max);
  Pattern pattern;
  pattern.expression_ = std::make_shared<RE2 const>(re2::StringPiece(expression.data(), expression.size()), options);
  if (!pattern.expression_->ok()) {
    return base::fail(base::ErrorKind::invalid, "pattern.malformed",
                      "The pattern cannot be read: " + pattern.expression_->error() + ".");
  }
  return pattern;
}

bool Pattern::fits(std::string_view text) const {
  return !expression_ || RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *expression_);
}

}  // namespace nameplate::domain
