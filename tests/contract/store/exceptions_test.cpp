// Exceptions: what was recorded against the facts, and whether a person has dealt with it.

#include "contract/store/store_contract.hpp"

#include <gmock/gmock.h>

namespace nameplate::test {
namespace {

using domain::Exception;
using store::ExceptionFilter;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t newest = 1'000'000;

class Exceptions : public StoreContract {
 protected:
  void raise(std::int64_t event, std::int64_t at) {
    domain::Changes changes;
    changes.exceptions_raised = {{.raised_by = {event}, .raised_at = {at}}};
    write_changes(changes);
  }
  void resolve(std::int64_t event, std::int64_t by, std::int64_t at) {
    domain::Changes changes;
    changes.exceptions_resolved = {
        {.raised_by = {event}, .raised_at = {}, .resolved_by = {by}, .resolved_at = base::Instant{at}}};
    write_changes(changes);
  }
  std::vector<std::int64_t> list(ExceptionFilter const& filter, std::int64_t before = newest, std::size_t limit = 10) {
    std::vector<std::int64_t> ids;
    for (auto const& exception : store_->begin_read()->list_exceptions(filter, {before}, limit)) {
      ids.push_back(exception.raised_by.value);
    }
    return ids;
  }

 private:
  void write_changes(domain::Changes const& changes) {
    auto const transaction = store_->begin_write();
    transaction->write(changes);
    transaction->commit();
  }
};
NAMEPLATE_ON_EVERY_STORE(Exceptions);

TEST_P(Exceptions, TheyAreListedNewestFirst) {
  raise(5, 1000);
  raise(7, 2000);
  raise(9, 3000);
  resolve(7, 11, 4000);

  EXPECT_THAT(list({}), ElementsAre(9, 7, 5));
  EXPECT_THAT(list({.open = true}), ElementsAre(9, 5));
  EXPECT_THAT(list({.open = false}), ElementsAre(7));
  EXPECT_THAT(list({}, 9, 1), ElementsAre(7));
  EXPECT_THAT(list({.open = true}, 9), ElementsAre(5));
  EXPECT_THAT(list({.open = true}, 5), IsEmpty());
}

TEST_P(Exceptions, TheyAreListedSinceAMoment) {
  raise(5, 1000);
  raise(7, 2000);

  EXPECT_THAT(list({.since = base::Instant{2000}}), ElementsAre(7));
  EXPECT_THAT(list({.open = true, .since = base::Instant{1001}}), ElementsAre(7));
  EXPECT_THAT(list({.since = base::Instant{2001}}), IsEmpty());
}

}  // namespace
}  // namespace nameplate::test
