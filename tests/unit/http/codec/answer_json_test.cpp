#include "http/codec/answer_json.hpp"

#include <gtest/gtest.h>

#include <string>

namespace nameplate::http {
namespace {

using app::ItemOutcome;
using domain::SubjectKind;

app::Answer recorded() {
  return {.event = {890}, .sequence = 12, .recorded_at = {1'700'000'000'000'000}, .done = 1};
}

TEST(OperationResponse, AnEventIsToldWithItsItems) {
  auto answer = recorded();
  answer.items = {
      {.subject = {1}, .number = "A-1", .status = domain::Status::in_stock, .warnings = {"item.held"}},
      {.index = 1, .kind = SubjectKind::lot, .subject = {4}, .number = "L1", .quantity = base::Quantity{2'500'000}},
      {.index = 2, .kind = SubjectKind::container, .subject = {6}, .number = "PAL-1"}};

  auto const response = operation_response({}, answer, AnswerDetail::items);

  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(
      response.body,
      R"({"event":"e890","sequence":12,"recordedAt":"2023-11-14T22:13:20Z","counts":{"done":1,"unchanged":0,"refused":0},)"
      R"("items":[{"index":0,"outcome":"done","unit":"u1","serial":"A-1","status":"in_stock","warnings":["item.held"]},)"
      R"({"index":1,"outcome":"done","lot":"l4","number":"L1","quantity":"2.5"},)"
      R"({"index":2,"outcome":"done","container":"c6","code":"PAL-1"}]})");
}

TEST(OperationResponse, NothingRecordedIs200WithoutAnEvent) {
  auto const response = operation_response({}, {.unchanged = 1}, AnswerDetail::counts);

  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body,
            R"({"event":null,"sequence":null,"recordedAt":null,"counts":{"done":0,"unchanged":1,"refused":0}})");
}

TEST(OperationResponse, ARefusedItemSaysWhyAndWhatItCouldBe) {
  auto answer = recorded();
  answer.refused = 1;
  answer.items = {
      {.outcome = ItemOutcome::refused, .reason = "scan.ambiguous", .detail = "Two.", .matches = {"u1", "u2"}},
      {.index = 1, .subject = {1}}};

  auto const response = operation_response({}, answer, AnswerDetail::counts);

  EXPECT_NE(response.body.find(R"("items":[{"index":0,"outcome":"refused","reason":"scan.ambiguous","detail":"Two.",)"
                               R"("matches":["u1","u2"]}])"),
            std::string::npos)
      << response.body;
}

TEST(OperationResponse, RefusedItemsAreToldBeforeOthersWhenThereAreTooMany) {
  auto answer = recorded();
  for (std::uint32_t i = 0; i < 3000; ++i) {
    answer.items.push_back({.index = i, .subject = {i + 1}});
  }
  answer.items.back().outcome = ItemOutcome::refused;

  auto const response = operation_response({}, answer, AnswerDetail::items);

  EXPECT_NE(response.body.find(R"({"index":2999,"outcome":"refused")"), std::string::npos);
  EXPECT_NE(response.body.find(R"({"index":998,)"), std::string::npos);
  EXPECT_EQ(response.body.find(R"({"index":999,)"), std::string::npos);
}

TEST(OperationResponse, TheHoldsItPlacedAreNamed) {
  auto answer = recorded();
  answer.holds = {{5}};

  EXPECT_NE(operation_response({}, answer, AnswerDetail::counts).body.find(R"("holds":["h5"])"), std::string::npos);
}

}  // namespace
}  // namespace nameplate::http
