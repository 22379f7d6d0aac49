#include "support/fake_twilio.hpp"

#include <execassist/base/encoding.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <iterator>
#include <utility>

#include <doctest/doctest.h>

namespace execassist::testing {

HttpResult twilio_error(int status, int code, const std::string& message) {
  return answered(status, wire::Json::object({{"code", code},
                                              {"message", message},
                                              {"more_info", "https://www.twilio.com/docs/errors"},
                                              {"status", status}})
                              .dump(-1));
}

std::string twilio_date(long long at) {
  const std::time_t seconds = at;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 40> text{};
  std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S +0000", &parts);
  return text.data();
}

FakeTwilio::FakeTwilio() = default;

FakeTwilio::~FakeTwilio() {
  for (const auto& [call, faults] : faults_) {
    if (!faults.empty()) FAIL_CHECK("twilio: a fault of a call was never used");
  }
}

HttpResult FakeTwilio::call(const HttpRequest& request) {
  const std::scoped_lock lock(guard_);
  requests_.push_back(request);
  auto& faults = faults_[kind_of(request)];
  if (faults.empty()) return answer(request);
  const Fault fault = std::move(faults.front());
  faults.pop_front();
  if (fault.taken) answer(request);
  return fault.result;
}

void FakeTwilio::fail(Call call, HttpResult result, bool taken) {
  const std::scoped_lock lock(guard_);
  faults_[call].push_back({std::move(result), taken});
}

void FakeTwilio::add_message(Message message) {
  if (message.sid.empty()) {
    std::array<char, 40> sid{};
    std::snprintf(sid.data(), sid.size(), "SM%032zx", messages.size() + 1);
    message.sid = sid.data();
  }
  if (message.created == 0) message.created = time;
  messages.push_back(std::move(message));
}

void FakeTwilio::settle(const std::string& sid, const std::string& status, int error_code) {
  for (Message& message : messages) {
    if (message.sid != sid) continue;
    message.status = status;
    message.error_code = error_code;
    message.sent = time;
  }
}

std::vector<HttpRequest> FakeTwilio::requests(Call call) const {
  const std::scoped_lock lock(guard_);
  std::vector<HttpRequest> found;
  std::copy_if(requests_.begin(), requests_.end(), std::back_inserter(found),
               [&](const HttpRequest& each) { return kind_of(each) == call; });
  return found;
}

FakeTwilio::Call FakeTwilio::kind_of(const HttpRequest& request) const {
  const std::string path = request.url.substr(0, request.url.find('?'));
  const bool all = path.ends_with("/Messages.json");
  if (request.method == HttpMethod::post) return all ? Call::send : Call::other;
  if (all) return Call::list;
  return path.find("/Messages/") == std::string::npos ? Call::other : Call::fetch;
}

HttpResult FakeTwilio::answer(const HttpRequest& request) {
  if (!request.bearer.empty() ||
      request.authorization.reveal() != "Basic " + base64(account_sid + ":" + auth_token)) {
    return twilio_error(401, 20003, "Authenticate");
  }
  if (!request.url.starts_with(url + folder())) return twilio_error(404, 20404);
  switch (kind_of(request)) {
    case Call::send:
      return take(request);
    case Call::list:
      return list(wire::decode_fields(wire::query_of(request.url)));
    case Call::fetch: {
      const std::string rest = request.url.substr((url + folder() + "Messages/").size());
      return fetch(rest.substr(0, rest.find(".json")));
    }
    case Call::other:
      break;
  }
  return twilio_error(404, 20404);
}

HttpResult FakeTwilio::take(const HttpRequest& request) {
  if (!request.at_most_once) FAIL_CHECK("twilio: a send may go out twice");
  if (request.content_type != "application/x-www-form-urlencoded") {
    return twilio_error(415, 20015);
  }
  const Fields fields = wire::decode_fields(request.body);
  if (const auto refused = objection(fields)) return *refused;
  const auto service = wire::field(fields, "MessagingServiceSid");
  Message message;
  message.to = *wire::field(fields, "To");
  message.from = service ? services.at(*service) : *wire::field(fields, "From");
  message.body = *wire::field(fields, "Body");
  message.validity = wire::field(fields, "ValidityPeriod").value_or("");
  add_message(std::move(message));
  return answered(201, shown(messages.back()).dump(-1));
}

std::optional<HttpResult> FakeTwilio::objection(const Fields& fields) const {
  static const std::set<std::string> kKnown{"To", "From", "MessagingServiceSid", "Body",
                                            "ValidityPeriod"};
  std::set<std::string> seen;
  for (const auto& [name, value] : fields) {
    if (!kKnown.contains(name) || !seen.insert(name).second) return twilio_error(400, 20001);
  }
  const std::string to = wire::field(fields, "To").value_or("");
  if (to.empty()) return twilio_error(400, 21604);
  if (!is_phone_number(to)) return twilio_error(400, 21211);
  const auto from = wire::field(fields, "From");
  const auto service = wire::field(fields, "MessagingServiceSid");
  if (from.has_value() == service.has_value()) return twilio_error(400, 21603);
  if (from && !numbers.contains(*from)) return twilio_error(400, 21606);
  if (service && !services.contains(*service)) return twilio_error(400, 21705);
  const std::string body = wire::field(fields, "Body").value_or("");
  if (body.empty() || to_valid_utf8(body) != body) return twilio_error(400, 21602);
  const auto characters = std::count_if(body.begin(), body.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  });
  if (characters > 1600) return twilio_error(400, 21617);
  if (const auto validity = wire::field(fields, "ValidityPeriod")) {
    const int seconds = std::stoi(*validity);
    if (seconds < 1 || seconds > 36000) return twilio_error(400, 20001);
  }
  if (opted_out.contains(to)) return twilio_error(400, 21610);
  return std::nullopt;
}

