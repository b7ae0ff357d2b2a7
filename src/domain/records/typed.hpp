#pragma once

#include "domain/changes.hpp"
#include "domain/records/records.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Stored records as the rules use them. A stored record has been validated; what is absent takes its default.
namespace nameplate::domain {

[[nodiscard]] Product to_product(RecordRow const& row);
[[nodiscard]] Location to_location(RecordRow const& row);
[[nodiscard]] Party to_party(RecordRow const& row);
[[nodiscard]] HoldKind to_hold_kind(RecordRow const& row);
[[nodiscard]] ReasonCode to_reason_code(RecordRow const& row);
[[nodiscard]] SerialFormat to_serial_format(RecordRow const& row);
[[nodiscard]] Account to_account(RecordRow const& row);
[[nodiscard]] Setting to_setting(RecordRow const& row);
[[nodiscard]] Attribute to_attribute(RecordRow const& row);
[[nodiscard]] LegalHold to_legal_hold(RecordRow const& row);
[[nodiscard]] RetentionRule to_retention_rule(RecordRow const& row);
[[nodiscard]] NumberBlock to_number_block(RecordRow const& row);
[[nodiscard]] Category to_category(RecordRow const& row);

/// What a field of attributes holds, by the ids of the attributes.
[[nodiscard]] std::vector<std::pair<RecordId, std::string>> read_attributes(base::Value const& stored);

/// The form in which barcodes of products compare: a GTIN of any length in 14 digits, anything else like a code.
[[nodiscard]] std::string product_code_key(std::string_view code);

}  // namespace nameplate::domain
