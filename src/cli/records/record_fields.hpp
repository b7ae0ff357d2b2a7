#pragma once

#include "base/result.hpp"
#include "domain/records/record_kind.hpp"

#include <boost/json/fwd.hpp>

#include <string>
#include <vector>

namespace nameplate::cli {

/// `name=Pump decimals=3 roles=customer,supplier codes=@codes.json` → the body of a record. What a value becomes
/// follows from the table of fields: numbers, yes and no, lists with commas; lists of objects and attributes are JSON.
/// `@FILE` takes the value from a file, and nothing behind `=` clears the field. Errors: field.unknown,
/// field.malformed, file.missing.
[[nodiscard]] base::Result<boost::json::object> read_fields(domain::RecordKindRule const& kind,
                                                            std::vector<std::string> const& given);

}  // namespace nameplate::cli
