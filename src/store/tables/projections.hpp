#pragma once

#include <array>
#include <string_view>

namespace nameplate::store::tables {

/// The tables that are made from the ledger alone.
inline constexpr std::array<std::string_view, 19> projection_tables = {
    "event_subject", "event_document", "unit",       "container",   "lot",
    "lot_balance",   "unit_count",     "unit_total", "identifier",  "identifier_of_subject",
    "containment",   "contents",       "hold",       "hold_member", "record",
    "trait",         "reversal",       "amendment",  "exception"};

}  // namespace nameplate::store::tables
