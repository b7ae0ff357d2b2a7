#include "store/postgres/catalogue.hpp"

#include "base/check.hpp"
#include "store/postgres/dialect.hpp"
#include "store/postgres/sql_lock.hpp"
#include "store/postgres/values.hpp"
#include "store/tables/sql_approvals.hpp"
#include "store/tables/sql_dump.hpp"
#include "store/tables/sql_jobs.hpp"
#include "store/tables/sql_leases.hpp"
#include "store/tables/sql_ledger.hpp"
#include "store/tables/sql_load.hpp"
#include "store/tables/sql_past.hpp"
#include "store/tables/sql_question.hpp"
#include "store/tables/sql_seals.hpp"
#include "store/tables/sql_side.hpp"
#include "store/tables/sql_units.hpp"
#include "store/tables/sql_write.hpp"

#include <array>
#include <unordered_map>

namespace nameplate::store::postgres {
namespace {

namespace sql {
using namespace tables::sql;
using namespace postgres::sql;
}  // namespace sql

constexpr auto all = std::to_array<Cataloged>({
    // sql_approvals.hpp
    Cataloged{&sql::load_approval, "i", Use::set},
    Cataloged{&sql::list_approvals, "ii", Use::one},
    Cataloged{&sql::list_approvals_in, "iii", Use::one},
    Cataloged{&sql::list_open_approvals, "ii", Use::one},
    Cataloged{&sql::insert_approval, "iiitiiiiittt", Use::one},
    Cataloged{&sql::update_approval, "iiiiittti", Use::one},
    // sql_dump.hpp
    Cataloged{&sql::dump_unit, "ii", Use::one},
    Cataloged{&sql::dump_container, "ii", Use::one},
    Cataloged{&sql::dump_lot, "ii", Use::one},
    Cataloged{&sql::dump_lot_balance, "iiiii", Use::one},
    Cataloged{&sql::dump_unit_count, "iiiiiii", Use::one},
    Cataloged{&sql::dump_unit_total, "iiii", Use::one},
    Cataloged{&sql::dump_identifier, "tiiiii", Use::one},
    Cataloged{&sql::dump_identifier_of_subject, "iitiii", Use::one},
    Cataloged{&sql::dump_containment, "iiii", Use::one},
    Cataloged{&sql::dump_contents, "iiiii", Use::one},
    Cataloged{&sql::dump_hold, "ii", Use::one},
    Cataloged{&sql::dump_hold_member, "iiii", Use::one},
    Cataloged{&sql::dump_record, "ii", Use::one},
    Cataloged{&sql::dump_trait, "iiti", Use::one},
    Cataloged{&sql::dump_event_subject, "iiiii", Use::one},
    Cataloged{&sql::dump_document, "ttii", Use::one},
    Cataloged{&sql::dump_reversal, "iii", Use::one},
    Cataloged{&sql::dump_amendment, "iii", Use::one},
    Cataloged{&sql::dump_exception, "ii", Use::one},
    // sql_jobs.hpp
    Cataloged{&sql::load_job, "i", Use::set},
    Cataloged{&sql::list_jobs, "iii", Use::one},
    Cataloged{&sql::find_job_by_key, "b", Use::one},
    Cataloged{&sql::jobs_at_work, "", Use::one},
    Cataloged{&sql::insert_job, "itiitbbibttiiibb", Use::one},
    Cataloged{&sql::update_job, "iibibttii", Use::one},
    Cataloged{&sql::insert_job_part, "iibb", Use::one},
    Cataloged{&sql::list_job_parts, "i", Use::one},
    Cataloged{&sql::load_job_part, "ii", Use::one},
    Cataloged{&sql::put_job_event, "ii", Use::set},
    Cataloged{&sql::list_job_events, "i", Use::one},
    Cataloged{&sql::put_job_row, "iiib", Use::one},
    Cataloged{&sql::delete_job_row, "ii", Use::set},
    Cataloged{&sql::delete_job_rows, "i", Use::one},
    Cataloged{&sql::list_job_rows, "iiii", Use::one},
    Cataloged{&sql::old_job_content, "i", Use::one},
    Cataloged{&sql::delete_a_part, "i", Use::one},
    Cataloged{&sql::delete_some_rows, "i", Use::one},
    // sql_ledger.hpp
    Cataloged{&sql::find_key, "b", Use::set},
    Cataloged{&sql::claim_key, "bb", Use::set},
    Cataloged{&sql::delete_claim, "b", Use::set},
    Cataloged{&sql::put_key, "bbbi", Use::set},
    Cataloged{&sql::has_old_key, "bbi", Use::one},
    Cataloged{&sql::delete_old_keys, "bbi", Use::one},
    Cataloged{&sql::draw_counter, "tii", Use::one},
    Cataloged{&sql::read_counter, "t", Use::one},
    Cataloged{&sql::give_back_counter, "tii", Use::set},
    Cataloged{&sql::advance_head, "iiii", Use::one},
    Cataloged{&sql::insert_event, "iiiiiiiittiitb", Use::set},
    Cataloged{&sql::insert_event_private, "itibb", Use::set},
    Cataloged{&sql::erase_private, "iti", Use::set},
    Cataloged{&sql::reserve_ids, "ii", Use::one},
    Cataloged{&sql::insert_secret, "bii", Use::one},
    Cataloged{&sql::find_secret, "b", Use::one},
    Cataloged{&sql::list_secrets, "", Use::one},
    Cataloged{&sql::note_secret_use, "bi", Use::set},
    // sql_leases.hpp
    Cataloged{&sql::take_lease, "iiii", Use::one},
    Cataloged{&sql::give_up_lease, "iii", Use::one},
    Cataloged{&sql::check_lease, "iii", Use::one},
    // sql_load.hpp
    Cataloged{&sql::load_identifiers, "t", Use::set},
    Cataloged{&sql::load_identifiers_of_subject, "i", Use::set},
    Cataloged{&sql::load_unit, "i", Use::both},
    Cataloged{&sql::load_container, "i", Use::set},
    Cataloged{&sql::load_lot, "i", Use::both},
    Cataloged{&sql::load_balances, "i", Use::both},
    Cataloged{&sql::units_held_by, "ii", Use::set},
    Cataloged{&sql::containers_held_by, "ii", Use::set},
    Cataloged{&sql::balances_held_by, "ii", Use::both},
    Cataloged{&sql::active_members_of, "i", Use::set},
    Cataloged{&sql::members_of_hold, "i", Use::set},
    Cataloged{&sql::load_hold, "i", Use::set},
    Cataloged{&sql::load_traits, "i", Use::set},
    Cataloged{&sql::load_record, "i", Use::set},
    Cataloged{&sql::product_has_units, "i", Use::set},
    Cataloged{&sql::product_has_lots, "i", Use::set},
    Cataloged{&sql::holder_has_units, "ii", Use::set},
    Cataloged{&sql::holder_has_containers, "ii", Use::set},
    Cataloged{&sql::holder_has_balances, "ii", Use::set},
    Cataloged{&sql::load_event, "i", Use::set},
    Cataloged{&sql::load_event_private, "i", Use::set},
    Cataloged{&sql::state_after, "iii", Use::set},
    Cataloged{&sql::load_head, "", Use::one},
    Cataloged{&sql::history_since, "ii", Use::set},
    Cataloged{&sql::state_before, "ii", Use::set},
    Cataloged{&sql::stays_since, "ii", Use::set},
    Cataloged{&sql::contents_of, "iii", Use::set},
    Cataloged{&sql::contents_last_left, "i", Use::set},
    Cataloged{&sql::balances_last_changed, "i", Use::set},
    Cataloged{&sql::lots_ever_in, "i", Use::set},
    Cataloged{&sql::reversed_items, "i", Use::set},
    Cataloged{&sql::amendments_of, "i", Use::set},
    Cataloged{&sql::load_exception, "i", Use::set},
    Cataloged{&sql::members_of, "i", Use::set},
    Cataloged{&sql::rule_holds_released_since, "i", Use::one},
    // sql_past.hpp
    Cataloged{&sql::past_state_row_at, "ii", Use::set},
    Cataloged{&sql::past_states_back, "ii", Use::one},
    Cataloged{&sql::past_states_until, "iiii", Use::both},
    Cataloged{&sql::past_states_from, "iii", Use::one},
    Cataloged{&sql::past_events_behind, "iiii", Use::set},
    Cataloged{&sql::past_members_of_product, "iiii", Use::one},
    Cataloged{&sql::past_units_with, "iiii", Use::one},
    Cataloged{&sql::past_units_with_of_product, "iiiiii", Use::one},
    Cataloged{&sql::past_members_of_lot, "iii", Use::one},
    Cataloged{&sql::past_members_of_owner, "iii", Use::one},
    Cataloged{&sql::past_containers_with, "iiii", Use::one},
    Cataloged{&sql::past_all_units, "ii", Use::one},
    Cataloged{&sql::past_position, "", Use::one},
    Cataloged{&sql::move_past_position, "ii", Use::one},
    Cataloged{&sql::past_group, "iii", Use::one},
    Cataloged{&sql::next_past_group, "iii", Use::one},
    Cataloged{&sql::put_past_group, "iiiiiii", Use::set},
    Cataloged{&sql::past_leavers, "iii", Use::one},
    Cataloged{&sql::insert_past_leaver, "iiiiii", Use::set},
    Cataloged{&sql::delete_past_leavers, "iiii", Use::set},
    Cataloged{&sql::past_late, "iiii", Use::one},
    Cataloged{&sql::insert_past_late, "iiiiii", Use::set},
    Cataloged{&sql::past_period, "iiii", Use::one},
    Cataloged{&sql::past_part, "iiiii", Use::one},
    Cataloged{&sql::next_past_part, "iiiii", Use::one},
    Cataloged{&sql::insert_past_part, "iiiiib", Use::set},
    Cataloged{&sql::past_contents, "iii", Use::set},
    // sql_question.hpp
    Cataloged{&sql::list_lots, "ii", Use::one},
    Cataloged{&sql::list_lots_of_product, "iii", Use::one},
    Cataloged{&sql::lots_of_product, "i", Use::set},
    Cataloged{&sql::list_holds, "ii", Use::one},
    Cataloged{&sql::list_active_holds, "ii", Use::one},
    Cataloged{&sql::active_rule_holds, "", Use::one},
    Cataloged{&sql::recorded_at, "i", Use::one},
    Cataloged{&sql::event_moment, "i", Use::both},
    Cataloged{&sql::events_after, "ii", Use::one},
    Cataloged{&sql::history_of, "i", Use::set},
    Cataloged{&sql::parents_of, "i", Use::set},
    Cataloged{&sql::list_exceptions, "iiii", Use::one},
    Cataloged{&sql::list_open_exceptions, "iii", Use::one},
    Cataloged{&sql::events_naming, "tt", Use::one},
    Cataloged{&sql::list_records, "iti", Use::one},
    Cataloged{&sql::list_containers, "tii", Use::one},
    Cataloged{&sql::containers_at_place, "ii", Use::one},
    Cataloged{&sql::container_code_norm, "i", Use::one},
    Cataloged{&sql::stock_totals, "", Use::one},
    Cataloged{&sql::stock_counts, "", Use::one},
    Cataloged{&sql::stock_counts_at, "ii", Use::one},
    Cataloged{&sql::stock_units_of_lot, "i", Use::one},
    Cataloged{&sql::stock_balances, "", Use::one},
    Cataloged{&sql::all_lots, "", Use::one},
    Cataloged{&sql::container_place, "i", Use::one},
    Cataloged{&sql::private_after, "itii", Use::one},
    // sql_seals.hpp
    Cataloged{&sql::stored_events_after, "ii", Use::one},
    Cataloged{&sql::seals_after, "ii", Use::one},
    Cataloged{&sql::newest_seal, "", Use::one},
    Cataloged{&sql::load_seal_node, "ii", Use::set},
    Cataloged{&sql::seal_that_ends, "ii", Use::one},
    Cataloged{&sql::insert_seal, "iiibi", Use::set},
    Cataloged{&sql::insert_seal_node, "iib", Use::set},
    Cataloged{&sql::count_events, "", Use::one},
    Cataloged{&sql::recorded_at_of, "i", Use::one},
    Cataloged{&sql::count_seals, "", Use::one},
    Cataloged{&sql::compare_unit_totals, "i", Use::one},
    Cataloged{&sql::compare_unit_counts, "", Use::one},
    Cataloged{&sql::stale_projections, "", Use::one},
    // sql_side.hpp
    Cataloged{&sql::side_id_blocks, "ii", Use::one},
    Cataloged{&sql::put_side_id_block, "ii", Use::set},
    Cataloged{&sql::clear_id_blocks, "", Use::one},
    Cataloged{&sql::side_counters, "ti", Use::one},
    Cataloged{&sql::put_side_counter, "ti", Use::set},
    Cataloged{&sql::clear_counters, "", Use::one},
    Cataloged{&sql::side_keys, "bi", Use::one},
    Cataloged{&sql::put_side_key, "bbbi", Use::set},
    Cataloged{&sql::clear_keys, "", Use::one},
    Cataloged{&sql::side_secrets, "bi", Use::one},
    Cataloged{&sql::put_side_secret, "bii", Use::set},
    Cataloged{&sql::clear_secrets, "", Use::one},
    Cataloged{&sql::side_jobs, "ii", Use::one},
    Cataloged{&sql::put_side_job, "itiitbbbbibttiii", Use::set},
    Cataloged{&sql::clear_jobs, "", Use::one},
    Cataloged{&sql::side_job_parts, "iii", Use::one},
    Cataloged{&sql::put_side_job_part, "iibb", Use::set},
    Cataloged{&sql::clear_job_parts, "", Use::one},
    Cataloged{&sql::side_job_rows, "iii", Use::one},
    Cataloged{&sql::put_side_job_row, "iiib", Use::set},
    Cataloged{&sql::clear_job_rows, "", Use::one},
    Cataloged{&sql::side_job_events, "iii", Use::one},
    Cataloged{&sql::put_side_job_event, "ii", Use::set},
    Cataloged{&sql::clear_job_events, "", Use::one},
    Cataloged{&sql::side_approvals, "ii", Use::one},
    Cataloged{&sql::put_side_approval, "iiitiiiiittti", Use::set},
    Cataloged{&sql::clear_approvals, "", Use::one},
    Cataloged{&sql::is_half_made, "", Use::one},
    Cataloged{&sql::mark_half_made, "", Use::one},
    Cataloged{&sql::mark_whole, "", Use::one},
    // sql_units.hpp
    Cataloged{&sql::units_ascending, "ii", Use::one},
    Cataloged{&sql::units_descending, "ii", Use::one},
    Cataloged{&sql::units_of_product_ascending, "iiii", Use::one},
    Cataloged{&sql::units_of_product_descending, "iiii", Use::one},
    Cataloged{&sql::units_of_holder_ascending, "iiiiii", Use::one},
    Cataloged{&sql::units_of_holder_descending, "iiiiii", Use::one},
    Cataloged{&sql::units_of_lot_ascending, "iii", Use::one},
    Cataloged{&sql::units_of_lot_descending, "iii", Use::one},
    Cataloged{&sql::units_of_owner_ascending, "iii", Use::one},
    Cataloged{&sql::units_of_owner_descending, "iii", Use::one},
    Cataloged{&sql::units_of_place, "ii", Use::one},
    Cataloged{&sql::units_expiring, "i", Use::one},
    Cataloged{&sql::units_by_latest, "ii", Use::one},
    Cataloged{&sql::units_by_serial, "itt", Use::one},
    Cataloged{&sql::serials_ascending, "iiitt", Use::one},
    Cataloged{&sql::serials_descending, "iiitt", Use::one},
    Cataloged{&sql::ids_of_product, "ii", Use::one},
    Cataloged{&sql::ids_of_holder, "iiii", Use::one},
    Cataloged{&sql::ids_of_lot, "i", Use::one},
    Cataloged{&sql::ids_of_owner, "i", Use::one},
    Cataloged{&sql::ids_of_place, "ii", Use::one},
    Cataloged{&sql::ids_expiring, "i", Use::one},
    Cataloged{&sql::ids_by_latest, "ii", Use::one},
    Cataloged{&sql::ids_by_serial, "itt", Use::one},
    Cataloged{&sql::has_trait, "iitt", Use::one},
    Cataloged{&sql::ids_by_trait, "itt", Use::one},
    Cataloged{&sql::count_by_trait, "iitt", Use::one},
    Cataloged{&sql::next_product, "i", Use::one},
    Cataloged{&sql::next_product_status, "ii", Use::one},
    Cataloged{&sql::next_holder_product_status, "iiii", Use::one},
    Cataloged{&sql::count_units_of_lot, "ii", Use::one},
    Cataloged{&sql::count_units_expiring, "ii", Use::one},
    Cataloged{&sql::count_units_by_latest, "iii", Use::one},
    Cataloged{&sql::count_units_by_serial, "iitt", Use::one},
    // sql_write.hpp
    Cataloged{&sql::insert_unit, "iittiiiiiiiii", Use::set},
    Cataloged{&sql::update_unit_trail, "iiii", Use::set},
    Cataloged{&sql::update_unit_holder, "iiiiii", Use::set},
    Cataloged{&sql::update_unit_status, "iiiiiiii", Use::set},
    Cataloged{&sql::update_unit_whole, "iiiiiiiiittiii", Use::set},
    Cataloged{&sql::insert_container, "ittiiiiiii", Use::set},
    Cataloged{&sql::update_container_trail, "iiiii", Use::set},
    Cataloged{&sql::update_container_place, "iiiiiii", Use::set},
    Cataloged{&sql::update_container_whole, "iiiiiiiiitt", Use::set},
    Cataloged{&sql::insert_lot, "iitiiiiii", Use::set},
    Cataloged{&sql::update_lot, "iiitiiiiii", Use::set},
    Cataloged{&sql::insert_record, "iittiib", Use::one},
    Cataloged{&sql::update_record, "iiittiib", Use::one},
    Cataloged{&sql::unit_is_unchanged, "ii", Use::one},
    Cataloged{&sql::container_is_unchanged, "ii", Use::one},
    Cataloged{&sql::lot_is_unchanged, "ii", Use::one},
    Cataloged{&sql::record_is_unchanged, "ii", Use::one},
    Cataloged{&sql::hold_is_unchanged, "ii", Use::one},
    Cataloged{&sql::keep_unit, "ii", Use::set},
    Cataloged{&sql::keep_container, "ii", Use::set},
    Cataloged{&sql::keep_lot, "ii", Use::set},
    Cataloged{&sql::keep_record, "ii", Use::set},
    Cataloged{&sql::keep_hold, "ii", Use::set},
    Cataloged{&sql::insert_identifier, "tiiiiitiiii", Use::set},
    Cataloged{&sql::close_identifier, "tiiiiiii", Use::set},
    Cataloged{&sql::insert_identifier_of_subject, "iitiitiiii", Use::set},
    Cataloged{&sql::close_identifier_of_subject, "iitiiii", Use::set},
    Cataloged{&sql::insert_containment, "iiiiiii", Use::set},
    Cataloged{&sql::insert_contents, "iiiiiii", Use::set},
    Cataloged{&sql::end_containment, "iiiii", Use::set},
    Cataloged{&sql::end_contents, "iiiiii", Use::set},
    Cataloged{&sql::find_open_containment, "ii", Use::set},
    Cataloged{&sql::delete_attribute, "ii", Use::set},
    Cataloged{&sql::delete_tag, "it", Use::set},
    Cataloged{&sql::insert_trait, "iititi", Use::set},
    Cataloged{&sql::insert_hold, "iittiiiiiiiiii", Use::one},
    Cataloged{&sql::release_hold, "iii", Use::one},
    Cataloged{&sql::insert_hold_member, "iiiii", Use::set},
    Cataloged{&sql::release_hold_member, "iiii", Use::set},
    Cataloged{&sql::insert_event_subject, "iiiib", Use::set},
    Cataloged{&sql::insert_event_document, "tti", Use::set},
    Cataloged{&sql::insert_balance, "iiiiiiii", Use::set},
    Cataloged{&sql::add_to_balance, "iiiiiiii", Use::set},
    Cataloged{&sql::add_to_unit_count, "iiiiiii", Use::set},
    Cataloged{&sql::delete_unit_count, "iiiiii", Use::set},
    Cataloged{&sql::add_to_unit_total, "iiii", Use::set},
    Cataloged{&sql::delete_unit_total, "iii", Use::set},
    Cataloged{&sql::delete_event_subject, "iiii", Use::set},
    Cataloged{&sql::delete_containment, "iii", Use::set},
    Cataloged{&sql::delete_contents, "iiii", Use::set},
    Cataloged{&sql::delete_identifier, "tiiiii", Use::set},
    Cataloged{&sql::delete_identifier_of_subject, "iitii", Use::set},
    Cataloged{&sql::insert_reversal, "iii", Use::set},
    Cataloged{&sql::insert_amendment, "ii", Use::one},
    Cataloged{&sql::insert_exception, "iiii", Use::one},
    Cataloged{&sql::resolve_exception, "iii", Use::one},
    // sql_lock.hpp
    Cataloged{&sql::lock_unit, "i", Use::set},
    Cataloged{&sql::lock_container, "i", Use::set},
    Cataloged{&sql::wait_for_head, "", Use::one},
    Cataloged{&sql::has_event, "i", Use::one},
});

std::uint32_t type_of_letter(char letter) {
  switch (letter) {
    case 'i': return type_bigint;
    case 't': return type_text;
    case 'b': return type_bytea;
    default: base::unreachable();
  }
}

std::vector<std::uint32_t> types_of(Cataloged const& statement) {
  std::vector<std::uint32_t> types;
  types.reserve(statement.values.size());
  for (char const letter : statement.values) {
    types.push_back(type_of_letter(letter));
  }
  return types;
}

std::unordered_map<tables::Sql const*, Cataloged const*> make_index() {
  std::unordered_map<tables::Sql const*, Cataloged const*> index;
  for (auto const& statement : all) {
    index.emplace(statement.sql, &statement);
  }
  return index;
}

}  // namespace

std::span<Cataloged const> catalogue() {
  return all;
}

Prepare prepare_for_one(Cataloged const& statement) {
  return {.name = std::string(statement.sql->name),
          .text = in_postgres_words(statement.sql->text),
          .types = types_of(statement)};
}

Prepare prepare_for_a_set(Cataloged const& statement) {
  auto const elements = types_of(statement);
  std::vector<std::uint32_t> arrays;
  arrays.reserve(elements.size());
  for (auto const type : elements) {
    arrays.push_back(array_type_of(type));
  }
  return {.name = std::string(statement.sql->name) + "_for_each",
          .text = for_a_set(statement.sql->text, elements),
          .types = std::move(arrays)};
}

Cataloged const& cataloged(tables::Sql const& sql) {
  static auto const index = make_index();
  auto const found = index.find(&sql);
  base::check(found != index.end(), "every statement is in src/store/postgres/catalogue.cpp");
  return *found->second;
}

std::vector<Prepare> whole_catalogue() {
  std::vector<Prepare> prepares;
  for (auto const& statement : all) {
    if (statement.is_for_one()) {
      prepares.push_back(prepare_for_one(statement));
    }
    if (statement.is_for_a_set()) {
      prepares.push_back(prepare_for_a_set(statement));
    }
  }
  return prepares;
}

}  // namespace nameplate::store::postgres
