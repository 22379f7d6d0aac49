#include "store/inbox_repository.hpp"

#include "sample_rows.hpp"
#include "store/query.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::store::testing {
namespace {

Inbound full_inbound() {
  Inbound inbound;
  inbound.delivery_id = "action:1.2:3.4:U1:start_prep";
  inbound.kind = InboundKind::action;
  inbound.slack_user = "U1";
  inbound.action = "start_prep";
  inbound.value = "meeting:3";
  inbound.text = "t\xC3\xA9xt 'quoted'; -- \xF0\x9F\x98\x80\nline";
  inbound.conversation = "D1";
  inbound.message_ts = "1.2";
  inbound.ephemeral = true;
  inbound.response_url = "https://hooks.slack.com/x";
  inbound.received_at = kNow;
  inbound.state = InboundState::pending;
  inbound.outcome = "outcome";
  inbound.attempts = 2;
  inbound.next_attempt_at = kNow + Seconds{1};
  return inbound;
}

struct Inbox {
  Database database = Database::in_memory();
  InboxRepository inbox{database};

  bool add(const std::string& id, Instant due = kNow, InboundKind kind = InboundKind::message) {
    Inbound inbound;
    inbound.delivery_id = id;
    inbound.kind = kind;
    inbound.received_at = inbound.next_attempt_at = due;
    return stored(database,
                  [&](Transaction& transaction) { return inbox.insert(transaction, inbound); });
  }
  bool settle(const Inbound& inbound) {
    return stored(database,
                  [&](Transaction& transaction) { return inbox.settle(transaction, inbound); });
  }
  std::vector<std::string> due(Instant now, int limit = 100) {
    std::vector<std::string> ids;
    for (const Inbound& each : inbox.due(now, limit)) ids.push_back(each.delivery_id);
    return ids;
  }
  std::string plan_of(const std::string& sql) {
    Query query(database, "EXPLAIN QUERY PLAN " + sql);
    std::string plan;
    while (query.next()) {
      query.take<long long>();
      query.take<long long>();
      query.take<long long>();
      plan += query.take<std::string>() + "\n";
    }
    return plan;
  }
};

TEST_CASE("a row comes back as it was stored") {
  Inbox bench;
  const Inbound in = full_inbound();
  stored(bench.database,
         [&](Transaction& transaction) { return bench.inbox.insert(transaction, in); });
  const auto out = bench.inbox.load(in.delivery_id);
  REQUIRE(out);
  CHECK(out->kind == in.kind);
  CHECK(out->slack_user == in.slack_user);
  CHECK(out->action == in.action);
  CHECK(out->value == in.value);
  CHECK(out->text == in.text);
  CHECK(out->conversation == in.conversation);
  CHECK(out->message_ts == in.message_ts);
  CHECK(out->ephemeral == in.ephemeral);
  CHECK(out->response_url == in.response_url);
  CHECK(out->received_at == in.received_at);
  CHECK(out->state == in.state);
  CHECK(out->outcome == in.outcome);
  CHECK(out->attempts == in.attempts);
  CHECK(out->next_attempt_at == in.next_attempt_at);
  CHECK_FALSE(bench.inbox.load("another"));
}

TEST_CASE("a delivery is stored once, and a repetition changes nothing") {
  Inbox bench;
  CHECK(bench.add("event:1"));
  CHECK_FALSE(bench.add("event:1", kNow + days{1}, InboundKind::action));
  CHECK(bench.inbox.load("event:1")->kind == InboundKind::message);
  CHECK(bench.inbox.load("event:1")->received_at == kNow);
}

TEST_CASE("what is due comes oldest first, of equals the first that came") {
  Inbox bench;
  bench.add("c", kNow + Seconds{5});
  bench.add("b", kNow);
  bench.add("a", kNow);
  bench.add("later", kNow + Seconds{6});
  CHECK(bench.due(kNow + Seconds{5}) == std::vector<std::string>{"b", "a", "c"});
  CHECK(bench.due(kNow + Seconds{5}, 2) == std::vector<std::string>{"b", "a"});
  CHECK(bench.due(kNow - Seconds{1}).empty());
  CHECK(bench.inbox.next_due() == kNow);
}

TEST_CASE("what is settled is over, and its credential is gone") {
  Inbox bench;
  Inbound row = full_inbound();
  stored(bench.database,
         [&](Transaction& transaction) { return bench.inbox.insert(transaction, row); });
  row.attempts = 3;
  row.next_attempt_at = kNow + minutes{2};
  CHECK(bench.settle(row));
  CHECK(bench.inbox.load(row.delivery_id)->response_url == row.response_url);
  CHECK(bench.inbox.next_due() == kNow + minutes{2});
  row.state = InboundState::done;
  row.outcome = "done it";
  CHECK(bench.settle(row));
  const auto done = bench.inbox.load(row.delivery_id);
  CHECK(done->response_url.empty());
  CHECK(done->outcome == "done it");
  CHECK(done->attempts == 3);
  row.state = InboundState::failed;
  CHECK_FALSE(bench.settle(row));
  CHECK(bench.inbox.load(row.delivery_id)->state == InboundState::done);
  CHECK_FALSE(bench.inbox.next_due());
}

TEST_CASE("only what is settled and old is forgotten") {
  Inbox bench;
  for (const std::string id : {"pending", "done", "failed", "young"}) {
    bench.add(id, id == "young" ? kNow : kNow - days{3});
    if (id == "pending") continue;
    Inbound row = *bench.inbox.load(id);
    row.state = id == "failed" ? InboundState::failed : InboundState::done;
    bench.settle(row);
  }
  const int gone = stored(bench.database, [&](Transaction& transaction) {
    return bench.inbox.forget(transaction, kNow - days{2});
  });
  CHECK(gone == 2);
  CHECK(bench.inbox.load("pending"));
  CHECK(bench.inbox.load("young"));
}

TEST_CASE("the queues are read by their indexes") {
  Inbox bench;
  const auto uses = [&](const std::string& sql, const std::string& index) {
    const std::string plan = bench.plan_of(sql);
    CAPTURE(plan);
    CHECK(plan.find(index) != std::string::npos);
  };
  uses(
      "SELECT * FROM inbox WHERE state = 'pending' AND next_attempt_at <= 5 "
      "ORDER BY next_attempt_at, rowid LIMIT 20",
      "USING INDEX inbox_pending (next_attempt_at<");
  uses("SELECT min(next_attempt_at) FROM inbox WHERE state = 'pending'", "inbox_pending");
  uses("DELETE FROM inbox WHERE state <> 'pending' AND received_at < 5",
       "USING INDEX inbox_by_age (received_at<");
  uses("SELECT min(next_attempt_at) FROM outbox WHERE state = 'pending'", "outbox_by_state");
  uses("SELECT min(next_attempt_at) FROM builds WHERE state = 'pending' AND lease_id IS NULL",
       "builds_due");
}

}  // namespace
}  // namespace execassist::store::testing