HttpResult FakeTwilio::list(const Fields& query) const {
  const auto to = wire::field(query, "To");
  const auto from = wire::field(query, "From");
  // A filter by date hides what was not sent yet.
  const bool sent_only = wire::field(query, "DateSent>") || wire::field(query, "DateSent<") ||
                         wire::field(query, "DateSent");
  std::vector<const Message*> found;
  for (auto each = messages.rbegin(); each != messages.rend(); ++each) {
    if ((!to || each->to == *to) && (!from || each->from == *from) && (!sent_only || each->sent)) {
      found.push_back(&*each);
    }
  }
  const std::size_t asked = std::stoul(wire::field(query, "PageSize").value_or("50"));
  const std::size_t size = std::min({asked, page_size, std::size_t{1000}});
  const std::size_t page = std::stoul(wire::field(query, "Page").value_or("0"));
  wire::Json::Array shown_here;
  for (std::size_t i = page * size; i < std::min(found.size(), (page + 1) * size); ++i) {
    shown_here.push_back(shown(*found[i]));
  }
  wire::Json next;
  if ((page + 1) * size < found.size()) {
    Fields more{{"PageSize", std::to_string(asked)},
                {"Page", std::to_string(page + 1)},
                {"PageToken", "PASM" + std::to_string(page + 1)}};
    if (to) more.emplace_back("To", *to);
    next = folder() + "Messages.json?" + wire::encode_fields(more);
  }
  return answered(200, wire::Json::object({{"messages", std::move(shown_here)},
                                           {"page", page},
                                           {"page_size", size},
                                           {"next_page_uri", std::move(next)}})
                           .dump(-1));
}

HttpResult FakeTwilio::fetch(const std::string& sid) const {
  for (const Message& message : messages) {
    if (message.sid == sid) return answered(200, shown(message).dump(-1));
  }
  return twilio_error(404, 20404);
}

wire::Json FakeTwilio::shown(const Message& message) const {
  const bool failed = message.error_code != 0;
  return wire::Json::object(
      {{"sid", message.sid},
       {"account_sid", account_sid},
       {"to", message.to},
       {"from", message.from},
       {"body", message.body},
       {"status", message.status},
       {"direction", "outbound-api"},
       {"num_segments", "1"},
       {"error_code", failed ? wire::Json(message.error_code) : wire::Json()},
       {"error_message", failed ? wire::Json("Prose <b>") : wire::Json()},
       {"date_created", twilio_date(message.created)},
       {"date_sent", message.sent ? wire::Json(twilio_date(*message.sent)) : wire::Json()},
       {"uri", folder() + "Messages/" + message.sid + ".json"}});
}

}  // namespace execassist::testing
