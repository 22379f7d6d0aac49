#include "sources/feed_cursor.hpp"

#include <string>

#include <doctest/doctest.h>

namespace execassist::sources {
namespace {

const Instant kAsked = *parse_rfc3339("2026-06-01T09:00:00Z");

FeedCursor sample() {
  return {std::string(64, 'a'),
          std::string(64, 'b'),
          "W/\"x:y z\"",
          "Mon, 01 Jun 2026 08:00:00 GMT",
          kAsked,
          minutes{15}};
}

TEST_CASE("a feed's cursor says again what was put into it") {
  const FeedCursor cursor = parse_feed_cursor(sample().text());
  CHECK(cursor.known());
  CHECK(cursor.address == std::string(64, 'a'));
  CHECK(cursor.body == std::string(64, 'b'));
  CHECK(cursor.etag == "W/\"x:y z\"");
  CHECK(cursor.last_modified == "Mon, 01 Jun 2026 08:00:00 GMT");
  CHECK(cursor.asked == kAsked);
  CHECK(cursor.fresh == minutes{15});
  FeedCursor bare = sample();
  bare.etag.clear();
  bare.last_modified.clear();
  CHECK(parse_feed_cursor(bare.text()).etag.empty());
  CHECK(parse_feed_cursor(bare.text()).known());
}

TEST_CASE("what is no cursor of a feed says nothing") {
  const std::string good = sample().text();
  for (const std::string& text :
       {std::string(), std::string("nonsense"), good + ":", "feed2" + good.substr(5),
        good.substr(0, good.size() - 1) + "*", std::string("feed1:a:b:0:0::"),
        std::string("1780304400000000000:1780304400000000000:1:2:3:4:5")}) {
    CAPTURE(text);
    CHECK_FALSE(parse_feed_cursor(text).known());
  }
}

TEST_CASE("a feed is fresh for as long as it said, not before it was asked") {
  const FeedCursor cursor = sample();
  CHECK(cursor.is_fresh(kAsked));
  CHECK(cursor.is_fresh(kAsked + minutes{15} - Seconds{1}));
  CHECK_FALSE(cursor.is_fresh(kAsked + minutes{15}));
  CHECK_FALSE(cursor.is_fresh(kAsked - Seconds{1}));
}

}  // namespace
}  // namespace execassist::sources
