#include "http/dispatcher.hpp"

#include "http/worker_pool.hpp"
#include "unit/http/no_services.hpp"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

namespace nameplate::http {
namespace {

struct DiskFull : std::runtime_error {
  using std::runtime_error::runtime_error;
};

void say_who(Services&, Request&& request, Respond respond) {
  respond(json(200, request.principal.name));
}
void say_thread(Services&, Request&&, Respond respond) {
  respond(json(200, std::this_thread::get_id() == std::thread::id() ? "" : "ran"));
}
void throw_unknown(Services&, Request&&, Respond) {
  throw std::logic_error("a secret of the house");
}
void throw_known(Services&, Request&&, Respond) {
  throw DiskFull("no space");
}
void forget(Services&, Request&&, Respond) {}
void answer_twice(Services&, Request&&, Respond respond) {
  respond(json(200, "first"));
  respond(json(200, "second"));
}

constexpr Route route(Method method, std::string_view pattern, Access access, Handler handler,
                      Weight weight = Weight::light, Accepts accepts = Accepts::json) {
  return {.method = method,
          .pattern = pattern,
          .access = access,
          .weight = weight,
          .handler = handler,
          .name = pattern.substr(1),
          .accepts = accepts};
}

constexpr Route routes[] = {
    route(Method::get, "/open", Access::anyone(), say_who),
    route(Method::get, "/viewer", Access::at_least(Role::viewer), say_who),
    route(Method::get, "/manager", Access::at_least(Role::manager), say_who),
    route(Method::get, "/owner", Access::owner_socket(), say_who),
    route(Method::post, "/items/{id}", Access::at_least(Role::operator_), say_who),
    route(Method::post, "/upload", Access::anyone(), say_who, Weight::light, Accepts::any),
    route(Method::get, "/throw/unknown", Access::anyone(), throw_unknown),
    route(Method::get, "/throw/known", Access::anyone(), throw_known, Weight::heavy),
    route(Method::get, "/forget", Access::anyone(), forget),
    route(Method::get, "/twice", Access::anyone(), answer_twice),
    route(Method::get, "/health/live", Access::anyone(), say_who),
    route(Method::get, "/heavy", Access::anyone(), say_thread, Weight::heavy),
};

/// The token is the role: `viewer`, `manager`, `admin`; the owner's socket is an admin.
base::Result<Principal> authenticate(Request const& request) {
  auto const token = request.headers.authorization.value_or(request.from_owner_socket ? "admin" : "");
  if (token == "broken") {
    throw DiskFull("no space");
  }
  for (auto const role : {Role::viewer, Role::operator_, Role::manager, Role::admin}) {
    if (token == domain::name_of(role)) {
      return Principal{.account = 1, .role = role, .name = token};
    }
  }
  return base::fail(base::ErrorKind::unauthorised, "token.unknown", "No such token.");
}

std::optional<base::Error> explain(std::exception_ptr thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (DiskFull const&) {
    return base::Error{.kind = base::ErrorKind::storage_full, .reason = "storage.full", .detail = "The disk is full."};
  } catch (...) {
    return std::nullopt;
  }
}

Dispatcher const& dispatcher() {
  static Dispatcher const made(routes, no_services(), {.authenticate = authenticate, .explain_failure = explain});
  return made;
}

Request request_for(std::string target, std::string token = {}, Method method = Method::get) {
  Request request{.method = method, .target = std::move(target), .request_id = "id1"};
  if (!token.empty()) {
    request.headers.authorization = std::move(token);
  }
  return request;
}

int admitted(Request request) {
  auto const admission = dispatcher().admit(request);
  return admission.refusal ? admission.refusal->status : 200;
}

class Slot : public AnswerSlot {
 public:
  std::promise<Response> given;

