#include "store/postgres/check_server.hpp"

#include "base/logging.hpp"
#include "store/failure.hpp"
#include "store/postgres/catalogue.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace nameplate::store::postgres {
namespace {

constexpr int oldest_server = 150000;

struct Danger {
  std::string_view setting;
  std::string_view means;
};

constexpr std::array dangers = {
    Danger{"fsync", "a failure of the machine destroys the database"},
    Danger{"full_page_writes", "a failure of the machine can destroy pages"},
    Danger{"synchronous_commit", "what was acknowledged can be lost when the machine fails"},
    Danger{"data_checksums", "damage on the disk is not noticed; `pg_checksums --enable` turns them on"},
};

}  // namespace

void refuse_unfit(Session& session) {
  if (session.server_version() < oldest_server) {
    throw StorageFailure(
        FailureKind::unavailable,
        fmt::format("the server is PostgreSQL {}; Nameplate needs 15 or later", session.setting("server_version")));
  }
  if (auto const encoding = session.setting("server_encoding"); encoding != "UTF8") {
    throw StorageFailure(FailureKind::unavailable,
                         fmt::format("the database has the encoding {}; Nameplate needs UTF8: CREATE DATABASE ... "
                                     "ENCODING 'UTF8' TEMPLATE template0",
                                     encoding));
  }
}

void warn_of_settings(Session& session) {
  for (auto const& danger : dangers) {
    if (session.ask(fmt::format("SHOW {}", danger.setting)) == "off") {
      base::log::warn("store", "a setting of PostgreSQL is dangerous",
                      {{"setting", fmt::format("{} = off", danger.setting)}, {"means", std::string(danger.means)}});
    }
  }
  if (session.ask("SHOW synchronous_commit") == "local" && !session.ask("SHOW synchronous_standby_names").empty()) {
    base::log::warn("store", "a setting of PostgreSQL is dangerous",
                    {{"setting", "synchronous_commit = local"},
                     {"means", "what was acknowledged can be missing in the standby that takes over"}});
  }
}

void refuse_other_tables(Session& session) {
  if (auto const refused = session.prepare_all(whole_catalogue()); !refused.empty()) {
    throw StorageFailure(FailureKind::damaged,
                         fmt::format("the tables are not those of this program: statement {}. Something else than "
                                     "Nameplate changed them: undo that, or restore a backup",
                                     refused));
  }
  session.script("DEALLOCATE ALL", "forget what was tried");
}

}  // namespace nameplate::store::postgres
