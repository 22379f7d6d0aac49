#include <execassist/base/instant.hpp>

#include <string>

#include <doctest/doctest.h>

namespace execassist {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;
using std::chrono::sys_days;

constexpr Instant kNovember = sys_days{2026y / 11 / 21} + 9h + 30min;

}  // namespace

TEST_CASE("instant: RFC 3339 is read") {
  struct Case {
    std::string text;
    Instant at;
  };
  for (const auto& [text, at] : {
           Case{"2026-11-21T09:30:00Z", kNovember},
           Case{"2026-11-21t09:30:00z", kNovember},
           Case{"2026-11-21 09:30:00Z", kNovember},
           Case{"2026-11-21T09:30:00+00:00", kNovember},
           Case{"2026-11-21T09:30:00-00:00", kNovember},
           Case{"2026-11-21T10:30:00+01:00", kNovember},
           Case{"2026-11-21T04:00:00-05:30", kNovember},
           Case{"2026-11-22T09:29:00+23:59", kNovember},
           Case{"2026-11-21T09:30:00.999999999999Z", kNovember},
           Case{"2026-11-21T09:30:00.5+00:00", kNovember},
           Case{"2024-02-29T00:00:00Z", sys_days{2024y / 2 / 29}},
           Case{"2000-02-29T23:59:59Z", sys_days{2000y / 2 / 29} + 23h + 59min + 59s},
           Case{"2016-12-31T23:59:60Z", sys_days{2016y / 12 / 31} + 23h + 59min + 59s},
           Case{"1970-01-01T00:00:00Z", Instant{}},
           Case{"1970-01-01T01:00:00+01:00", Instant{}},
           Case{"9999-12-31T23:59:59Z", sys_days{9999y / 12 / 31} + 23h + 59min + 59s},
           Case{"9999-12-31T23:59:59+01:00", sys_days{9999y / 12 / 31} + 22h + 59min + 59s},
       }) {
    CAPTURE(text);
    const auto read = parse_rfc3339(text);
    REQUIRE(read.has_value());
    CHECK(*read == at);
    CHECK(parse_rfc3339(format_rfc3339(*read)) == at);
  }
}

TEST_CASE("instant: what is not RFC 3339, or out of range, is nothing") {
  for (const std::string text : {
           "",
           "now",
           "2026-11-21",
           "2026-11-21T09:30:00",        // no offset
           "2026-11-21T09:30Z",          // no seconds
           "2026-11-21T9:30:00Z",        // one digit
           "2026-11-21T09:30:00ZZ",      // something follows
           "2026-11-21T09:30:00Z ",      //
           " 2026-11-21T09:30:00Z",      //
           "2026-11-21  09:30:00Z",      //
           "2026-11-21T09:30:00.Z",      // no digits in the fraction
           "2026-11-21T09:30:00,5Z",     //
           "2026-11-21T09:30:00+0100",   //
           "2026-11-21T09:30:00+01",     //
           "2026-11-21T09:30:00+24:00",  //
           "2026-11-21T09:30:00+01:60",  //
           "2026-11-21T09:30:00+-1:00",  //
           "2026-02-29T00:00:00Z",       // no leap year
           "1900-02-29T00:00:00Z",       //
           "2026-04-31T00:00:00Z",       //
           "2026-13-01T00:00:00Z",       //
           "2026-00-01T00:00:00Z",       //
           "2026-01-00T00:00:00Z",       //
           "2026-01-32T00:00:00Z",       //
           "2026-11-21T24:00:00Z",       //
           "2026-11-21T09:60:00Z",       //
           "2026-11-21T09:30:61Z",       //
           "2026/11/21T09:30:00Z",       //
           "20261121T093000Z",           //
           "+2026-11-21T09:30:00Z",      //
           "-026-11-21T09:30:00Z",       //
           "12026-11-21T09:30:00Z",      //
           "1969-12-31T23:59:59Z",       //
           "1970-01-01T00:00:00+00:01",  // before 1970 in UTC
           "9999-12-31T23:59:59-00:01",  // after 9999 in UTC
           "9999-12-31T23:59:59-23:59",  //
           "２０２６-11-21T09:30:00Z",   // digits, but not those
       }) {
    CAPTURE(text);
    CHECK_FALSE(parse_rfc3339(text).has_value());
  }
  CHECK_FALSE(parse_rfc3339(std::string("2026-11-21T09:30:00Z\0", 21)).has_value());
  CHECK_FALSE(parse_rfc3339(std::string(100000, '1')).has_value());
}

