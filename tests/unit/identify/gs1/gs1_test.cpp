#include "identify/gs1/digital_link.hpp"
#include "identify/gs1/element_rules.hpp"
#include "identify/gs1/label.hpp"
#include "identify/scan.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

namespace nameplate::identify {
namespace {

using namespace std::chrono_literals;

std::string problem_of(std::string_view raw) {
  auto const scan = parse_scan(raw);
  return scan.gs1_problem ? scan.gs1_problem->reason : std::string();
}

TEST(Gs1, ALabelIsReadHoweverItIsSent) {
  for (std::string_view const sent :
       {"]C10109521234543213"
        "17261231"
        "10A1\x1D"
        "21S7",
        "]d2\x1D"
        "0109521234543213"
        "17261231"
        "10A1\x1D"
        "21S7\x1D\r",
        "\x1D"
        "0109521234543213"
        "17261231"
        "10A1\x1D"
        "21S7",
        "(01)09521234543213(17)261231(10)A1(21)S7", "https://id.gs1.org/01/09521234543213/10/A1/21/S7?17=261231",
        "]Q1HTTPS://id.gs1.org/some/stem/01/09521234543213/10/A1/21/S7?17=261231#top"}) {
    auto const scan = parse_scan(sent);
    ASSERT_FALSE(scan.elements.empty()) << sent;
    EXPECT_EQ(scan.gtin, "09521234543213");
    auto const label = gs1::read_label(scan.elements, 2026y);
    EXPECT_EQ(label.serial, "S7");
    EXPECT_EQ(label.lot, "A1");
    EXPECT_EQ(label.expires, 2026y / 12 / 31);
  }
}

TEST(Gs1, WhatIsWrongIsSaid) {
  EXPECT_EQ(problem_of("]C10109521234543214"), "label.check_digit");
  EXPECT_EQ(problem_of("]C1010952123454321317260231"), "label.date") << "31 February";
  EXPECT_EQ(problem_of("]C1010952123454321317261301"), "label.date");
  EXPECT_EQ(problem_of("]C1010952123454321317260200"), "") << "day 00 is the end of the month";
  EXPECT_EQ(problem_of("]C1010952123454321310ABCDEFGHIJKLMNOP21XY1234567"), "label.malformed")
      << "without its separator the lot is too long";
  EXPECT_EQ(problem_of("]C10209521234543213"), "label.pair") << "content needs a count";
  EXPECT_EQ(problem_of("(01)09521234543213(37)12"), "label.pair");
  EXPECT_EQ(problem_of("(01)09521234543213(01)09521234543220"), "label.pair");
  EXPECT_EQ(problem_of("]C1"), "label.malformed");
  EXPECT_EQ(problem_of("]E09521234001011"), "label.check_digit");
  EXPECT_EQ(problem_of("https://example.com/pumps"), "label.link");
  EXPECT_EQ(problem_of("PUMP-7"), "");
  EXPECT_EQ(problem_of("0109521234543214"
                       "10A"),
            "")
      << "claims nothing";
}

TEST(Gs1, WhatALabelSays) {
  auto const label = gs1::read_label(
      parse_scan("(00)106141412345678908(02)09521234543213(37)48(11)260100(13)991231(15)270630(3103)001950"
                 "(400)PO-7(240)MK2(241)C-9(414)9521141123454")
          .elements,
      2026y);
  EXPECT_TRUE(label.is_of_content);
  EXPECT_EQ(label.gtin, "09521234543213");
  EXPECT_EQ(label.sscc, "106141412345678908");
  EXPECT_EQ(label.count, 48);
  EXPECT_EQ(label.produced, 2026y / 1 / 31);
  EXPECT_EQ(label.packed, 1999y / 12 / 31) << "73 years ahead is the century before";
  EXPECT_EQ(label.best_before, 2027y / 6 / 30);
  EXPECT_EQ(label.kilograms, "1.950");
  EXPECT_EQ(label.order, "PO-7");
  EXPECT_EQ(label.additional, "MK2");
  EXPECT_EQ(label.customer_part, "C-9");
  EXPECT_EQ(label.gln, "9521141123454");
}

TEST(Gs1, TheTableIsInOrderAndHasARuleForEachOfItsIdentifiers) {
  std::string_view before;
  for (auto const& rule : gs1::element_rules()) {
    EXPECT_LT(before, rule.first);
    EXPECT_LE(rule.first, rule.last);
    EXPECT_EQ(gs1::rule_at(std::string(rule.first) + "12345"), &rule) << rule.first;
    EXPECT_EQ(gs1::rule_at(std::string(rule.last) + "12345"), &rule) << rule.last;
    before = rule.last;
  }
  EXPECT_EQ(gs1::rule_at("05"), nullptr);
  EXPECT_EQ(gs1::rule_at("3106"), nullptr);
}

/// Any element that may be: digits and signs at random, made right where there is a check.
rc::Gen<gs1::Element> any_element() {
  return rc::gen::exec([] {
    while (true) {
      auto const& rule = *rc::gen::elementOf(gs1::element_rules());
      std::string value;
      for (auto const& component : std::span(rule.shape.components).first(rule.shape.count)) {
        auto const size = *rc::gen::inRange<std::size_t>(component.least, component.most + 1U);
        bool const is_digits = component.characters == gs1::CharacterSet::digits;
        value += *rc::gen::container<std::string>(size,
                                                  rc::gen::elementOf(std::string(is_digits ? "0123456789" : "AZ09-/")));
      }
      for (char last = '0'; last <= '9' && !value.empty(); ++last) {
        value.back() = last;
        if (auto element = gs1::parse_element(rule.first, value)) {
          return *std::move(element);
        }
      }
    }
  });
}

TEST(Gs1, WhatIsWrittenIsReadBack) {
  EXPECT_TRUE(rc::check([] {
    auto const elements = *rc::gen::nonEmpty(rc::gen::container<gs1::Elements>(any_element()));
    RC_ASSERT(gs1::parse_scanned(gs1::scanned_text(elements)).value() == elements);
    RC_ASSERT(gs1::parse_bracketed(gs1::bracketed_text(elements)).value() == elements);
    if (auto const link = gs1::digital_link(elements)) {
      auto const linked = gs1::parse_digital_link(*link).value();
      for (auto const& element : linked) {
        RC_ASSERT(gs1::value_of(elements, element.identifier) == element.value);
      }
      std::set<std::string> identifiers;
      for (auto const& element : elements) {
        identifiers.insert(element.identifier);
      }
      RC_ASSERT(linked.size() == identifiers.size());
    }
  }));
}

}  // namespace
}  // namespace nameplate::identify
