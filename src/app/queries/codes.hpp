#pragma once

#include "base/result.hpp"
#include "domain/records/catalog.hpp"
#include "store/store.hpp"

#include <string>
#include <string_view>
#include <vector>

/// From what a question names to ids. Each refuses with 422 `<kind>.unknown`, so that a typing error is not an empty
/// list.
namespace nameplate::app {

[[nodiscard]] base::Result<domain::RecordId> find_code(domain::Catalog const& catalog, domain::RecordKind kind,
                                                       std::string_view code);
[[nodiscard]] base::Result<std::vector<domain::RecordId>> find_codes(domain::Catalog const& catalog,
                                                                     domain::RecordKind kind,
                                                                     std::vector<std::string> const& codes);
/// A party's code, or `us` (id 0).
[[nodiscard]] base::Result<domain::RecordId> find_owner(domain::Catalog const& catalog, std::string_view code);

/// `c67`, a code or an SSCC. Errors: container.unknown with the given kind.
[[nodiscard]] base::Result<domain::SubjectId> find_container(store::ReadSnapshot& snapshot, std::string_view id_or_code,
                                                             base::ErrorKind unknown);
/// `l45`, or a number of the product. Errors: lot.unknown, lot.product_missing.
[[nodiscard]] base::Result<domain::SubjectId> find_lot(store::ReadSnapshot& snapshot, std::string_view id_or_number,
                                                       domain::RecordId product, base::ErrorKind unknown);

[[nodiscard]] std::unexpected<base::Error> unknown_subject(base::ErrorKind kind, std::string_view subject,
                                                           std::string_view given);

}  // namespace nameplate::app