TEST_CASE("instant: RFC 3339 is written in UTC") {
  CHECK(format_rfc3339(kNovember) == "2026-11-21T09:30:00Z");
  CHECK(format_rfc3339(Instant{}) == "1970-01-01T00:00:00Z");
  CHECK(format_rfc3339(Instant{1s} - 2s) == "1969-12-31T23:59:59Z");
  CHECK(format_rfc3339(sys_days{2024y / 2 / 29} + 1h + 2min + 3s) == "2024-02-29T01:02:03Z");
  CHECK(format_rfc3339(sys_days{9999y / 12 / 31} + 24h - 1s) == "9999-12-31T23:59:59Z");
}

TEST_CASE("instant: local times") {
  constexpr LocalSeconds kDay = local_days{2026y / 11 / 21};
  struct Case {
    std::string text;
    LocalSeconds local;
  };
  for (const auto& [text, local] : {
           Case{"2026-11-21", kDay},
           Case{"2026-11-21 14:30", kDay + 14h + 30min},
           Case{"2026-11-21T14:30", kDay + 14h + 30min},
           Case{"2026-11-21T14:30:05", kDay + 14h + 30min + 5s},
           Case{"2026-11-21 00:00:00", kDay},
           Case{"2026-11-21 23:59", kDay + 23h + 59min},
       }) {
    CAPTURE(text);
    CHECK(parse_local_time(text) == local);
  }
  for (const std::string text : {
           "",
           "2026-11-21 ",
           "2026-11-21T",
           "2026-11-21 14",
           "2026-11-21 14:",
           "2026-11-21 14:3",
           "2026-11-21 24:00",
           "2026-11-21 14:60",
           "2026-11-21 14:30:",
           "2026-11-21 14:30:61",
           "2026-11-21 14:30Z",
           "2026-11-21 14:30+01:00",
           "2026-11-21 14:30 ",
           "2026-02-30",
           "2026-02-30 10:00",
           "14:30",
           "tomorrow",
           "1969-12-31",
           "2026-11-21 2:30 PM",
       }) {
    CAPTURE(text);
    CHECK_FALSE(parse_local_time(text).has_value());
  }
}

TEST_CASE("instant: dates") {
  CHECK(parse_date("2026-11-21") == 2026y / 11 / 21);
  CHECK(parse_date("1970-01-01") == 1970y / 1 / 1);
  CHECK(parse_date("9999-12-31") == 9999y / 12 / 31);
  CHECK(format_date(2026y / 3 / 4) == "2026-03-04");
  for (const std::string text : {"", "2026-11", "2026-11-31", "2026-11-21T", "2026-11-21 14:30",
                                 "21-11-2026", "2026-1-1", "1969-12-31", "10000-01-01"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_date(text).has_value());
  }
}

TEST_CASE("instant: durations are read") {
  struct Case {
    std::string text;
    Seconds length;
  };
  for (const auto& [text, length] : {
           Case{"90s", 90s},
           Case{"30m", 30min},
           Case{"2h", 2h},
           Case{"1d", 24h},
           Case{"1w", 168h},
           Case{"0s", 0s},
           Case{"007m", 7min},
           Case{"1h30m", 90min},
           Case{"1w2d3h4m5s", 168h + 48h + 3h + 4min + 5s},
           Case{"3653d", 24h * 3653},
           Case{"521w6d", 24h * 3653},
           Case{"1d0h", 24h},
       }) {
    CAPTURE(text);
    CHECK(parse_duration(text) == length);
  }
}