 protected:
  void deliver(Response response) override { given.set_value(std::move(response)); }
};

Response answer_to(Request request, std::size_t queue_max = 10) {
  static WorkerPool workers(1, 10);
  static WorkerPool full(0, 0);
  auto const admission = dispatcher().admit(request);
  EXPECT_FALSE(admission.refusal);
  auto const slot = std::make_shared<Slot>();
  auto answer = slot->given.get_future();
  dispatcher().run(*admission.route, std::move(request), slot, queue_max == 0 ? full : workers);
  return answer.get();
}

TEST(Dispatcher, ARequestUnderAForeignNameIsRefused) {
  Dispatcher const named(
      routes, no_services(),
      {.authenticate = authenticate, .explain_failure = explain, .hosts = HostRule("stock", "127.0.0.1")});
  auto const status_under = [&](std::string host, std::string target, bool from_owner_socket = false) {
    auto request = request_for(std::move(target));
    request.headers.host = std::move(host);
    request.from_owner_socket = from_owner_socket;
    auto const admission = named.admit(request);
    return admission.refusal ? admission.refusal->status : 200;
  };

  EXPECT_EQ(status_under("stock:8080", "/open"), 200);
  EXPECT_EQ(status_under("evil", "/open"), 421);
  EXPECT_EQ(status_under("evil", "/nowhere"), 421);
  EXPECT_EQ(status_under("evil", "/health/live"), 200);
  EXPECT_EQ(status_under("evil", "/open", true), 200);
}

TEST(Dispatcher, AccessIsCheckedBeforeTheHandler) {
  EXPECT_EQ(admitted(request_for("/open")), 200);
  EXPECT_EQ(admitted(request_for("/viewer")), 401);
  EXPECT_EQ(admitted(request_for("/viewer", "forged")), 401);
  EXPECT_EQ(admitted(request_for("/viewer", "viewer")), 200);
  EXPECT_EQ(admitted(request_for("/viewer", "admin")), 200);
  EXPECT_EQ(admitted(request_for("/manager", "operator")), 403);
  EXPECT_EQ(admitted(request_for("/manager", "manager")), 200);
  EXPECT_EQ(answer_to(request_for("/manager", "manager")).body, "manager");
}

TEST(Dispatcher, TheOwnersRoutesTakeNoTokenFromTheNetwork) {
  EXPECT_EQ(admitted(request_for("/owner", "admin")), 403);

  auto local = request_for("/owner");
  local.from_owner_socket = true;
  EXPECT_EQ(admitted(local), 200);
}

TEST(Dispatcher, PathsAndMethodsThatAreNotThereAreRefused) {
  EXPECT_EQ(admitted(request_for("/nowhere")), 404);
  EXPECT_EQ(admitted(request_for("/a/../open")), 400);
  EXPECT_EQ(admitted(request_for("/viewer", "viewer", Method::head)), 200);
  auto request = request_for("/items/1", "admin", Method::delete_);
  auto const admission = dispatcher().admit(request);
  EXPECT_EQ(admission.refusal->status, 405);
  EXPECT_EQ(admission.refusal->headers.front().second, "POST");
  EXPECT_EQ(admission.route_index, dispatcher().unrouted());
}

TEST(Dispatcher, AdmissionFillsPathQueryAndCaptures) {
  auto request = request_for("/items/a%20b?x=1", "admin", Method::post);

  auto const admission = dispatcher().admit(request);

  EXPECT_FALSE(admission.refusal);
  EXPECT_EQ(dispatcher().route_names()[admission.route_index], "items/{id}");
  EXPECT_EQ(request.path, "/items/a b");
  EXPECT_EQ(request.captures.front(), "a b");
  EXPECT_EQ(request.query.front().value, "1");
}

TEST(Dispatcher, ABodyIsJsonUnlessTheRouteSaysOtherwise) {
  auto const with_type = [](std::string target, std::string type) {
    auto request = request_for(std::move(target), "admin", Method::post);
    request.has_body = true;
    if (!type.empty()) {
      request.headers.content_type = std::move(type);
    }
    return request;
  };
  for (auto const type :
       {"application/json", "application/JSON; charset=utf-8", "application/json;charset=\"UTF-8\""}) {
    EXPECT_EQ(admitted(with_type("/items/1", type)), 200) << type;
  }
  for (auto const type : {"", "text/plain", "application/jsonx", "application/json; charset=latin1",
                          "application/json; a=b; charset=utf-8"}) {
    EXPECT_EQ(admitted(with_type("/items/1", type)), 415) << type;
  }
  EXPECT_EQ(admitted(with_type("/upload", "text/csv")), 200);
  auto compressed = with_type("/items/1", "application/json");
  compressed.headers.content_encoding = "gzip";
  EXPECT_EQ(admitted(compressed), 415);
  auto get = request_for("/open");
  get.has_body = true;
  EXPECT_EQ(admitted(get), 400);
}

TEST(Dispatcher, AnExceptionBecomesAnAnswerThatTellsNoSecrets) {
  auto const unknown = answer_to(request_for("/throw/unknown"));
  EXPECT_EQ(unknown.status, 500);
  EXPECT_TRUE(unknown.body.contains("internal.error"));
  EXPECT_TRUE(unknown.body.contains("id1"));
  EXPECT_FALSE(unknown.body.contains("secret"));

  auto const known = answer_to(request_for("/throw/known"));
  EXPECT_EQ(known.status, 507);
  EXPECT_TRUE(known.body.contains("storage.full"));

  EXPECT_EQ(admitted(request_for("/viewer", "broken")), 507);
}

TEST(Dispatcher, EachRequestIsAnsweredOnce) {
  EXPECT_EQ(answer_to(request_for("/forget")).status, 500);
  EXPECT_EQ(answer_to(request_for("/twice")).body, "first");
}

TEST(Dispatcher, HeavyRoutesRunOnTheWorkersAndAreRefusedWhenTheseAreBusy) {
  EXPECT_EQ(answer_to(request_for("/heavy")).body, "ran");

  auto const busy = answer_to(request_for("/heavy"), 0);

  EXPECT_EQ(busy.status, 503);
  EXPECT_TRUE(busy.body.contains("server.busy"));
  EXPECT_EQ(busy.headers.front().first, "Retry-After");
}

}  // namespace
}  // namespace nameplate::http
