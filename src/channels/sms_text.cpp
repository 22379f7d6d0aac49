#include "channels/sms_text.hpp"

#include "channels/gsm_text.hpp"

#include <execassist/base/graphemes.hpp>
#include <execassist/base/identifier.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace execassist::channels {
namespace {

constexpr int kMostSegments = 2;
constexpr std::size_t kMostCharacters = 306;  // that fit into them

// More bytes of a part than could ever be shown; what comes after is not even looked at.
constexpr std::size_t kLongestPart = 8000;

constexpr std::string_view kTokenAlphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
constexpr std::size_t kTokenLength = 6;
constexpr std::size_t kHashDigits = 15;  // 60 bits

std::string joined(const std::string& one, std::string_view other) {
  if (one.empty() || other.empty()) return one + std::string(other);
  return one + " " + std::string(other);
}

std::string part_of(std::string_view text) { return gsm_text(text.substr(0, kLongestPart)); }

constexpr const char* kNoTopic = "(no title)";

struct Parts {
  std::string lead;
  std::string topic;
  std::string detail;
  std::string rest;
  std::string_view reference;

  std::string text() const {
    const std::string first = joined(lead, topic);
    const std::string second = joined(joined(detail, rest), reference);
    return first.empty() ? second : first + "\n" + second;
  }
  bool fit() const { return segments_of(text()).segments <= kMostSegments; }
};

// Where the first characters of a text end, the longest piece last.
std::vector<std::size_t> ends_of(std::string_view text) {
  std::vector<std::size_t> ends;
  for (std::size_t at = 0; at < text.size() && ends.size() < kMostCharacters;) {
    at += grapheme_size(text, at);
    ends.push_back(at);
  }
  return ends;
}

// Cuts that part to the longest piece with which all fits; empty when there is none. Whatever fits,
// a shorter piece does too, even where it is the first in GSM-7 with its larger characters.
void shorten(Parts& parts, std::string Parts::*part) {
  const std::string whole = std::move(parts.*part);
  const auto try_piece = [&](std::size_t end) {
    parts.*part = std::string(trim(std::string_view(whole).substr(0, end))) + "...";
    return parts.fit();
  };
  const std::vector<std::size_t> ends = ends_of(whole);
  const auto beyond = std::partition_point(ends.begin(), ends.end(), try_piece);
  if (beyond == ends.begin()) {
    parts.*part = {};
  } else {
    try_piece(*(beyond - 1));
  }
}

}  // namespace

std::string sms_reference(std::string_view idempotency_key) {
  auto number =
      std::stoull(sha256_hex(idempotency_key).substr(0, kHashDigits), nullptr, /*base=*/16);
  std::string reference = "Ref ";
  for (std::size_t i = 0; i < kTokenLength; ++i) {
    reference += kTokenAlphabet[number % kTokenAlphabet.size()];
    number /= kTokenAlphabet.size();
  }
  return reference;
}

BriefText brief_of(const OutgoingMessage& message) {
  if (!message.brief.empty()) return message.brief;
  std::string line = one_line(std::string_view(message.text).substr(0, kLongestPart));
  return {{}, line.empty() ? message.subject : std::move(line), {}};
}

std::string sms_text(const BriefText& brief, std::string_view reference) {
  Parts parts{part_of(brief.lead), part_of(brief.topic), part_of(brief.detail), part_of(brief.rest),
              reference};
  if (parts.topic.empty() && !brief.topic.empty()) parts.topic = kNoTopic;  // nothing but pictures
  if (!parts.fit()) parts.detail.clear();
  for (const auto part : {&Parts::topic, &Parts::lead, &Parts::rest}) {
    if (!parts.fit()) shorten(parts, part);
  }
  return parts.text();
}

}  // namespace execassist::channels