TEST_CASE("instant: what is no duration, or longer than ten years, is nothing") {
  for (const std::string text : {
           "",
           "h",
           "1",
           "30",
           "-1h",
           "+1h",
           "1.5h",
           "1,5h",
           "1 h",
           " 1h",
           "1h ",
           "1H",
           "1y",
           "1ms",
           "1min",
           "PT1H",
           "1h30",
           "30m1h",    // out of order
           "1h1h",     // twice
           "1hm",      //
           "3654d",    //
           "522w",     //
           "3653d1s",  //
           "521w6d1s",
           "99999999999s",
           "9223372036854775807s",
           "9223372036854775808w",
           "18446744073709551617s",  // one, to a counter of 64 bits that runs over
           "１h",
           "1h\n",
       }) {
    CAPTURE(text);
    CHECK_FALSE(parse_duration(text).has_value());
  }
  CHECK_FALSE(parse_duration(std::string("1h\0", 3)).has_value());
}

TEST_CASE("instant: RFC 2822, as mail and HTTP write it") {
  struct Case {
    std::string text;
    std::string expected;
  };
  for (const auto& [text, expected] : {
           Case{"Sat, 21 Nov 2026 09:30:00 +0000", "2026-11-21T09:30:00Z"},
           Case{"Sat, 21 Nov 2026 09:30:00 GMT", "2026-11-21T09:30:00Z"},
           Case{"Thu, 1 Jan 2026 00:00:00 UT", "2026-01-01T00:00:00Z"},
           Case{"01 Jan 2026 00:00 Z", "2026-01-01T00:00:00Z"},
           Case{"Tue, 29 Feb 2028 23:59:59 -0000", "2028-02-29T23:59:59Z"},
           Case{"Sat, 21 Nov 2026 09:30:00 +0130", "2026-11-21T08:00:00Z"},
           Case{"Thu, 31 Dec 2026 23:30:00 -0800", "2027-01-01T07:30:00Z"},
           Case{"Mon, 21 Nov 2026 09:30:00 +0000", "2026-11-21T09:30:00Z"},
       }) {
    CAPTURE(text);
    const auto at = parse_rfc2822(text);
    REQUIRE(at);
    CHECK(format_rfc3339(*at) == expected);
  }
  for (const std::string wrong : {
           "",
           "Sat",
           "Sat, ",
           "Sat, 21 Nov 2026",
           "Sat, 21 Nov 2026 09:30:00",
           "Sat, 21 Nov 2026 09:30:00 ",
           "Sat, 21 Nov 2026 09:30:00 CET",
           "Sat, 21 Nov 2026 09:30:00 +01:00",
           "Sat, 21 Nov 2026 09:30:00 +2500",
           "Sat, 21 Nov 2026 09:30:00 +0000x",
           "Sat, 21 nov 2026 09:30:00 +0000",
           "Sat, 31 Nov 2026 09:30:00 +0000",
           "Sat, 0 Nov 2026 09:30:00 +0000",
           "Sat, 121 Nov 2026 09:30:00 +0000",
           "Sat, 21 Nov 26 09:30:00 +0000",
           "Sat, 21 Nov 2026 24:30:00 +0000",
           "Sat,21 Nov 2026 09:30:00 +0000",
           "Xyz, 21 Nov 2026 09:30:00 +0000",
           "Wed, 31 Dec 1969 23:59:59 +0000",
           "Thu, 1 Jan 1970 00:00:00 +0100",
           "2026-11-21T09:30:00Z",
       }) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_rfc2822(wrong).has_value());
  }
}

TEST_CASE("instant: durations in words") {
  struct Case {
    Seconds length;
    std::string words;
  };
  for (const auto& [length, words] : {
           Case{0s, "0 s"},
           Case{45s, "45 s"},
           Case{60s, "1 min"},
           Case{90s, "1 min 30 s"},
           Case{30min, "30 min"},
           Case{1h, "1 h"},
           Case{2h + 30min, "2 h 30 min"},
           Case{2h + 30min + 59s, "2 h 30 min"},
           Case{1h + 5s, "1 h"},
           Case{24h - 1s, "23 h 59 min"},
           Case{72h, "3 d"},
           Case{72h + 59min, "3 d"},
           Case{338h, "14 d 2 h"},
           Case{-90min, "-1 h 30 min"},
       }) {
    CAPTURE(words);
    CHECK(describe_duration(length) == words);
  }
}

}  // namespace execassist
