// What a text message can hold: the alphabet of GSM 03.38, how many segments a text takes, and text
// rewritten so that it stays within that alphabet. One character outside of it turns the whole
// message into UCS-2, of which a segment holds less than half. Pure.
#pragma once

#include <string>
#include <string_view>

namespace execassist::channels {

enum class SmsEncoding { gsm7, ucs2 };

struct SmsSegments {
  SmsEncoding encoding = SmsEncoding::gsm7;
  int units = 0;     // septets (GSM-7), or 16-bit units (UCS-2)
  int segments = 0;  // 0 for an empty text
};

// As it would be sent. A pair of units that make one character is never split over two segments.
SmsSegments segments_of(std::string_view text);

// One safe line. What GSM-7 lacks is written with what it has ("ê" as e, "“" as a quote, "½" as
// 1/2); emoji and what cannot be seen are dropped; letters, digits and signs that cannot be written
// otherwise stay.
std::string gsm_text(std::string_view text);

}  // namespace execassist::channels
