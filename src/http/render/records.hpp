#pragma once

#include "domain/changes.hpp"
#include "domain/records/catalog.hpp"
#include "http/json_writer.hpp"

#include <string>
#include <string_view>

namespace nameplate::http::render {

/// Members of one master record, without the brackets: `id`, its fields as they were entered (references by code),
/// `state` and `version`, the event that left it so.
void write_record(JsonWriter& out, domain::Catalog const& catalog, domain::RecordRow const& record);

/// One stored field as it was entered: references are kept as ids and shown by code.
void write_record_field(JsonWriter& out, domain::Catalog const& catalog, domain::RecordKind kind,
                        std::string_view field, base::Value const& value);

/// What ETag says and If-Match asks for.
[[nodiscard]] std::string etag_of(domain::RecordRow const& record);

}  // namespace nameplate::http::render
