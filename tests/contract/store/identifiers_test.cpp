// Numbers: at most one current owner, closed ones kept, found by value and by subject.

#include "contract/store/store_contract.hpp"

#include <gmock/gmock.h>

namespace nameplate::test {
namespace {

using domain::Identifier;
using domain::IdentifierKind;
using domain::SubjectId;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Identifiers : public StoreContract {
 protected:
  void open(std::vector<Identifier> identifiers) {
    domain::Changes changes;
    changes.identifiers_opened = std::move(identifiers);
    write(changes);
  }
  void close(Identifier identifier, std::int64_t event, bool mistaken = false) {
    domain::Changes changes;
    changes.identifiers_closed = {closed(std::move(identifier), event, mistaken)};
    write(changes);
  }
  static Identifier closed(Identifier identifier, std::int64_t event, bool mistaken = false) {
    identifier.valid_to = base::Instant{1000 * event};
    identifier.closed_by = {event};
    identifier.mistaken = mistaken;
    return identifier;
  }
  std::vector<Identifier> find(std::string const& value) {
    return store_->begin_read()->find_identifiers(std::vector{value});
  }
  std::vector<Identifier> of(std::int64_t subject) {
    return store_->begin_read()->identifiers_of(std::vector{SubjectId{subject}});
  }
};
NAMEPLATE_ON_EVERY_STORE(Identifiers);

TEST_P(Identifiers, ANumberIsFoundInEveryKindAndScope) {
  auto const serial = an_identifier(10, "X1");
  auto const other_product = an_identifier(11, "X1", IdentifierKind::serial, 8);
  auto const tag = an_identifier(12, "X1", IdentifierKind::asset_tag, 0);

  open({serial, other_product, tag});

  EXPECT_THAT(find("X1"), UnorderedElementsAre(serial, other_product, tag));
  EXPECT_THAT(find("X"), IsEmpty());
}

TEST_P(Identifiers, ACurrentNumberHasOneOwner) {
  open({an_identifier(10, "X1")});

  EXPECT_THROW(open({an_identifier(11, "X1")}), store::GuardLost);
  EXPECT_EQ(find("X1").size(), 1U);
}

TEST_P(Identifiers, SomeKindsOfNumbersSeveralSubjectsMayBear) {
  auto const first = an_identifier(10, "C1", IdentifierKind::customer_serial, 0);
  auto const second = an_identifier(11, "C1", IdentifierKind::customer_serial, 0);

  open({first});
  open({second});
  close(first, 2);

  EXPECT_THAT(find("C1"), UnorderedElementsAre(closed(first, 2), second));
  EXPECT_THROW(open({second}), store::GuardLost);
}

TEST_P(Identifiers, AClosedNumberIsKeptAndMayBeTakenAgain) {
  auto const first = an_identifier(10, "TAG", IdentifierKind::asset_tag, 0);
  auto const second = an_identifier(11, "TAG", IdentifierKind::asset_tag, 0);
  open({first});
  close(first, 2, true);
  open({second});
  close(second, 3);
  open({first});

  EXPECT_THAT(find("TAG"), UnorderedElementsAre(first, closed(first, 2, true), closed(second, 3)));
  EXPECT_THAT(of(10), UnorderedElementsAre(first, closed(first, 2, true)));
  EXPECT_THAT(of(11), ElementsAre(closed(second, 3)));
}

TEST_P(Identifiers, AClosedNumberCannotBeClosedAgain) {
  auto const number = an_identifier(10, "TAG", IdentifierKind::asset_tag, 0);
  open({number});
  close(number, 2);

  EXPECT_THROW(close(number, 3), store::GuardLost);
}

TEST_P(Identifiers, ANumberOfAnotherSubjectCannotBeClosed) {
  open({an_identifier(10, "TAG", IdentifierKind::asset_tag, 0)});

  EXPECT_THROW(close(an_identifier(11, "TAG", IdentifierKind::asset_tag, 0), 2), store::GuardLost);
}

TEST_P(Identifiers, TwoSubjectsSwapTheirNumbers) {
  auto const a = an_identifier(10, "A");
  auto const b = an_identifier(11, "B");
  open({a, b});

  domain::Changes swap;
  swap.identifiers_closed = {closed(a, 2), closed(b, 2)};
  swap.identifiers_opened = {an_identifier(11, "A"), an_identifier(10, "B")};
  write(swap);

  EXPECT_THAT(find("A"), UnorderedElementsAre(an_identifier(11, "A"), closed(a, 2)));
  EXPECT_THAT(of(10), ElementsAre(closed(a, 2)));
}

TEST_P(Identifiers, TheCurrentOwnNumberStandsInTheRowOfTheSubjectOnly) {
  auto const tag = an_identifier(10, "TAG", IdentifierKind::asset_tag, 0);
  open({an_identifier(20, "LOT", IdentifierKind::lot), an_identifier(10, "SERIAL"),
        an_identifier(30, "BOX", IdentifierKind::container, 0), tag});

  EXPECT_THAT(of(10), ElementsAre(tag));
  EXPECT_THAT(of(20), IsEmpty());
  EXPECT_THAT(of(30), IsEmpty());
}

TEST_P(Identifiers, ANumberOpenedAndClosedInOneGroupIsHistoryAtOnce) {
  auto const number = closed(an_identifier(10, "SHORT"), 2, true);

  open({number});
  open({an_identifier(11, "SHORT")});

  EXPECT_THAT(find("SHORT"), UnorderedElementsAre(number, an_identifier(11, "SHORT")));
  EXPECT_THAT(of(10), ElementsAre(number));
}

}  // namespace
}  // namespace nameplate::test
