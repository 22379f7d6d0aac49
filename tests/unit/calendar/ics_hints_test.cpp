#include "calendar/ics_hints.hpp"

#include <string>

#include <doctest/doctest.h>

namespace execassist::calendar {
namespace {

std::string calendar_with(const std::string& header,
                          const std::string& stamp = "20260601T000000Z") {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + header +
         "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:" + stamp +
         "\r\nDTSTART:20260601T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
}

TEST_CASE("a calendar that was only stamped anew says the same") {
  const std::string one = content_hash(calendar_with(""));
  CHECK(one.size() == 64);
  CHECK(content_hash(calendar_with("", "20260602T111111Z")) == one);
  CHECK(content_hash(calendar_with("X-NOTE:new\r\n")) != one);
  std::string moved = calendar_with("");
  moved.replace(moved.find("090000"), 6, "100000");
  CHECK(content_hash(moved) != one);
  CHECK(content_hash("dtstamp;X=1:20260601T000000Z\nA\n") == content_hash("DTSTAMP:2\nA\n"));
  CHECK(content_hash("DTSTAMPED:1\n") != content_hash("DTSTAMPED:2\n"));
  CHECK(content_hash("DTSTAMP") != content_hash(""));
  CHECK(content_hash("") != content_hash("A"));
}

TEST_CASE("how long a calendar need not be asked for again") {
  const struct {
    std::string header;
    std::optional<Seconds> interval;
  } cases[] = {
      {"", {}},
      {"REFRESH-INTERVAL;VALUE=DURATION:P1W\r\n", days{7}},
      {"X-PUBLISHED-TTL:PT15M\r\n", minutes{15}},
      {"X-PUBLISHED-TTL:PT15M\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n", hours{1}},
      {"refresh-interval:PT2H\r\nX-PUBLISHED-TTL:PT15M\r\n", hours{2}},
      {"X-PUBLISHED-TTL:soon\r\n", {}},
      {"X-PUBLISHED-TTL:PT0S\r\n", {}},
      {"X-PUBLISHED-TTL:-PT1H\r\n", {}},
  };
  for (const auto& each : cases) {
    CAPTURE(each.header);
    CHECK(refresh_interval(calendar_with(each.header)) == each.interval);
  }
  // An event has no say in it.
  std::string inside = calendar_with("");
  inside.insert(inside.find("UID:1"), "REFRESH-INTERVAL:PT1H\r\n");
  CHECK_FALSE(refresh_interval(inside));
  CHECK_FALSE(refresh_interval(""));
}

}  // namespace
}  // namespace execassist::calendar
