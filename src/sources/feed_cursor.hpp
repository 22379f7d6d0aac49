// What is remembered of a feed's last answer, as the text of a cursor.
#pragma once

#include <execassist/base/instant.hpp>

#include <string>
#include <string_view>

namespace execassist::sources {

struct FeedCursor {
  std::string address;        // hash
  std::string body;           // SHA-256; empty: nothing is known
  std::string etag;           // byte for byte, with W/ and quotes; may be empty
  std::string last_modified;  // byte for byte; may be empty
  Instant asked{};
  Seconds fresh{0};  // for how long the feed said that it need not be asked

  bool known() const { return !body.empty(); }
  // A clock that was set back does not make it fresh for ever.
  bool is_fresh(Instant now) const { return asked <= now && now < asked + fresh; }
  std::string text() const;
};

// Nothing is known where the text is not one of ours.
FeedCursor parse_feed_cursor(std::string_view text);

}  // namespace execassist::sources
