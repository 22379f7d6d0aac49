// What Slack sends, as JSON, as a form, and as the payload of a form.
#include "invariants.hpp"
#include "wire/slack_inbound.hpp"
#include "wire/url.hpp"

#include <execassist/base/text.hpp>

#include <cstdint>

namespace execassist::fuzz {
namespace {

const std::string kForm = "application/x-www-form-urlencoded";

void demand_sound(const Inbound& inbound) {
  demand(!inbound.delivery_id.empty(), "a delivery has an id");
  demand_safe_line(inbound.delivery_id, 200, "the id of a delivery");
  demand(!inbound.slack_user.empty(), "somebody did it");
  demand_safe_line(inbound.slack_user, 64, "a user");
  demand_safe_line(inbound.conversation, 64, "a conversation");
  demand_safe_line(inbound.message_ts, 64, "a message's time");
  demand_safe_line(inbound.action, 255, "an action");
  demand_safe_line(inbound.value, 2000, "a value");
  demand_safe_line(inbound.response_url, 1000, "a response_url");
  demand(inbound.text.size() <= 20'000, "a text is bounded");
  demand(safe_block(inbound.text) == inbound.text, "a text is of safe lines");
  demand(inbound.response_url.find('@') == std::string::npos, "a credential goes to no other host");
  demand(inbound.kind != InboundKind::command || inbound.action.starts_with('/'), "a command");
  demand(inbound.kind != InboundKind::message || !trim(inbound.text).empty(),
         "a message has words");
}

wire::SlackRequest read(std::string_view type, std::string_view body) {
  wire::SlackRequest request = wire::read_slack_request(type, body);
  demand_safe_line(request.text, 4096, "why a request is not taken");
  if (request.kind == wire::SlackRequestKind::inbound) {
    demand_sound(request.inbound);
  } else if (request.kind != wire::SlackRequestKind::probe) {
    demand(!request.text.empty(), "what is not taken has a reason");
  }
  return request;
}

void run(std::string_view bytes) {
  read("application/json", bytes);
  read(kForm, bytes);
  read(kForm, wire::encode_fields({{"payload", std::string(bytes)}}));
  demand(read(bytes, "{}").kind != wire::SlackRequestKind::inbound, "a type alone is no act");
  const wire::Fields fields = wire::decode_fields(bytes);
  demand(wire::decode_fields(wire::encode_fields(fields)) == fields,
         "fields come out as they went in");
}

}  // namespace
}  // namespace execassist::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  execassist::fuzz::run({reinterpret_cast<const char*>(data), size});
  return 0;
}
